import {
  append,
  formatInstance,
  hasErrors,
  isWhollyKnown,
  localResource,
  markPaths,
  nearest,
  objectSpan,
  sensitivePaths,
  tracedWithProblems,
  unmarkDeep,
  type Diagnostic,
  type Eventual,
  type ResourceConfiguration,
  type Schema,
  type Value,
} from '../../model/index.js';
import type { Ephemerals, Provider } from '../../providers/provider.js';
import { callContext, placeDiagnostics, type EngineContext } from '../context.js';
import { schemaMissing } from '../diagnostics.js';
import { plannedDataValue } from '../diff/propose.js';
import { markSensitiveAttributes } from '../diff/sensitivity.js';
import { decodeBody } from '../evaluate/body.js';
import { buildGraph } from '../graph/build.js';
import { ephemeralNeeds, hasEphemerals } from '../graph/ephemeral-needs.js';
import { CheckRecorder, checkConditions } from './conditions.js';
import { expand, isPending, type Instance } from './expand.js';
import { allInstances, instanceOf } from './modules.js';
import type { ConfiguredProvider } from './configured-provider.js';
import { forEachLimited } from './schedule.js';
import { schemaAt, typesLike } from './schema-at.js';
import type { Values } from './values.js';

interface Outcome {
  readonly ok: boolean;
  readonly diagnostics: readonly Diagnostic[];
}

/** An instance that is open. */
interface Opened {
  readonly address: string;
  readonly type: string;
  readonly resource: ResourceConfiguration;
  readonly provider: Ephemerals;
  private: string | undefined;
  /** Aborted to end the renewals. */
  readonly closing: AbortController;
  renewing: Promise<void>;
  /** What went wrong with renewals. */
  readonly problems: Diagnostic[];
}

/** What opens one instance. */
interface Opening {
  readonly values: Values;
  readonly resource: ResourceConfiguration;
  readonly schema: Schema;
  readonly provider: Ephemerals;
  readonly later: boolean;
}

const OK: Outcome = { ok: true, diagnostics: [] };

/** A timer takes no longer time. */
const LONGEST_MS = 2 ** 31 - 1;

/**
 * The ephemeral resources of one walk. Each instance is opened once, when something needs it first, renewed as long as
 * the walk takes, and closed at its end. Their values are in the values of the walk and nowhere else.
 */
export class EphemeralResources {
  readonly #context: EngineContext;
  readonly #values: Values;
  readonly #provide: (resource: ResourceConfiguration) => Eventual<ConfiguredProvider>;
  readonly #outcomes = new Map<string, Eventual<Outcome>>();
  readonly #opened: Opened[] = [];
  #isUsed: boolean | undefined;

  constructor(
    context: EngineContext,
    values: Values,
    provide: (resource: ResourceConfiguration) => Eventual<ConfiguredProvider>,
  ) {
    this.#context = context;
    this.#values = values;
    this.#provide = provide;
  }

  /**
   * Opens whatever a node of the graph needs, given its name. The first request reports the problems; later ones only
   * learn that there were some.
   */
  async ensure(name: string): Promise<Outcome> {
    const { configuration, referencesOf } = this.#context;
    this.#isUsed ??= hasEphemerals(configuration);
    if (!this.#isUsed) return OK;
    const graph = buildGraph(configuration, referencesOf);
    const node = graph.indexOf(name);
    const needed = node === undefined ? [] : ephemeralNeeds(graph)(node);
    if (needed.length === 0) return OK;
    const instances = allInstances(this.#values);
    const diagnostics: Diagnostic[] = [];
    let [ok, isNew] = [true, false];
    for (const need of needed) {
      const resource = graph.resourceOf(need);
      const { module } = graph.nodeAt(need);
      for (const values of resource === undefined ? [] : instances) {
        if (values.module !== module || resource === undefined) continue;
        isNew ||= !this.#outcomes.has(values.addressOf(localResource(resource.address)));
        const opened = await this.open(values, instanceOf(configuration, values, resource));
        append(diagnostics, opened.diagnostics);
        ok &&= opened.ok;
      }
    }
    if (isNew && this.#values.evaluatesLate) for (const values of instances) forgetUnknown(values);
    return { ok, diagnostics };
  }

  /** Opens all instances of a resource in one instance of its module; with `later`, leaves that to a later walk. */
  open(values: Values, resource: ResourceConfiguration, later = false): Eventual<Outcome> {
    const known = this.#outcomes.get(resource.key);
    if (known !== undefined) return known;
    const outcome = this.#open(values, resource, later);
    this.#outcomes.set(
      resource.key,
      outcome.then(({ ok }) => ({ ok, diagnostics: [] })),
    );
    return outcome;
  }

  /** Leaves a resource unopened: its values are unknown. */
  leave(values: Values, resource: ResourceConfiguration): void {
    this.#outcomes.set(resource.key, OK);
    values.resources.set(resource.key, { kind: 'unknown' });
  }

  async #open(values: Values, resource: ResourceConfiguration, later: boolean): Promise<Outcome> {
    const { key, count, forEach } = resource;
    const expansion = expand(resource, values);
    if (isPending(expansion)) {
      this.leave(values, resource);
      return OK;
    }
    const diagnostics: Diagnostic[] = placeDiagnostics(expansion.diagnostics, key, resource);
    const failed = (): Outcome => {
      values.resources.set(key, { kind: 'unknown' });
      return { ok: false, diagnostics };
    };
    const { instances } = expansion;
    if (instances === undefined || hasErrors(diagnostics)) return failed();
    if (count !== undefined) values.resources.set(key, { kind: 'count', values: [] });
    else if (forEach !== undefined) values.resources.set(key, { kind: 'each', values: new Map() });
    else if (instances.length === 0) values.resources.set(key, { kind: 'single', value: null });
    const { provider, diagnostics: configured } = await this.#provide(resource);
    append(diagnostics, configured);
    if (provider === undefined || hasErrors(configured)) return failed();
    const opening = this.#opening(values, resource, provider, later);
    if (opening === undefined) {
      const near = nearest(resource.address.type, typesLike(provider.schemas, resource.address));
      diagnostics.push(schemaMissing(key, resource.address.type, provider.schemas.source, near, resource));
      return failed();
    }
    await forEachLimited(instances, this.#context.parallelism, async (instance) =>
      append(diagnostics, await this.#openInstance(opening, instance)),
    );
    return hasErrors(diagnostics) ? failed() : { ok: true, diagnostics };
  }

  #opening(
    values: Values,
    resource: ResourceConfiguration,
    { schemas, abilities }: Provider,
    later: boolean,
  ): Opening | undefined {
    const schema = schemaAt(schemas, resource.address);
    if (schema === undefined || abilities.ephemeral === undefined) return undefined;
    return { values, resource, schema, provider: abilities.ephemeral, later };
  }

  async #openInstance(opening: Opening, instance: Instance): Promise<readonly Diagnostic[]> {
    const { values, resource, schema, provider, later } = opening;
    const { type } = resource.address;
    const address = formatInstance(resource.key, instance.key);
    // No state keeps the results of these conditions.
    const checks = { values, checks: new CheckRecorder() };
    const diagnostics: Diagnostic[] = [...checkConditions(checks, 'precondition', resource, address, instance)];
    if (hasErrors(diagnostics)) return diagnostics;
    const decoded = decodeBody(resource.body, schema.block, values.scope(instance), address);
    append(diagnostics, placeDiagnostics(decoded.diagnostics, address, resource));
    if (hasErrors(diagnostics)) return diagnostics;
    const config = unmarkDeep(decoded.value);
    const marks = sensitivePaths(decoded.value);
    const mark = (value: Value): Value =>
      markSensitiveAttributes(marks.length === 0 ? value : markPaths(value, marks), schema.block);
    if (later || !isWhollyKnown(config)) {
      values.set(resource.key, instance.key, mark(plannedDataValue(schema.block, config)));
      return diagnostics;
    }
    const validated = await provider.validate({ type, config });
    append(diagnostics, placeDiagnostics(validated.diagnostics, address, resource));
    if (hasErrors(diagnostics)) return diagnostics;
    const response = await tracedWithProblems(
      () => objectSpan('open', type, address),
      () => provider.open({ type, config, context: callContext(this.#context) }),
    );
    append(diagnostics, placeDiagnostics(response.diagnostics, address, resource));
    if (hasErrors(response.diagnostics)) return diagnostics;
    const opened: Opened = {
      address,
      type,
      resource,
      provider,
      private: response.private,
      closing: new AbortController(),
      renewing: Promise.resolve(),
      problems: [],
    };
    this.#opened.push(opened);
    opened.renewing = this.#renew(opened, response.renewAt);
    const value = mark(response.result);
    values.set(resource.key, instance.key, value);
    const self = values.alone(resource.key, value);
    append(diagnostics, checkConditions(checks, 'postcondition', resource, address, { ...instance, self }));
    return diagnostics;
  }

  /** Renews an instance whenever that is due, until it is closed. */
  async #renew(opened: Opened, first: number | undefined): Promise<void> {
    const { moment, sleep, signal } = this.#context;
    const { closing, provider, problems } = opened;
    for (let due = first; due !== undefined;) {
      await sleep(Math.min(Math.max(0, due - moment().at), LONGEST_MS), closing.signal);
      if (closing.signal.aborted || signal.aborted) return;
      if (moment().at < due) continue;
      const response = await provider.renew(handleOf(opened));
      problems.push(...placeDiagnostics(response.diagnostics, opened.address, opened.resource));
      if (hasErrors(response.diagnostics)) return;
      opened.private = response.private;
      due = response.renewAt;
    }
  }

  /** Closes what is open, the last one first, and reports what went wrong with it since it was opened. */
  async close(): Promise<readonly Diagnostic[]> {
    const diagnostics: Diagnostic[] = [];
    for (let opened = this.#opened.pop(); opened !== undefined; opened = this.#opened.pop()) {
      opened.closing.abort();
      await opened.renewing;
      const closed = await opened.provider.close(handleOf(opened));
      append(diagnostics, opened.problems);
      append(diagnostics, placeDiagnostics(closed.diagnostics, opened.address, opened.resource));
    }
    return diagnostics;
  }
}

/** Forgets what was not known when it was evaluated: it is evaluated again. */
function forgetUnknown({ locals, outputs, variables, caller }: Values): void {
  for (const known of caller === undefined ? [locals, outputs] : [locals, outputs, variables])
    for (const [name, value] of known) if (!isWhollyKnown(value)) known.delete(name);
}

const handleOf = ({ type, private: kept }: Opened): { readonly type: string; readonly private?: string } =>
  kept === undefined ? { type } : { type, private: kept };
