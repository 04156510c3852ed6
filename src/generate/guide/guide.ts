import type { Schema } from '../../model/index.js';

/** The content of a provider's guide: its schemas, what they cannot express, and handwritten text. */
export interface Guide {
  /** The prefix of its types: `asm`. */
  readonly name: string;
  /** The command that generates the page. */
  readonly command: string;
  readonly configuration: Entry;
  /** By type. */
  readonly resources: Readonly<Record<string, ResourceEntry>>;
  readonly dataSources: Readonly<Record<string, Entry>>;
  readonly actions: Readonly<Record<string, Entry>>;
  readonly texts: GuideTexts;
}

export interface Entry {
  readonly schema: Schema;
  /** Attribute → the value used if it is omitted, for use in a sentence after "Default:". */
  readonly defaults: Readonly<Record<string, string>>;
  /** Attribute → the environment variable that is read if it is omitted. */
  readonly environment?: Readonly<Record<string, string>>;
}

export interface ResourceEntry extends Entry {
  readonly importing: Importing;
  /** Why destroy leaves the object unchanged. */
  readonly forgets?: string;
}

export type Importing =
  | {
      /** Forms of an import ID: `mesh_id/uid`. */
      readonly forms: readonly string[];
      /** The part that may be replaced by a name. */
      readonly byName?: { readonly part: string; readonly name: string };
    }
  | { readonly impossible: string };

export interface GuideTexts {
  /** The first section; it starts with the page's heading. */
  readonly intro: string;
  /** The last section. */
  readonly topics: string;
  /** By type name, with `data.` or `action.` in front where applicable. */
  readonly notes: Readonly<Record<string, string>>;
  readonly examples: Readonly<Record<string, Example>>;
}

export interface Example {
  readonly typescript: string;
  /** The same as Terraform JSON. */
  readonly json: string;
}
