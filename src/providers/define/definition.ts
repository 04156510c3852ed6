import type { JsonObject, Path } from '../../model/index.js';
import type { Changed, Created, Definitions, Inputs, State } from './attributes.js';
import type { AnyFunction } from './function.js';
import type { PlainObject } from './plain.js';

/** What an author writes. Handlers receive plain JavaScript values, never unknown ones. */
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
   * Creates the `client` that handlers receive. Called once for each configuration, but not while the configuration
   * contains unknown values.
   */
  configure?(config: Inputs<Configuration>, context: ConfigureContext): Client | Promise<Client>;
  /** Called after the last call. */
  close?(client: Client): void | Promise<void>;
  readonly resources?: { readonly [Type in keyof Resources]: ResourceDefinition<Resources[Type], Client> };
  readonly dataSources?: { readonly [Type in keyof DataSources]: DataSourceDefinition<DataSources[Type], Client> };
  readonly actions?: { readonly [Type in keyof Actions]: ActionDefinition<Actions[Type], Client> };
  /** Made with `providerFunction`. */
  readonly functions?: Readonly<Record<string, AnyFunction>>;
}

export interface ConfigureContext {
  /** The folder that the project's relative paths start from. */
  readonly directory: string;
}

export interface Context<Client> extends ConfigureContext {
  readonly client: Client;
  /** Aborted when the user wants to stop at once: pass it to `fetch` and to timers. */
  readonly signal: AbortSignal;
  /** Reports what is being waited for; shown, never stored. */
  readonly progress: (message: string) => void;
  /**
   * Makes something durable that `locate` needs if this call never ends, such as an ID from the server. Resolves once
   * it is on disk.
   */
  readonly note: (data: JsonObject) => Promise<void>;
  /**
   * Makes durable that a request is about to be sent. Await it before a request that is sent later than the call
   * itself, after a pause or another request: its outcome is uncertain for a time that counts from there.
   */
  readonly sending: () => Promise<void>;
}

export interface ApplyContext<Client> extends Context<Client> {
  /** Stays the same when a call is repeated after a crash; usable as an API's idempotency key. */
  readonly requestKey: string;
}

export interface LocateContext<Client> extends Context<Client> {
  readonly requestKey: string;
  /** The result of `evidence` before the create. */
  readonly evidence: unknown;
  /** Notes from the interrupted call, oldest first. */
  readonly notes: readonly JsonObject[];
}

export interface ResourceDefinition<D extends Definitions, Client> {
  readonly schema: D;
  readonly description?: string;
  /** Version of the stored form; default 0. State of older versions goes through `upgrades`, one step per version. */
  readonly version?: number;
  readonly upgrades?: readonly ((attributes: JsonObject) => JsonObject)[];
  /**
   * Rules that the schema cannot express. Attributes that are not known yet are undefined. Throw ProviderError, or
   * return several.
   */
  validate?(config: Partial<Inputs<D>>): void | readonly Error[];
  /**
   * Adjusts the plan: computed values that are already known, and attributes whose change replaces. `prior` is null on
   * create, `config` is the configuration before defaults. Attributes that are not known yet are undefined.
   */
  plan?(inputs: Partial<Inputs<D>>, prior: State<D> | null, config: Partial<Inputs<D>>): PlanAdjustment<D> | void;
  create(inputs: Inputs<D>, context: ApplyContext<Client>): Promise<Created<D>>;
  /** Null or undefined means that the object is gone. */
  read(state: State<D>, context: Context<Client>): Promise<Changed<D> | null | undefined>;
  /** Without it every change replaces the object. */
  update?(inputs: Inputs<D>, prior: State<D>, context: ApplyContext<Client>): Promise<Changed<D> | void>;
  /** Deleting an object that is already gone is not an error. */
  delete(state: State<D>, context: ApplyContext<Client>): Promise<void>;
  /** The values needed to `read` the object with that ID; null or undefined if there is none. */
  import?(id: string, context: Context<Client>): Promise<Changed<D> | null | undefined>;
  /** Before a create: what distinguishes a new object from an old one. Small, plain JSON. */
  evidence?(inputs: Inputs<D>, context: Context<Client>): Promise<unknown>;
  /**
   * The outcome of an interrupted create: the object, or null if it was not created. Throws if it is impossible to
   * tell.
   */
  locate?(inputs: Inputs<D>, context: LocateContext<Client>): Promise<Created<D> | null | undefined>;
  /**
   * How many seconds after it was sent a request may still take effect although its reply is lost. Until then, `locate`
   * is called again if it finds nothing, and the object is not created again; a change that is not visible yet is
   * waited for. 0 for what this process does by itself. Default: 120.
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

/** An operation, run on request or when a resource changes. Its attributes are inputs only. */
export interface ActionDefinition<D extends Definitions, Client> {
  readonly schema: D;
  readonly description?: string;
  /** Called during validation and again during planning. Attributes that are not known yet are undefined. */
  validate?(config: Partial<Inputs<D>>): void | readonly Error[];
  /** Runs it and waits until it has ended. A string it returns says what was done, without secrets. */
  invoke(inputs: Inputs<D>, context: ApplyContext<Client>): Promise<string | void>;
}

/**
 * The definition as the provider behind it uses it: without the types that follow from the schema. Handlers get plain
 * values of that schema, and their answers are checked against it.
 */
export interface AnyResource extends Untyped {
  readonly version?: number;
  readonly upgrades?: readonly ((attributes: JsonObject) => JsonObject)[];
  readonly landsWithinSeconds?: number;
  plan?(inputs: PlainObject, prior: PlainObject | null, config: PlainObject): AnyAdjustment | void;
  create(inputs: PlainObject, context: ApplyContext<unknown>): Promise<unknown>;
  read(state: PlainObject, context: Context<unknown>): Promise<unknown>;
  update?(inputs: PlainObject, prior: PlainObject, context: ApplyContext<unknown>): Promise<unknown>;
  delete(state: PlainObject, context: ApplyContext<unknown>): Promise<void>;
  import?(id: string, context: Context<unknown>): Promise<unknown>;
  evidence?(inputs: PlainObject, context: Context<unknown>): Promise<unknown>;
  locate?(inputs: PlainObject, context: LocateContext<unknown>): Promise<unknown>;
}

interface AnyAdjustment {
  readonly known?: Readonly<Record<string, unknown>>;
  readonly replaces?: readonly string[];
}

export interface AnyDataSource extends Untyped {
  read(config: PlainObject, context: Context<unknown>): Promise<unknown>;
}

export interface AnyAction extends Untyped {
  invoke(inputs: PlainObject, context: ApplyContext<unknown>): Promise<string | void>;
}

interface Untyped {
  readonly schema: Definitions;
  readonly description?: string;
  validate?(config: PlainObject): void | readonly Error[];
}

export type AnyDefinition = ProviderDefinition<
  Definitions,
  unknown,
  Readonly<Record<string, Definitions>>,
  Readonly<Record<string, Definitions>>
>;

const BRAND = Symbol.for('landform.ProviderError');

/** A failure that a user can fix. */
export class ProviderError extends Error {
  readonly code: string;
  readonly detail: string | undefined;
  readonly path: Path | undefined;
  /**
   * The present object in spite of the failure, if a call was partly carried out: it is kept in state, and tainted
   * after a create.
   */
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

  /** Also recognizes errors of another copy of this package. */
  static is(error: unknown): error is ProviderError {
    return typeof error === 'object' && error !== null && BRAND in error;
  }
}
