import type { Diagnostic, JsonObject, KeptMode, Path, ProviderSource, Value } from '../model/index.js';

/** One request and one response record per call of the contract. `private` is opaque to the engine, base64. */

export interface DiagnosticsResponse {
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * What identifies an object in its service: a value of the type's identity schema (`schemas.identity`). Only in plans may
 * parts of it be unknown. Absent where the type has none.
 */
export interface Identified {
  readonly identity?: Value;
}

/** Where an object is in the configuration. Nothing that a provider does may depend on it, except what tests make up. */
export interface Addressed {
  /** `module.a["x"].acme_server.b[0]` */
  readonly address?: string;
}

/** Callbacks and signals for a long call. */
export interface CallContext {
  /** Aborted when the user wants to stop at once. */
  readonly signal: AbortSignal;
  /** True once the user wants to stop: a wait for an uncertain event ends, running operations finish. */
  readonly stopping: () => boolean;
  /** Reports what is being waited for; shown, never stored. */
  progress(message: string): void;
  /**
   * Makes something durable that recovery needs if this call never ends (an identity from the server). Resolves once it
   * is on disk.
   */
  note(data: JsonObject): Promise<void>;
  /**
   * Await it right before each request that changes something: makes durable when the last one was sent. From then on
   * it may take effect, whatever becomes of its reply.
   */
  sending(): Promise<void>;
}

/**
 * Set by providers written for Terraform's first SDK, which cannot tell null from an empty value: their plans and results
 * must have the type of the schema, but may differ from the configuration and from the plan.
 */
export type LegacyTypeSystem = true;

export interface ConfigureRequest {
  readonly config: Value;
  /** True while planning: `config` may contain unknowns. */
  readonly planning: boolean;
  /** The folder that relative paths start from. */
  readonly directory: string;
  /** Identifies the run of several stacks: all configurations in it share the limits of a service. */
  readonly run?: object | undefined;
}

export interface ValidateRequest {
  readonly mode: KeptMode;
  readonly type: string;
  readonly config: Value;
}

export interface UpgradeRequest {
  readonly type: string;
  readonly version: number;
  /** The stored attributes, as JSON. */
  readonly attributes: JsonObject;
  /** The stored identity, and the version of the identity schema that it was stored with. */
  readonly identity?: { readonly version: number; readonly attributes: JsonObject };
}

export interface UpgradeResponse extends DiagnosticsResponse, Identified {
  readonly state: Value;
}

/** A stored object, and the type that it is to have from now on. */
export interface MoveRequest extends UpgradeRequest {
  /** The provider that the object belongs to, and its type there. */
  readonly source: ProviderSource;
  readonly sourceType: string;
  readonly private?: string;
}

export interface MoveResponse extends UpgradeResponse {
  readonly private?: string;
}

export interface ReadRequest extends Identified, Addressed {
  readonly type: string;
  readonly state: Value;
  readonly private?: string;
  readonly context: CallContext;
}

export interface ReadResponse extends DiagnosticsResponse, Identified {
  /** Null: the object is gone. */
  readonly state: Value;
  readonly private?: string;
}

/** The identity is that of the prior object. */
export interface PlanRequest extends Identified, Addressed {
  readonly type: string;
  /** Null on create. */
  readonly prior: Value;
  /** Prior and configuration, merged by the engine as Terraform does; null on destroy. */
  readonly proposed: Value;
  /** Null on destroy. */
  readonly config: Value;
  /**
   * The prior object's, also when apply plans again; for the create of a replacement, that of the plan that found it
   * necessary.
   */
  readonly private?: string;
}

export interface PlanResponse extends DiagnosticsResponse, Identified {
  /**
   * The planned object: unknown where only apply can tell. Null on destroy; the prior object if an error, about this or
   * another object, explains why it cannot be destroyed.
   */
  readonly planned: Value;
  /** Paths whose change cannot be made in place. Paths that do not change are ignored. */
  readonly requiresReplace: readonly Path[];
  readonly private?: string;
  readonly legacyTypeSystem?: LegacyTypeSystem;
}

/** The identity is the planned one. */
export interface ApplyRequest extends Identified, Addressed {
  readonly type: string;
  readonly prior: Value;
  readonly planned: Value;
  readonly config: Value;
  readonly private?: string;
  /** The result of `evidence` before this create. */
  readonly evidence?: unknown;
  /** Stays the same when the intent is carried out again after a crash: usable as a service's idempotency key. */
  readonly requestKey: string;
  /**
   * For a create: an earlier one for the same object was sent, but its result was not found. Two may exist now, which
   * must be detected.
   */
  readonly repeats?: true;
  readonly context: CallContext;
}

export interface ApplyResponse extends DiagnosticsResponse, Identified {
  /** The present object, also after an error: null if there is none. Undefined after an error: unchanged. */
  readonly state: Value | undefined;
  readonly private?: string;
  /**
   * With an error of a create: it may have taken effect, and the outcome is unknown. The call's outcome is not
   * recorded, so that the next run locates it.
   */
  readonly uncertain?: boolean;
  /** With an error of a create: the object is sound, and an update of it completes it. It must not be replaced. */
  readonly unfinished?: boolean;
  readonly legacyTypeSystem?: LegacyTypeSystem;
}

export interface ReadDataRequest extends Addressed {
  readonly type: string;
  readonly config: Value;
  readonly context: CallContext;
}

export interface ReadDataResponse extends DiagnosticsResponse {
  readonly state: Value;
}

export interface ImportRequest {
  readonly type: string;
  /** Empty if there is an identity, which only types with an identity schema get. */
  readonly id: string;
  readonly identity?: Value;
  readonly context: CallContext;
}

export interface ImportResponse extends DiagnosticsResponse {
  /**
   * What a `read` immediately afterwards completes. One object of the type, or none beside an error; a plugin may return
   * more, which the engine refuses.
   */
  readonly objects: readonly ImportedObject[];
}

export interface ImportedObject extends Identified {
  readonly type: string;
  readonly state: Value;
  readonly private?: string;
}

export interface EvidenceRequest extends Addressed {
  readonly type: string;
  readonly planned: Value;
  readonly context: CallContext;
}

export interface EvidenceResponse extends DiagnosticsResponse {
  /** Plain JSON, small. */
  readonly evidence: unknown;
}

export interface LocateRequest {
  readonly type: string;
  readonly action: 'create' | 'update' | 'delete';
  /** The planned object of the interrupted create, unknowns and all. */
  readonly planned: Value;
  readonly evidence: unknown;
  /** Objects of this type in state: none of them is the wanted one, even if one resembles it by now. */
  readonly managed: readonly Value[];
  /** Notes from the interrupted call, oldest first. */
  readonly notes: readonly JsonObject[];
  readonly requestKey: string;
  readonly private?: string;
  readonly context: CallContext;
}

export interface ActionRequest {
  readonly type: string;
  readonly config: Value;
}

export interface InvokeActionRequest extends ActionRequest {
  /** Wholly known. */
  readonly config: Value;
  /** Differs for each invocation: usable as an API's idempotency key. */
  readonly requestKey: string;
  readonly context: CallContext;
}

export interface InvokeActionResponse extends DiagnosticsResponse {
  /** A sentence about what was done, also beside an error that came after it. Without secrets. */
  readonly summary?: string;
  /**
   * With an error: it may have taken effect, and the outcome is unknown. The end of the invocation is not recorded, so
   * that the next run reports it.
   */
  readonly uncertain?: boolean;
}

export interface EphemeralRequest {
  readonly type: string;
  readonly config: Value;
}

export interface OpenEphemeralRequest extends EphemeralRequest {
  /** Wholly known. */
  readonly config: Value;
  readonly context: CallContext;
}

/** What a provider needs to renew and to close what it has opened. */
export interface OpenedEphemeral {
  readonly type: string;
  readonly private?: string;
}

export interface RenewEphemeralResponse extends DiagnosticsResponse {
  readonly private?: string;
  /** When it must be renewed, in milliseconds since 1970; absent if it need not be. */
  readonly renewAt?: number;
}

export interface OpenEphemeralResponse extends RenewEphemeralResponse {
  /** Wholly known, unless there is an error. */
  readonly result: Value;
}

/** The result of a function, or why there is none: a sentence that may show values, and the argument at fault. */
export type FunctionResult =
  | { readonly value: Value; readonly problem?: undefined }
  | { readonly problem: string; readonly argument?: number; readonly advice?: string };

export type LocateResponse =
  /** It was created: the object as far as it can be read; other attributes are taken from `planned`. */
  | {
      readonly outcome: 'found';
      readonly state: Value;
      readonly private?: string;
      readonly diagnostics: readonly Diagnostic[];
    }
  | {
      readonly outcome: 'absent';
      /**
       * The call can no longer have an effect: the service had replied to it. Otherwise the engine asks again until the
       * request can no longer take effect.
       */
      readonly certain?: true;
      readonly diagnostics: readonly Diagnostic[];
    }
  /** The API cannot tell; the diagnostics say what a person must look for. */
  | { readonly outcome: 'unclear'; readonly diagnostics: readonly Diagnostic[] };
