import type { Diagnostic, Json, JsonObject, Members, Parent, Type, Value } from '../../../model/index.js';
import type { Upgrades } from '../../stored.js';
import type { AttributeMapping, Part, FileMapping, Field } from './attribute.js';
import type { Authentication } from '../http/authentication.js';
import type {
  CallMapping,
  UpdateMapping,
  ListMapping,
  ReadMapping,
  CreateMapping,
  WaitMapping,
  LocateMapping,
  RemoveMapping,
  HookCall,
} from './call.js';
import type { PathRate } from '../http/rate.js';
import type { TlsSettings } from '../http/trust.js';

export type * from './attribute.js';
export type * from './call.js';

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
  /**
   * Objects with which the service removes this one, as a tenant goes with what is in it. A plan that replaces one of them replaces this
   * one too, and says why.
   */
  readonly removedWith?: readonly Parent[];
  /** Sets of names of objects, out of which the service takes those that it removes. A plan that replaces one of them puts it back. */
  readonly members?: readonly Members[];
  readonly locate?: LocateMapping;
  /**
   * The attribute that tells whether the wait of the create is over. An object that is not ready, after a timeout or a run that
   * died, is no failed one: it is kept, and the next apply waits for it again. Updates wait for it, too.
   */
  readonly settles?: string;
  /** Rules that need more than one attribute. Values may be unknown. */
  readonly check?: (config: Readonly<Record<string, Value>>) => readonly Diagnostic[];
  /**
   * Asked while a replacement is planned: why the service will not let go of the object, and what to do. `values` of the question are
   * those of the object as it is.
   */
  readonly hinders?: (question: HookCall, planned: Readonly<Record<string, Value>>) => Promise<string | undefined>;
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
  /** The input that names the file to which the reply is written; only its owner may read it. */
  readonly saves?: string;
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
  /** What was fetched, in base64. */
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
  /**
   * Attributes that every object belongs to though no attribute of it says so. Where one differs from what an object in state was made
   * with, a plan stops; so it does for the endpoint, and for every `default: { setting }` of an attribute.
   */
  readonly places?: readonly string[];
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
  /** What the user says of the service, in place of what the mapping says: see {@link CallMapping.landsWithinSeconds}. */
  readonly landsWithinSeconds?: number;
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
