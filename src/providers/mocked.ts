import {
  after,
  errorDiagnostic,
  isNull,
  objectValue,
  typeName,
  Unknown,
  type Diagnostic,
  type Eventual,
  type ObjectValue,
  type ProviderSource,
  type Type,
} from '../model/index.js';
import { leavesNoTrace } from './builtin/local-only.js';
import type { Catalog } from './catalog.js';
import { notImportable, unknownType } from './diagnostics.js';
import type { Abilities, Provider, ProviderSchemas } from './provider.js';
import type {
  ApplyRequest,
  ApplyResponse,
  DiagnosticsResponse,
  ImportRequest,
  ImportResponse,
  PlanRequest,
  PlanResponse,
  ReadDataRequest,
  ReadDataResponse,
  ReadRequest,
  ReadResponse,
  UpgradeRequest,
  UpgradeResponse,
  ValidateRequest,
} from './requests.js';
import { type Compute, fillBlock, mockedValue } from './mocked-values.js';

/** What a test says about the objects of one type. */
export interface Mocked {
  /** Values of computed attributes. The others are made up. */
  readonly values?: ObjectValue | undefined;
  /** Those of them that plans know already. */
  readonly planned?: ObjectValue | undefined;
  /** Whether plans know all computed attributes: what has no value is then made up for the plan, and kept. */
  readonly isPlanned?: boolean;
}

export interface MockOptions {
  /** For an object at an address, if it is known. */
  readonly resource: (type: string, address: string | undefined) => Mocked;
  readonly dataSource: (type: string, address: string | undefined) => Mocked;
  /** A text for computed strings without a value. With a key, the same one whenever it is asked for: apply plans again. */
  readonly text: (key?: string) => string;
  /** Whether the real provider was started for this one alone. */
  readonly ownsReal?: boolean;
}

const OK: DiagnosticsResponse = { diagnostics: [] };

/**
 * A provider without a service, for tests: it takes schemas and checks of a configuration from the real one, which is
 * never configured, and makes up what that one would compute.
 */
export class MockedProvider implements Provider {
  readonly schemas: ProviderSchemas;
  readonly abilities: Abilities;
  readonly #real: Provider;
  readonly #options: MockOptions;

  constructor(real: Provider, options: MockOptions) {
    this.#real = real;
    this.schemas = real.schemas;
    const { functions } = real.abilities;
    this.abilities = { locate: leavesNoTrace, ...(functions === undefined ? {} : { functions }) };
    this.#options = options;
  }

  async validateConfig(): Promise<DiagnosticsResponse> {
    return OK;
  }

  async configure(): Promise<DiagnosticsResponse> {
    return OK;
  }

  validate(request: ValidateRequest): Eventual<DiagnosticsResponse> {
    return this.#real.validate(request);
  }

  upgrade(request: UpgradeRequest): Eventual<UpgradeResponse> {
    return this.#real.upgrade(request);
  }

  read({ state, private: kept }: ReadRequest): ReadResponse {
    return { state, diagnostics: [], ...(kept === undefined ? {} : { private: kept }) };
  }

  plan({ type, address, prior, proposed }: PlanRequest): PlanResponse {
    const schema = this.schemas.resource(type);
    if (schema === undefined) return { ...this.#unknown('resource', type), planned: null, requiresReplace: [] };
    // What an existing object computed is in the proposed one already.
    const isNew = isNull(prior);
    const { values, planned: known, isPlanned = false } = this.#options.resource(type, address);
    const making = this.#making(isPlanned ? address : undefined);
    const compute: Compute = (value, attribute, given, name) =>
      given === undefined && !isPlanned ? new Unknown(attribute.type) : making.compute(value, attribute, given, name);
    const planned = isNew ? fillBlock(proposed, schema.block, isPlanned ? values : known, compute) : proposed;
    return { planned, requiresReplace: [], diagnostics: making.problems };
  }

  async apply({ type, address, planned }: ApplyRequest): Promise<ApplyResponse> {
    const schema = this.schemas.resource(type);
    if (schema === undefined) return { ...this.#unknown('resource', type), state: null };
    const making = this.#making();
    // A null was planned, and must stay.
    const compute: Compute = (value, ...rest) => (value instanceof Unknown ? making.compute(value, ...rest) : value);
    const state = fillBlock(planned, schema.block, this.#options.resource(type, address).values, compute);
    return making.problems.length > 0 ? { state: undefined, diagnostics: making.problems } : { state, diagnostics: [] };
  }

  async readData({ type, address, config }: ReadDataRequest): Promise<ReadDataResponse> {
    const schema = this.schemas.dataSource(type);
    if (schema === undefined) return { ...this.#unknown('data source', type), state: null };
    const making = this.#making();
    const state = fillBlock(config, schema.block, this.#options.dataSource(type, address).values, making.compute);
    return { state, diagnostics: making.problems };
  }

  async import({ type, id }: ImportRequest): Promise<ImportResponse> {
    const schema = this.schemas.resource(type);
    if (schema?.block.attributes['id']?.computed !== true) {
      return { objects: [], diagnostics: [notImportable(type, 'Its provider is mocked. Leave out the import block.')] };
    }
    const nothing = objectValue();
    for (const name of Object.keys(schema.block.attributes)) nothing[name] = null;
    nothing['id'] = id;
    return { objects: [{ type, state: nothing }], diagnostics: [] };
  }

  async stop(): Promise<void> {}

  /** The real one belongs to the pool that started it, unless it has no other user. */
  async close(): Promise<void> {
    if (this.#options.ownsReal === true) await this.#real.close();
  }

  /** Makes up values, those of an address always alike, and notes those that a test gives with another type. */
  #making(address?: string): { readonly compute: Compute; readonly problems: Diagnostic[] } {
    const problems: Diagnostic[] = [];
    let texts = 0;
    const text = (): string => this.#options.text(address === undefined ? undefined : `${address} ${(texts += 1)}`);
    return {
      problems,
      compute: (_, { type }, given, name) => {
        const made = mockedValue(type, given, text);
        if (made !== undefined) return made;
        problems.push(mockOfOtherType(name, type));
        return new Unknown(type);
      },
    };
  }

  #unknown(kind: 'resource' | 'data source', type: string): DiagnosticsResponse {
    return { diagnostics: [unknownType(this.schemas.source, kind, type)] };
  }
}

const mockOfOtherType = (name: string, type: Type): Diagnostic =>
  errorDiagnostic('mock-of-other-type', `The mocked value of "${name}" is not of its type`, {
    detail: `Its type is ${typeName(type)}. Correct the mock or the override.`,
  });

/** A catalog in which some providers are mocked. */
export function mockedCatalog(
  catalog: Catalog,
  mockOf: (source: ProviderSource) => Omit<MockOptions, 'ownsReal'> | undefined,
): Catalog {
  return {
    ...catalog,
    find: (source) => {
      const mock = mockOf(source);
      if (mock === undefined) return catalog.find(source);
      return after(
        catalog.find(source),
        (real) => real && { create: async () => new MockedProvider(await real.create(), { ...mock, ownsReal: true }) },
      );
    },
  };
}
