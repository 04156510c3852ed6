import type { Json, Type, Value } from '../../../model/index.js';

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
   * `when-set-or-imported`: the same, and an import takes it into state.
   */
  readonly followed?: 'always' | 'when-set' | 'when-set-or-imported';
  /**
   * How the service rewrites what it is sent, so that what it shows is the same, though written differently. Counts at every depth
   * of the value. Where the two are the same, the configuration's writing is kept: a plan shows no change, a refresh no drift, and
   * an apply no inconsistent result. Terraform calls this semantic equality.
   */
  readonly same?: Same | readonly Same[];
  /** Local: a change of it sends that write-only attribute again, whose own change nobody could see. */
  readonly versionOf?: string;
}

/**
 * A rewriting that changes nothing:
 *
 * - `trimmed`: white space around a text
 * - `any-case`: upper or lower case of a text
 * - `any-case-keys`: the same of the keys of a map, or of the members of an object
 * - `json`: texts of JSON that say the same
 * - `moment`: the same instant written in another way (ISO 8601, to the millisecond; without an offset it is UTC)
 * - `as-text`: a number or a truth value as a text, or a text as a number or a truth value; numbers in another writing (`1.0`)
 * - `unordered`: another order of a list
 * - `one-or-list`: a value as a list that holds nothing else, or the reverse
 * - `filled-in`: members of an object or a map that were left out, and the whole value when it was left out. The service gives them
 *   values of its own, and they stay left out here. An import shows them, and they are kept until the configuration says otherwise.
 */
export type Same =
  'trimmed' | 'any-case' | 'any-case-keys' | 'json' | 'moment' | 'as-text' | 'unordered' | 'one-or-list' | 'filled-in';

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
  'type' | 'required' | 'optional' | 'sensitive' | 'description' | 'constraint' | 'nested' | 'same'
> {
  /** Where it stands in an object of a request and of a reply, as a JSON pointer. Absent: it is ours alone, and never sent. */
  readonly at?: string;
  /** Where a reply has it, when elsewhere; `nowhere`: it is sent and never shown. */
  readonly shown?: string;
  /** Given by the service for the value of that other member, and another one with another value of it. */
  readonly changesWith?: string;
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
  /** The call that fetches the content as the service keeps it: an import compares it with what the configuration names. */
  readonly kept?: { readonly operation: string };
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
