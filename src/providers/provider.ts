import type { Eventual, Pace, Schema, Type, Value } from '../model/index.js';
import type {
  ActionRequest,
  ApplyRequest,
  ApplyResponse,
  ConfigureRequest,
  DiagnosticsResponse,
  EphemeralRequest,
  EvidenceRequest,
  EvidenceResponse,
  FunctionResult,
  ImportRequest,
  ImportResponse,
  InvokeActionRequest,
  InvokeActionResponse,
  LocateRequest,
  LocateResponse,
  MoveRequest,
  MoveResponse,
  OpenedEphemeral,
  OpenEphemeralRequest,
  OpenEphemeralResponse,
  PlanRequest,
  PlanResponse,
  ReadDataRequest,
  ReadDataResponse,
  ReadRequest,
  ReadResponse,
  RenewEphemeralResponse,
  UpgradeRequest,
  UpgradeResponse,
  ValidateRequest,
} from './requests.js';

/**
 * The contract between the engine and everything that manages infrastructure. Its terms and duties are those of
 * Terraform's plugin protocol (prior, proposed, planned, new). Rules for every provider, checked by
 * test/conformance/provider.ts:
 *
 * - Values have exactly the attributes of the schema's implied type, and are wholly known unless stated otherwise.
 * - A failure that a user can fix is a diagnostic in the response. A thrown error is a bug.
 * - `read` never changes anything. `read`, `plan` and `validate` may be called at any time, in any order, and
 *   concurrently.
 * - `apply` may be called again with the same planned object after a crash; with `locate`, the provider finds out what
 *   the
 *   first call did.
 * - A provider prints nothing, and puts no secret into a diagnostic.
 *
 * Calls made for every object of a plan may return a value instead of a promise.
 */
export interface Provider {
  readonly schemas: ProviderSchemas;
  /** Validates the provider configuration (unknowns allowed) before `configure`. */
  validateConfig(config: ValidateRequest['config']): Promise<DiagnosticsResponse>;
  /**
   * Called once, before any call about an object, but not before validation. The configuration may contain unknowns
   * while planning.
   */
  configure(request: ConfigureRequest): Promise<DiagnosticsResponse>;
  /** Validates the configuration of one resource or data source; unknowns allowed. Does not require `configure`. */
  validate(request: ValidateRequest): Eventual<DiagnosticsResponse>;
  /** Converts stored JSON of an older (or the same) schema version to a value of the current schema. */
  upgrade(request: UpgradeRequest): Eventual<UpgradeResponse>;
  read(request: ReadRequest): Eventual<ReadResponse>;
  plan(request: PlanRequest): Eventual<PlanResponse>;
  /** Creates (prior null), updates, or deletes (planned null). */
  apply(request: ApplyRequest): Promise<ApplyResponse>;
  readData(request: ReadDataRequest): Promise<ReadDataResponse>;
  import(request: ImportRequest): Promise<ImportResponse>;
  /** Asks running calls to end early; they still return a response. */
  stop(): Promise<void>;
  /** Called after the last call. */
  close(): Promise<void>;
  /** The provider's other abilities; absent ones are absent keys. */
  readonly abilities: Abilities;
}

/** Schemas are read lazily: a large provider parses a type's schema on its first use. */
export interface ProviderSchemas {
  /** `host/namespace/type`. */
  readonly source: string;
  /** Empty for a build under development. */
  readonly version: string;
  provider(): Schema;
  resource(type: string): Schema | undefined;
  dataSource(type: string): Schema | undefined;
  /** The schema of the identities of a type; undefined if its objects have none. Absent if no type has any. */
  identity?(type: string): Schema | undefined;
  resourceTypes(): readonly string[];
  dataSourceTypes(): readonly string[];
  /** The inputs of an action; nothing of it is kept. */
  action(type: string): Schema | undefined;
  actionTypes(): readonly string[];
  /** The inputs and results of an ephemeral resource. Absent from providers that have none. */
  ephemeral?(type: string): Schema | undefined;
  ephemeralTypes?(): readonly string[];
}

/** Optional abilities, each in its own interface. */
export interface Abilities {
  readonly locate?: Locator;
  /** Present if `schemas.actionTypes()` returns any. */
  readonly actions?: Actions;
  readonly functions?: Functions;
  /** Present if `schemas.ephemeralTypes()` returns any. */
  readonly ephemeral?: Ephemerals;
  readonly moves?: Moves;
  readonly meta?: Meta;
  /** What the service accepts now, for forecasts; undefined before `configure`. */
  readonly pace?: () => Pace | undefined;
}

/** Determining what an interrupted call did. */
export interface Locator {
  /**
   * Set for objects that only exist in state: an interrupted call leaves nothing behind, and many may start at the same
   * time.
   */
  readonly leavesNoTrace?: true;
  /** Before a create: what is needed to distinguish a new object from an old one. Read only. */
  evidence(request: EvidenceRequest): Promise<EvidenceResponse>;
  locate(request: LocateRequest): Promise<LocateResponse>;
  /**
   * How many seconds after it was sent a request of such a call may still take effect although its reply is lost: until
   * then "absent" proves nothing, and an expected change may still appear. 0 if a call that ended leaves nothing
   * behind. If absent or undefined, LANDS_WITHIN_SECONDS applies.
   */
  landsWithinSeconds?(request: Pick<LocateRequest, 'type' | 'action'>): number | undefined;
  /**
   * What a list can distinguish new objects of a type by, as a string; undefined if all can be distinguished. Creates
   * with the same string run one after the other, so that two lost replies never leave two objects that cannot be
   * assigned.
   */
  likeness?(request: Pick<EvidenceRequest, 'type' | 'planned'>): string | undefined;
}

/**
 * Operations on request, or when a resource changes, that leave no object behind (Terraform 1.14's actions). Nothing is
 * read back, compared or undone; an action may be invoked any number of times.
 */
export interface Actions {
  /** Validates a configuration; unknowns allowed. Does not require `configure`. */
  validate(request: ActionRequest): Promise<DiagnosticsResponse>;
  /** While planning: whether it could succeed, as far as that is known; unknowns allowed. Changes nothing. */
  plan(request: ActionRequest): Promise<DiagnosticsResponse>;
  /** Runs it, waits until it has ended, and reports its progress through `context.progress`. */
  invoke(request: InvokeActionRequest): Promise<InvokeActionResponse>;
}

/**
 * Values that exist for the time of a run: tokens, secrets, tunnels. Whatever was opened is closed, also after a
 * failure; nothing of it is stored.
 */
export interface Ephemerals {
  /** Validates a configuration; unknowns allowed. Does not require `configure`. */
  validate(request: EphemeralRequest): Promise<DiagnosticsResponse>;
  open(request: OpenEphemeralRequest): Promise<OpenEphemeralResponse>;
  /** Called at the time that the response before it gives. */
  renew(opened: OpenedEphemeral): Promise<RenewEphemeralResponse>;
  close(opened: OpenedEphemeral): Promise<DiagnosticsResponse>;
}

/** Taking over objects of other types, and of other providers, as objects of types of its own. */
export interface Moves {
  /** Converts a stored object; changes nothing. Does not require `configure`. */
  move(request: MoveRequest): Promise<MoveResponse>;
}

/** What a module tells the provider about itself, for statistics of the provider's authors. */
export interface Meta {
  schema(): Schema;
  /** The same provider, told this with every call about objects. */
  tell(value: Value): Provider;
}

/**
 * Functions that expressions call as `provider::NAME::FUNCTION`. They need no configuration, and equal arguments give
 * equal results whenever they are called.
 */
export interface Functions {
  readonly names: readonly string[];
  signature(name: string): FunctionSignature | undefined;
  /** Awaited before the first call. Throws diagnostics if no call is possible. */
  prepare(): Promise<void>;
  /** Returns the result at once: expressions are evaluated without waiting. Arguments have the parameters' types. */
  call(name: string, args: readonly Value[]): FunctionResult;
}

export interface FunctionSignature {
  readonly parameters: readonly FunctionParameter[];
  /** The parameter of any number of further arguments. */
  readonly variadic?: FunctionParameter;
  readonly result: Type;
  readonly summary?: string;
  readonly description?: string;
}

export interface FunctionParameter {
  readonly name: string;
  readonly type: Type;
  readonly description?: string;
  /** Null is passed to the function instead of being rejected. */
  readonly allowsNull?: boolean;
  /** The function is called even if the argument contains unknown values. Otherwise its result is unknown. */
  readonly allowsUnknown?: boolean;
}
