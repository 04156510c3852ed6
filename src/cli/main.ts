#!/usr/bin/env node
import * as nodeModule from 'node:module';
import { fileURLToPath } from 'node:url';
import { nodeProblem } from './node-version.js';
import { isLost, OUTPUT_LOST } from './output-lost.js';
import { ownFolder } from './own-folder.js';
import type * as CommandLine from './run.js';
import { packageVersion } from './version.js';

/** From Node.js 22 on. Its own choice of a folder is one that all users of the machine share. */
interface NodeCache {
  readonly enableCompileCache?: (folder: string) => unknown;
}

/** Node's exit code for a module that awaits a promise that nothing settles. */
const UNSETTLED = 13;

const UNFINISHED = `Error: The command waits for something that can no longer happen

Its program or a provider awaits a promise that nothing settles.
`;

/** Only what `--version` needs is loaded before it is known that more is asked for. */
const argv = process.argv.slice(2);
const tooOld = nodeProblem(process.versions.node);

if (argv.length === 1 && /^(--?version|-v|-V)$/.test(argv.join())) {
  process.stdout.once('error', (error) => {
    if (!isLost(error)) return;
    process.stderr.write(`Error: ${OUTPUT_LOST}: ${error.message}\n`);
    process.exitCode = 1;
  });
  process.stdout.write(`landform ${packageVersion()}\n`);
} else if (tooOld !== undefined) {
  process.stderr.write(tooOld);
  process.exitCode = 1;
} else {
  void run();
}

async function run(): Promise<never> {
  const { enableCompileCache } = nodeModule as NodeCache;
  const kept = ownFolder();
  if (kept !== undefined) enableCompileCache?.(kept);
  const { CommandCode } = await import('./command-code.js');
  const word = argv.find((token) => !token.startsWith('-'));
  const code = new CommandCode(fileURLToPath(new URL('../command/', import.meta.url)), word);
  process.once('exit', () => {
    // A command, and an error that nothing handles, end with a code of their own.
    if (process.exitCode === undefined) {
      process.stderr.write(UNFINISHED);
      process.exitCode = UNSETTLED;
    }
    code.keep();
  });
  const { main } = code.load('run.cjs') as typeof CommandLine;
  return main(argv);
}
