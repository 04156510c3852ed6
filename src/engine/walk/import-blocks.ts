import {
  addressIn,
  containsSensitive,
  convert,
  formatKey,
  hasErrors,
  isInteger,
  isNull,
  isObjectValue,
  isWhollyKnown,
  MapValue,
  plainJson,
  Sensitive,
  sensitive,
  Unknown,
  stringifyJson,
  unmark,
  unmarkDeep,
  type Diagnostic,
  type Expression,
  type ImportConfiguration,
  type InstanceKey,
  type SourcePlace,
  type Value,
} from '../../model/index.js';
import { evaluate } from '../evaluate/evaluate.js';
import { pairsOf } from '../evaluate/iteration.js';
import { importInvalid, importTwice, NOT_KNOWN } from '../import-diagnostics.js';
import type { InstanceScope, Values } from './values.js';

/** One object to import. */
export interface WantedImport {
  readonly address: string;
  /** The module instance, and the resource in it. */
  readonly module: string;
  readonly resourceKey: string;
  readonly key: InstanceKey;
  /** That of an identity is its JSON, for messages. */
  readonly id: string;
  readonly identity?: Value;
  /** The ID, marked if it is sensitive. */
  readonly shownId: string | Sensitive;
  readonly block: ImportConfiguration;
}

/** The objects that import blocks ask for, as far as these have been evaluated. */
export class ImportBlocks {
  readonly #wanted = new Map<string, WantedImport>();

  /**
   * Evaluates the blocks of one resource with the values of the root module. If something that they need is not known yet, none of
   * them counts.
   */
  evaluate(
    blocks: readonly ImportConfiguration[],
    values: Values,
  ): { readonly diagnostics: readonly Diagnostic[]; readonly isUnknown: boolean } {
    const evaluations = blocks.map((block) => new BlockEvaluation(block, values));
    const found = evaluations.flatMap((evaluation) => evaluation.run());
    const isUnknown = evaluations.some((evaluation) => evaluation.isUnknown);
    const diagnostics = evaluations.flatMap((evaluation) => evaluation.diagnostics);
    return { diagnostics: isUnknown ? diagnostics : [...diagnostics, ...this.#want(found)], isUnknown };
  }

  get wanted(): Iterable<WantedImport> {
    return this.#wanted.values();
  }

  /** What becomes the instance with this address. */
  at(address: string): WantedImport | undefined {
    return this.#wanted.get(address);
  }

  #want(imports: readonly WantedImport[]): readonly Diagnostic[] {
    return imports.flatMap((wanted) => {
      if (this.#wanted.has(wanted.address)) return importTwice(wanted.address, wanted.block);
      this.#wanted.set(wanted.address, wanted);
      return [];
    });
  }
}

class BlockEvaluation {
  readonly diagnostics: Diagnostic[] = [];
  /** Whether something is not known before apply. */
  isUnknown = false;
  readonly #block: ImportConfiguration;
  readonly #values: Values;

  constructor(block: ImportConfiguration, values: Values) {
    this.#block = block;
    this.#values = values;
  }

  run(): readonly WantedImport[] {
    return this.#scopes().flatMap((scope) => {
      const to = this.#target(scope);
      const id = this.#block.by === 'identity' ? this.#identity(scope) : this.#id(scope);
      return to === undefined || id === undefined ? [] : [{ ...to, ...id, block: this.#block }];
    });
  }

  /** One for each element of `for_each`, which may be any collection. */
  #scopes(): readonly InstanceScope[] {
    const { forEach } = this.#block;
    if (forEach === undefined) return [{}];
    const value = this.#evaluate(forEach, 'for_each', {});
    if (value === undefined) return [];
    const plain = unmark(value);
    if (isNull(plain)) return this.#refuse('for_each', 'is null');
    if (plain instanceof Unknown) return this.#refuse('for_each', NOT_KNOWN);
    const pairs = pairsOf(plain);
    if (pairs === undefined) return this.#refuse('for_each', 'is not a collection');
    if (pairs.some(([key]) => key instanceof Unknown)) return this.#refuse('for_each', NOT_KNOWN);
    const isSensitive = value instanceof Sensitive;
    return pairs.map(([key, each]) => ({ eachKey: key, each: isSensitive ? sensitive(each) : each }));
  }

  #target(scope: InstanceScope): Pick<WantedImport, 'address' | 'module' | 'resourceKey' | 'key'> | undefined {
    const { modules, type, name, key: last } = this.#block.to;
    let module = '';
    for (const step of modules) {
      const key = this.#key(step.key, scope);
      if (key === undefined) return undefined;
      module = addressIn(module, `module.${step.name}${formatKey(key.value)}`);
    }
    const found = this.#key(last, scope);
    if (found === undefined) return undefined;
    const key = found.value;
    const resourceKey = addressIn(module, `${type}.${name}`);
    return { address: `${resourceKey}${formatKey(key)}`, module, resourceKey, key };
  }

  /** Undefined if the key is not valid. */
  #key(expression: Expression | undefined, scope: InstanceScope): { readonly value: InstanceKey } | undefined {
    if (expression === undefined) return { value: undefined };
    const value = this.#evaluate(expression, 'to', scope);
    if (value === undefined) return undefined;
    if (typeof value === 'string') return { value };
    if (typeof value === 'number' && isInteger(value) && value >= 0) return { value };
    const reason =
      value instanceof Sensitive
        ? 'has a sensitive key, but instance keys are shown'
        : isWhollyKnown(value)
          ? 'has a key that is neither a string nor an index'
          : `has a key that ${NOT_KNOWN}`;
    this.#refuse('to', reason);
    return undefined;
  }

  #id(scope: InstanceScope): Pick<WantedImport, 'id' | 'shownId'> | undefined {
    const value = this.#evaluate(this.#block.id, 'id', scope);
    if (value === undefined) return undefined;
    const plain = unmark(value);
    const text = convert(plain, 'string');
    const reason = isNull(plain)
      ? 'is null'
      : !isWhollyKnown(plain)
        ? NOT_KNOWN
        : !text.ok || typeof text.value !== 'string'
          ? 'is not a string'
          : text.value === ''
            ? 'is empty'
            : undefined;
    if (reason !== undefined) this.#refuse('id', reason);
    if (reason !== undefined || !text.ok || typeof text.value !== 'string') return undefined;
    const id = text.value;
    return { id, shownId: value instanceof Sensitive ? sensitive(id) : id };
  }

  #identity(scope: InstanceScope): Pick<WantedImport, 'id' | 'identity' | 'shownId'> | undefined {
    const value = this.#evaluate(this.#block.id, 'identity', scope);
    if (value === undefined) return undefined;
    const identity = unmarkDeep(value);
    const attributes = identity instanceof MapValue ? identity.entries : identity;
    if (!isWhollyKnown(identity)) this.#refuse('identity', NOT_KNOWN);
    else if (!isObjectValue(attributes)) this.#refuse('identity', 'is not an object');
    else {
      const id = stringifyJson(plainJson(identity));
      return { id, identity: attributes, shownId: containsSensitive(value) ? sensitive(id) : id };
    }
    return undefined;
  }

  #evaluate(expression: Expression, name: string, scope: InstanceScope): Value | undefined {
    const { value, diagnostics } = evaluate(expression, this.#values.scope(scope), this.#placeOf(name));
    const { origin } = this.#block;
    for (const diagnostic of diagnostics)
      this.diagnostics.push(origin === undefined ? diagnostic : { ...diagnostic, origin });
    return hasErrors(diagnostics) ? undefined : value;
  }

  #refuse(name: 'for_each' | 'to' | 'id' | 'identity', reason: string): readonly never[] {
    this.isUnknown ||= reason.endsWith(NOT_KNOWN);
    this.diagnostics.push(importInvalid(this.#block, name, this.#placeOf(name), reason));
    return [];
  }

  #placeOf(name: string): SourcePlace {
    const { file, path } = this.#block.source;
    return { file, path: [...path, name] };
  }
}
