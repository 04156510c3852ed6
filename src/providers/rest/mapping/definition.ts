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
 * Turns an API into a provider. The API description (OpenAPI 3.1) defines the operations; a mapping says which of them
 * create, read, update and delete an object, and where its attributes are in requests and replies. It is data;
 * functions are only used where an API is irregular. JSON pointers follow RFC 6901 and start at the body's root.
 */
export interface RestProviderDefinition {
  /** The name in messages: `acloud`. */
  readonly name: string;
  /** `host/namespace/type`. */
  readonly source: string;
  readonly version: string;
  /** URL of the folder (or of a file in it) that contains `openapi.json` (built) or `openapi.yaml` (sources). */
  readonly beside: string;
  readonly configuration: ConfigurationMapping;
  readonly resources: Readonly<Record<string, ResourceMapping>>;
  /**
   * Alternative mappings of the same resources, with the same attributes, chosen by a provider setting and its value.
   */
  readonly editions?: {
    readonly setting: string;
    readonly of: Readonly<Record<string, Readonly<Record<string, ResourceMapping>>>>;
  };
  readonly dataSources: Readonly<Record<string, DataSourceMapping>>;
  readonly actions?: Readonly<Record<string, ActionMapping>>;
  readonly errors: ErrorMapping;
  /** Parts of replies that are not used and therefore not validated, as JSON pointers. */
  readonly unchecked?: readonly string[];
}

/** Where an error body has its message. A body that is not JSON is used as text. */
export interface ErrorMapping {
  readonly message: readonly string[];
  /** Details: a list, an object, or a string such as the kind of error. */
  readonly details?: string;
  /** The service's own error code. */
  readonly code?: string;
  /** Codes that mean the same as 404, whatever the status. */
  readonly missing?: readonly string[];
}

export interface ResourceMapping {
  /** For messages: `cloud account`. */
  readonly noun: string;
  /** The attribute that names an object in messages. */
  readonly label?: string;
  readonly description: string;
  readonly version?: number;
  /** Upgrades from each older schema version to the next. */
  readonly upgrades?: Upgrades;
  readonly attributes: Readonly<Record<string, AttributeMapping>>;
  /** Attribute that names a file → how its content is tracked. */
  readonly files?: Readonly<Record<string, FileMapping>>;
  /** Parameter of a path, query or header, in any operation → the source of its value. */
  readonly parameters: Readonly<Record<string, Part>>;
  /** Attribute → its place in an object of a reply. */
  readonly reply: Readonly<Record<string, Field>>;
  /** Attributes that together identify the object; each is set by the configuration or by the create's reply. */
  readonly identity: readonly string[];
  /** Forms of an import ID, most specific first: `organisation/identity`, or `uid:context`. */
  readonly imports: readonly string[];
  /** Allows a name in place of the identity in an import ID: it is looked up if no object has that identity. */
  readonly lookup?: LookupMapping & { readonly name: string };
  /** With `variants`, the first one whose attribute is set is used instead. */
  readonly create: CreateMapping & { readonly variants?: readonly (CreateMapping & { readonly whenSet: string })[] };
  readonly read: ReadMapping;
  readonly updates?: readonly UpdateMapping[];
  readonly remove: RemoveMapping | { readonly forget: string };
  /**
   * Objects whose deletion makes the service delete this one, as a tenant's content is deleted with it. A plan that
   * replaces one of them replaces this one too, and says why.
   */
  readonly removedWith?: readonly Parent[];
  /**
   * Sets of object names from which the service removes those it deletes. A plan that replaces one of them adds it
   * again.
   */
  readonly members?: readonly Members[];
  readonly locate?: LocateMapping;
  /**
   * The attribute that tells whether the create's wait has ended. An object that is not ready, after a timeout or an
   * interrupted run, is not a failed one: it is kept, and the next apply waits for it again. Updates wait for it, too.
   */
  readonly settles?: string;
  /** Rules that involve several attributes. Values may be unknown. */
  readonly check?: (config: Readonly<Record<string, Value>>) => readonly Diagnostic[];
  /**
   * Called when a replacement is planned: why the service will not delete the object, and what to do. `values` are
   * those of the present object.
   */
  readonly hinders?: (question: HookCall, planned: Readonly<Record<string, Value>>) => Promise<string | undefined>;
  /**
   * Rules about the planned object compared with the prior one (null for a new object), with the provider
   * configuration.
   */
  readonly checkPlan?: (change: PlannedChange) => readonly Diagnostic[];
  /** Why a found object is not of this type. */
  readonly checkImport?: (object: Json) => Diagnostic | undefined;
}

/** How an object's name leads to its identity. */
export interface LookupMapping {
  readonly list: ListMapping;
  /** Attribute → the item field it must equal, if set. */
  readonly where: Readonly<Record<string, string>>;
  /** Attributes taken from an item, by JSON pointer. */
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
    /** Input attribute → the item field it must equal, if set. */
    readonly where?: Readonly<Record<string, string>>;
    /** The call is made if all of these are set, otherwise the list is used. */
    readonly callWhen?: readonly string[];
    /** Instead of the list: provides the values the call needs. */
    readonly lookup?: LookupMapping;
    readonly reply: Readonly<Record<string, Field>>;
  };
  /** Many objects: an attribute that is a list of objects, shaped by a schema of the description. */
  readonly many?: ManyMapping;
  /** A file from the service. */
  readonly download?: DownloadMapping;
  readonly check?: (config: Readonly<Record<string, Value>>) => readonly Diagnostic[];
}

/** An operation that leaves no object behind. All its attributes are inputs. */
export interface ActionMapping {
  /** For messages: `execution`. */
  readonly noun: string;
  readonly description: string;
  readonly attributes: Readonly<Record<string, AttributeMapping>>;
  /** Attributes that name a file to send. */
  readonly files?: Readonly<Record<string, Pick<FileMapping, 'folder'>>>;
  readonly parameters: Readonly<Record<string, Part>>;
  /** In this order, each after the previous one has ended; a failure ends the action. */
  readonly calls: readonly ActionCall[];
  /** Rules that involve several attributes. Values may be unknown. */
  readonly check?: (config: Readonly<Record<string, Value>>) => readonly Diagnostic[];
}

/** In `does` and `did`, `{name}` is replaced by an input or a kept value. */
export interface ActionCall extends CallMapping {
  /** For use after "to": `start the workflow {workflow_id}`. */
  readonly does: string;
  /** Reported when it is done: `started the execution {execution_id}`. */
  readonly did: string;
  /** Whether it is made; unset inputs are null. */
  readonly when?: (values: Readonly<Record<string, Value>>) => boolean;
  /** Name → its place in the reply's object. Later calls, the wait and the messages can use it like an input. */
  readonly keeps?: Readonly<Record<string, Field>>;
  /** The input that names the file for the reply; only its owner may read the file. */
  readonly saves?: string;
  /** Explains why a reply with a success status means that nothing was done. */
  readonly lacks?: (object: Json) => string | undefined;
  readonly wait?: WaitMapping & { readonly call: CallMapping };
  /** Whether to wait for its end; unset inputs are null. Default: yes. */
  readonly waits?: (values: Readonly<Record<string, Value>>) => boolean;
}

export interface ManyMapping {
  readonly list: ListMapping;
  /** Other lists: the first one whose attribute is set, or has this value. */
  readonly instead?: readonly { readonly when: string; readonly is?: string; readonly list: ListMapping }[];
  readonly into: string;
  /** The text for the list. Default: the description's text for an item. */
  readonly description?: string;
  /** The type of an item: pointer to a schema of the description, or a type and how to convert an item to it. */
  readonly item: string | { readonly type: Type; readonly shape: (item: Json, inputs: JsonObject) => Json };
  /** Attributes of an item that are omitted. */
  readonly omit?: readonly string[];
  readonly sensitive?: boolean;
  readonly where?: Readonly<Record<string, string>>;
}

/** Attributes of a data source that downloads a file. */
export interface DownloadMapping {
  readonly call: CallMapping;
  /** The content in base64. */
  readonly content: string;
  /** Its SHA-256, and its length in bytes. */
  readonly hash: string;
  readonly size: string;
}

export interface ConfigurationAttribute extends AttributeMapping {
  /** Environment variable read if the configuration leaves it out. */
  readonly environment?: string;
}

export interface ConfigurationMapping {
  readonly attributes: Readonly<Record<string, ConfigurationAttribute>>;
  /**
   * Settings that every object depends on although no attribute contains them. If one differs from the value an object
   * in state was made with, the plan stops; the same applies to the endpoint, and to every `default: { setting }` of an
   * attribute.
   */
  readonly places?: readonly string[];
  /** Attributes required for any call. */
  readonly needed: readonly string[];
  /** Rules for known values, from the configuration or the environment; null if absent, undefined if unknown. */
  readonly check?: (values: Readonly<Record<string, Json | undefined>>) => readonly Diagnostic[];
  /** Called when all attributes are known; unset ones are null. */
  settings(values: Readonly<Record<string, Json>>): Settings;
}

export interface Settings {
  /** Default: the description's first server. */
  readonly endpoint?: string;
  readonly authentication: Authentication;
  readonly headers?: Readonly<Record<string, string>>;
  readonly timeoutSeconds: number;
  /** Maximum number of retries. */
  readonly retries: number;
  /** The user's value, which overrides the mapping's: see {@link CallMapping.landsWithinSeconds}. */
  readonly landsWithinSeconds?: number;
  /** Maximum number of concurrent requests. */
  readonly concurrency: number;
  /** Requests per second; unlimited if absent. */
  readonly perSecond?: number;
  /** Other limits, by path prefix. Requests there do not count towards the general limits. */
  readonly rates?: readonly PathRate[];
  /** Called for every request: method, address and outcome. */
  readonly trace?: boolean;
  /** The certificates to trust, if not the machine's defaults. */
  readonly tls?: TlsSettings;
}
