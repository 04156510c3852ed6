import { type Diagnostic, type JsonObject, type Type } from '../../model/index.js';
import type { ApiOperation, ApiReply } from './api.js';
import type { Group, CreatableGroup } from './group.js';
import type { ListGuess } from './paging.js';
import type { SecurityGuess } from './security.js';
import type { SharedHeader } from './shared-headers.js';
import type { Shape } from './schemas.js';

/** The conclusions from a description, marked as certain or not. */
export interface ProviderGuess {
  readonly name: string;
  readonly title: string;
  /** OpenAPI 3.1. */
  readonly document: JsonObject;
  /** Whether it was written as OpenAPI 3.0. */
  readonly converted: boolean;
  readonly server: string | undefined;
  readonly security: SecurityGuess;
  /** Headers of all requests that the provider configuration sets. */
  readonly headers: readonly SharedHeader[];
  readonly errors: { readonly message: readonly string[]; readonly details?: string };
  readonly resources: readonly ResourceGuess[];
  readonly dataSources: readonly DataSourceGuess[];
  /** Creatable kinds that did not become resources, and why. */
  readonly leftOut: readonly LeftOut[];
  readonly actions: readonly ActionGuess[];
  /** Operations that no resource, data source or action uses. */
  readonly others: readonly LeftOver[];
  readonly diagnostics: readonly Diagnostic[];
}

export interface LeftOut {
  readonly noun: string;
  readonly reason: string;
}

export interface LeftOver {
  readonly operation: ApiOperation;
  /** Why it did not become an action, if it could have. */
  readonly reason?: string;
}

/** A pointer into a request or reply, or the attribute's JSON. */
export interface AttributeGuess {
  readonly name: string;
  readonly shape: Shape;
  readonly type: Type;
  readonly required: boolean;
  readonly optional: boolean;
  readonly computed: boolean;
  readonly sensitive: boolean;
  readonly writeOnly: boolean;
  readonly replaces: boolean;
  readonly description: string | undefined;
  readonly default?: string | number | boolean;
  /** May change with any update. */
  readonly changes?: boolean;
  /** Omitted members get values from the service. */
  readonly filledIn?: boolean;
  readonly local?: boolean;
  readonly versionOf?: string;
  /** Attributes that are required if this one is set, by the object that contains them. */
  readonly needs?: readonly string[];
  /** Keywords of the field, for samples. */
  readonly schema: JsonObject;
  /** Location of its schema in the description. */
  readonly pointer?: string;
  /** Locations of its schemas in replies, if different. */
  readonly views?: readonly string[];
  readonly doubts: readonly string[];
}

export interface CallGuess {
  readonly operation: ApiOperation;
  /** Pointer in the body → attribute. Undefined: no body. */
  readonly body?: ReadonlyMap<string, string>;
  /** Pointers of objects that the body must contain even if none of their members is set. */
  readonly frames?: readonly string[];
  readonly mediaType?: string;
  /** Where the object is in the reply; absent if the reply does not contain it. */
  readonly object?: string;
  readonly follow?: FollowGuess;
}

export interface UpdateGuess extends CallGuess {
  readonly send: 'changed' | 'all';
  readonly clears?: 'as-null' | 'by-omission';
  /** Attributes that its body requires. */
  readonly demands: readonly string[];
  /** Pointer of an optional object in its body → attributes that are required in it. */
  readonly together: ReadonlyMap<string, readonly string[]>;
}

export interface WaitGuess {
  readonly field: string;
  readonly ready: readonly string[];
  readonly pending: readonly string[];
  readonly failed: readonly string[];
  readonly reason?: string;
}

export interface FollowGuess extends WaitGuess {
  /** The reply that means that work has started. */
  readonly begun: ApiReply;
  readonly address?: { readonly header: string } | { readonly at: string };
  readonly call?: { readonly operation: ApiOperation; readonly parameter: string; readonly at: string };
  /** Pointer to the value in the status that ends with the identity. */
  readonly gives?: string;
  /** The operation that serves the address, if the description tells. */
  readonly status?: ApiOperation;
}

/** The source of a parameter's value: an attribute, a constant, or a provider setting. */
export type ParameterSource = string | { readonly value: string | number | boolean } | { readonly setting: string };

export interface ResourceGuess {
  readonly group: CreatableGroup;
  readonly type: string;
  readonly attributes: readonly AttributeGuess[];
  readonly parameters: ReadonlyMap<string, ParameterSource>;
  readonly parents: readonly string[];
  /** Location of fields in requests → their location in replies, if different. */
  readonly renamed: ReadonlyMap<string, string>;
  /** Attribute → pointer in the object of a reply. */
  readonly reply: ReadonlyMap<string, string>;
  /** The attribute that identifies an object among its kind; undefined for a singleton. */
  readonly identity: string | undefined;
  /** Those of `parents` that are its own fields: several parameters identify it. */
  readonly beside: readonly string[];
  readonly label: string | undefined;
  readonly create: CallGuess & { readonly wait?: WaitGuess };
  readonly read: CallGuess | undefined;
  readonly list: ListGuess | undefined;
  readonly updates: readonly UpdateGuess[];
  readonly remove: (CallGuess & { readonly wait?: WaitGuess }) | undefined;
  readonly match: readonly string[];
}

export interface DataSourceGuess {
  readonly group: Group;
  readonly type: string;
  readonly parameters: ResourceGuess['parameters'];
  readonly attributes: readonly AttributeGuess[];
  readonly one?: { readonly call: CallGuess; readonly reply: ReadonlyMap<string, string> };
  /** `sensitive`: each item contains a secret. */
  readonly many?: { readonly list: ListGuess; readonly into: string; readonly sensitive: boolean };
}

/** An operation that leaves no object behind. */
export interface ActionGuess {
  readonly noun: string;
  readonly type: string;
  /** One sentence. */
  readonly description: string;
  /** Inputs alone. */
  readonly attributes: readonly AttributeGuess[];
  readonly parameters: ResourceGuess['parameters'];
  /** Attributes for its path parameters: the object that it works on. */
  readonly about: readonly string[];
  readonly call: CallGuess;
}
