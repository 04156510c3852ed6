import type { JsonObject } from '../model/index.js';

/** What a provisioner is given, and why it failed; the engine's `ProvisionRequest` and `ProvisionFailure` match these. */
export interface ProvisionerRequest {
  readonly config: JsonObject;
  readonly connection: JsonObject | undefined;
  readonly output: (line: string) => void;
  readonly stop: AbortSignal;
  readonly signal: AbortSignal;
}

export interface Failure {
  readonly reason: string;
  readonly detail?: string;
}
