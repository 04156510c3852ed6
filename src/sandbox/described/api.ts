/**
 * The definition of an emulator for any API, as data: which operations create, show, change and remove objects of which
 * kind, and where objects are in bodies. Locations are JSON pointers.
 */
export interface DescribedApi {
  readonly name: string;
  /** OpenAPI 3.1. */
  readonly document: Readonly<Record<string, unknown>>;
  readonly access: Access;
  /** The environment variables of a client; `{url}` stands for the sandbox's address. */
  readonly environment: Readonly<Record<string, string>>;
  /** Where an error's message is in the body. */
  readonly message: string;
  readonly kinds: readonly DescribedKind[];
  /** Operation → how it reports work that it starts. */
  readonly works: Readonly<Record<string, DescribedWork>>;
  /** Replies of operations that belong to no kind of object. */
  readonly canned: Readonly<Record<string, { readonly status: number; readonly body?: unknown }>>;
}

export interface Access {
  readonly schemes: Readonly<Record<string, Admission>>;
  /**
   * Operation → accepted alternatives: schemes required together, with the scopes of each. One that is absent, or has
   * no alternatives, needs no authentication.
   */
  readonly operations: Readonly<Record<string, readonly Readonly<Record<string, readonly string[]>>[]>>;
  /** Where a client obtains tokens by itself (OAuth 2, client credentials). */
  readonly login?: { readonly path: string; readonly client: string; readonly secret: string };
}

/** What a request must contain. `token`: one that the login issued. */
export type Admission =
  | { readonly scheme: 'header'; readonly header: string; readonly value: string }
  | { readonly scheme: 'query'; readonly parameter: string; readonly value: string }
  | { readonly scheme: 'cookie'; readonly cookie: string; readonly value: string }
  | { readonly scheme: 'token' };

/** A kind of object. Its parents are in the path parameters, outermost first. */
export interface DescribedKind {
  readonly name: string;
  /** How many path parameters precede its own. */
  readonly depth: number;
  /** The kind of its parent, if known. */
  readonly parent?: string;
  /** Where its key is in the object, and what precedes it in the path (`beside`); absent for a singleton. */
  readonly key?: {
    readonly at: string;
    readonly type: 'text' | 'number';
    readonly beside?: readonly string[];
    readonly like?: string;
  };
  readonly create?: DescribedCall & { readonly byPath: boolean };
  readonly read?: DescribedCall;
  readonly list?: DescribedList;
  readonly updates: readonly (DescribedCall & { readonly mode: 'merge' | 'replace' })[];
  readonly remove?: DescribedCall;
  /** The initial content of an object. */
  readonly base?: unknown;
  /** Values that the service sets. */
  readonly made: readonly Made[];
  /** Whether replies have an ETag. */
  readonly tagged?: boolean;
  /** Values that are never shown. */
  readonly hidden: readonly string[];
  /** Locations in requests → locations in replies. */
  readonly renamed: readonly (readonly [from: string, to: string])[];
  /** Locations where replies show something else than what was sent. */
  readonly another: readonly string[];
}

export interface DescribedCall {
  readonly operation: string;
  readonly status: number;
  /** Where the object is in the request. */
  readonly body: string;
  /** Where it is in the reply; absent if the reply has no body. */
  readonly shows?: string;
  /** The reply with its required content other than the object. */
  readonly around?: unknown;
  /** The reply means "started". */
  readonly work?: WorkCall;
  /** Whether `If-Match` is required, or optional. */
  readonly condition?: 'demanded' | 'taken';
}

/** How a reply identifies the work's status: its address in a header or a field, or its ID in a field. */
export interface WorkCall {
  readonly status: string;
  /** Whether the reply is itself a status, rather than the object or empty. */
  readonly tells: boolean;
  readonly header?: string;
  readonly address?: string;
  readonly id?: string;
}

export interface DescribedWork {
  /** Of the status operation. */
  readonly path: string;
  readonly field: string;
  readonly pending: string;
  readonly ended: string;
  /** Where the finished status has the key of the created object. */
  readonly gives?: string;
  readonly made: readonly Made[];
  /** A status with its required content. */
  readonly around?: unknown;
}

export interface DescribedList {
  readonly operation: string;
  readonly status: number;
  readonly paging: DescribedPaging;
  /** Where the object is in an item. */
  readonly at: string;
  /** A page and an item of it, with their required content other than the objects. */
  readonly around?: unknown;
  readonly item?: unknown;
  /** Other fields of a page. */
  readonly made: readonly Made[];
}

export interface DescribedPaging {
  readonly style: 'whole' | 'page' | 'offset' | 'cursor' | 'link';
  readonly items: string;
  readonly parameter?: string;
  readonly first?: number;
  readonly size?: { readonly parameter: string };
  readonly last?: string;
  readonly total?: string;
  readonly next?: string;
  readonly at?: string;
}

/** A field and its value if the client sets none. */
export interface Made {
  readonly at: string;
  readonly value:
    | { readonly kind: 'fixed'; readonly value: unknown }
    | { readonly kind: 'time' | 'id' | 'count' | 'key' | 'more' }
    /** A page's metadata. */
    | { readonly kind: 'page'; readonly says: 'number' | 'size' | 'total' | 'pages' | 'next' | 'previous' }
    /** The key of a parent, counted from the outermost. */
    | { readonly kind: 'parent'; readonly index: number }
    /** A state: it has another value while work is running. */
    | { readonly kind: 'state'; readonly pending: string; readonly ready: string }
    /** Fields of every object in an array. */
    | { readonly kind: 'each'; readonly made: readonly Made[] };
  /** Changes with every update. */
  readonly changes?: boolean;
  /** Set by the client: `made` only applies if it is not set. Otherwise the client's value is ignored. */
  readonly optional?: boolean;
}
