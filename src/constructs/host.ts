import type { Assembly } from './synthesize.js';

/**
 * Who runs the program. Under a `landform` command it stands in the global registry, under a symbol that every copy of the
 * library knows; a program run by Node alone has none.
 */
export interface Host {
  /** The project's folder; locations are relative to it. */
  readonly root: string;
  /** The place in the source for one in the running code (`/p/main.ts:14:3`), where the two differ. */
  locate?(location: string): string;
  created(app: { assemble(): Assembly }): void;
  synthesized(assembly: Assembly): void;
}

export const HOST: unique symbol = Symbol.for('landform.host') as never;

export function hostOf(): Host | undefined {
  return (globalThis as { [HOST]?: Host | undefined })[HOST];
}
