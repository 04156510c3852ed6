import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { format, resolveConfig } from 'prettier';
import { expect, test } from 'vitest';
import { generateConstructs } from '../../../src/generate/index.js';
import { acloudProvider } from '../../../src/providers/acloud/index.js';
import { asmProvider } from '../../../src/providers/asm/index.js';
import { conductorProvider } from '../../../src/providers/conductor/index.js';
import { paletteProvider } from '../../../src/providers/palette/index.js';
import { builtinProviders, providerSchemaJson } from '../../../src/providers/index.js';

const FOLDER = path.resolve('src/bindings');

const HEADER = [
  "Generated from the provider's schema by scripts/generate-bindings.mjs, and compared with it by a test.",
  'Change the schema, and generate again.',
];

const builtin = new Map(
  builtinProviders({ version: '0.0.0', uuid: () => '', randomBytes: (size) => new Uint8Array(size) }),
);

const PROVIDERS = {
  acloud: { source: 'landform/acloud', create: () => acloudProvider({ version: '0.0.0', environment: {} }) },
  asm: { source: 'landform/asm', create: () => asmProvider({ version: '0.0.0', environment: {} }) },
  conductor: { source: 'landform/conductor', create: () => conductorProvider({ version: '0.0.0', environment: {} }) },
  local: { source: 'landform/local', create: () => builtin.get('registry.terraform.io/landform/local')!.create() },
  palette: { source: 'landform/palette', create: () => paletteProvider({ version: '0.0.0', environment: {} }) },
  random: { source: 'landform/random', create: () => builtin.get('registry.terraform.io/landform/random')!.create() },
  terraform: { create: () => builtin.get('terraform.io/builtin/terraform')!.create() },
};

test.each(Object.entries(PROVIDERS))('the classes for %s match its schema', async (name, { create, ...from }) => {
  const schema = providerSchemaJson((await create()).schemas);
  const text = generateConstructs({ name, ...from, schema, library: '../constructs/index.js', header: HEADER });
  const file = path.join(FOLDER, `${name}.ts`);
  const formatted = await format(text, { ...(await resolveConfig(file)), parser: 'typescript' });
  await expect(formatted).toMatchFileSnapshot(file);
});

test('every file of classes belongs to a provider', async () => {
  expect((await readdir(FOLDER)).sort()).toEqual(
    Object.keys(PROVIDERS)
      .map((name) => `${name}.ts`)
      .sort(),
  );
});
