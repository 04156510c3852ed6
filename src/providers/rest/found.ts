import type { Diagnostic, Json } from '../../model/index.js';
import type { Unexpected } from './diagnostics.js';

/** An object as a reply shows it. `unexpected`: the reply violates the description, but names the object. */
export interface Shown {
  readonly object: Json;
  /** Of the reply. */
  readonly etag?: string | undefined;
  readonly unexpected?: Unexpected;
  /** Warnings about omitted pieces. */
  readonly warnings?: readonly Diagnostic[];
}

/** What came of looking for an object. */
export type Found =
  | ({ readonly kind: 'found' } & Shown)
  | { readonly kind: 'gone' }
  | { readonly kind: 'failed'; readonly diagnostic: Diagnostic };
