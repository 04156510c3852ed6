import type { Entry } from '../collection.js';

/** The stored form of an object. Its identity consists of its parents' keys and its own. */
export interface Thing extends Entry {
  readonly parents: readonly string[];
  readonly key: string | number;
  readonly object: unknown;
  /** When it is ready, in milliseconds: until then its state shows that it is being created. */
  readonly readyAt: number;
}
