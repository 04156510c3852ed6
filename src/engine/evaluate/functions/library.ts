import { createRequire } from 'node:module';
import type { parse } from 'csv-parse/sync';
import type { gzipSync } from 'fflate';
import type ipaddr from 'ipaddr.js';
import type { RE2JS } from 're2js';
import type yaml from 'yaml';

/** What functions use of packages, or of the parts of them that the build bundles (`#csv`, see scripts/build.mjs). */
interface Libraries {
  readonly '#bcrypt': { hashSync(text: string, salt: string): string };
  readonly '#csv': { readonly parse: typeof parse };
  readonly '#encodings': {
    encode(text: string, encoding: string): Buffer;
    decode(bytes: Buffer, encoding: string, options: { readonly stripBOM: boolean }): string;
    encodingExists(encoding: string): boolean;
  };
  readonly '#gzip': { readonly gzipSync: typeof gzipSync };
  readonly '#ip': Pick<typeof ipaddr, 'IPv4' | 'IPv6' | 'fromByteArray'>;
  readonly '#re2': { readonly RE2JS: typeof RE2JS };
  readonly yaml: Pick<typeof yaml, 'isAlias' | 'isMap' | 'isScalar' | 'isSeq' | 'parseAllDocuments'>;
}

/** Loads a library on the first call that needs it: most commands need none, and loading takes time. */
export function library<N extends keyof Libraries>(name: N): () => Libraries[N] {
  let loaded: Libraries[N] | undefined;
  // Files that the build writes have no declarations to check this against.
  return () => (loaded ??= createRequire(import.meta.url)(name) as Libraries[N]);
}
