import type { Answers } from './answers.js';
import type { Entry } from './collection.js';
import type { Operation } from './description.js';
import type { Store } from './store.js';

/** A managed system: what its emulator knows beyond the API description. */
export interface System {
  readonly name: string;
  /** The prefix of every path in the description; empty by default. */
  readonly basePath?: string;
  /** Whether the description may contain unknown formats and keywords. */
  readonly anyWords?: boolean;
  /** One for every operation of the description, by operation ID. */
  readonly handlers: Readonly<Record<string, Handler>>;
  /** Its content, by name of the collection. */
  readonly kinds: Readonly<Record<string, Kind>>;
  /** Operations for tests and demos that its API does not have. */
  readonly controls: Readonly<Record<string, Control>>;
  /** Whether a null in a request counts as absent, and is removed before the request is validated. */
  readonly nullIsAbsent: boolean;
  /** Whether booleans in the query may be in any case, as Python writes them: `True`. */
  readonly anyCaseBooleans?: boolean;
  /** Where a document misspells a call: the described one. */
  readonly respelt?: (method: string, path: string) => Spelling;
  /** Whether the content type must be exactly `application/json`, without parameters. */
  readonly exactJson?: boolean;
  /** Token endpoints that are not operations of the description: path → the reply to a POST there. */
  readonly logins?: Readonly<Record<string, (asked: Pick<Arrival, 'headers' | 'text' | 'now'>) => Reply>>;
  /** Undefined if the request is accepted. */
  authorize(request: Arrival, store: Store): Reply | undefined;
  /** Advances time before a request: running work progresses to the present. */
  advance?(store: Store, now: Date): void;
  /** An error in this system's format. */
  refusal(status: number, message: string, details?: readonly string[]): Reply;
  /** Adds the predefined objects to an empty store. */
  seed(store: Store): void;
  /** The environment variables for a client that uses the sandbox at this address. */
  environment(url: string): Readonly<Record<string, string>>;
}

export interface Spelling {
  readonly method: string;
  readonly path: string;
}

/** What is known before a request is validated. */
export interface Arrival {
  readonly operation: Operation;
  /** By name in lower case. */
  readonly headers: Headers;
  /** From the path. */
  readonly parameters: Readonly<Record<string, string>>;
  /** Its address and raw body, for a system that verifies a signature over both. */
  readonly url: URL;
  readonly text: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly now: Date;
}

export type Headers = Readonly<Record<string, string | undefined>>;

/** A valid request. */
export interface Call {
  readonly headers: Headers;
  readonly url: URL;
  readonly parameters: Readonly<Record<string, string>>;
  /** A list parameter has every value it was given. */
  readonly query: Readonly<Record<string, unknown>>;
  /** Parsed JSON; a `Form` for a multipart body; otherwise the bytes. */
  readonly body: unknown;
  readonly store: Store;
  /** Whether to reply as documented or like the service's source. */
  readonly answers: Answers;
  readonly now: Date;
}

/** Does the work synchronously: nothing else happens to the store in between. */
export type Handler = (call: Call) => Reply;

export interface Reply {
  readonly status: number;
  /** Sent as JSON; undefined for no body. */
  readonly body?: unknown;
  /** Sent instead of JSON. */
  readonly content?: { readonly type: string; readonly bytes: Uint8Array };
  readonly headers?: Readonly<Record<string, string>>;
  /** Delayed until this returns the reply; time passes in between. */
  readonly until?: (store: Store, now: Date) => Reply | undefined;
  /**
   * A valid body: if the reply's is not, because the description says different things about one object, invalid parts
   * are taken from it. For list items, from the first.
   */
  readonly otherwise?: unknown;
}

/** How objects of one kind are created and deleted without a request. */
export interface Kind {
  /** A complete entry from the given properties. Throws a `SandboxError` if a required one is missing. */
  complete(values: Readonly<Record<string, unknown>>, store: Store, now: Date): Entry;
  /** Where an entry stores what the service shows; by default in itself. */
  readonly inside?: string;
  /** Also deletes what cannot exist without it. */
  removed?(entry: Entry, store: Store): void;
}

export type Control = (values: Readonly<Record<string, unknown>>, store: Store, now: Date) => unknown;
