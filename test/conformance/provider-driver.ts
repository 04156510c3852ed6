import assert from 'node:assert/strict';
import { assertCompatible } from '../../src/engine/diff/compatible/object.js';
import { conformanceProblems } from '../../src/engine/diff/conforms.js';
import { assertPlanValid } from '../../src/engine/diff/legality.js';
import { formatProblem } from '../../src/engine/diff/problem.js';
import { proposeNew } from '../../src/engine/diff/propose.js';
import { effectiveReplacePaths } from '../../src/engine/diff/replacement.js';
import {
  ListValue,
  MapValue,
  Unknown,
  hasErrors,
  impliedType,
  isWhollyKnown,
  objectValue,
  setValue,
  type Block,
  type BlockType,
  type Diagnostic,
  type JsonObject,
  type Path,
  type Schema,
  type Value,
} from '../../src/model/index.js';
import { fromPlain } from '../../src/providers/define/plain.js';
import type { Provider } from '../../src/providers/provider.js';
import type { ApplyResponse, CallContext, ReadResponse } from '../../src/providers/requests.js';

/** An object as the engine stores it between calls. */
export interface Kept {
  readonly state: Value;
  readonly private?: string | undefined;
  readonly identity?: Value | undefined;
}

export interface PlannedCall extends Kept {
  readonly config: Value;
  readonly prior: Value;
  /** What is planned, as `state`; these replace. */
  readonly replaces: readonly Path[];
}

export const quiet = (): CallContext & { readonly notes: JsonObject[] } => {
  const notes: JsonObject[] = [];
  return {
    signal: new AbortController().signal,
    stopping: () => false,
    sending: async () => {},
    progress: () => {},
    note: async (data) => void notes.push(data),
    notes,
  };
};

/** Calls a provider for one type of resource as the engine does, and checks every answer as the engine does. */
export class Driver {
  readonly provider: Provider;
  readonly type: string;
  readonly schema: Schema;
  /** All messages so far, to search them for secrets. */
  readonly said: Diagnostic[] = [];
  #calls = 0;

  constructor(provider: Provider, type: string) {
    this.provider = provider;
    this.type = type;
    const schema = provider.schemas.resource(type);
    if (schema === undefined) throw new Error(`The provider has no resource ${type}.`);
    this.schema = schema;
  }

  config(json: JsonObject): Value {
    return configValue(this.schema.block, json);
  }

  async validate(config: Value): Promise<readonly Diagnostic[]> {
    const { diagnostics } = await this.provider.validate({ mode: 'managed', type: this.type, config });
    this.said.push(...diagnostics);
    return diagnostics;
  }

  async plan(config: Value, prior?: Kept): Promise<PlannedCall> {
    const { block } = this.schema;
    const before = prior?.state ?? null;
    const answer = await this.provider.plan({
      type: this.type,
      prior: before,
      proposed: proposeNew(block, before, config),
      config,
      ...besides(prior ?? {}),
    });
    this.fine(answer.diagnostics);
    if (answer.legacyTypeSystem !== true)
      assert.deepEqual(assertPlanValid(block, before, config, answer.planned).map(formatProblem), []);
    assert.deepEqual(conformanceProblems(answer.planned, impliedType(block)).map(formatProblem), []);
    const { paths, problems } = effectiveReplacePaths(before, answer.planned, answer.requiresReplace, block);
    assert.deepEqual(problems.map(formatProblem), []);
    const { private: bytes, identity } = answer;
    return { state: answer.planned, private: bytes, identity, config, prior: before, replaces: paths };
  }

  async apply(planned: PlannedCall, context: CallContext = quiet()): Promise<Kept> {
    const answer = await this.attempt(planned, undefined, context);
    this.fine(answer.diagnostics);
    const state = answer.state ?? null;
    assert.ok(isWhollyKnown(state), 'the answer must be wholly known');
    assert.deepEqual(conformanceProblems(state, impliedType(this.schema.block)).map(formatProblem), []);
    if (answer.legacyTypeSystem !== true)
      assert.deepEqual(assertCompatible(this.schema.block, planned.state, state).map(formatProblem), []);
    if (state !== null) this.#identified(answer);
    return { state, private: answer.private, identity: answer.identity };
  }

  /** Applies without expecting success. */
  async attempt(planned: PlannedCall, evidence?: unknown, context: CallContext = quiet()): Promise<ApplyResponse> {
    this.#calls += 1;
    const answer = await this.provider.apply({
      type: this.type,
      prior: planned.prior,
      planned: planned.state,
      config: planned.config,
      ...besides(planned),
      ...(evidence === undefined ? {} : { evidence }),
      requestKey: `request-${this.#calls}`,
      context,
    });
    this.said.push(...answer.diagnostics);
    return answer;
  }

  async create(json: JsonObject): Promise<Kept> {
    const config = this.config(json);
    this.fine(await this.validate(config));
    const kept = await this.apply(await this.plan(config));
    assert.notEqual(kept.state, null);
    return kept;
  }

  async read(kept: Kept): Promise<Kept> {
    const answer: ReadResponse = await this.provider.read({
      type: this.type,
      state: kept.state,
      ...besides(kept),
      context: quiet(),
    });
    this.fine(answer.diagnostics);
    assert.ok(isWhollyKnown(answer.state), 'the answer must be wholly known');
    assert.deepEqual(conformanceProblems(answer.state, impliedType(this.schema.block)).map(formatProblem), []);
    if (answer.state !== null) this.#identified(answer);
    return { state: answer.state, private: answer.private, identity: answer.identity };
  }

  async delete(kept: Kept): Promise<void> {
    const { type } = this;
    const request = { type, prior: kept.state, proposed: null, config: null, ...besides(kept) };
    const asked = await this.provider.plan(request);
    this.fine(asked.diagnostics);
    assert.equal(asked.planned, null);
    const planned: PlannedCall = { ...kept, state: null, config: null, prior: kept.state, replaces: [] };
    const answer = await this.attempt(planned);
    this.fine(answer.diagnostics);
    assert.equal(answer.state ?? null, null);
  }

  /** An existing object has an identity, wholly known, if its type has identities. */
  #identified({ identity }: { readonly identity?: Value }): void {
    const schema = this.provider.schemas.identity?.(this.type);
    if (schema === undefined) return assert.equal(identity, undefined);
    assert.ok(identity !== undefined && identity !== null && isWhollyKnown(identity), 'the identity must be known');
    assert.deepEqual(conformanceProblems(identity, impliedType(schema.block)).map(formatProblem), []);
  }

  /** Expects no errors; a failing test shows the provider's messages. */
  fine(diagnostics: readonly Diagnostic[]): void {
    this.said.push(...diagnostics);
    if (hasErrors(diagnostics))
      assert.fail(diagnostics.map((item) => `${item.summary}: ${item.detail ?? ''}`).join('\n'));
  }
}

/** What goes back to the provider with an object. */
const besides = ({ private: bytes, identity }: Partial<Kept>): { private?: string; identity?: Value } => ({
  ...(bytes === undefined ? {} : { private: bytes }),
  ...(identity === undefined ? {} : { identity }),
});

/** A configuration as the engine hands it over: with every attribute, null if unset. */
export function configValue(block: Block, json: JsonObject): Value {
  const value = objectValue();
  for (const [name, attribute] of Object.entries(block.attributes))
    value[name] = fromPlain(json[name], attribute.type, [name]);
  for (const [name, nested] of Object.entries(block.blockTypes)) value[name] = blocksValue(nested, json[name]);
  return value;
}

function blocksValue({ nesting, block }: BlockType, json: JsonObject[string] | undefined): Value {
  const one = (item: unknown): Value => configValue(block, (item ?? {}) as JsonObject);
  const type = impliedType(block);
  switch (nesting) {
    case 'single':
      return json === undefined || json === null ? null : one(json);
    case 'group':
      return one(json);
    case 'list':
      return new ListValue(type, ((json ?? []) as unknown[]).map(one));
    case 'set':
      return setValue(type, ((json ?? []) as unknown[]).map(one));
    case 'map': {
      const entries = objectValue();
      for (const [key, item] of Object.entries((json ?? {}) as JsonObject)) entries[key] = one(item);
      return new MapValue(type, entries);
    }
  }
}

/** The same configuration with its top-level values unknown. */
export function unknownConfig(block: Block, config: Value): Value {
  const value = objectValue(config as Readonly<Record<string, Value>>);
  for (const [name, attribute] of Object.entries(block.attributes)) {
    if (value[name] !== null) value[name] = new Unknown(attribute.type);
  }
  return value;
}
