import {
  after,
  isNull,
  objectValue,
  Unknown,
  type Eventual,
  type ObjectValue,
  type ProviderSource,
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
}

export interface MockOptions {
  readonly resource: (type: string) => Mocked;
  readonly dataSource: (type: string) => Mocked;
  /** A text for computed strings without a value. */
  readonly text: () => string;
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

  plan({ type, prior, proposed }: PlanRequest): PlanResponse {
    const schema = this.schemas.resource(type);
    if (schema === undefined) return { ...this.#unknown('resource', type), planned: null, requiresReplace: [] };
    // What an existing object computed is in the proposed one already.
    const isNew = isNull(prior);
    const { planned: known } = this.#options.resource(type);
    // Only what a test gives can be known already: apply makes up the rest anew.
    const compute: Compute = (value, attribute, given) =>
      given === undefined ? new Unknown(attribute.type) : this.#made(value, attribute, given);
    const planned = isNew ? fillBlock(proposed, schema.block, known, compute) : proposed;
    return { planned, requiresReplace: [], diagnostics: [] };
  }

  async apply({ type, planned }: ApplyRequest): Promise<ApplyResponse> {
    const schema = this.schemas.resource(type);
    if (schema === undefined) return { ...this.#unknown('resource', type), state: null };
    // A null was planned, and must stay.
    const compute: Compute = (value, ...rest) => (value instanceof Unknown ? this.#made(value, ...rest) : value);
    return { state: fillBlock(planned, schema.block, this.#options.resource(type).values, compute), diagnostics: [] };
  }

  async readData({ type, config }: ReadDataRequest): Promise<ReadDataResponse> {
    const schema = this.schemas.dataSource(type);
    if (schema === undefined) return { ...this.#unknown('data source', type), state: null };
    return {
      state: fillBlock(config, schema.block, this.#options.dataSource(type).values, this.#made),
      diagnostics: [],
    };
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

  readonly #made: Compute = (_, { type }, given) => mockedValue(type, given, this.#options.text);

  #unknown(kind: 'resource' | 'data source', type: string): DiagnosticsResponse {
    return { diagnostics: [unknownType(this.schemas.source, kind, type)] };
  }
}

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
