import type { ObjectRef } from './journal-entry.js';
import type { Json } from './json.js';
import type { ObjectState, State } from './state.js';

/** A change to the state alone, as a plan of such changes keeps it. They are made in order, each on the result of those before. */
export type StateEdit =
  | { readonly kind: 'move'; readonly from: string; readonly to: string }
  | { readonly kind: 'remove'; readonly address: string }
  /** Sources of providers, as given. */
  | { readonly kind: 'replace-provider'; readonly from: string; readonly to: string }
  | { readonly kind: 'taint' | 'untaint'; readonly address: string }
  /** With the object as the provider read it; without an ID that is a secret, since nothing needs it any more. */
  | { readonly kind: 'import'; readonly id?: string; readonly ref: ObjectRef; readonly object: ObjectState }
  /** A whole state, as its file has it. It replaces the stored one, with lineage and serial. */
  | { readonly kind: 'push'; readonly state: Json };

/** What edits lead to. */
export interface EditedState {
  readonly state: State;
  /** The address before of each instance that has another one now. */
  readonly moved: ReadonlyMap<string, string>;
  /** Imported instances, with the ID unless it is a secret. */
  readonly imported: ReadonlyMap<string, string | undefined>;
  /** Whether the state replaces the stored one as a whole, with its own lineage and serial. */
  readonly replaces: boolean;
}

export const EDIT_KINDS = ['move', 'remove', 'replace-provider', 'taint', 'untaint', 'import', 'push'] as const;
