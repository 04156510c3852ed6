import type { Diagnostic, Type } from '../../model/index.js';
import type { ApiOperation, ApiReply } from './api.js';
import type { Group } from './group.js';
import type { ListGuess } from './paging.js';
import type { JsonRecord } from './pointer.js';
import type { SecurityGuess } from './security.js';
import type { SharedHeader } from './shared-headers.js';
import type { Shape } from './schemas.js';

/** What was concluded from a description. Whoever prints it says what is certain and what is not. */
export interface ProviderGuess {
  readonly name: string;
  readonly title: string;
  /** OpenAPI 3.1. */
  readonly document: JsonRecord;
  /** Whether it was written in the words of 3.0. */
  readonly converted: boolean;
  readonly server: string | undefined;
  readonly security: SecurityGuess;
  /** Headers of all requests that the provider's configuration gives. */
  readonly headers: readonly SharedHeader[];
  readonly errors: { readonly message: readonly string[]; readonly details?: string };
  readonly resources: readonly ResourceGuess[];
  readonly dataSources: readonly DataSourceGuess[];
  /** What could be created but is not among the resources, and why. */
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
  /** Why it is not an action, where it could be one. */
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
  /** May become another with any update. */
  readonly changes?: boolean;
  /** Members that are left out get values of the service's own. */
  readonly filledIn?: boolean;
  readonly local?: boolean;
  readonly versionOf?: string;
  /** Attributes that have to be set when this one is: the object they lie in demands them. */
  readonly needs?: readonly string[];
  /** Keywords of the field, for samples. */
  readonly schema: JsonRecord;
  /** Place of its schema in the description. */
  readonly pointer?: string;
  /** Places of the schemas under which replies show it, where those are others. */
  readonly views?: readonly string[];
  readonly doubts: readonly string[];
}

export interface CallGuess {
  readonly operation: ApiOperation;
  /** Pointer in the body → attribute. Undefined: no body. */
  readonly body?: ReadonlyMap<string, string>;
  /** Pointers of objects that the body has to hold, also when none of their members is set. */
  readonly frames?: readonly string[];
  readonly mediaType?: string;
  /** Where the object stands in the reply; absent when the reply does not hold it. */
  readonly object?: string;
  readonly follow?: FollowGuess;
}

export interface UpdateGuess extends CallGuess {
  readonly send: 'changed' | 'all';
  readonly clears?: 'as-null' | 'by-omission';
  /** Attributes that its body cannot do without. */
  readonly demands: readonly string[];
  /** Pointer of an object that its body may hold → attributes that it cannot do without there. */
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
  /** The answer that means that work has begun. */
  readonly begun: ApiReply;
  readonly address?: { readonly header: string } | { readonly at: string };
  readonly call?: { readonly operation: ApiOperation; readonly parameter: string; readonly at: string };
  /** Pointer in the status at whose end the identity stands. */
  readonly gives?: string;
  /** The operation that answers at the address, when the description tells. */
  readonly status?: ApiOperation;
}

/** What gives a parameter its value: an attribute, nothing but the value, or a setting of the provider. */
export type ParameterSource = string | { readonly value: string | number | boolean } | { readonly setting: string };

export interface ResourceGuess {
  readonly group: Group;
  readonly type: string;
  readonly attributes: readonly AttributeGuess[];
  readonly parameters: ReadonlyMap<string, ParameterSource>;
  readonly parents: readonly string[];
  /** Where fields are sent → where replies show them, if elsewhere. */
  readonly renamed: ReadonlyMap<string, string>;
  /** Attribute → pointer in the object of a reply. */
  readonly reply: ReadonlyMap<string, string>;
  /** The attribute that tells one from all others of its kind; undefined for the only one. */
  readonly identity: string | undefined;
  /** Of `parents`, those that are fields of its own: several holes tell it from others. */
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
  /** `sensitive`: there is a secret in each item. */
  readonly many?: { readonly list: ListGuess; readonly into: string; readonly sensitive: boolean };
}

/** An operation that does something once and leaves no object behind. */
export interface ActionGuess {
  readonly noun: string;
  readonly type: string;
  /** One sentence. */
  readonly description: string;
  /** Inputs alone. */
  readonly attributes: readonly AttributeGuess[];
  readonly parameters: ResourceGuess['parameters'];
  /** Attributes that fill the holes of its path: what it is done to. */
  readonly about: readonly string[];
  readonly call: CallGuess;
}
