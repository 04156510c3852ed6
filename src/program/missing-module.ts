import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** Advice for a failed import: correct the path, install the project, install the package, or use Landform's classes. */
export function missingModuleHint(message: string, directory: string): string | undefined {
  const [, missing] = /Cannot find (?:module|package) '([^']+)'/.exec(message) ?? [];
  if (missing === undefined) return undefined;
  if (BINDINGS.test(missing)) return `Landform comes with ${bindingsIn(path.dirname(missing)).join(', ')}.`;
  if (/[\\/]\.gen[\\/]/.test(missing)) return 'Typed classes are written by: landform get';
  if (/^[./]|^file:/.test(missing)) return 'Correct the path of the import.';
  const name = missing.split('/', missing.startsWith('@') ? 2 : 1).join('/');
  if (isListed(name, directory)) return `package.json lists ${name}, but it is not installed. Run: npm install`;
  return replacementFor(name) ?? `Install it in the project: npm install ${name}`;
}

/** Where `landform/providers/NAME` resolves to. */
const BINDINGS = /\/dist\/bindings\/[^/]+$/;

/** The modules under `landform/providers/`. */
function bindingsIn(folder: string): readonly string[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.js'))
    .map((name) => `landform/providers/${path.basename(name, '.js')}`);
}

/** Landform's replacement for a CDKTF package. Changing imports is the first step of migrating a program. */
function replacementFor(name: string): string | undefined {
  if (name === 'cdktf' || name === 'constructs')
    return `Import from 'landform' instead: it has the classes of ${name}. docs/constructs.md lists the differences.`;
  if (name.startsWith('@cdktf/'))
    return "Use the classes under 'landform/providers', or Resource from 'landform' with the name of the type.";
  return undefined;
}

/** Whether the package.json nearest to the program lists the package, so that `npm install` installs it. */
function isListed(name: string, directory: string): boolean {
  for (let folder = directory; ; folder = path.dirname(folder)) {
    const file = path.join(folder, 'package.json');
    if (existsSync(file)) return dependenciesOf(file).includes(name);
    if (folder === path.dirname(folder)) return false;
  }
}

function dependenciesOf(file: string): string[] {
  try {
    const { dependencies, devDependencies } = JSON.parse(readFileSync(file, 'utf8')) as Record<string, object>;
    return Object.keys({ ...dependencies, ...devDependencies });
  } catch {
    return []; // npm explains an invalid package.json better than this message could
  }
}
