import type { Diagnostic, Json, JsonObject, Type, Value } from '../../model/index.js';
import type { Upgrades } from '../stored.js';
import type { Authentication } from './authentication.js';
import type { Paging } from './paging.js';
import type { PathRate } from './rate.js';
import type { TlsSettings } from './tls.js';

/**
 * How an API becomes a provider. The API description (OpenAPI 3.1) says what operations look like; a mapping says which of
 * them make, read, change and remove a thing, and where its attributes stand in requests and replies. It is data; functions
 * stand only where an API is odd. JSON pointers are RFC 6901, from the body's root.
 */
export interface RestProviderDefinition {
  /** As people say it: `acloud`. */
  readonly name: string;
  /** `host/namespace/type`. */
  readonly source: string;
  readonly version: string;
  /** URL of the folder (or of a file in it) where `openapi.json` (built) or `openapi.yaml` (sources) lies. */
  readonly beside: string;
  readonly configuration: ConfigurationMapping;
  readonly resources: Readonly<Record<string, ResourceMapping>>;
  /** Other mappings of the same resources, with the same attributes, by a setting of the provider and its value. */
  readonly editions?: {
    readonly setting: string;
    readonly of: Readonly<Record<string, Readonly<Record<string, ResourceMapping>>>>;
  };
  readonly dataSources: Readonly<Record<string, DataSourceMapping>>;
  readonly actions?: Readonly<Record<string, ActionMapping>>;
  readonly errors: ErrorMapping;
  /** Parts of replies nobody relies on and that therefore are not checked, as JSON pointers. */
  readonly unchecked?: readonly string[];
}

/** Where an error body says what is wrong. A body that is no JSON is taken as text. */
export interface ErrorMapping {
  readonly message: readonly string[];
  /** More of it: a list, an object, or one text such as a word for the kind of error. */
  readonly details?: string;
  /** The service's own word for what is wrong. */
  readonly code?: string;
  /** Words that mean what 404 means, with whatever status they come. */
  readonly missing?: readonly string[];
}

export interface AttributeMapping {
  /** Default: `string`. */
  readonly type?: Type;
  readonly required?: boolean;
  readonly optional?: boolean;
  readonly computed?: boolean;
  readonly sensitive?: boolean;
  readonly writeOnly?: boolean;
  /** Default: what the description says about the field it is sent as, or read from. */
  readonly description?: string;
  /** Beside the limits of all operations it is sent in. */
  readonly constraint?: Readonly<Record<string, unknown>>;
  /**
   * Taken when the configuration leaves it out; needs `computed`. With `onlyNew`, for a new object only: one that exists keeps
   * what it has.
   */
  readonly default?: { readonly value: Value; readonly onlyNew?: boolean } | SettingDefault;
  /** What the attributes of an object, or of the objects of a list, are; see nested.ts, which makes it. */
  readonly nested?: Nested;
  /** Default: true for an input that no update sends. */
  readonly replaces?: boolean;
  /** Decides it by the change, where an update can say some changes and not others. Parts of the planned value may be unknown. */
  readonly replacesWhen?: (prior: Value, planned: Value) => boolean;
  /** Steers Landform and is never sent. It does not replace, unless `replaces` says so. */
  readonly local?: boolean;
  /** Computed, and may become another when one of these changes. */
  readonly changesWith?: readonly string[];
  /**
   * `when-set`: what the service shows counts only once state holds a value; until then somebody else may look after it.
   * `members-when-set`: the same for each member of the objects in a collection: what was left out there stays left out.
   */
  readonly followed?: 'always' | 'when-set' | 'members-when-set';
  /** A difference that is none: texts that are equal after this keep the prior value. `json`: they say the same JSON. */
  readonly same?: 'trimmed' | 'any-case' | 'json';
  /** Local: a change of it sends that write-only attribute again, whose own change nobody could see. */
  readonly versionOf?: string;
}

/** A default from the provider's configuration, needed there when it is needed here. */
export interface SettingDefault {
  readonly setting: string;
  /** Counts only where another attribute, which stands before it, is so; elsewhere the attribute plays no part and is null. */
  readonly when?: { readonly attribute: string; readonly is: string };
}

/** The attributes inside of one. */
export interface Nested {
  readonly nesting: 'single' | 'list';
  /** The member that names an item of a list. */
  readonly key?: string;
  /** Items that nobody asked for here are not looked after here; an import finds none. */
  readonly onlyKnown?: boolean;
  readonly members: Readonly<Record<string, NestedMember>>;
}

export interface NestedMember extends Pick<
  AttributeMapping,
  'type' | 'required' | 'optional' | 'sensitive' | 'description' | 'constraint' | 'nested'
> {
  /** Where it stands in an object of a request and of a reply, as a JSON pointer. Absent: it is ours alone, and never sent. */
  readonly at?: string;
  /** Where a reply has it, when elsewhere; `nowhere`: it is sent and never shown. */
  readonly shown?: string;
  readonly same?: 'trimmed';
  /** A value of this form is no value: the service hides it. It is taken to be as it was. */
  readonly masked?: RegExp;
  /** What is sent and meant when it is left out; shown there, it counts as left out. */
  readonly otherwise?: Json;
}

/** Where a value of a request comes from: an attribute, a fixed value, the provider's own configuration, or code. */
export type Part =
  | string
  | { readonly value: Json }
  | { readonly setting: string }
  | { readonly attribute: string; readonly encode: (value: Json, about: About) => Json | undefined }
  /** Made of several attributes, in this order; one that is null is undefined. In an update, `prior.x` is x as it was, and
   * `current` the object as it is, if the update looks. */
  | {
      readonly attributes: readonly string[];
      readonly make: (...values: readonly (Json | undefined)[]) => Json | undefined;
    };

/** What a value is merged with before it is sent. */
export interface About {
  /** The object as it is now; only for an update that `looks`. */
  readonly current?: Json | undefined;
  /** What the attribute was before the change. */
  readonly prior?: Json | undefined;
}

/** The content of the file, or of the folder, that an attribute names; see `files`. */
export interface FilePart {
  readonly file: string;
}

/** A JSON document as a text inside of another body. */
export interface JsonPart {
  readonly json: Readonly<Record<string, Part>>;
}

/** An attribute that names a file of the user. What it holds is looked at when planning, and sent when applying. */
export interface FileMapping {
  /** The attribute that tells one content from another: computed, a SHA-256. */
  readonly hash: string;
  /** The attribute that gives the content otherwise. When neither is known, the object was imported. */
  readonly or?: string;
  /** Whether it may also name a folder, which is sent as a tar.gz archive. */
  readonly folder?: boolean;
}

/** Where an attribute stands in a reply: a pointer, or more. */
export type Field = string | FieldMapping;

export interface FieldMapping {
  readonly at: string;
  /** From what the reply shows, and what was known before it, to the attribute; undefined when that is nothing. */
  readonly decode?: (json: Json, known: Known) => Json | undefined;
  /** When the reply has nothing there: `null` (the default), or what was known before. */
  readonly missing?: 'null' | 'keep';
}

/** What is known of an attribute before a reply is read. */
export interface Known {
  readonly value: Json | undefined;
  /** The object is just being imported: nobody has said yet which parts of it are looked after here. */
  readonly imported: boolean;
}

export type BodyMapping =
  /** JSON pointer in the body → its value. What is null is left out. Type: `application/json`, or as it says. */
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
  /**
   * How it says that something is not set any more: with null in its place, or by leaving it out of a body that stands for the
   * whole. Absent: it can not say so.
   */
  readonly clears?: 'as-null' | 'by-omission';
  /** The attributes it changes, when they do not stand in its body. */
  readonly carries?: readonly string[];
  /** Whether the object is read just before, for parts that are merged with what is there. */
  readonly looks?: boolean;
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
  readonly intervalSeconds: number;
  /** Asked again after so long at first, then ever less often, up to the interval. Default: the interval. */
  readonly firstSeconds?: number;
  readonly deadlineSeconds: number;
  /** An attribute that overrides the deadline. */
  readonly deadline?: string;
  /** Where the object says why it failed. */
  readonly reason?: string;
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
  /** Whether it is done at all; what is not set is null. */
  readonly when?: (values: Readonly<Record<string, Value>>) => boolean;
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
     * configuration when the object has none.
     */
    readonly waitSeconds: string;
    readonly intervalSeconds: number;
  };
  readonly wait?: WaitMapping;
}

/** What a hook may do: read only. */
export interface HookCall {
  readonly values: Readonly<Record<string, Value>>;
  list(mapping: ListMapping): Promise<readonly Json[] | undefined>;
}

export interface ResourceMapping {
  /** For messages: `cloud account`. */
  readonly noun: string;
  /** The attribute people know an object by, for messages. */
  readonly label?: string;
  readonly description: string;
  readonly version?: number;
  /** From each older version of the stored form to the next. */
  readonly upgrades?: Upgrades;
  readonly attributes: Readonly<Record<string, AttributeMapping>>;
  /** Attribute that names a file → what is known of its content. */
  readonly files?: Readonly<Record<string, FileMapping>>;
  /** Parameter of a path, query or header, in any operation → where its value comes from. */
  readonly parameters: Readonly<Record<string, Part>>;
  /** Attribute → where it stands in an object of a reply. */
  readonly reply: Readonly<Record<string, Field>>;
  /** Attributes that together find the object again; each is given by configuration or by the reply of the create. */
  readonly identity: readonly string[];
  /** Forms of an import id, most specific first: `organisation/identity`, or `uid:context`. */
  readonly imports: readonly string[];
  /** Lets the identity in an import id be a name: it is looked up when nothing has that identity. */
  readonly lookup?: LookupMapping & { readonly name: string };
  /** With `variants`, the first one whose attribute is set is made instead. */
  readonly create: CreateMapping & { readonly variants?: readonly (CreateMapping & { readonly whenSet: string })[] };
  readonly read: ReadMapping;
  readonly updates?: readonly UpdateMapping[];
  readonly remove: RemoveMapping | { readonly forget: string };
  readonly locate?: LocateMapping;
  /**
   * The attribute that tells whether the wait of the create is over. An object that is not ready, after a timeout or a run that
   * died, is no failed one: it is kept, and the next apply waits for it again. Updates wait for it, too.
   */
  readonly settles?: string;
  /** Rules that need more than one attribute. Values may be unknown. */
  readonly check?: (config: Readonly<Record<string, Value>>) => readonly Diagnostic[];
  /** Rules on what is planned, beside what was before (null for a new object), with the provider's own configuration. */
  readonly checkPlan?: (change: PlannedChange) => readonly Diagnostic[];
  /** Why an object that was found is not one of this type. */
  readonly checkImport?: (object: Json) => Diagnostic | undefined;
}

/** How the name of an object leads to its identity. */
export interface LookupMapping {
  readonly list: ListMapping;
  /** Attribute → field of an item it must equal, when set. */
  readonly where: Readonly<Record<string, string>>;
  /** Attributes an item gives, by JSON pointer. */
  readonly gives: Readonly<Record<string, string>>;
}

export interface PlannedChange {
  readonly prior: Readonly<Record<string, Value>> | null;
  readonly planned: Readonly<Record<string, Value>>;
  readonly configured: Readonly<Record<string, Value>>;
}

export interface DataSourceMapping {
  readonly noun: string;
  readonly description: string;
  readonly attributes: Readonly<Record<string, AttributeMapping>>;
  readonly parameters: Readonly<Record<string, Part>>;
  /** One object: by a call, or the only item of a list. */
  readonly one?: {
    readonly call?: CallMapping;
    readonly list?: ListMapping;
    /** Input attribute → field of an item it must equal, when set. */
    readonly where?: Readonly<Record<string, string>>;
    /** The call is made when all of these are set, otherwise the list. */
    readonly callWhen?: readonly string[];
    /** Instead of the list: gives what the call needs. */
    readonly lookup?: LookupMapping;
    readonly reply: Readonly<Record<string, Field>>;
  };
  /** Many objects: an attribute that is a list of objects, shaped by a schema of the description. */
  readonly many?: ManyMapping;
  /** A file of the service. */
  readonly download?: DownloadMapping;
  readonly check?: (config: Readonly<Record<string, Value>>) => readonly Diagnostic[];
}

/** Something done once, which leaves no object behind. All its attributes are inputs. */
export interface ActionMapping {
  /** For messages: `execution`. */
  readonly noun: string;
  readonly description: string;
  readonly attributes: Readonly<Record<string, AttributeMapping>>;
  /** Attributes that name a file to be sent. */
  readonly files?: Readonly<Record<string, Pick<FileMapping, 'folder'>>>;
  readonly parameters: Readonly<Record<string, Part>>;
  /** Made in this order, each after the end of the one before; a failure ends it. */
  readonly calls: readonly ActionCall[];
  /** Rules that need more than one attribute. Values may be unknown. */
  readonly check?: (config: Readonly<Record<string, Value>>) => readonly Diagnostic[];
}

/** In `does` and `did`, `{name}` stands for an input or for something kept. */
export interface ActionCall extends CallMapping {
  /** As it stands after "to": `start the workflow {workflow_id}`. */
  readonly does: string;
  /** Said when it is done: `started the execution {execution_id}`. */
  readonly did: string;
  /** Whether it is made at all; inputs that are not set are null. */
  readonly when?: (values: Readonly<Record<string, Value>>) => boolean;
  /** Name → where it stands in the reply's object. Later calls, the wait and the words may use it as they use inputs. */
  readonly keeps?: Readonly<Record<string, Field>>;
  /** What an answer that sounds like "done" says was not done. */
  readonly lacks?: (object: Json) => string | undefined;
  readonly wait?: WaitMapping & { readonly call: CallMapping };
  /** Whether its end is waited for; inputs that are not set are null. Default: it is. */
  readonly waits?: (values: Readonly<Record<string, Value>>) => boolean;
}

export interface ManyMapping {
  readonly list: ListMapping;
  /** Other lists: the first one whose attribute is set, or has this value. */
  readonly instead?: readonly { readonly when: string; readonly is?: string; readonly list: ListMapping }[];
  readonly into: string;
  /** Of the list. Default: what the description says of an item. */
  readonly description?: string;
  /** What an item is: pointer to a schema of the description, or a type and how to bring an item into it. */
  readonly item: string | { readonly type: Type; readonly shape: (item: Json, inputs: JsonObject) => Json };
  /** Attributes of an item that are left out. */
  readonly omit?: readonly string[];
  readonly sensitive?: boolean;
  readonly where?: Readonly<Record<string, string>>;
}

/** Attributes of a data source that fetches a file. */
export interface DownloadMapping {
  readonly call: CallMapping;
  /** Input that names the file to write. */
  readonly to: string;
  /** What was fetched, in base64, when no file is named. */
  readonly content: string;
  /** Its SHA-256, and its length in bytes. */
  readonly hash: string;
  readonly size: string;
}

export interface ConfigurationAttribute extends AttributeMapping {
  /** Read when the configuration leaves it out. */
  readonly environment?: string;
}

export interface ConfigurationMapping {
  readonly attributes: Readonly<Record<string, ConfigurationAttribute>>;
  /** Attributes without which no call can be made. */
  readonly needed: readonly string[];
  /** Rules on known values, given or from the environment; null when absent, undefined when unknown. */
  readonly check?: (values: Readonly<Record<string, Json | undefined>>) => readonly Diagnostic[];
  /** Called when all attributes are known; those left out are null. */
  settings(values: Readonly<Record<string, Json>>): Settings;
}

export interface Settings {
  /** Default: the first server of the description. */
  readonly endpoint?: string;
  readonly authentication: Authentication;
  readonly headers?: Readonly<Record<string, string>>;
  readonly timeoutSeconds: number;
  /** How often a request is repeated at most. */
  readonly retries: number;
  /** How many requests may be under way at once. */
  readonly concurrency: number;
  /** Requests a second; as many as the service takes when absent. */
  readonly perSecond?: number;
  /** Other limits, for addresses whose path begins so. Requests there do not count elsewhere. */
  readonly rates?: readonly PathRate[];
  /** Told of every request: method, address, and what came of it. */
  readonly trace?: boolean;
  /** Which certificates are trusted, when not those the machine trusts. */
  readonly tls?: TlsSettings;
}
