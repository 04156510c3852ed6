import type { Assembly } from './synthesize.js';

/**
 * The host that runs the program. A `landform` command registers it as a global, under a symbol that every copy of the library
 * knows. A program run by Node alone has no host.
 */
export interface Host {
  /** The project's folder, which locations are relative to. */
  readonly root: string;
  /** Converts a place in the running code (`/p/main.ts:14:3`) to the place in the source, if they differ. */
  locate?(location: string): string;
  created(app: { assemble(): Assembly }): void;
  synthesized(assembly: Assembly): void;
}

export const HOST: unique symbol = Symbol.for('landform.host');

export function hostOf(): Host | undefined {
  const holder: typeof globalThis & { [HOST]?: Host | undefined } = globalThis;
  return holder[HOST];
}
