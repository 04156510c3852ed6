import type { Schema } from '../../model/index.js';

/** What a guide tells of a provider: its schemas, what they can not say, and what people wrote. */
export interface Guide {
  /** As its types begin: `asm`. */
  readonly name: string;
  /** The command that writes the page. */
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
  /** Attribute → what stands in for it when it is left out, as a sentence has it after "Default:". */
  readonly defaults: Readonly<Record<string, string>>;
  /** Attribute → the variable of the environment that is read when it is left out. */
  readonly environment?: Readonly<Record<string, string>>;
}

export interface ResourceEntry extends Entry {
  readonly importing: Importing;
  /** Why a destroy leaves the object as it is. */
  readonly forgets?: string;
}

export type Importing =
  | {
      /** Forms of an id: `mesh_id/uid`. */
      readonly forms: readonly string[];
      /** The part that may be a name instead. */
      readonly byName?: { readonly part: string; readonly name: string };
    }
  | { readonly impossible: string };

export interface GuideTexts {
  /** What comes first; it begins with the heading of the page. */
  readonly intro: string;
  /** What comes last. */
  readonly topics: string;
  /** By name: that of the type, `data.` or `action.` before it where it is one. */
  readonly notes: Readonly<Record<string, string>>;
  readonly examples: Readonly<Record<string, Example>>;
}

export interface Example {
  readonly typescript: string;
  /** The same as Terraform JSON. */
  readonly json: string;
}
