import type { Answers } from './answers.js';
import type { Entry } from './collection.js';
import type { Operation } from './description.js';
import type { Store } from './store.js';

/** A managed system: what its emulator knows beyond the API description. */
export interface System {
  readonly name: string;
  /** What stands before every path of the description; nothing by default. */
  readonly basePath?: string;
  /** Whether the description may hold formats and keywords that nobody here knows. */
  readonly anyWords?: boolean;
  /** One for every operation of the description, by its id. */
  readonly handlers: Readonly<Record<string, Handler>>;
  /** What it holds, by name of the collection. */
  readonly kinds: Readonly<Record<string, Kind>>;
  /** Things a test or a demo can do to it that its API can not. */
  readonly controls: Readonly<Record<string, Control>>;
  /** Whether a null in a request counts as left out, and is taken out before the request is checked. */
  readonly nullIsAbsent: boolean;
  /** Whether booleans in the query may be written in any case, as Python writes them: `True`. */
  readonly anyCaseBooleans?: boolean;
  /** Where a document prints a call in another spelling than the one it describes: the described one. */
  readonly respelt?: (method: string, path: string) => Spelling;
  /** Whether JSON has to be announced as `application/json` and nothing behind it. */
  readonly exactJson?: boolean;
  /** Where clients get tokens that no operation of the description gives: path → what a POST there answers. */
  readonly logins?: Readonly<Record<string, (asked: Pick<Arrival, 'headers' | 'text' | 'now'>) => Reply>>;
  /** Nothing when the request may go on. */
  authorize(request: Arrival, store: Store): Reply | undefined;
  /** Lets time pass, before anybody looks: work that is under way goes on to where it would be now. */
  advance?(store: Store, now: Date): void;
  /** An error the way this system words it. */
  refusal(status: number, message: string, details?: readonly string[]): Reply;
  /** Fills an empty store with what is there from the start. */
  seed(store: Store): void;
  /** What a client needs in its environment to use the sandbox at this address. */
  environment(url: string): Readonly<Record<string, string>>;
}

export interface Spelling {
  readonly method: string;
  readonly path: string;
}

/** What is known before a request is checked. */
export interface Arrival {
  readonly operation: Operation;
  /** By name in small letters. */
  readonly headers: Headers;
  /** From the path. */
  readonly parameters: Readonly<Record<string, string>>;
  /** Where it was sent, and its body as it came: for a system that checks a signature over both. */
  readonly url: URL;
  readonly text: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly now: Date;
}

export type Headers = Readonly<Record<string, string | undefined>>;

/** A request that fits the description. */
export interface Call {
  readonly headers: Headers;
  readonly url: URL;
  readonly parameters: Readonly<Record<string, string>>;
  /** A parameter that is a list holds every value it was given. */
  readonly query: Readonly<Record<string, unknown>>;
  /** JSON as it was parsed; a `Form` when it was a multipart one; else the bytes. */
  readonly body: unknown;
  readonly store: Store;
  /** Whether to answer as the document says or as the service's source does. */
  readonly answers: Answers;
  readonly now: Date;
}

/** Does the work in one go: nothing else happens to the store in between. */
export type Handler = (call: Call) => Reply;

export interface Reply {
  readonly status: number;
  /** Sent as JSON; nothing for no body. */
  readonly body?: unknown;
  /** Sent instead of JSON. */
  readonly content?: { readonly type: string; readonly bytes: Uint8Array };
  readonly headers?: Readonly<Record<string, string>>;
  /** Held back until this gives the reply to send; time passes in between. */
  readonly until?: (store: Store, now: Date) => Reply | undefined;
  /**
   * A body that is as described: where this one is not, because the description says different things of one object, it shows what
   * stands there. Of the items of a list, the first.
   */
  readonly otherwise?: unknown;
}

/** How things of one kind come and go without a request. */
export interface Kind {
  /** A whole entry from the given properties. Throws a `SandboxError` when something it can not guess is missing. */
  complete(values: Readonly<Record<string, unknown>>, store: Store, now: Date): Entry;
  /** Where an entry keeps what the service shows of it; in itself by default. */
  readonly inside?: string;
  /** Takes along what can not be without it. */
  removed?(entry: Entry, store: Store): void;
}

export type Control = (values: Readonly<Record<string, unknown>>, store: Store, now: Date) => unknown;
