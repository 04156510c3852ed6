import type { JsonObject, Path } from '../../model/index.js';
import type { Changed, Created, Definitions, Inputs, State } from './attributes.js';

/** What an author writes. Handlers get plain JavaScript values, and never one that is not known yet. */
export interface ProviderDefinition<
  Configuration extends Definitions,
  Client,
  Resources extends Readonly<Record<string, Definitions>>,
  DataSources extends Readonly<Record<string, Definitions>>,
  Actions extends Readonly<Record<string, Definitions>> = Readonly<Record<string, Definitions>>,
> {
  /** `acme/thing`; its resources are called `thing` or `thing_…`. */
  readonly name: string;
  readonly version?: string;
  readonly configuration?: Configuration;
  /**
   * Makes what handlers get as `client`. Called once for each configuration; not at all while the configuration holds
   * something that is not known yet.
   */
  configure?(config: Inputs<Configuration>, context: ConfigureContext): Client | Promise<Client>;
  /** After the last call. */
  close?(client: Client): void | Promise<void>;
  readonly resources?: { readonly [Type in keyof Resources]: ResourceDefinition<Resources[Type], Client> };
  readonly dataSources?: { readonly [Type in keyof DataSources]: DataSourceDefinition<DataSources[Type], Client> };
  readonly actions?: { readonly [Type in keyof Actions]: ActionDefinition<Actions[Type], Client> };
}

export interface ConfigureContext {
  /** Where relative paths of the project start. */
  readonly directory: string;
}

export interface Context<Client> extends ConfigureContext {
  readonly client: Client;
  /** Aborted when the user wants to stop at once: hand it to `fetch` and to timers. */
  readonly signal: AbortSignal;
  /** Says what is being waited for; shown, never stored. */
  readonly progress: (message: string) => void;
  /**
   * Makes something durable that `locate` needs if this call never ends, such as an id the server gave. Resolves when it is
   * on disk.
   */
  readonly note: (data: JsonObject) => Promise<void>;
  /**
   * Makes durable that a request is about to be sent. Await it before a request that comes later than the call itself, after a pause
   * or another request: how long its outcome is uncertain counts from there.
   */
  readonly sending: () => Promise<void>;
}

export interface ApplyContext<Client> extends Context<Client> {
  /** The same when a call is repeated after a crash; an API with idempotency keys can have it. */
  readonly requestKey: string;
}

export interface LocateContext<Client> extends Context<Client> {
  readonly requestKey: string;
  /** What `evidence` returned before the create. */
  readonly evidence: unknown;
  /** What the interrupted call noted, oldest first. */
  readonly notes: readonly JsonObject[];
}

export interface ResourceDefinition<D extends Definitions, Client> {
  readonly schema: D;
  readonly description?: string;
  /** Version of the stored form, 0 unless said. State of older versions goes through `upgrades`, one step per version. */
  readonly version?: number;
  readonly upgrades?: readonly ((attributes: JsonObject) => JsonObject)[];
  /** What the schema cannot say. Attributes that are not known yet are undefined. Throw ProviderError, or return several. */
  validate?(config: Partial<Inputs<D>>): void | readonly Error[];
  /**
   * Adjusts the plan: computed values that are known already, and attributes whose change replaces. `prior` is null on
   * create, `config` what the user wrote, before defaults. Attributes that are not known yet are undefined.
   */
  plan?(inputs: Partial<Inputs<D>>, prior: State<D> | null, config: Partial<Inputs<D>>): PlanAdjustment<D> | void;
  create(inputs: Inputs<D>, context: ApplyContext<Client>): Promise<Created<D>>;
  /** Nothing (null or undefined) means that the object is gone. */
  read(state: State<D>, context: Context<Client>): Promise<Changed<D> | null | undefined>;
  /** Without it every change replaces the object. */
  update?(inputs: Inputs<D>, prior: State<D>, context: ApplyContext<Client>): Promise<Changed<D> | void>;
  /** Deleting what is gone already is no error. */
  delete(state: State<D>, context: ApplyContext<Client>): Promise<void>;
  /** What is needed to `read` the object of that id; nothing when there is none. */
  import?(id: string, context: Context<Client>): Promise<Changed<D> | null | undefined>;
  /** Before a create: what tells a new object from an old one. Plain JSON, small. */
  evidence?(inputs: Inputs<D>, context: Context<Client>): Promise<unknown>;
  /** What became of a create that was cut off: the object, or nothing when it was not made. Throws when nobody can tell. */
  locate?(inputs: Inputs<D>, context: LocateContext<Client>): Promise<Created<D> | null | undefined>;
  /**
   * How many seconds after it was sent a request may still be carried out although its answer is lost. Until then `locate` is asked
   * again when it finds nothing, and the object is not created anew; a change that is not seen is waited for. 0 for what this process does by itself. Default: 120.
   */
  readonly landsWithinSeconds?: number;
}

export interface PlanAdjustment<D extends Definitions> {
  readonly known?: Changed<D>;
  readonly replaces?: readonly (keyof D & string)[];
}

export interface DataSourceDefinition<D extends Definitions, Client> {
  readonly schema: D;
  readonly description?: string;
  validate?(config: Partial<Inputs<D>>): void | readonly Error[];
  read(config: Inputs<D>, context: Context<Client>): Promise<Created<D>>;
}

/** Something done once, when it is asked for or when a resource changes. Its attributes are inputs only. */
export interface ActionDefinition<D extends Definitions, Client> {
  readonly schema: D;
  readonly description?: string;
  /** Asked when the configuration is checked and again when it is planned. Attributes that are not known yet are undefined. */
  validate?(config: Partial<Inputs<D>>): void | readonly Error[];
  /** Does it and waits for its end. A text it returns says what was done, without secrets. */
  invoke(inputs: Inputs<D>, context: ApplyContext<Client>): Promise<string | void>;
}

/** The definition as the provider behind it works with it: types of attributes forgotten. */
// oxlint-disable-next-line typescript/no-explicit-any -- handlers are contravariant in what they are given
export type AnyResource = ResourceDefinition<any, any>;
// oxlint-disable-next-line typescript/no-explicit-any -- the same
export type AnyDataSource = DataSourceDefinition<any, any>;
// oxlint-disable-next-line typescript/no-explicit-any -- the same
export type AnyAction = ActionDefinition<any, any>;
export type AnyDefinition = ProviderDefinition<
  Definitions,
  unknown,
  Readonly<Record<string, Definitions>>,
  Readonly<Record<string, Definitions>>
>;

const BRAND = Symbol.for('landform.ProviderError');

/** A failure that a user can do something about. */
export class ProviderError extends Error {
  readonly code: string;
  readonly detail: string | undefined;
  readonly path: Path | undefined;
  /** The object as it is in spite of the failure, when a call went half the way: it is kept in state, and tainted after a create. */
  readonly state: Readonly<Record<string, unknown>> | undefined;
  readonly [BRAND] = true;

  constructor(code: string, summary: string, detail?: string, path?: Path, state?: Readonly<Record<string, unknown>>) {
    super(summary);
    this.name = 'ProviderError';
    this.code = code;
    this.detail = detail;
    this.path = path;
    this.state = state;
  }

  /** Also of another copy of this package. */
  static is(error: unknown): error is ProviderError {
    return typeof error === 'object' && error !== null && BRAND in error;
  }
}
