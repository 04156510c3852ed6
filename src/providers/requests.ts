import type { Diagnostic, JsonObject, Mode, Path, Value } from '../model/index.js';

/** One request and one response record per call of the contract. `private` is opaque to the engine, base64. */

export interface DiagnosticsResponse {
  readonly diagnostics: readonly Diagnostic[];
}

/** What a long call may use while it runs. */
export interface CallContext {
  /** Aborted when the user wants to stop at once. */
  readonly signal: AbortSignal;
  /** True once the user wants to stop: a wait for what may never come ends, what is under way is finished. */
  readonly stopping: () => boolean;
  /** A word about what is being waited for; shown, never stored. */
  progress(message: string): void;
  /** Makes something durable that recovery needs if this call never ends (an identity the server gave). Resolves when it is on disk. */
  note(data: JsonObject): Promise<void>;
  /**
   * To be awaited right before each request that changes something: makes durable when the last one was sent. From then on it may be
   * carried out, whatever becomes of its answer.
   */
  sending(): Promise<void>;
}

export interface ConfigureRequest {
  readonly config: Value;
  /** True while planning: unknowns may stand in `config`. */
  readonly planning: boolean;
  /** Where relative paths of the project start. */
  readonly directory: string;
}

export interface ValidateRequest {
  readonly mode: Mode;
  readonly type: string;
  readonly config: Value;
}

export interface UpgradeRequest {
  readonly type: string;
  readonly version: number;
  /** The stored attributes, as JSON. */
  readonly attributes: JsonObject;
}

export interface UpgradeResponse extends DiagnosticsResponse {
  readonly state: Value;
}

export interface ReadRequest {
  readonly type: string;
  readonly state: Value;
  readonly private?: string;
  readonly context: CallContext;
}

export interface ReadResponse extends DiagnosticsResponse {
  /** Null: the object is gone. */
  readonly state: Value;
  readonly private?: string;
}

export interface PlanRequest {
  readonly type: string;
  /** Null on create. */
  readonly prior: Value;
  /** Prior and configuration merged by the engine as Terraform does; null on destroy. */
  readonly proposed: Value;
  /** Null on destroy. */
  readonly config: Value;
  readonly private?: string;
}

export interface PlanResponse extends DiagnosticsResponse {
  /**
   * What the object will be: unknown where only apply can tell. Null on destroy; the prior object where an error, of this
   * or of another object, says why it cannot be destroyed.
   */
  readonly planned: Value;
  /** Paths whose change can't be made in place. Paths that do not change are ignored. */
  readonly requiresReplace: readonly Path[];
  readonly private?: string;
}

export interface ApplyRequest {
  readonly type: string;
  readonly prior: Value;
  readonly planned: Value;
  readonly config: Value;
  readonly private?: string;
  /** What `evidence` gave before this create. */
  readonly evidence?: unknown;
  /** The same when the same intent is carried out again after a crash: for the idempotency keys of a service. */
  readonly requestKey: string;
  /** Of a create: one for the same object was sent before, and what it made was not found. Two may exist now, which is to be noticed. */
  readonly repeats?: true;
  readonly context: CallContext;
}

export interface ApplyResponse extends DiagnosticsResponse {
  /** The object as it is now, also after an error: null when there is none. Undefined after an error: as before. */
  readonly state: Value | undefined;
  readonly private?: string;
  /**
   * With an error of a create: it may have been carried out, and nobody can tell yet. The call is to be left without a
   * record of its outcome, so that the next run locates it.
   */
  readonly uncertain?: boolean;
  /** With an error of a create: the object is sound, and an update of it goes on where this ended. It is not to be replaced. */
  readonly unfinished?: boolean;
}

export interface ReadDataRequest {
  readonly type: string;
  readonly config: Value;
  readonly context: CallContext;
}

export interface ReadDataResponse extends DiagnosticsResponse {
  readonly state: Value;
}

export interface ImportRequest {
  readonly type: string;
  readonly id: string;
  readonly context: CallContext;
}

export interface ImportResponse extends DiagnosticsResponse {
  /** What a `read` right after completes. One object, or none beside an error. */
  readonly objects: readonly { readonly type: string; readonly state: Value; readonly private?: string }[];
}

export interface EvidenceRequest {
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
  /** Objects of this type that state holds: none of them is the one looked for, though one may look like it by now. */
  readonly managed: readonly Value[];
  /** Notes the interrupted call left, oldest first. */
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
  /** Another one for each invocation: an API with idempotency keys can have it. */
  readonly requestKey: string;
  readonly context: CallContext;
}

export interface InvokeActionResponse extends DiagnosticsResponse {
  /** What was done, in a sentence for people, also beside an error that came after it. Without secrets. */
  readonly summary?: string;
  /**
   * With an error: it may have been carried out, and nobody can tell. The invocation is left without a record of its end, so
   * that the next run tells a person.
   */
  readonly uncertain?: boolean;
}

export type LocateResponse =
  /** It was made: here it is, with what can be read; attributes that can't are taken from `planned`. */
  | {
      readonly outcome: 'found';
      readonly state: Value;
      readonly private?: string;
      readonly diagnostics: readonly Diagnostic[];
    }
  | {
      readonly outcome: 'absent';
      /**
       * Nothing can come of the call any more: the service had answered it. Otherwise the engine asks again until the request can no
       * longer be carried out.
       */
      readonly certain?: true;
      readonly diagnostics: readonly Diagnostic[];
    }
  /** The API can't tell; the diagnostics say what a person must look for. */
  | { readonly outcome: 'unclear'; readonly diagnostics: readonly Diagnostic[] };
