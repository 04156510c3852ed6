import { readFile, readdir } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { bindings } from '../../../scripts/generate-bindings.mjs';
import { generateConstructs } from '../../../src/generate/index.js';
import { acloudProvider } from '../../../src/providers/acloud/index.js';
import { builtinProviders, providerSchemaJson } from '../../../src/providers/index.js';

test('the bindings are what the schemas of the providers come to (npm run build && node scripts/generate-bindings.mjs)', async () => {
  const files = await bindings({ generateConstructs, providerSchemaJson, builtinProviders, acloudProvider });
  const present: Record<string, string> = {};
  for (const name of await readdir('src/bindings')) present[name] = await readFile(`src/bindings/${name}`, 'utf8');
  expect(present).toEqual(files);
});
