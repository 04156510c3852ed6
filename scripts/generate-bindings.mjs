// Writes src/bindings from the providers' schemas: npm run build && node scripts/generate-bindings.mjs
import { readdir, writeFile } from 'node:fs/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { format, resolveConfig } from 'prettier';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

const HEADER = [
  "Generated from the provider's schema by scripts/generate-bindings.mjs, and compared with it by a test.",
  'Change the schema, and generate again.',
];

/**
 * The text of each file in src/bindings, by its name. The rooms are handed in: the script uses what was built, the test that
 * compares uses the sources.
 */
export async function bindings({ generateConstructs, providerSchemaJson, builtinProviders, acloudProvider }) {
  const options = { version: '0.0.0', uuid: () => '', randomBytes: (size) => new Uint8Array(size) };
  const builtin = new Map(builtinProviders(options));
  const create = (source) => builtin.get(source).create();
  const providers = {
    acloud: { provider: await acloudProvider({ version: '0.0.0', environment: {} }), source: 'landform/acloud' },
    local: { provider: await create('registry.terraform.io/landform/local'), source: 'landform/local' },
    random: { provider: await create('registry.terraform.io/landform/random'), source: 'landform/random' },
    terraform: { provider: await create('terraform.io/builtin/terraform') },
  };
  const prettier = await resolveConfig(`${ROOT}src/bindings/acloud.ts`);
  const files = {};
  for (const [name, { provider, source }] of Object.entries(providers)) {
    const schema = providerSchemaJson(provider.schemas);
    const text = generateConstructs({ name, source, schema, library: '../constructs/index.js', header: HEADER });
    files[`${name}.ts`] = await format(text, { ...prettier, parser: 'typescript' });
  }
  return files;
}

async function main() {
  const [generate, providers, acloud] = await Promise.all(
    ['generate', 'providers', 'providers/acloud'].map((room) => import(`../dist/${room}/index.js`)),
  );
  const files = await bindings({ ...generate, ...providers, ...acloud });
  for (const [name, text] of Object.entries(files)) await writeFile(`${ROOT}src/bindings/${name}`, text);
  const strangers = (await readdir(`${ROOT}src/bindings`)).filter((name) => !(name in files));
  if (strangers.length > 0) console.log(`not generated: ${strangers.join(', ')}`);
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) await main();
