#!/usr/bin/env node
import { fileURLToPath } from 'node:url';
import { nodeProblem } from './node-version.js';
import { isLost, OUTPUT_LOST } from './output-lost.js';
import type * as CommandLine from './run.js';
import { packageVersion } from './version.js';

/** From Node.js 22 on. Its own choice of a folder is one that all users of the machine share. */
interface NodeCache {
  readonly enableCompileCache?: (folder: string) => unknown;
}

/** Only what `--version` needs is imported before it is known that more is asked for. */
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
  const { enableCompileCache } = (await import('node:module')) as NodeCache;
  const { ownFolder } = await import('./own-folder.js');
  const kept = ownFolder();
  if (kept !== undefined) enableCompileCache?.(kept);
  const { CommandCode } = await import('./command-code.js');
  const word = argv.find((token) => !token.startsWith('-'));
  const folder = fileURLToPath(new URL('../command/', import.meta.url));
  const code = new CommandCode(folder, word, await import('../model/index.js'));
  process.once('exit', () => code.keep());
  const { main } = code.load('run.cjs') as typeof CommandLine;
  await main(argv);
}
