import type { Json, Type, Value } from '../../../model/index.js';

export interface AttributeMapping {
  /** Default: `string`. */
  readonly type?: Type;
  readonly required?: boolean;
  readonly optional?: boolean;
  readonly computed?: boolean;
  readonly sensitive?: boolean;
  readonly writeOnly?: boolean;
  /** Default: the description's text for the field it is sent as or read from. */
  readonly description?: string;
  /** In addition to the constraints of all operations it is sent in. */
  readonly constraint?: Readonly<Record<string, unknown>>;
  /**
   * Used if the configuration leaves it out; needs `computed`. With `onlyNew`, only for a new object: an existing one
   * keeps its value.
   */
  readonly default?: { readonly value: Value; readonly onlyNew?: boolean } | SettingDefault;
  /** The attributes of an object, or of a list's objects; made by nested.ts. */
  readonly nested?: Nested;
  /** Default: true for an input that no update sends. */
  readonly replaces?: boolean;
  /**
   * Decides per change, for an update that can express only some changes. Parts of the planned value may be unknown.
   */
  readonly replacesWhen?: (prior: Value, planned: Value) => boolean;
  /** Controls Landform and is never sent. Changing it does not replace the object, unless `replaces` says so. */
  readonly local?: boolean;
  /** Computed, and may change when one of these changes. */
  readonly changesWith?: readonly string[];
  /**
   * `when-set`: the service's value is only tracked once state has a value; until then something else may manage it.
   * `when-set-or-imported`: the same, and an import records it.
   */
  readonly followed?: 'always' | 'when-set' | 'when-set-or-imported';
  /**
   * How the service rewrites values, so that what it shows is equivalent but written differently. Applies at every
   * depth of the value. If the two are equivalent, the configured notation is kept: a plan shows no change, a refresh
   * no drift, and an apply no inconsistent result. Terraform calls this semantic equality.
   */
  readonly same?: Same | readonly Same[];
  /** Local: changing it sends that write-only attribute again, whose own changes cannot be detected. */
  readonly versionOf?: string;
}

/**
 * A rewriting that does not change the meaning:
 *
 * - `trimmed`: white space around a string
 * - `any-case`: upper or lower case of a string
 * - `any-case-keys`: the same for the keys of a map, or the members of an object
 * - `json`: JSON strings that encode the same value
 * - `moment`: the same instant in another notation (ISO 8601, to the millisecond; without an offset it is UTC)
 * - `as-text`: a number or boolean as a string, or a string as a number or boolean; numbers in another notation (`1.0`)
 * - `unordered`: another order of a list
 * - `one-or-list`: a value as a list of only that value, or the reverse
 * - `filled-in`: members of an object or a map that were left out, and the whole value if it was left out. The service
 *   sets
 *   values for them, and they stay out of state. An import shows them, and keeps them until the configuration changes
 *   them.
 */
export type Same =
  'trimmed' | 'any-case' | 'any-case-keys' | 'json' | 'moment' | 'as-text' | 'unordered' | 'one-or-list' | 'filled-in';

/** A default from the provider configuration, required there if it is required here. */
export interface SettingDefault {
  readonly setting: string;
  /**
   * Only applies if another attribute, declared before it, has this value; otherwise the attribute is ignored and null.
   */
  readonly when?: { readonly attribute: string; readonly is: string };
}

/** The attributes inside this one. */
export interface Nested {
  readonly nesting: 'single' | 'list';
  /** The member that identifies an item of a list. */
  readonly key?: string;
  /** Items that the configuration never set are not managed; an import finds none. */
  readonly onlyKnown?: boolean;
  readonly members: Readonly<Record<string, NestedMember>>;
}

export interface NestedMember extends Pick<
  AttributeMapping,
  'type' | 'required' | 'optional' | 'sensitive' | 'description' | 'constraint' | 'nested' | 'same'
> {
  /** Its place in an object of a request and of a reply, as a JSON pointer. Absent: it is local, and never sent. */
  readonly at?: string;
  /** Its place in a reply, if different; `nowhere`: it is sent but never shown. */
  readonly shown?: string;
  /** Computed by the service from that other member, and different for another value of it. */
  readonly changesWith?: string;
  /** A value of this form is a mask: the service hides the value, which is assumed unchanged. */
  readonly masked?: RegExp;
  /** The value that is sent for, and implied by, an absent member; shown, it counts as absent. */
  readonly otherwise?: Json;
}

/** The source of a value in a request: an attribute, a constant, the provider configuration, or code. */
export type Part =
  | string
  | { readonly value: Json }
  | { readonly setting: string }
  | { readonly attribute: string; readonly encode: (value: Json, about: About) => Json | undefined }
  /**
   * Computed from several attributes, in this order; a null one is undefined. In an update, `prior.x` is the previous
   * value of x, and `current` the present object, if the update looks.
   */
  | {
      readonly attributes: readonly string[];
      readonly make: (...values: readonly (Json | undefined)[]) => Json | undefined;
    };

/** What a value is merged with before it is sent. */
export interface About {
  /** The present object; only for an update that `looks`. */
  readonly current?: Json | undefined;
  /** The attribute's value before the change. */
  readonly prior?: Json | undefined;
}

/** The content of the file or folder that an attribute names; see `files`. */
export interface FilePart {
  readonly file: string;
}

/** A JSON document as a string inside another body. */
export interface JsonPart {
  readonly json: Readonly<Record<string, Part>>;
}

/** An attribute that names a local file. Its content is inspected during planning and sent during apply. */
export interface FileMapping {
  /** The attribute that identifies the content: computed, a SHA-256. */
  readonly hash: string;
  /** The alternative attribute with the content itself. If neither is known, the object was imported. */
  readonly or?: string;
  /** The call that downloads the content the service keeps: an import compares it with the configured file. */
  readonly kept?: { readonly operation: string };
  /** Whether it may also name a folder, which is sent as a tar.gz archive. */
  readonly folder?: boolean;
}

/** Where an attribute is in a reply: a pointer, or more. */
export type Field = string | FieldMapping;

export interface FieldMapping {
  readonly at: string;
  /** Converts the reply's value, given what was known before it, to the attribute; undefined for none. */
  readonly decode?: (json: Json, known: Known) => Json | undefined;
  /** The value if the reply has nothing there: `null` (the default), or the known value. */
  readonly missing?: 'null' | 'keep';
}

/** What is known about an attribute before a reply is read. */
export interface Known {
  readonly value: Json | undefined;
  /** The object is being imported: it is not known yet which of its parts are managed. */
  readonly imported: boolean;
}
