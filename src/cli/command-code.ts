import { isAscii } from 'node:buffer';
import { createHash } from 'node:crypto';
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire, Module } from 'node:module';
import path from 'node:path';
import { constants, Script } from 'node:vm';
import * as compiler from './compiler.js';
import { ownFolder } from './own-folder.js';

/** The build's name for the room that a command shares with its user's modules: each must recognize values that the other creates. */
const MODEL = '#model';

/** The build's name for the module that knows which flags of V8 are changed: this file and the command must have the same. */
const COMPILER = '#compiler';

/** Where it is, beside the folder of the code. */
const MODEL_FILE = '../model/index.cjs';

/** Imports modules of the user, which V8 can do only in code that it compiled itself. */
const IMPORTING = 'native-import.cjs';

interface Compiled {
  /** Of the source it was made from: V8 itself compares no more than lengths. */
  readonly hash: string;
  readonly data: Buffer;
}

interface LoadedScript {
  readonly script: Script;
  readonly hash: string;
}

/**
 * Loads the code of the command line, which the build lays into one folder as CommonJS, together with what V8 made of it in an
 * earlier run: compiling takes a small plan a quarter of its time. What V8 made is kept in a folder of the user among the
 * temporary files, by version of Node and by command, since each command uses other functions. When it is missing, damaged or
 * not accepted, the code is compiled as ever. Why, and what to look out for: docs/decisions/0007-compiled-code-is-kept.md.
 */
export class CommandCode {
  readonly #folder: string;
  readonly #place: string | undefined;
  readonly #compiled: ReadonlyMap<string, Compiled>;
  readonly #modules = new Map<string, { exports: unknown }>();
  readonly #scripts = new Map<string, LoadedScript>();
  readonly #require: NodeJS.Require;
  /** Whether a later run would gain by what this one compiled. */
  #news = false;
  #model: unknown;

  /** `folder` holds the code; `command` is the word on the command line that says what is wanted, if any. */
  constructor(folder: string, command: string | undefined) {
    this.#folder = folder;
    this.#require = createRequire(path.join(folder, 'run.cjs'));
    this.#place = placeFor(folder, command);
    this.#compiled = this.#place === undefined ? new Map() : readCompiled(this.#place);
  }

  load(name: string): unknown {
    const known = this.#modules.get(name);
    if (known !== undefined) return known.exports;
    const module: { exports: unknown } = { exports: {} };
    this.#modules.set(name, module);
    const file = path.join(this.#folder, name);
    const run = this.#compile(name, file).runInThisContext() as (...parts: readonly unknown[]) => void;
    run(module.exports, this.#requireFrom, module, file, this.#folder);
    return module.exports;
  }

  /** Keeps what V8 made, for the next run; to be called at the end, when all that was needed is there. Never fails. */
  keep(): void {
    if (!this.#news || this.#place === undefined) return;
    compiler.asStarted();
    const all = new Map(this.#compiled);
    for (const [name, { script, hash }] of this.#scripts) all.set(name, { hash, data: script.createCachedData() });
    writeCompiled(this.#place, all);
  }

  readonly #requireFrom = (id: string): unknown => {
    if (id === MODEL) return (this.#model ??= this.#loadModel());
    if (id === COMPILER) return compiler;
    return id.startsWith('./') ? this.load(id.slice(2)) : this.#require(id);
  };

  /** The model as an object of plain properties, which are faster to use; what a module of the user imports is the same. */
  #loadModel(): unknown {
    const exports = this.load(MODEL_FILE);
    const file = path.join(this.#folder, MODEL_FILE);
    this.#require.cache[file] = Object.assign(new Module(file), { exports, filename: file, loaded: true });
    return { ...(exports as object) };
  }

  #compile(name: string, filename: string): Script {
    const bytes = readFileSync(filename);
    const source = isAscii(bytes) ? bytes.toString('latin1') : bytes.toString('utf8');
    const hash = hashOf(bytes);
    const known = this.#compiled.get(name);
    const script = compiler.underOwnFlags(
      () =>
        new Script(`(function (exports, require, module, __filename, __dirname) {${source}\n})`, {
          filename,
          cachedData: known?.hash === hash ? known.data : undefined,
          importModuleDynamically: constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
        }),
    );
    if (name === IMPORTING) return script;
    if (script.cachedDataRejected !== false) this.#news = true;
    this.#scripts.set(name, { script, hash });
    return script;
  }
}

/** Commands that are worth a place of their own; the others share one. */
const OWN_PLACE = new Set([
  'plan',
  'apply',
  'destroy',
  'drift',
  'validate',
  'synth',
  'import',
  'state',
  'output',
  'show',
]);

/** Where the compiled code of a command is kept; undefined when there is no place for it. */
function placeFor(code: string, command: string | undefined): string | undefined {
  const folder = ownFolder();
  if (folder === undefined) return undefined;
  const name = command !== undefined && OWN_PLACE.has(command) ? command : 'other';
  // Projects of one user may have each their own Landform.
  const installed = hashOf(code).slice(0, 12);
  return path.join(folder, `${process.version}-${process.arch}-${installed}-${name}.code`);
}

const DIGEST = 32;

/**
 * The file: a SHA-256 of all that follows (V8 believes what it is given, and damaged code would take the process with it), the
 * length of the list as 4 bytes, the list as JSON (name, hash of the source, length), the compiled code one after the other.
 */
function readCompiled(place: string): ReadonlyMap<string, Compiled> {
  const found = new Map<string, Compiled>();
  try {
    const bytes = readFileSync(place);
    const body = bytes.subarray(DIGEST);
    if (!digest(body).equals(bytes.subarray(0, DIGEST))) return found;
    let at = 4 + body.readUInt32LE(0);
    for (const [name, hash, length] of JSON.parse(body.toString('utf8', 4, at)) as [string, string, number][]) {
      found.set(name, { hash, data: body.subarray(at, at + length) });
      at += length;
    }
  } catch {
    // Not there, or not readable: everything is compiled.
  }
  return found;
}

function writeCompiled(place: string, all: ReadonlyMap<string, Compiled>): void {
  const list = Buffer.from(JSON.stringify([...all].map(([name, { hash, data }]) => [name, hash, data.length])));
  const length = Buffer.alloc(4);
  length.writeUInt32LE(list.length);
  const body = Buffer.concat([length, list, ...[...all.values()].map(({ data }) => data)]);
  const beside = `${place}.${process.pid}`;
  try {
    writeFileSync(beside, Buffer.concat([digest(body), body]), { mode: 0o600 });
    renameSync(beside, place);
  } catch {
    // A full disk, or no right to write: the next run compiles again.
    remove(beside);
  }
}

function remove(file: string): void {
  try {
    rmSync(file, { force: true });
  } catch {
    // Where nothing can be removed, nothing was written.
  }
}

const digest = (bytes: Buffer): Buffer => createHash('sha256').update(bytes).digest();

const hashOf = (text: string | Buffer): string => createHash('sha256').update(text).digest('hex');
