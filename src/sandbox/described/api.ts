/**
 * What an emulator of any API is told, as data: which operations make, show, change and remove things of which kind, and where
 * things stand in bodies. Places are JSON pointers.
 */
export interface DescribedApi {
  readonly name: string;
  /** OpenAPI 3.1. */
  readonly document: Readonly<Record<string, unknown>>;
  readonly access: Access;
  /** What a client needs in its environment; `{url}` stands for the address of the sandbox. */
  readonly environment: Readonly<Record<string, string>>;
  /** Where an error's text goes. */
  readonly message: string;
  readonly kinds: readonly DescribedKind[];
  /** Operation → how it tells of work that was begun. */
  readonly works: Readonly<Record<string, DescribedWork>>;
  /** What operations answer that are about no kind of thing. */
  readonly canned: Readonly<Record<string, { readonly status: number; readonly body?: unknown }>>;
}

export interface Access {
  readonly schemes: Readonly<Record<string, Admission>>;
  /**
   * Operation → alternatives of what it accepts: schemes that are demanded together, with the scopes of each. One that is absent, or has
   * no alternatives, accepts everybody.
   */
  readonly operations: Readonly<Record<string, readonly Readonly<Record<string, readonly string[]>>[]>>;
  /** Where a client gets tokens by itself (OAuth 2, client credentials). */
  readonly login?: { readonly path: string; readonly client: string; readonly secret: string };
}

/** What a request has to say. `token`: one that the login gave. */
export type Admission =
  | { readonly scheme: 'header'; readonly header: string; readonly value: string }
  | { readonly scheme: 'query'; readonly parameter: string; readonly value: string }
  | { readonly scheme: 'cookie'; readonly cookie: string; readonly value: string }
  | { readonly scheme: 'token' };

/** A kind of thing. What it lies in is told by the holes of its path, outermost first. */
export interface DescribedKind {
  readonly name: string;
  /** How many holes stand before that of the thing itself. */
  readonly depth: number;
  /** The kind it lies in, if that is known. */
  readonly parent?: string;
  /**
   * Where its key stands in the object, and what stands before it in the path (`beside`); absent for the only one of its place.
   */
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
  /** What an object holds before the client says anything of it. */
  readonly base?: unknown;
  /** What the service gives or fills in. */
  readonly made: readonly Made[];
  /** Whether answers have an ETag. */
  readonly tagged?: boolean;
  /** What is never shown. */
  readonly hidden: readonly string[];
  /** Where fields are sent, and where they are shown. */
  readonly renamed: readonly (readonly [from: string, to: string])[];
  /** Where replies show something else than what is sent there. */
  readonly another: readonly string[];
}

export interface DescribedCall {
  readonly operation: string;
  readonly status: number;
  /** Where the object stands in the request. */
  readonly body: string;
  /** Where it stands in the reply; absent when the reply has no body. */
  readonly shows?: string;
  /** The reply with all that it has to hold besides the object. */
  readonly around?: unknown;
  /** The answer means "begun". */
  readonly work?: WorkCall;
  /** Whether `If-Match` has to come, or counts when it comes. */
  readonly condition?: 'demanded' | 'taken';
}

/** How an answer tells where the work's status is: its address in a header or a field, or its id in a field. */
export interface WorkCall {
  readonly status: string;
  /** Whether the answer is a status itself, rather than the object or nothing. */
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
  /** Where the key of what was made stands, when it ended. */
  readonly gives?: string;
  readonly made: readonly Made[];
  /** A status with all that it has to hold. */
  readonly around?: unknown;
}

export interface DescribedList {
  readonly operation: string;
  readonly status: number;
  readonly paging: DescribedPaging;
  /** Where the object stands in an item. */
  readonly at: string;
  /** A page, and an item of it, with all that they have to hold besides the objects. */
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

/** A field and what stands in it when the client gave nothing. */
export interface Made {
  readonly at: string;
  readonly value:
    | { readonly kind: 'fixed'; readonly value: unknown }
    | { readonly kind: 'time' | 'id' | 'count' | 'key' | 'more' }
    /** What a page says of itself. */
    | { readonly kind: 'page'; readonly says: 'number' | 'size' | 'total' | 'pages' | 'next' | 'previous' }
    /** The key of what it lies in, counted from outside. */
    | { readonly kind: 'parent'; readonly index: number }
    /** A state: other words while work goes on. */
    | { readonly kind: 'state'; readonly pending: string; readonly ready: string }
    /** Fields of every object in an array. */
    | { readonly kind: 'each'; readonly made: readonly Made[] };
  /** Given anew with every change. */
  readonly changes?: boolean;
  /** The client's to give: `made` only when nothing was given. Otherwise whatever the client sends does not count. */
  readonly optional?: boolean;
}
