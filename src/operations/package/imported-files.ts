import { existsSync, readFileSync, statSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import path from 'node:path';

/** What a module needs to run, beside Landform. */
export interface ImportedFiles {
  /** Absolute, the module itself first. */
  readonly files: readonly string[];
  /** Names of npm packages, with the file that imports each. */
  readonly packages: ReadonlyMap<string, string>;
  /** Relative imports without a file. */
  readonly missing: readonly { readonly file: string; readonly specifier: string }[];
}

/** Imports, exports and requires of a text that is a literal. One in a comment only adds a file too many. */
const IMPORTS =
  /\b(?:import|export)\b(?!\s+type\b)[^'"`;]*?\bfrom\s*(['"])([^'"\n]+)\1|\bimport\s*\(?\s*(['"])([^'"\n]+)\3|\brequire\(\s*(['"])([^'"\n]+)\5/g;

/** Files of these names are read by generated providers, which find them next to their mapping. */
const BESIDE = ['openapi.yaml', 'openapi.json', 'replies.cjs'];

/** Follows the imports of a module, without running it. */
export function importedFiles(module: string): ImportedFiles {
  const files = new Set([module]);
  const packages = new Map<string, string>();
  const missing: { file: string; specifier: string }[] = [];
  // A set is traversed in the order of insertion, what is added meanwhile included.
  for (const file of files) {
    if (!/\.[cm]?[jt]sx?$/.test(file)) continue;
    for (const name of BESIDE) {
      const beside = path.join(path.dirname(file), name);
      if (existsSync(beside)) files.add(beside);
    }
    for (const [, , from, , loaded, , required] of readFileSync(file, 'utf8').matchAll(IMPORTS)) {
      const specifier = from ?? loaded ?? required ?? '';
      if (/^\.{1,2}\//.test(specifier)) {
        const found = resolved(path.resolve(path.dirname(file), specifier));
        if (found === undefined) missing.push({ file, specifier });
        else files.add(found);
      } else if (!isBuiltin(specifier) && !specifier.startsWith('#') && !path.isAbsolute(specifier)) {
        const name = packageName(specifier);
        if (!packages.has(name)) packages.set(name, file);
      }
    }
  }
  return { files: [...files], packages, missing };
}

const packageName = (specifier: string): string =>
  specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');

const isFile = (file: string): boolean => statSync(file, { throwIfNoEntry: false })?.isFile() === true;

/** As loaders find it: the name of compiled code means its source, too. */
function resolved(file: string): string | undefined {
  const source = file.replace(/\.([cm]?)js$/, '.$1ts');
  const guesses = ['.ts', '.js', '.mjs', '.cjs', '.json', '/index.ts', '/index.js'].map((end) => file + end);
  return [file, source, ...guesses].find(isFile);
}
