import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import { builtinProviders } from '../../src/providers/index.js';
import { describeProvider, type World } from './provider.js';

const builtin = new Map(builtinProviders({ version: '1.2.3', uuid: randomUUID, randomBytes }));

async function open(source: string): Promise<World> {
  const directory = await mkdtemp(join(tmpdir(), 'landform-provider-'));
  await writeFile(join(directory, 'state.json'), JSON.stringify(STATE));
  await writeFile(join(directory, 'text.txt'), 'hello');
  return {
    provider: await builtin.get(source)!.create(),
    directory,
    fingerprint: () => contents(directory),
    close: () => rm(directory, { recursive: true }),
  };
}

const STATE = {
  version: 4,
  outputs: { name: { value: 'acme', type: 'string' }, sizes: { value: [1, 2], type: ['list', 'number'] } },
};

async function contents(directory: string): Promise<unknown> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const hashes = files.sort().map(async (file) => [
    file,
    createHash('sha256')
      .update(await readFile(file))
      .digest('hex'),
  ]);
  return Promise.all(hashes);
}

describeProvider({
  name: 'terraform',
  open: () => open('terraform.io/builtin/terraform'),
  resources: [
    {
      type: 'terraform_data',
      config: () => ({ input: { name: 'a', sizes: [1, 2.5, null] }, triggers_replace: ['x', 1] }),
      bad: { 'an id': { id: 'mine' }, 'an output': { output: 'mine' } },
      change: { inPlace: { input: 'b' }, replacing: { triggers_replace: 'y' } },
      importId: (state) => state['id'] as string,
      afterImport: { input: null, output: null, triggers_replace: null },
      lost: 'absent',
      livesInWorld: false,
    },
  ],
  dataSources: [
    {
      type: 'terraform_remote_state',
      config: () => ({ backend: 'local', config: { path: 'state.json' }, defaults: { more: true, name: 'other' } }),
      gives: { outputs: { name: 'acme', sizes: [1, 2], more: true } },
      failing: { config: { path: 'elsewhere.json' } },
    },
  ],
});

describeProvider({
  name: 'landform/local',
  open: () => open('registry.terraform.io/landform/local'),
  resources: [
    {
      type: 'local_file',
      config: () => ({ filename: 'made/a.txt', content: 'hello\n' }),
      bad: {
        'two contents': { source: 'text.txt' },
        'no content': { content: null },
      },
      change: { replacing: { content: 'other', filename: 'b.txt', file_permission: '0600' } },
      numbered: (config, index) => ({ ...config, filename: `made/${index}.txt`, content: `${index}` }),
      lost: 'found',
    },
    {
      type: 'local_file',
      title: 'local_file from bytes',
      config: () => ({ filename: 'bytes', content_base64: 'AP8A', file_permission: '644' }),
      change: { replacing: { content_base64: 'AP8B' } },
      numbered: (config, index) => ({ ...config, filename: `${index}` }),
      lost: 'found',
    },
    {
      type: 'local_file',
      title: 'local_file from another file',
      config: () => ({ filename: 'copy', source: 'text.txt' }),
      numbered: (config, index) => ({ ...config, filename: `${index}` }),
      lost: 'found',
    },
    {
      type: 'local_sensitive_file',
      config: () => ({ filename: 'key.pem', content: 'planted-secret-8472' }),
      bad: { 'two contents': { content_base64: 'planted-secret-8472' } },
      change: { replacing: { content: 'other' } },
      numbered: (config, index) => ({ ...config, filename: `${index}` }),
      lost: 'found',
      secret: 'planted-secret-8472',
    },
  ],
  dataSources: [
    {
      type: 'local_file',
      config: () => ({ filename: 'text.txt' }),
      gives: { content: 'hello', content_base64: 'aGVsbG8=', id: 'aaf4c61ddcc5e8a2dabede0f3b482cd9aea9434d' },
      failing: { filename: 'missing.txt' },
    },
    {
      type: 'local_sensitive_file',
      config: () => ({ filename: 'text.txt' }),
      gives: { content: 'hello' },
      failing: { filename: 'missing.txt' },
    },
  ],
});

const inStateAlone = { lost: 'absent', livesInWorld: false } as const;

describeProvider({
  name: 'landform/random',
  open: () => open('registry.terraform.io/landform/random'),
  resources: [
    {
      type: 'random_id',
      config: () => ({ byte_length: 8, prefix: 'web-', keepers: { image: 'a' } }),
      change: {
        inPlace: { keepers: { image: 'a', unset: null } },
        replacing: { keepers: { image: 'b' }, prefix: 'db-' },
      },
      importId: (state) => `web-,${state['id'] as string}`,
      afterImport: { keepers: null },
      missingId: 'not base64!',
      ...inStateAlone,
    },
    {
      type: 'random_pet',
      config: () => ({ length: 3 }),
      change: { replacing: { separator: '_', length: 2 } },
      ...inStateAlone,
    },
    {
      type: 'random_password',
      config: () => ({ length: 24, min_numeric: 3, override_special: '_-' }),
      bad: {
        'no characters at all': { special: false, upper: false, lower: false, numeric: false },
        'too little room': { length: 2 },
        'contradictory numeric and number': { numeric: true, number: false },
      },
      change: { replacing: { numeric: false, length: 30, min_numeric: 0 } },
      importId: (state) => state['result'] as string,
      afterImport: {
        min_numeric: 0,
        override_special: null,
        bcrypt_hash: expect.stringMatching(/^\$2a\$10\$.{53}$/) as string,
      },
      ...inStateAlone,
    },
    {
      type: 'random_uuid',
      config: () => ({}),
      change: { replacing: { keepers: { a: 'b' } } },
      importId: (state) => state['id'] as string,
      missingId: 'not-a-uuid',
      ...inStateAlone,
    },
    {
      type: 'random_integer',
      config: () => ({ min: -5, max: 5, seed: 'again' }),
      bad: { 'reversed bounds': { min: 6 } },
      change: { replacing: { max: 6 } },
      importId: (state) => `${state['result'] as number},-5,5,again`,
      missingId: '1,2',
      ...inStateAlone,
    },
  ],
});
