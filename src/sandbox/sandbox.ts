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
  /** Instead of these, the system of any API description. */
  readonly described?: DescribedApi;
  /** Default 0: any free one. */
  readonly port?: number;
  /** Only loopback is served: `127.0.0.1` (the default) or `localhost`, which means the same here. Anything else is refused. */
  readonly host?: string;
  /** Keeps what the sandbox holds in this file, so that it survives a restart. Default: in memory. */
  readonly file?: string;
  /** Default `random`. */
  readonly identities?: 'random' | 'sequential';
  /** The personal access token that is let in, and the password of conductor's `admin`. Default `sandbox-token`. */
  readonly token?: string;
  /** The organisation the token belongs to. Default `acme`. */
  readonly organisation?: string;
  /** System → path or URL of its API description, JSON or YAML. Default: the provider's own. */
  readonly descriptions?: Readonly<Record<string, string | URL>>;
  readonly faults?: FaultSettings;
  /** The form of answers where document and service differ. Default `documented`. */
  readonly answers?: Answers;
  /** Hold replies against the description too; one that does not fit becomes a 500. For tests of the sandbox itself. */
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
  /** What a client of the emulated systems needs in its environment. */
  readonly environment: Readonly<Record<string, string>>;
  readonly store: Store;
  readonly faults: Faults;
  readonly answers: AnswerForm;
  readonly requests: RequestLog;
  /** Names `control` knows. */
  readonly controls: readonly string[];
  /** Changes something behind the client's back. */
  drift(drift: Drift): Promise<readonly Entry[]>;
  /** Something a system's API can not do; acloud has `clusters`. */
  control(name: string, values: Readonly<Record<string, unknown>>): Promise<unknown>;
  /** Back to the start: seeds only, no faults, no remembered requests. */
  reset(): Promise<void>;
  /** Ends all connections; what it holds is in the file, if there is one. */
  close(): Promise<void>;
}
