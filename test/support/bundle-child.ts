import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { rolldown } from 'rolldown';

/** Bundles a test script with the sources it imports into one file that a plain `node` process can run. */
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
