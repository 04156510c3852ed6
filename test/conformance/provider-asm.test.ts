import { expect } from 'vitest';
import type { JsonObject } from '../../src/model/index.js';
import { asmProvider } from '../../src/providers/asm/index.js';
import type { Answers, Sandbox } from '../../src/sandbox/index.js';
import { clock, environmentOf, freshSandbox, MESH, TASK } from '../units/providers/asm/meshes.js';
import { describeProvider, type DataSourceCase, type ResourceCase, type World } from './provider.js';

interface Service extends World {
  readonly sandbox: Sandbox;
}

/** A service that answers as the document says, or as the vendor's pages do. */
async function open(answers: Answers): Promise<Service> {
  const sandbox = await freshSandbox();
  sandbox.answers.change(answers);
  return {
    provider: asmProvider({ version: '1.2.3', environment: environmentOf(sandbox, 'key'), surroundings: { clock } }),
    directory: '.',
    sandbox,
    fingerprint: async () => JSON.stringify(sandbox.store.snapshot()),
    close: async () => {},
  };
}

type Collection = 'meshes' | 'workshops';

async function added(world: Service, collection: Collection, values: JsonObject = {}): Promise<string> {
  const [entry] = await world.sandbox.drift({ action: 'add', collection, values });
  return entry!.identity;
}

/** Changes an object past the provider. */
const changed =
  (collection: Collection, values: JsonObject) =>
  async ({ sandbox }: Service, state: JsonObject): Promise<void> =>
    void (await sandbox.drift({ action: 'change', collection, identity: String(state['uid']), values }));

const deleted =
  (collection: Collection) =>
  async ({ sandbox }: Service, state: JsonObject): Promise<void> =>
    void (await sandbox.drift({ action: 'delete', collection, identity: String(state['uid']) }));

/** The suite asks for a configuration several times; what it refers to is created once. */
function madeOnce(make: (world: Service) => Promise<JsonObject>): (world: Service) => Promise<JsonObject> {
  const made = new WeakMap<Service, Promise<JsonObject>>();
  return (world) => {
    const found = made.get(world) ?? make(world);
    made.set(world, found);
    return found;
  };
}

const resources: readonly ResourceCase<Service>[] = [
  {
    type: 'asm_workshop',
    config: async (world) => ({
      ...TASK,
      mesh_id: await added(world, 'meshes'),
      description: 'A shop of books',
      image_address: 'registry.test/bookinfo:1',
    }),
    bad: {
      'a port of 0': { ingress: { ...TASK.ingress, port: 0 } },
      'a port beyond 65535': { ingress: { ...TASK.ingress, port: 65536 } },
      'half a port': { ingress: { ...TASK.ingress, port: 80.5 } },
      'a uid': { uid: 'mine' },
      'a name without letters': { name: '' },
    },
    change: {
      replacing: {
        name: 'another',
        description: 'Another shop',
        primary_cluster: 'another-cluster',
        ingress: { ...TASK.ingress, port: 8081 },
        image_address: 'registry.test/bookinfo:2',
      },
    },
    numbered: (config, index) => ({ ...config, name: `task-${index}` }),
    importId: (state) => `${state['mesh_id'] as string}/${state['uid'] as string}`,
    missingId: 'a-mesh/a-uid',
    lost: 'found',
    drift: {
      description: changed('workshops', { description: 'by hand' }),
      ingress: changed('workshops', { port: 9090 }),
      primary_cluster: changed('workshops', { primaryCluster: 'elsewhere' }),
      image_address: changed('workshops', { imageAddress: 'elsewhere.test/bookinfo:3' }),
      name: changed('workshops', { name: 'renamed' }),
    },
    vanish: deleted('workshops'),
  },
  {
    type: 'asm_workshop',
    title: 'asm_workshop with nothing but what is required',
    config: async (world) => ({ ...TASK, mesh_id: await added(world, 'meshes') }),
    numbered: (config, index) => ({ ...config, name: `task-${index}` }),
    lost: 'found',
    importId: (state) => `${state['mesh_id'] as string}/${state['uid'] as string}`,
  },
  {
    type: 'asm_mesh',
    config: () => ({
      ...MESH,
      clusters: [
        { cluster_id: 'first', node_ids: ['one', 'two'], namespaces: ['default'] },
        { cluster_id: 'second', node_ids: ['three'], project_id: 'elsewhere' },
      ],
      labels: { team: 'a' },
      annotations: { note: 'b' },
      tags: { cost: 'c' },
      wait_seconds: 600,
    }),
    bad: {
      'a name that ends with a hyphen': { name: 'mesh-' },
      'a name of three letters': { name: 'abc' },
      'no cluster': { clusters: [] },
      'a cluster without nodes': { clusters: [{ cluster_id: 'first', node_ids: [] }] },
      'a uid': { uid: 'mine' },
    },
    change: {
      replacing: {
        name: 'mesh-two',
        version: '1.18.7-r2',
        type: 'Elsewhere',
        clusters: [{ cluster_id: 'third', node_ids: ['one'] }],
        labels: { team: 'b' },
        annotations: {},
        tags: { cost: 'd' },
      },
    },
    numbered: (config, index) => ({ ...config, name: `mesh-${index}` }),
    importId: (state) => `${state['project_id'] as string}/${state['uid'] as string}`,
    afterImport: { clusters: null, labels: null, annotations: null, tags: null, wait_seconds: null },
    missingId: '05f3c1a2b4d5e6f708192a3b4c5d6e7f/a-uid',
    lost: 'found',
    drift: {
      name: changed('meshes', { name: 'renamed' }),
      version: changed('meshes', { version: '1.20.8-r5' }),
      type: changed('meshes', { type: 'Elsewhere' }),
    },
    vanish: deleted('meshes'),
  },
];

const dataSources: readonly DataSourceCase<Service>[] = [
  {
    type: 'asm_workshops',
    config: madeOnce(async (world) => {
      const meshId = await added(world, 'meshes');
      await added(world, 'workshops', { meshId, name: 'one' });
      await added(world, 'workshops', { meshId, name: 'two' });
      return { mesh_id: meshId, name: 'two' };
    }),
    gives: {
      workshops: [expect.objectContaining({ metadata: expect.objectContaining({ name: 'two' }) as unknown })],
    },
    failing: { mesh_id: 'nowhere' },
  },
  {
    type: 'asm_meshes',
    config: madeOnce(async (world) => {
      await added(world, 'meshes', { name: 'old', version: '1.15.7-r1' });
      await added(world, 'meshes', { name: 'new' });
      return { version: '1.15.7-r1' };
    }),
    gives: {
      meshes: [expect.objectContaining({ status: expect.objectContaining({ phase: 'Running' }) as unknown })],
    },
    failing: { project_id: 'elsewhere' },
  },
];

describeProvider<Service>({ name: 'landform/asm', open: async () => open('documented'), resources, dataSources });

/** Lists of workshops are the only answers that the vendor's pages shape otherwise than the document. */
describeProvider<Service>({
  name: "landform/asm: as the vendor's pages answer",
  open: async () => open('source'),
  resources: resources.filter(({ type }) => type === 'asm_workshop'),
  dataSources: dataSources.filter(({ type }) => type === 'asm_workshops'),
});
