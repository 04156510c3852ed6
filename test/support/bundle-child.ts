import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { rolldown } from 'rolldown';

/** A script of a test, with what it imports from the sources, as one file that a plain `node` process can run. */
export async function bundleChild(script: string): Promise<string> {
  const file = join(await mkdtemp(join(tmpdir(), 'landform-child-')), 'child.mjs');
  const bundle = await rolldown({
    input: script,
    platform: 'node',
    external: /^node:/,
    resolve: { extensionAlias: { '.js': ['.ts', '.js'] } },
  });
  await bundle.write({ file, format: 'esm' });
  await bundle.close();
  return file;
}
