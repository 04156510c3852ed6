import type { Eventual, Schema } from '../model/index.js';
import type {
  ActionRequest,
  ApplyRequest,
  ApplyResponse,
  ConfigureRequest,
  DiagnosticsResponse,
  EvidenceRequest,
  EvidenceResponse,
  ImportRequest,
  ImportResponse,
  InvokeActionRequest,
  InvokeActionResponse,
  LocateRequest,
  LocateResponse,
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

/**
 * THE contract between the engine and everything that manages the world. Words and duties are those of Terraform's plugin
 * protocol (prior, proposed, planned, new). Rules every provider keeps, checked by test/conformance/provider.ts:
 *
 * - Values have exactly the attributes of the schema's implied type, wholly known unless said otherwise.
 * - A failure that a user can do something about is a diagnostic in the response. A thrown error is a bug.
 * - `read` never changes anything. `read`, `plan` and `validate` may be called at any time, in any order, many at once.
 * - `apply` may be called again with the same planned object after a crash; with `locate`, the provider finds out what the
 *   first call did.
 * - Nothing here prints, and no secret is put into a diagnostic.
 *
 * What is called once for every object of a plan may be answered without a promise.
 */
export interface Provider {
  readonly schemas: ProviderSchemas;
  /** Checks the provider's own configuration (unknowns allowed) before `configure`. */
  validateConfig(config: ValidateRequest['config']): Promise<DiagnosticsResponse>;
  /** Once, before any call about an object; not before validation. The configuration may hold unknowns while planning. */
  configure(request: ConfigureRequest): Promise<DiagnosticsResponse>;
  /** Checks the configuration of one resource or data source; unknowns allowed. Needs no `configure`. */
  validate(request: ValidateRequest): Eventual<DiagnosticsResponse>;
  /** Stored JSON of an older (or the same) schema version to a value of today's schema. */
  upgrade(request: UpgradeRequest): Eventual<UpgradeResponse>;
  read(request: ReadRequest): Eventual<ReadResponse>;
  plan(request: PlanRequest): Eventual<PlanResponse>;
  /** Create (prior null), update, or delete (planned null). */
  apply(request: ApplyRequest): Promise<ApplyResponse>;
  readData(request: ReadDataRequest): Promise<ReadDataResponse>;
  import(request: ImportRequest): Promise<ImportResponse>;
  /** Asks running calls to end early; they still answer. */
  stop(): Promise<void>;
  /** After the last call. */
  close(): Promise<void>;
  /** What else this provider can do; absent abilities are absent keys. */
  readonly abilities: Abilities;
}

/** Schemas are read lazily: a large provider parses a type's schema on its first use. */
export interface ProviderSchemas {
  /** `host/namespace/type`. */
  readonly source: string;
  readonly version: string;
  provider(): Schema;
  resource(type: string): Schema | undefined;
  dataSource(type: string): Schema | undefined;
  resourceTypes(): readonly string[];
  dataSourceTypes(): readonly string[];
  /** What an action is told; it has inputs only, and nothing of it is kept. */
  action(type: string): Schema | undefined;
  actionTypes(): readonly string[];
}

/** Optional abilities, each an interface of its own. */
export interface Abilities {
  readonly locate?: Locator;
  /** Present when `schemas.actionTypes()` names any. */
  readonly actions?: Actions;
}

/** Finding out what an interrupted call did. */
export interface Locator {
  /** Set where objects live in state alone: an interrupted call leaves nothing behind, and many may be begun at the same time. */
  readonly leavesNoTrace?: true;
  /** Before a create: what is needed to tell a new object from an old one. Read only. */
  evidence(request: EvidenceRequest): Promise<EvidenceResponse>;
  locate(request: LocateRequest): Promise<LocateResponse>;
  /**
   * How many seconds after it was sent a request of such a call may still be carried out, though its answer is lost: until then
   * "absent" proves nothing, and a change that is not seen may still come. 0 where a call that ended leaves nothing behind. Without
   * it, or where it gives undefined, LANDS_WITHIN_SECONDS counts.
   */
  landsWithinSeconds?(request: Pick<LocateRequest, 'type' | 'action'>): number | undefined;
  /**
   * What a list can tell new objects of a type apart by, as text; undefined when every one can be told apart. Creates with the
   * same text run one after the other, so that two lost answers never leave two objects nobody can assign.
   */
  likeness?(request: Pick<EvidenceRequest, 'type' | 'planned'>): string | undefined;
}

/**
 * Things done on request or when a resource changes, which leave no object behind (Terraform 1.14's actions). Nothing is
 * read back, compared or undone; an action may be asked for any number of times.
 */
export interface Actions {
  /** Checks a configuration; unknowns allowed. Needs no `configure`. */
  validate(request: ActionRequest): Promise<DiagnosticsResponse>;
  /** While planning: whether it could be done, as far as that can be told; unknowns allowed. Changes nothing. */
  plan(request: ActionRequest): Promise<DiagnosticsResponse>;
  /** Does it and waits for its end, telling of its progress by `context.progress`. */
  invoke(request: InvokeActionRequest): Promise<InvokeActionResponse>;
}
