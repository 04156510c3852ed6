import { createHash } from 'node:crypto';
import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { vi } from 'vitest';
import ownProvider from '../../examples/own-provider/provider.js';
import {
  any,
  bigInteger,
  boolean,
  defineProvider,
  list,
  map,
  number,
  object,
  set,
  string,
} from '../../src/providers/author.js';
import { describeProvider, type World } from './provider.js';

// The example names the package; here it gets the sources.
vi.mock('landform/provider', () => import('../../src/providers/author.js'));

describeProvider({
  name: 'acme/thing (the example)',
  async open(): Promise<World> {
    const directory = await mkdtemp(join(tmpdir(), 'landform-shelf-'));
    return {
      provider: ownProvider.create(),
      config: { folder: 'shelf' },
      directory,
      async fingerprint() {
        const folder = join(directory, 'shelf');
        const files = (await readdir(folder).catch((): string[] => [])).sort();
        return Promise.all(files.map(async (file) => [file, hash(await readFile(join(folder, file)))]));
      },
      close: () => rm(directory, { recursive: true }),
    };
  },
  resources: [
    {
      type: 'thing_box',
      config: () => ({ name: 'tools', labels: ['garage', 'tools'] }),
      change: { inPlace: { size: 7, labels: null }, replacing: { name: 'other' } },
      numbered: (config, index) => ({ ...config, name: `tools ${index}` }),
      importId: (state) => state['id'] as string,
      missingId: 'nothing',
      lost: 'found',
    },
  ],
  dataSources: [{ type: 'thing_boxes', config: () => ({ label: 'garage' }), gives: { names: [] } }],
});

const hash = (content: Buffer): string => createHash('sha256').update(content).digest('hex');

/** Every kind of attribute there is, kept in memory. */
function everything() {
  const world = new Map<string, Record<string, unknown>>();
  let last = 0;
  const provider = defineProvider({
    name: 'acme/everything',
    resources: {
      everything: {
        schema: {
          id: string({ computed: true, stable: true }),
          name: string({ required: true, replaces: true }),
          flag: boolean({ default: true }),
          count: number({ default: 0.1 }),
          huge: bigInteger(),
          anything: any(),
          words: set(string()),
          settings: map(number()),
          password: string({ writeOnly: true }),
          secret: string({ sensitive: true }),
          region: string({ optional: true, computed: true }),
          revision: number({ computed: true }),
          single: object({
            port: number({ required: true }),
            host: string({ default: 'localhost' }),
            url: string({ computed: true }),
          }),
          items: list(object({ name: string({ required: true, replaces: true }), index: number({ computed: true }) })),
          pairs: map(object({ left: string({ required: true }), right: string() })),
          unique: set(object({ a: string({ required: true }), b: string() })),
        },
        async create(inputs) {
          const id = `everything-${++last}`;
          const object = complete({ ...inputs, id, region: inputs.region ?? 'somewhere', revision: 1 });
          world.set(id, object);
          return object as never;
        },
        async read(state) {
          return world.get(state.id) as never;
        },
        async update(inputs, prior) {
          const object = complete({ ...inputs, id: prior.id, revision: prior.revision + 1 });
          world.set(prior.id, object);
          return object as never;
        },
        async delete(state) {
          world.delete(state.id);
        },
        async import(id) {
          return world.get(id) as never;
        },
      },
    },
  });
  return { provider, world };
}

interface Complete {
  readonly single?: { readonly host: string; readonly port: number } | null;
  readonly items?: readonly { readonly name: string }[] | null;
}

function complete(inputs: Complete & Record<string, unknown>): Record<string, unknown> {
  return {
    ...inputs,
    single: inputs.single ? { ...inputs.single, url: `http://${inputs.single.host}:${inputs.single.port}` } : null,
    items: inputs.items?.map((item, index) => ({ ...item, index })) ?? null,
  };
}

describeProvider({
  name: 'acme/everything',
  async open(): Promise<World> {
    const { provider, world } = everything();
    return {
      provider: provider.create(),
      directory: '/nowhere',
      fingerprint: async () => structuredClone([...world]),
      close: async () => {},
    };
  },
  resources: [
    { type: 'everything', title: 'with nothing set', config: () => ({ name: 'a' }), ...imports() },
    {
      type: 'everything',
      title: 'with everything set',
      config: () => ({
        name: 'a',
        flag: false,
        count: 12.75,
        huge: 2 ** 60,
        anything: { list: [1, 'two', null], __proto__: 'odd' },
        words: ['b', 'a', 'b'],
        settings: { x: 0.1, y: 2 },
        password: 'planted-password-11',
        secret: 'planted-secret-8472',
        region: 'here',
        single: { port: 80 },
        items: [{ name: 'one' }, { name: 'two' }],
        pairs: { a: { left: 'l' }, b: { left: 'l', right: 'r' } },
        unique: [{ a: 'x' }, { a: 'y', b: 'z' }],
      }),
      change: {
        inPlace: {
          flag: null,
          anything: 'x',
          settings: { x: 1 },
          items: [{ name: 'two' }],
          single: { port: 81, host: 'h' },
        },
        replacing: { name: 'b' },
      },
      ...imports(),
      secret: 'planted-secret-8472',
    },
  ],
});

function imports() {
  return { importId: (state: { readonly [name: string]: unknown }) => state['id'] as string, missingId: 'nothing' };
}
