import type { AnswerForm, Answers } from './answers.js';
import type { Entry } from './collection.js';
import type { DescribedApi } from './described/api.js';
import type { Drift } from './drift.js';
import type { FaultSettings, Faults } from './faults.js';
import type { RequestLog } from './requests.js';
import type { Store } from './store.js';

export interface SandboxOptions {
  /** Names of the systems to emulate. Default: all of them. */
  readonly systems?: readonly string[];
  /** Instead of these: a system with any API description. */
  readonly described?: DescribedApi;
  /** Default 0: any free port. */
  readonly port?: number;
  /**
   * Only loopback is served: `127.0.0.1` (the default) or `localhost`, which has the same meaning here. Anything else
   * is refused.
   */
  readonly host?: string;
  /** Stores the sandbox's content in this file, so that it survives a restart. Default: in memory. */
  readonly file?: string;
  /** Default `random`. */
  readonly identities?: 'random' | 'sequential';
  /** The accepted personal access token, and the password of conductor's `admin`. Default `sandbox-token`. */
  readonly token?: string;
  /** The organisation the token belongs to. Default `acme`. */
  readonly organisation?: string;
  /** System → path or URL of its API description, JSON or YAML. Default: the provider's own. */
  readonly descriptions?: Readonly<Record<string, string | URL>>;
  readonly faults?: FaultSettings;
  /** The form of replies where document and service differ. Default `documented`. */
  readonly answers?: Answers;
  /** Also validate replies against the description; an invalid one becomes a 500. For tests of the sandbox itself. */
  readonly checkReplies?: boolean;
  /** Default: the system's. */
  readonly now?: () => Date;
}

/** Running emulators. */
export interface Sandbox {
  /** `http://127.0.0.1:PORT` */
  readonly url: string;
  readonly port: number;
  readonly token: string;
  readonly organisation: string;
  /** The environment variables for a client of the emulated systems. */
  readonly environment: Readonly<Record<string, string>>;
  readonly store: Store;
  readonly faults: Faults;
  readonly answers: AnswerForm;
  readonly requests: RequestLog;
  /** Names `control` knows. */
  readonly controls: readonly string[];
  /** Changes an object behind the client's back. */
  drift(drift: Drift): Promise<readonly Entry[]>;
  /** An operation that a system's API does not have; acloud has `clusters`. */
  control(name: string, values: Readonly<Record<string, unknown>>): Promise<unknown>;
  /** Resets to the start: only predefined objects, no faults, no recorded requests. */
  reset(): Promise<void>;
  /** Closes all connections; the content is in the file, if there is one. */
  close(): Promise<void>;
}
