/** The thread of the policies: loads their modules into a context that has only the language, and runs them. */
import { readFileSync } from 'node:fs';
import { createRequire, isBuiltin } from 'node:module';
import path from 'node:path';
import process from 'node:process';
import { fileURLToPath, pathToFileURL } from 'node:url';
import vm from 'node:vm';
import { parentPort, workerData } from 'node:worker_threads';
import type { createJiti } from 'jiti';
import { failureOf, placesIn, type Thrown } from './failure.js';
import { inside, type FoundModule, type Inside } from './inside.js';
import { HIDDEN_KEY, type PolicyReply, type PolicyRequest, type PolicyWork } from './messages.js';

// The other thread makes this object, and nothing else starts this file.
const { directory, input, library } = workerData as PolicyWork;
const { createJiti: create } = createRequire(import.meta.url)('jiti') as { createJiti: typeof createJiti };
const jiti = create(pathToFileURL(`${directory}/`).href, { fsCache: false, moduleCache: false, tsconfigPaths: true });

// Without a prototype, since the one it would have belongs to this thread.
const context = vm.createContext(Object.create(null) as vm.Context, {
  codeGeneration: { strings: false, wasm: false },
});
const loaded = new Set<string>();

/** Files in which no policy is. */
const OURS: ReadonlySet<string> = new Set([library, fileURLToPath(import.meta.url)]);

function moduleOf(request: string, from: string): FoundModule {
  if (request === 'landform/policy') return codeOf(library);
  if (isBuiltin(request)) return refusing('Impure', `imports "${request}"`);
  try {
    const parentURL = from === '' ? `${directory}/` : from;
    const found = path.isAbsolute(request)
      ? request
      : jiti.esmResolve(request, { parentURL: pathToFileURL(parentURL).href });
    return codeOf(found.startsWith('file:') ? fileURLToPath(found) : found);
  } catch {
    return refusing('Missing', `imports "${request}", which was not found`);
  }
}

/** The version of the package that a module belongs to, for modules that are named by their package. */
function versionOf(request: string): string | undefined {
  if (path.isAbsolute(request) || request === 'landform/policy') return undefined;
  const name = request.split('/', request.startsWith('@') ? 2 : 1).join('/');
  for (let folder = path.dirname(moduleOf(request, '').file); ; folder = path.dirname(folder)) {
    const found = packageAt(folder);
    if (found?.name === name && typeof found.version === 'string') return found.version;
    if (folder === path.dirname(folder)) return undefined;
  }
}

function packageAt(folder: string): { readonly name?: unknown; readonly version?: unknown } | undefined {
  try {
    return JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8')) as object;
  } catch {
    return undefined;
  }
}

const refusing = (name: string, message: string, stack?: string): FoundModule => ({
  file: '',
  refused: { name, message, ...(stack === undefined ? {} : { stack }) },
});

/** How jiti returns a problem of the syntax. */
const UNREADABLE = 'exports.__JITI_ERROR__ = ';

function transform(file: string): string {
  const source = readFileSync(file, 'utf8');
  return file.endsWith('.json')
    ? `module.exports = ${source}`
    : jiti.transform({ source, filename: file, ts: /\.[cm]?tsx?$/.test(file), async: false });
}

/** Every policy needs the library; what it takes to load the transformer is not counted to the time of the first. */
const transformed: ReadonlyMap<string, string> = new Map([[library, transform(library)]]);

function codeOf(file: string): FoundModule {
  if (loaded.has(file)) return { file };
  const code = transformed.get(file) ?? transform(file);
  if (code.startsWith(UNREADABLE)) {
    const { message, line } = JSON.parse(code.slice(UNREADABLE.length)) as { message: string; line: number };
    return refusing('Unreadable', message.replace(`${file}: `, ''), `\n    at ${file}:${line}:1`);
  }
  try {
    const run = vm.compileFunction(code, ['exports', 'require', 'module', 'jitiImport'], {
      filename: file,
      parsingContext: context,
    }) as NonNullable<FoundModule['run']>;
    loaded.add(file);
    return { file, run };
  } catch (error) {
    return refusing('Unreadable', error instanceof Error ? error.message : String(error), `\n    at ${file}:1:1`);
  }
}

const start = vm.runInContext(`(${String(inside)})`, context) as typeof inside;
const policies: Inside = start({
  module: moduleOf,
  log: (text) => process.stderr.write(`${text}\n`),
  hiddenKey: HIDDEN_KEY,
});
policies.input(input);

function answer(request: PolicyRequest): PolicyReply {
  const isLoad = 'load' in request;
  const text = isLoad
    ? policies.load(request.load, '')
    : policies.check(request.check, JSON.stringify(request.parameters));
  const json: unknown = JSON.parse(text);
  if (!Array.isArray(json)) return { failure: failureOf(json as Thrown, OURS) };
  if (!isLoad) return { findings: json };
  const version = versionOf(request.load);
  return {
    ...(version === undefined ? {} : { version }),
    policies: json.map(({ definedAt, ...policy }) => {
      const [place] = placesIn(definedAt, OURS);
      return { ...policy, ...(place === undefined ? {} : { place }) };
    }),
  };
}

parentPort?.on('message', (request: PolicyRequest) => {
  // What a policy throws arrives as text; an error here is of a module that could not be read.
  parentPort?.postMessage(answer(request), []);
});
parentPort?.postMessage('ready', []);
