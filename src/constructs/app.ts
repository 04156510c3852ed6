// The only file in this folder that does I/O: without a host, `node main.ts` writes its documents itself.
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { RootConstruct } from 'constructs';
import { hostOf } from './host.js';
import { jsonText } from './json-text.js';
import { refuseUnknownOptions } from './options.js';
import { relativeLocation } from './origin.js';
import type { Resolved } from './resolve.js';
import { noteLocation } from './scope.js';
import { synthesize, type Assembly } from './synthesize.js';

const BRAND = Symbol.for('landform.app');

export interface AppOptions {
  /** The folder `synth()` writes to if the program is not run by a `landform` command. Default: `landform.out`. */
  readonly outdir?: string | undefined;
  /** Values for the whole tree, read with `node.tryGetContext(key)`. */
  readonly context?: Readonly<Record<string, unknown>> | undefined;
}

/** The root of the construct tree, which contains the stacks. */
export class App extends RootConstruct {
  readonly outdir: string;
  #assembly: Assembly | undefined;

  constructor(options: AppOptions = {}) {
    super('');
    Object.defineProperty(this, BRAND, { value: true });
    noteLocation(this);
    refuseUnknownOptions(this, options, ['outdir', 'context']);
    this.outdir = options.outdir ?? 'landform.out';
    for (const [key, value] of Object.entries(options.context ?? {})) this.node.setContext(key, value);
    hostOf()?.created(this);
  }

  static isApp(value: unknown): value is App {
    return typeof value === 'object' && value !== null && BRAND in value;
  }

  /** Returns the documents without writing them. The tree cannot be changed afterwards. */
  assemble(): Assembly {
    if (this.#assembly === undefined) {
      const host = hostOf();
      const root = host?.root ?? process.cwd();
      this.#assembly = synthesize(this, (place) => relativeLocation(host?.locate?.(place) ?? place, root));
      this.node.lock();
    }
    return this.#assembly;
  }

  /** Finishes the program: passes the documents to the command that runs it, or writes them. */
  synth(): void {
    const assembly = this.assemble();
    const host = hostOf();
    if (host === undefined) write(assembly, this.outdir);
    else host.synthesized(assembly);
  }
}

function write(assembly: Assembly, outdir: string): void {
  for (const { name, document } of assembly.stacks) {
    writeForOwner(join(outdir, name), 'landform.tf.json', document);
  }
  writeForOwner(outdir, 'manifest.json', jsonText(assembly.manifest as unknown as Resolved));
}

/** Writes a file that only its owner can read, since a literal of the program in the document may be a secret. */
function writeForOwner(folder: string, name: string, text: string): void {
  const file = join(folder, name);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  writeFileSync(file, text, { mode: 0o600 });
  chmodSync(file, 0o600);
}
