import {
  DiagnosticError,
  errorDiagnostic,
  expandProviderSource,
  objectValue,
  valueFromUntyped,
  type Diagnostic,
  type ProviderSource,
  type Value,
} from '../model/index.js';
import type { Substitutes } from '../operations/index.js';
import type { Mocked, MockOptions } from '../providers/index.js';

/** A value that plans do not know. */
export class KnownAfterApply {
  readonly value: unknown;
  constructor(value: unknown) {
    this.value = value;
  }
}

/**
 * In a mock: an attribute that plans do not know, and its value after apply; one is made up if it is not given.
 * In a matcher: a value that the plan does not know.
 */
export const knownAfterApply = (value?: unknown): KnownAfterApply => new KnownAfterApply(value);

/** Values of computed attributes by name. Plans know them, unless they are `knownAfterApply(value)`. */
export type MockedAttributes = Readonly<Record<string, unknown>>;

/** A provider that is not configured and calls no service. It makes up what is not given here. */
export interface MockedProviderOptions {
  /** By type: `{ aws_instance: { private_ip: '10.0.0.1' } }`. */
  readonly resources?: Readonly<Record<string, MockedAttributes>>;
  readonly dataSources?: Readonly<Record<string, MockedAttributes>>;
}

/** By the name of the provider (`aws`), or its source (`hashicorp/aws`). */
export type Mocks = Readonly<Record<string, MockedProviderOptions>>;

/** The providers of a project that are mocked. */
export class MockedSources {
  readonly #mocks: ReadonlyMap<string, MockOptions>;
  readonly #used = new Set<string>();
  readonly #seen = new Set<ProviderSource>();
  #texts = 0;

  constructor(mocks: Mocks) {
    this.#mocks = new Map(Object.entries(mocks).map(([name, given]) => [name, this.#optionsOf(name, given)]));
  }

  readonly mockOf: NonNullable<Substitutes['mockOf']> = (source) => {
    this.#seen.add(source);
    const last = source.slice(source.lastIndexOf('/') + 1);
    for (const [name, mock] of this.#mocks) {
      if (name !== last && expandProviderSource(name) !== source) continue;
      this.#used.add(name);
      return mock;
    }
    return undefined;
  };

  /** An error for each mock of a provider that nothing asked for, which would let a misspelled name reach a service. */
  unused(): readonly Diagnostic[] {
    if (this.#seen.size === 0) return [];
    return [...this.#mocks.keys()]
      .filter((name) => !this.#used.has(name))
      .map((name) =>
        errorDiagnostic('unused-mock', `The project has no provider ${name} to mock`, {
          detail: `It uses ${[...this.#seen].sort().join(', ')}. Correct the name in "mocks", or leave it out.`,
        }),
      );
  }

  #optionsOf(name: string, { resources = {}, dataSources = {} }: MockedProviderOptions): MockOptions {
    const prepare = (kind: string, types: Readonly<Record<string, MockedAttributes>>): ((type: string) => Mocked) => {
      const known = new Map(
        Object.entries(types).map(([type, given]) => [type, mockedValues(`mocks.${name}.${kind}.${type}`, given)]),
      );
      return (type) => known.get(type) ?? {};
    };
    return {
      resource: prepare('resources', resources),
      dataSource: prepare('dataSources', dataSources),
      text: () => `mock-${(this.#texts += 1)}`,
    };
  }
}

function mockedValues(place: string, given: MockedAttributes): Mocked {
  const values = objectValue();
  const planned = objectValue();
  for (const [name, attribute] of Object.entries(given)) {
    const isLate = attribute instanceof KnownAfterApply;
    const given: unknown = isLate ? attribute.value : attribute;
    if (given === undefined) continue;
    const value = valueOf(given);
    if (value === undefined)
      throw new DiagnosticError([
        errorDiagnostic('invalid-mock', `${place}.${name} is not a value of JSON`, {
          detail: 'Give a string, number, boolean, null, list or object; or knownAfterApply(value) for the attribute.',
        }),
      ]);
    values[name] = value;
    if (!isLate) planned[name] = value;
  }
  return { values, planned };
}

/** A value of the program as one of the language; undefined if it is none. */
function valueOf(given: unknown): Value | undefined {
  if (given === null || typeof given === 'string' || typeof given === 'number' || typeof given === 'boolean')
    return valueFromUntyped(given);
  if (Array.isArray(given)) {
    const items = given.map(valueOf).filter((item) => item !== undefined);
    return items.length === given.length ? items : undefined;
  }
  if (typeof given !== 'object' || Object.getPrototypeOf(given) !== Object.prototype) return undefined;
  const object = objectValue();
  for (const [name, member] of Object.entries(given)) {
    const value = valueOf(member);
    if (value === undefined) return undefined;
    object[name] = value;
  }
  return object;
}
