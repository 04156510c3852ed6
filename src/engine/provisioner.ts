import type { Block, JsonObject } from '../model/index.js';

/** The input of one run of a provisioner: values without marks. */
export interface ProvisionRequest {
  readonly config: JsonObject;
  /** Undefined if the configuration has no connection. */
  readonly connection: JsonObject | undefined;
  /** Takes the output, line by line. */
  readonly output: (line: string) => void;
  /** Aborted by the first request to stop: the provisioner ends what it started. */
  readonly stop: AbortSignal;
  /** Aborted by the second: it does so at once. */
  readonly signal: AbortSignal;
}

/** Why a provisioner failed. */
export interface ProvisionFailure {
  /** One sentence that shows nothing of the configuration: `The command ended with exit status 3`. */
  readonly reason: string;
  /** What may contain parts of the configuration, or output. */
  readonly detail?: string;
}

/** What the engine needs from a provisioner. */
export interface Provisioner {
  /** The arguments of its block. */
  readonly block: Block;
  /** Whether it works through a connection. */
  readonly isRemote: boolean;
  /** Arguments of which exactly one must be set; empty if all may be. */
  readonly alternatives: readonly string[];
  provision(request: ProvisionRequest): Promise<ProvisionFailure | undefined>;
}

/** The provisioners that are available, by type, and the arguments of their connections. */
export interface Provisioners {
  readonly byType: ReadonlyMap<string, Provisioner>;
  readonly connection: Block;
}
