import { chmod, mkdir, readdir } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import process from 'node:process';
import { pathToFileURL } from 'node:url';
import type { createJiti, Jiti } from 'jiti';

export type Module = Readonly<Record<string, unknown>>;

const TYPESCRIPT = /\.[cm]?tsx?$/;

/** Files imported earlier. Node caches modules permanently, so running one again requires jiti. */
const seen = new Map<string, number>();

/**
 * Imports a module of the user, with or without types. Node strips types where it can. Everything else (an older Node, enums,
 * imports without an extension, a program that runs again in the same process) is imported by jiti, whose cache is in the project,
 * so that other users cannot put code into it.
 */
export async function importModule(file: string, directory: string, restart: () => void): Promise<Module> {
  const runs = (seen.get(file) ?? 0) + 1;
  seen.set(file, runs);
  const typed = TYPESCRIPT.test(file);
  if (!typed || (runs === 1 && stripsTypes())) {
    const { href } = pathToFileURL(file);
    try {
      const { nativeImport } = await import('./native-import.js');
      return (await nativeImport(runs === 1 ? href : `${href}?run=${runs}`)) as Module;
    } catch (error) {
      if (!typed || !needsMore(error, directory)) throw error;
      restart();
    }
  }
  const cache = path.join(directory, '.landform', 'cache', 'jiti');
  const jiti = await openJiti(directory, cache);
  try {
    return await jiti.import<Module>(file);
  } finally {
    await closeToOthers(cache);
  }
}

/** Restricts the cache to its owner: it contains the program's literals, and jiti leaves the mode to the umask. */
async function closeToOthers(cache: string): Promise<void> {
  const names = await readdir(cache);
  await Promise.all(names.map((name) => chmod(path.join(cache, name), 0o600).catch(() => undefined)));
}

function stripsTypes(): boolean {
  const features: typeof process.features & { readonly typescript?: string | false } = process.features;
  return Boolean(features.typescript);
}

async function openJiti(directory: string, cache: string): Promise<Jiti> {
  // Required, not imported: Node would first scan its large bundle for the names it exports.
  const { createJiti: create } = createRequire(import.meta.url)('jiti') as { createJiti: typeof createJiti };
  await mkdir(cache, { recursive: true, mode: 0o700 });
  await chmod(cache, 0o700);
  const jiti = create(pathToFileURL(`${directory}/`).href, {
    fsCache: cache,
    interopDefault: false,
    tsconfigPaths: true,
  });
  // Modules are shared within a run, and the next run reads them again.
  for (const name of Object.keys(jiti.cache)) {
    if (name.startsWith(directory + path.sep) && !name.includes('node_modules')) delete jiti.cache[name];
  }
  return jiti;
}

interface ImportError {
  readonly code?: unknown;
  readonly message?: unknown;
}

/** Whether the import failed only because it needs more than stripping types. */
function needsMore(error: unknown, directory: string): boolean {
  if (typeof error !== 'object' || error === null) return false;
  const { code, message }: ImportError = error;
  const text = String(message);
  switch (code) {
    case 'ERR_UNSUPPORTED_TYPESCRIPT_SYNTAX':
    case 'ERR_UNKNOWN_FILE_EXTENSION':
    case 'ERR_UNSUPPORTED_DIR_IMPORT':
      return true;
    case 'ERR_MODULE_NOT_FOUND':
      // jiti cannot find a missing package either, but the import of a file may lack its extension, or use that of JavaScript.
      return text.includes(`Cannot find module '${directory}`) || text.includes('#');
    default:
      // A type imported as if it were a value.
      return error instanceof SyntaxError && text.includes('does not provide an export named');
  }
}
