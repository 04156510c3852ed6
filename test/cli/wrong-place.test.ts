import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startSandbox, type Sandbox } from '../../src/sandbox/index.js';
import { Folder } from '../support/run-landform.js';

type Body = Readonly<Record<string, unknown>>;

interface System {
  readonly name: string;
  /** Objects of every kind of parent, by type. */
  readonly resources: Readonly<Record<string, Body>>;
  readonly changed: Readonly<Record<string, Body>>;
  readonly setting: string;
  readonly endpoint: string;
}

const MESH = {
  name: 'shop',
  version: '1.18.7-r1',
  clusters: [{ cluster_id: '8df4c986-b052-11ee-9662-0255ac101231', node_ids: ['node-1'] }],
};
const VCENTER = { name: 'a', vcenter_server: 'v.example', username: 'u', password: 'p' };
const ACCOUNT = { display_name: 'prod', cloud_profile: 'aws' };

const SYSTEMS: readonly System[] = [
  {
    name: 'acloud',
    resources: { acloud_cloud_account: ACCOUNT },
    changed: { acloud_cloud_account: { ...ACCOUNT, display_name: 'other' } },
    setting: 'ACLOUD_ORGANISATION',
    endpoint: 'ACLOUD_API_ENDPOINT',
  },
  {
    name: 'palette',
    resources: { palette_cloud_account_vsphere: VCENTER },
    changed: { palette_cloud_account_vsphere: { ...VCENTER, name: 'b' } },
    setting: 'SPECTROCLOUD_PROJECT_UID',
    endpoint: 'SPECTROCLOUD_HOST',
  },
  {
    name: 'asm',
    resources: { asm_mesh: MESH },
    changed: { asm_mesh: { ...MESH, name: 'shop-2' } },
    setting: 'HW_PROJECT_ID',
    endpoint: 'HW_ASM_ENDPOINT',
  },
  {
    name: 'conductor',
    resources: { conductor_site: { name: 'a' }, conductor_secret: { key: 'k', value: 'v' } },
    changed: { conductor_site: { name: 'b' }, conductor_secret: { key: 'k2', value: 'v' } },
    setting: 'CONDUCTOR_TENANT',
    endpoint: 'CONDUCTOR_ENDPOINT',
  },
];

const COMMANDS = [
  'plan',
  'apply -auto-approve',
  'apply -auto-approve -refresh=false',
  'destroy -auto-approve',
] as const;

/** Answers 404 to everything. */
let nowhere: Server;
beforeAll(async () => {
  nowhere = createServer((_, response) => response.writeHead(404, { 'content-type': 'application/json' }).end('{}'));
  await new Promise<void>((resolve) => void nowhere.listen(0, '127.0.0.1', resolve));
});
afterAll(() => void nowhere.close());

const program = ({ name }: System, resources: System['resources']): object => ({
  terraform: { required_providers: { [name]: { source: `landform/${name}` } } },
  resource: Object.fromEntries(Object.entries(resources).map(([type, body]) => [type, { it: body }])),
});

/** What the service holds, without the record of requests. */
const heldBy = ({ store }: Sandbox): string => JSON.stringify(store.snapshot());

/** The objects of a state file. */
function attributesIn(state: string): unknown {
  const { resources } = JSON.parse(state) as { resources: { type: string; instances: { attributes: unknown }[] }[] };
  return resources.map(({ type, instances }) => [type, instances.map(({ attributes }) => attributes)]);
}

describe.each(SYSTEMS)('objects of $name', (system) => {
  let sandbox: Sandbox;
  let empty: Sandbox;
  let folder: Folder;
  beforeAll(async () => {
    sandbox = await startSandbox({ systems: [system.name] });
    empty = await startSandbox({ systems: [system.name] });
    folder = await Folder.make({ 'main.tf.json': program(system, system.resources) });
    const made = await folder.landform('apply -auto-approve', { env: sandbox.environment });
    expect([made.code, made.stderr]).toEqual([0, made.stderr]);
  }, 60_000);
  afterAll(async () => {
    await folder.remove();
    await Promise.all([sandbox.close(), empty.close()]);
  });

  const elsewhere = (): readonly (readonly [string, Record<string, string>])[] => {
    const { port } = nowhere.address() as AddressInfo;
    const of = (name: string, value: string): Record<string, string> => ({ ...sandbox.environment, [name]: value });
    return [
      ['another setting', of(system.setting, 'zzz')],
      ['one more setting', of(system.setting, `${sandbox.environment[system.setting]}-2`)],
      ['another instance, which is empty', of(system.endpoint, empty.environment[system.endpoint]!)],
      ['an address where everything is 404', of(system.endpoint, `http://127.0.0.1:${port}`)],
    ];
  };

  it.each([0, 1, 2, 3])(
    'are neither deleted nor forgotten in a wrong place (%i), whatever the command',
    async (place) => {
      const [what, env] = elsewhere()[place]!;
      const [held, state] = [heldBy(sandbox), await folder.read('terraform.tfstate')];
      const tries = [
        ...COMMANDS.map((command) => [command, system.resources] as const),
        [COMMANDS[1], system.changed] as const,
      ];
      for (const [command, resources] of tries) {
        await folder.write('main.tf.json', program(system, resources));
        const ran = await folder.landform(`${command} -no-color`, { env });
        const tried = `${command} with ${what}\n${ran.stdout}${ran.stderr}`;
        expect([ran.code, tried]).toEqual([1, tried]);
        expect(heldBy(sandbox), tried).toBe(held);
        expect(ran.stdout + ran.stderr).toContain('belongs to another');
        expect(attributesIn(await folder.read('terraform.tfstate')), tried).toEqual(attributesIn(state));
      }
    },
    120_000,
  );
});
