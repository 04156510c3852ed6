#!/usr/bin/env node
import { packageVersion } from './version.js';

/** Only what `--version` needs is imported before it is known that more is asked for. */
const argv = process.argv.slice(2);

if (argv.length === 1 && /^(--?version|-v|-V)$/.test(argv[0]!)) {
  process.stdout.write(`landform ${packageVersion()}\n`);
} else {
  const { enableCompileCache } = (await import('node:module')) as { readonly enableCompileCache?: () => unknown };
  enableCompileCache?.();
  const { main } = await import('./run.js');
  await main(argv);
}
