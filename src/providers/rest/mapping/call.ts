import type { Json, Value } from '../../../model/index.js';
import type { Part, FilePart, JsonPart, Field } from './attribute.js';
import type { Paging } from './paging.js';

export type BodyMapping =
  /**
   * JSON pointer in the body → its value; the empty one is the whole body. Null values are left out. Type:
   * `application/json`, or the given one. A body of type `application/x-www-form-urlencoded` or `multipart/form-data`
   * is sent as a form: a list as one field per item, an object as one field per member (`address[city]`).
   */
  | { readonly json: Readonly<Record<string, Part>>; readonly type?: string }
  | { readonly multipart: Readonly<Record<string, Part | FilePart | JsonPart>> }
  /** Without a body if it is a file that is not set. */
  | { readonly raw: Part | FilePart; readonly type: string };

export interface CallMapping {
  readonly operation: string;
  /** Path, query and header parameters, in addition to those of the resource, over which they take precedence. */
  readonly parameters?: Readonly<Record<string, Part>>;
  readonly body?: BodyMapping;
  /** Whether it is idempotent. Default: true for GET, HEAD, PUT and DELETE. */
  readonly repeatable?: boolean;
  /**
   * Seconds after it was sent during which a request may still be carried out although its reply is lost. Until then,
   * its result is searched for and the request is not repeated. Default: LANDS_WITHIN_SECONDS.
   */
  readonly landsWithinSeconds?: number;
  /**
   * Where the request carries its idempotency key: a header, or a field of the body. The service then carries out the
   * same request once, however often it arrives. `working`: refusals that mean the first one is still being processed.
   */
  readonly onceBy?: ({ readonly header: string } | { readonly at: string }) & { readonly working?: readonly number[] };
  /**
   * For an update or a delete: it is only made if the object is still as it was when planned. The object is read just
   * before, and that reply's ETag is sent as `If-Match`.
   */
  readonly ifMatch?: boolean;
  /**
   * Where the object is in the reply. Default: the reply is the object. `none`: the reply does not contain it.
   * `without`: parts of the object that this reply shows differently from a read, and that are therefore ignored.
   * `member`: an attribute whose value names the relevant member of the value there; for a list of strings, the string
   * itself.
   */
  readonly object?: { readonly at: string; readonly without?: readonly string[]; readonly member?: string } | 'none';
  /** For a reply that means "started". */
  readonly follow?: FollowMapping;
  /**
   * Where the work that the call starts is listed, so that it is started once even if a reply is lost: an entry that is
   * not in the earlier list is the new work.
   */
  readonly begun?: {
    readonly list: ListMapping;
    readonly identity: string;
    /** Whether existing work does the same and is still running: then it is followed, and no other is started. */
    readonly going?: (work: Json, values: Readonly<Record<string, Value>>) => boolean;
  };
}

/** Work with a status to poll until it ends. */
export interface FollowMapping extends Omit<WaitMapping, 'call'> {
  /**
   * Where the reply has the address of the status: a header, or a field. A reply without one means that the work is
   * done.
   */
  readonly address?: { readonly header: string } | { readonly at: string };
  /** Or the call that reads the status, with parameters from the reply: name → JSON pointer. */
  readonly call?: CallMapping;
  readonly keeps?: Readonly<Record<string, string>>;
  /** Attribute → where the status of successful work has it: the identity of the created object. */
  readonly gives?: Readonly<Record<string, string>>;
}

export interface UpdateMapping extends CallMapping {
  /** Whether this call applies to the change; default: always. Values may be null. */
  readonly when?: (prior: Readonly<Record<string, Value>>, planned: Readonly<Record<string, Value>>) => boolean;
  /**
   * Called for each item of a list that was added, changed or removed (identified by a member). Parts refer to the item
   * as the attribute `each`; a removed one has its previous value.
   */
  readonly each?: { readonly attribute: string; readonly key: string; readonly which: 'added' | 'changed' | 'removed' };
  /** Refusals that mean the change is already in place. */
  readonly already?: readonly number[];
  /** Which attributes of its body are sent: those that changed (the default), or all if any changed. */
  readonly send?: 'changed' | 'all';
  /** Attributes that are sent with every change, for a service that requires them. */
  readonly always?: readonly string[];
  /**
   * Object in its body (JSON pointer) → attributes that are sent with any part of it, for a service that requires them
   * there.
   */
  readonly together?: Readonly<Record<string, readonly string[]>>;
  /**
   * How it unsets a value: by sending null, or by leaving it out of a body that represents the whole object. Absent: it
   * cannot unset values.
   */
  readonly clears?: 'as-null' | 'by-omission';
  /** Attributes that a create also sends, but some services only accept here: sent again if the new object shows another value. */
  readonly insists?: readonly string[];
  /** The attributes it changes, if they are not in its body. */
  readonly carries?: readonly string[];
  /** Whether the object is read just before, for parts that are merged with it. */
  readonly looks?: boolean | LookMapping;
  /** Whether the object, read just before, shows that nothing is left to do. For an update that `looks`. */
  readonly isSo?: (current: Json, planned: Readonly<Record<string, Value>>) => boolean;
  /** Why the object, read just before, cannot be changed this way, and what to do. For an update that `looks`. */
  readonly refuses?: (
    current: Json,
    prior: Readonly<Record<string, Value>>,
    planned: Readonly<Record<string, Value>>,
  ) => string | undefined;
}

/** Reads the object before it is changed. */
export interface LookMapping {
  /** Whether this change needs it. Default: always. */
  readonly when?: (prior: Readonly<Record<string, Value>>, planned: Readonly<Record<string, Value>>) => boolean;
  /** Further calls whose replies are merged in, made for the planned object. */
  readonly beside?: readonly AlsoMapping[];
}

export interface ListMapping {
  readonly operation: string;
  readonly parameters?: Readonly<Record<string, Part>>;
  /** For a search whose request has a body. */
  readonly body?: BodyMapping;
  readonly paging: Paging;
  /** Where the object is in an item. Default: the item is the object. */
  readonly at?: string;
}

export interface ReadMapping {
  readonly call?: CallMapping;
  /** For an API without a call that reads one object: list, and pick the item whose fields equal these attributes. */
  readonly list?: ListMapping & { readonly by: Readonly<Record<string, string>> };
  /** Used instead of one call per object when many are read. */
  readonly crowd?: CrowdMapping;
  /** For an object that cannot be read: the reason. It is assumed to exist as created, and cannot be imported. */
  readonly kept?: string;
  /**
   * Called once when an object seems gone: only if this succeeds does a 404 mean the object, and not a wrong address,
   * organisation or permission.
   */
  readonly confirmGone?: ListMapping;
  /** Decides from the object's reply that there is none, for an object that is part of another. */
  readonly absent?: (object: Json) => boolean;
  /** Further calls whose replies are merged into an object that the service returns in pieces. */
  readonly also?: readonly AlsoMapping[];
  /** The same, for imports only: replies that tell which parts of an object were set explicitly. */
  readonly alsoImporting?: readonly AlsoMapping[];
}

export interface AlsoMapping extends CallMapping {
  /** The member of the merged object that holds the reply. */
  readonly as: string;
  /** Parameters taken from the object itself: parameter → JSON pointer. If the object has none, the call is omitted. */
  readonly from?: Readonly<Record<string, string>>;
  /** Whether the piece is needed, given the known values of the object. Otherwise the call is omitted. */
  readonly when?: (object: Json, known: Readonly<Record<string, Value>>) => boolean;
  /** Statuses of refusals after which the piece is omitted with a warning; the object is usable without it. */
  readonly spares?: readonly number[];
}

export interface CreateMapping extends CallMapping {
  /** If it has a call of its own, the object is read afterwards. */
  readonly wait?: WaitMapping;
  /**
   * Attribute → its place in the reply, for a reply that is not the object (an identity, a job): the object is read
   * afterwards, and after the wait.
   */
  readonly reply?: Readonly<Record<string, Field>>;
  /**
   * Attributes that only this reply ever contains. An object whose create reply was lost is unusable: it is deleted and
   * created again.
   */
  readonly onlyHere?: readonly string[];
}

/** A list that shows whether an object is unchanged. */
export interface CrowdMapping extends ListMapping {
  /** Attribute → the field of an item that equals it. */
  readonly by: Readonly<Record<string, string>>;
  /**
   * Attributes that change whenever the object does. While an item has the values of state, the attributes it does not
   * show are unchanged, too; for that, `reply` says `keep`. Empty if an item is the whole object.
   */
  readonly unchanged: readonly string[];
}

/** How to tell whether work continues after the reply to a call. */
export interface WaitMapping {
  /** Default: the resource's own read. */
  readonly call?: CallMapping;
  /** Where its status is, or how to compute it. */
  readonly field: string | ((object: Json) => string | undefined);
  readonly ready: readonly string[];
  readonly pending: readonly string[];
  readonly failed: readonly string[];
  /** Statuses after which it never becomes ready and has to be replaced. */
  readonly hopeless?: readonly string[];
  /** Once ready it stays ready: updates do not wait for it. */
  readonly forGood?: boolean;
  readonly intervalSeconds: number;
  /** First polling interval; it grows up to the interval. Default: the interval. */
  readonly firstSeconds?: number;
  readonly deadlineSeconds: number;
  /** An attribute that overrides the deadline. */
  readonly deadline?: string;
  /** Where the object explains a failure, or how to compute it. */
  readonly reason?: string | ((object: Json) => string | undefined);
  /** The progress of the work, shown to the user. */
  readonly progress?: (object: Json) => string | undefined;
  /** Details of a failure; `object` is the last reply. May call the API. */
  readonly explain?: (question: HookCall, object: Json) => Promise<string>;
}

/** How to find the result of an interrupted create. */
export interface LocateMapping {
  /**
   * The list in which new objects appear. Absent: the configuration gives the whole identity, so an ordinary read finds
   * it.
   */
  readonly list?: ListMapping;
  /** Attributes that a new object shows as they were sent. Unknown or null ones are not compared. */
  readonly match: readonly string[];
  /** The list's items show only part of the object, including its identity: the object is read once it is found. */
  readonly partial?: boolean;
}

/** Steps that come first. */
export interface BeforehandMapping extends CallMapping {
  /** For use after "to", before the object: `uninstall`. */
  readonly verb: string;
  /** Whether it is done; may call the API. */
  readonly when?: (question: HookCall) => Promise<boolean>;
}

export interface RemoveMapping extends CallMapping {
  /** In this order, each after the previous one has ended. After a failure the object is left alone. */
  readonly before?: readonly BeforehandMapping[];
  /**
   * Other ways to address the object, for a service that accepts one of several names: tried in turn after a 404. If
   * all return 404, the object only counts as gone if a read does not find it either.
   */
  readonly orElse?: readonly CallMapping[];
  /** Checked first: who uses the object, and what to do, if it cannot be deleted. */
  readonly blocked?: (object: Json) => string | undefined;
  /** For a refusal that does not mean "wrong" but "not now". */
  readonly refused?: {
    readonly when: (status: number, message: string) => boolean;
    /** What the refusal means and what to do; may call the API. */
    readonly explain: (question: HookCall) => Promise<string>;
    /**
     * How many seconds to keep retrying before the refusal is an error: a number attribute of the object, or otherwise
     * of the provider configuration. Default: it is an error at once.
     */
    readonly waitSeconds?: string;
    readonly intervalSeconds: number;
  };
  readonly wait?: WaitMapping;
}

/** What a hook may do: read only. */
export interface HookCall {
  readonly values: Readonly<Record<string, Value>>;
  /** All current items; undefined if they cannot be read. */
  list(mapping: ListMapping): Promise<readonly Json[] | undefined>;
}
