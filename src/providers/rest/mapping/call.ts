import type { Json, Value } from '../../../model/index.js';
import type { Part, FilePart, JsonPart, Field } from './attribute.js';
import type { Paging } from './paging.js';

export type BodyMapping =
  /**
   * JSON pointer in the body → its value; the empty one is the whole body. What is null is left out. Type: `application/json`, or as it says. One of
   * `application/x-www-form-urlencoded` or `multipart/form-data` is written as a form: a list as one field for each item, an object
   * as one field for each member (`address[city]`).
   */
  | { readonly json: Readonly<Record<string, Part>>; readonly type?: string }
  | { readonly multipart: Readonly<Record<string, Part | FilePart | JsonPart>> }
  /** Without a body when it is a file that is not set. */
  | { readonly raw: Part | FilePart; readonly type: string };

export interface CallMapping {
  readonly operation: string;
  /** Path, query and header parameters, in addition to those of the resource and before them. */
  readonly parameters?: Readonly<Record<string, Part>>;
  readonly body?: BodyMapping;
  /** Doing it twice is as doing it once. Default: true for GET, HEAD, PUT and DELETE. */
  readonly repeatable?: boolean;
  /**
   * How many seconds after it was sent a request may still be carried out although its answer is lost. Until then what it makes is
   * looked for and nothing is asked for again. Default: LANDS_WITHIN_SECONDS.
   */
  readonly landsWithinSeconds?: number;
  /**
   * Where the request holds its idempotency key: a header, or a field of the body. The service does the same request once then,
   * however often it comes. `working`: refusals that say that the first is still being worked on.
   */
  readonly onceBy?: ({ readonly header: string } | { readonly at: string }) & { readonly working?: readonly number[] };
  /**
   * Of an update or a delete: it is made only while the object is as it was planned for. The object is read just before, and the
   * ETag of that reply is sent as `If-Match`.
   */
  readonly ifMatch?: boolean;
  /**
   * Where the object stands in the reply. Default: the reply is the object. `none`: the reply does not hold it. `without`: parts of
   * the object that this reply shows otherwise than a read does, and that therefore do not count. `member`: an attribute whose value
   * names the member of what stands there that is meant; of a list of texts, the text itself.
   */
  readonly object?: { readonly at: string; readonly without?: readonly string[]; readonly member?: string } | 'none';
  /** For an answer that means "begun". */
  readonly follow?: FollowMapping;
  /** Where what the call begins shows up, so that it is begun once though an answer may be lost: what was not there before is it. */
  readonly begun?: {
    readonly list: ListMapping;
    readonly identity: string;
    /** Whether work that is there already does the same and still goes on: then that is followed, and none begun beside it. */
    readonly going?: (work: Json, values: Readonly<Record<string, Value>>) => boolean;
  };
}

/** Work that has a status of its own to be asked for, until it ends. */
export interface FollowMapping extends Omit<WaitMapping, 'call'> {
  /** Where the answer holds the address of the status: a header, or a field. An answer without one has nothing left to do. */
  readonly address?: { readonly header: string } | { readonly at: string };
  /** Or the call that asks for the status, with parameters that the answer holds: name → JSON pointer. */
  readonly call?: CallMapping;
  readonly keeps?: Readonly<Record<string, string>>;
  /** Attribute → where the status that ended well names it: the identity of what was made. */
  readonly gives?: Readonly<Record<string, string>>;
}

export interface UpdateMapping extends CallMapping {
  /** Whether this is the way to make that change; default: always. Values may be null. */
  readonly when?: (prior: Readonly<Record<string, Value>>, planned: Readonly<Record<string, Value>>) => boolean;
  /**
   * Called for each item of a list that was added, changed or removed (told apart by a member that names it). Parts find the
   * item as the attribute `each`; a removed one as it was.
   */
  readonly each?: { readonly attribute: string; readonly key: string; readonly which: 'added' | 'changed' | 'removed' };
  /** Refusals that mean: it is so already. */
  readonly already?: readonly number[];
  /** Which attributes of its body are sent: those that changed (the default), or all as soon as one changed. */
  readonly send?: 'changed' | 'all';
  /** Attributes that are sent with every change, for a service that demands them beside what changed. */
  readonly always?: readonly string[];
  /** Object in its body (JSON pointer) → attributes that are sent with any part of it, for a service that demands them there. */
  readonly together?: Readonly<Record<string, readonly string[]>>;
  /**
   * How it says that something is not set any more: with null in its place, or by leaving it out of a body that stands for the
   * whole. Absent: it can not say so.
   */
  readonly clears?: 'as-null' | 'by-omission';
  /** Attributes that a create is given too, and that some services take only from here: sent again where the new object shows another value. */
  readonly insists?: readonly string[];
  /** The attributes it changes, when they do not stand in its body. */
  readonly carries?: readonly string[];
  /** Whether the object is read just before, for parts that are merged with what is there. */
  readonly looks?: boolean | LookMapping;
  /** Whether the object, as it is seen just before, shows that nothing is left to do. Of an update that `looks`. */
  readonly isSo?: (current: Json, planned: Readonly<Record<string, Value>>) => boolean;
  /** Why the object, as it is seen just before, cannot be changed so, and what to do. Of an update that `looks`. */
  readonly refuses?: (
    current: Json,
    prior: Readonly<Record<string, Value>>,
    planned: Readonly<Record<string, Value>>,
  ) => string | undefined;
}

/** A look at the object before it is changed. */
export interface LookMapping {
  /** Whether this change needs it. Default: every one does. */
  readonly when?: (prior: Readonly<Record<string, Value>>, planned: Readonly<Record<string, Value>>) => boolean;
  /** Further calls whose replies join it, about the object as it shall be. */
  readonly beside?: readonly AlsoMapping[];
}

export interface ListMapping {
  readonly operation: string;
  readonly parameters?: Readonly<Record<string, Part>>;
  /** For a search that is asked for with a body. */
  readonly body?: BodyMapping;
  readonly paging: Paging;
  /** Where the object stands in an item. Default: the item is the object. */
  readonly at?: string;
}

export interface ReadMapping {
  readonly call?: CallMapping;
  /** For an API without a call for one: list, and pick the item whose fields equal these attributes. */
  readonly list?: ListMapping & { readonly by: Readonly<Record<string, string>> };
  /** Asked instead of one object after the other when many are read. */
  readonly crowd?: CrowdMapping;
  /** For what can not be read at all, why: it counts as being there the way it was made, and can not be imported. */
  readonly kept?: string;
  /**
   * Asked once when an object seems gone: only if this answers is a 404 about the object and not about a wrong address,
   * organisation or permission.
   */
  readonly confirmGone?: ListMapping;
  /** Decides from the object's reply that there is none, for an object that is a part of another. */
  readonly absent?: (object: Json) => boolean;
  /** Further calls whose replies join the object, for an object that is shown in pieces. */
  readonly also?: readonly AlsoMapping[];
  /** The same when importing only: what tells apart the parts of an object that somebody gave. */
  readonly alsoImporting?: readonly AlsoMapping[];
}

export interface AlsoMapping extends CallMapping {
  /** The member of the joined object that the reply becomes. */
  readonly as: string;
  /** Parameters that the object itself names: parameter → JSON pointer. Where it names none, the call is left out. */
  readonly from?: Readonly<Record<string, string>>;
  /** Whether the piece is needed, with the values that are known of the object. Otherwise the call is left out. */
  readonly when?: (object: Json, known: Readonly<Record<string, Value>>) => boolean;
  /** Statuses of refusals that leave the piece out, with a warning: the object can be had without it. */
  readonly spares?: readonly number[];
}

export interface CreateMapping extends CallMapping {
  /** With a call of its own, the object is read after it. */
  readonly wait?: WaitMapping;
  /**
   * Attribute → where the reply has it, for a reply that is not the object (an identity, a piece of work): the object is read after
   * it, and after the wait.
   */
  readonly reply?: Readonly<Record<string, Field>>;
  /**
   * Attributes that this answer alone ever holds: what was made by a call whose answer is lost is of no use to anybody. It is
   * deleted, and made again.
   */
  readonly onlyHere?: readonly string[];
}

/** A list that tells whether an object is still as it was. */
export interface CrowdMapping extends ListMapping {
  /** Attribute → the field of an item that equals it. */
  readonly by: Readonly<Record<string, string>>;
  /**
   * Attributes that change whenever the object does. While an item shows them as state has them, so is what it does not show; for
   * that, `reply` says `keep`. None where an item is the whole object.
   */
  readonly unchanged: readonly string[];
}

/** How to see that work goes on behind an answered call. */
export interface WaitMapping {
  /** Default: the resource's own read. */
  readonly call?: CallMapping;
  /** Where the word for its state stands, or how to tell it. */
  readonly field: string | ((object: Json) => string | undefined);
  readonly ready: readonly string[];
  readonly pending: readonly string[];
  readonly failed: readonly string[];
  /** Those of them after which it never becomes ready: another object has to take its place. */
  readonly hopeless?: readonly string[];
  /** What has become ready stays so: after an update, it is not waited for again. */
  readonly forGood?: boolean;
  readonly intervalSeconds: number;
  /** Asked again after so long at first, then ever less often, up to the interval. Default: the interval. */
  readonly firstSeconds?: number;
  readonly deadlineSeconds: number;
  /** An attribute that overrides the deadline. */
  readonly deadline?: string;
  /** Where the object says why it failed, or how to tell it. */
  readonly reason?: string | ((object: Json) => string | undefined);
  /** How far the work has come, for the progress that is shown. */
  readonly progress?: (object: Json) => string | undefined;
  /** More about a failure, of which `object` is the last answer; may ask the API. */
  readonly explain?: (question: HookCall, object: Json) => Promise<string>;
}

/** How to find what an interrupted create made. */
export interface LocateMapping {
  /** Where new objects show up. Absent: the configuration gives the whole identity, so an ordinary read finds it. */
  readonly list?: ListMapping;
  /** Attributes that a new object shows as they were sent. One that is unknown or null is not compared. */
  readonly match: readonly string[];
  /** The items of the list show only a part of the object, among it the identity: it is read when it is found. */
  readonly partial?: boolean;
}

/** What has to be done first. */
export interface BeforehandMapping extends CallMapping {
  /** As it stands after "to", before the object: `uninstall`. */
  readonly verb: string;
  /** Whether it is done at all; may ask the API. */
  readonly when?: (question: HookCall) => Promise<boolean>;
}

export interface RemoveMapping extends CallMapping {
  /** In this order, each after the end of the one before. A failure leaves the object alone. */
  readonly before?: readonly BeforehandMapping[];
  /**
   * Other ways to address the object, for a service that takes one of several names: asked in turn after a 404. When all of
   * them are 404, the object counts as gone only if a read does not find it either.
   */
  readonly orElse?: readonly CallMapping[];
  /** Looked at first: who uses the object, and what to do, when it can not be deleted. */
  readonly blocked?: (object: Json) => string | undefined;
  /** When a refusal does not mean "wrong" but "not now". */
  readonly refused?: {
    readonly when: (status: number, message: string) => boolean;
    /** What the refusal means and what to do; may ask the API. */
    readonly explain: (question: HookCall) => Promise<string>;
    /**
     * How many seconds to keep asking before the refusal is an error: a number attribute of the object, or of the provider's
     * configuration when the object has none. Default: it is an error at once.
     */
    readonly waitSeconds?: string;
    readonly intervalSeconds: number;
  };
  readonly wait?: WaitMapping;
}

/** What a hook may do: read only. */
export interface HookCall {
  readonly values: Readonly<Record<string, Value>>;
  /** All items as they are now; undefined when they cannot be had. */
  list(mapping: ListMapping): Promise<readonly Json[] | undefined>;
}
