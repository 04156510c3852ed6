import type { Diagnostic, Json } from '../../model/index.js';
import type { Unexpected } from './diagnostics.js';

/** An object as a reply shows it. `unexpected`: the reply breaks the description, and names the object all the same. */
export interface Shown {
  readonly object: Json;
  /** Of the reply. */
  readonly etag?: string | undefined;
  readonly unexpected?: Unexpected;
  /** What is said about pieces that are left out. */
  readonly warnings?: readonly Diagnostic[];
}

/** What came of looking for an object. */
export type Found =
  | ({ readonly kind: 'found' } & Shown)
  | { readonly kind: 'gone' }
  | { readonly kind: 'failed'; readonly diagnostic: Diagnostic };
