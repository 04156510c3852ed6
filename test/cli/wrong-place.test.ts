import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasErrors } from '../../src/model/index.js';
import type { ApplyResult, PlanResult } from '../../src/operations/index.js';
import { startSandbox, type Sandbox } from '../../src/sandbox/index.js';
import { createHarness, type Harness } from '../../src/testing/index.js';
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

/** What becomes of the resources in the configuration. */
type Written = 'as they are' | 'changed' | 'removed';

interface Try {
  readonly command: string;
  readonly written: Written;
  /** The same inside this process: compared with starting the command each time, it takes a twentieth of the time. */
  readonly inside: (harness: Harness) => Promise<PlanResult | ApplyResult>;
}

const TRIES: readonly Try[] = [
  { command: 'plan', written: 'as they are', inside: (harness) => harness.plan() },
  { command: 'apply -auto-approve', written: 'as they are', inside: (harness) => harness.apply() },
  {
    command: 'apply -auto-approve -refresh=false',
    written: 'as they are',
    inside: (harness) => harness.apply({ refresh: false }),
  },
  { command: 'apply -auto-approve', written: 'changed', inside: (harness) => harness.apply() },
  { command: 'plan -destroy', written: 'as they are', inside: (harness) => harness.plan({ destroy: true }) },
  {
    command: 'plan -destroy -refresh=false',
    written: 'as they are',
    inside: (harness) => harness.plan({ destroy: true, refresh: false }),
  },
  { command: 'destroy -auto-approve', written: 'as they are', inside: (harness) => harness.destroy() },
  {
    command: 'destroy -auto-approve -refresh=false',
    written: 'as they are',
    inside: (harness) => harness.destroy({ refresh: false }),
  },
  { command: 'plan', written: 'removed', inside: (harness) => harness.plan() },
  { command: 'plan -refresh=false', written: 'removed', inside: (harness) => harness.plan({ refresh: false }) },
  { command: 'apply -auto-approve', written: 'removed', inside: (harness) => harness.apply() },
];

/** Of each system and each other place, so many tries start the command; each command is started for each system. */
const STARTED_EACH = 4;

/** Answers 404 to everything. */
let nowhere: Server;
beforeAll(async () => {
  nowhere = createServer((_, response) => response.writeHead(404, { 'content-type': 'application/json' }).end('{}'));
  await new Promise<void>((resolve) => void nowhere.listen(0, '127.0.0.1', resolve));
});
afterAll(() => void nowhere.close());

const program = ({ name }: System, resources: System['resources']): object => ({
  terraform: { required_providers: { [name]: { source: `landform/${name}` } } },
  ...(Object.keys(resources).length === 0
    ? {}
    : { resource: Object.fromEntries(Object.entries(resources).map(([type, body]) => [type, { it: body }])) }),
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
    const made = await folder.run('apply -auto-approve', { env: sandbox.environment });
    expect([made.code, made.stderr]).toEqual([0, made.stderr]);
  }, 60_000);
  afterAll(async () => {
    await folder.remove();
    await Promise.all([sandbox.close(), empty.close()]);
  });

  const elsewhere = (): readonly (readonly [string, name: string, value: string])[] => {
    const { port } = nowhere.address() as AddressInfo;
    return [
      ['another setting', system.setting, 'zzz'],
      ['a third setting', system.setting, `${sandbox.environment[system.setting]}-2`],
      ['another, empty instance', system.endpoint, empty.environment[system.endpoint]!],
      ['an address that returns 404 for everything', system.endpoint, `http://127.0.0.1:${port}`],
    ];
  };

  interface Tried {
    readonly failed: boolean;
    /** Whether a plan that destroys something is shown or applied. */
    readonly destroys: boolean;
    readonly text: string;
  }

  async function started(command: string, env: Readonly<Record<string, string>>): Promise<Tried> {
    const ran = await folder.run(`${command} -no-color`, { env });
    return {
      failed: ran.code === 1,
      destroys: /will be destroyed|to destroy/.test(ran.stdout),
      text: ran.stdout + ran.stderr,
    };
  }

  async function within(inside: Try['inside'], environment: Readonly<Record<string, string>>): Promise<Tried> {
    const { stacks, diagnostics } = await inside(createHarness({ directory: folder.path, environment }));
    const text = diagnostics.map(({ summary, detail = '' }) => `${summary}\n${detail}`).join('\n');
    const destroys = stacks.some((stack) =>
      'plan' in stack ? stack.plan.changes.some(({ action }) => /delete/.test(action)) : stack.applied,
    );
    return { failed: hasErrors(diagnostics), destroys, text };
  }

  it.each([0, 1, 2, 3])(
    'are neither deleted nor forgotten if the provider points elsewhere (%i): the plan fails and names both places',
    async (place) => {
      const [what, name, value] = elsewhere()[place]!;
      const env = { ...sandbox.environment, [name]: value };
      const [held, state] = [heldBy(sandbox), await folder.read('terraform.tfstate')];
      const written = { 'as they are': system.resources, changed: system.changed, removed: {} };
      for (const [index, { command, written: how, inside }] of TRIES.entries()) {
        await folder.write('main.tf.json', program(system, written[how]));
        const { failed, destroys, text } =
          index % STARTED_EACH === place ? await started(command, env) : await within(inside, env);
        const tried = `${command}, resources ${how}, with ${what}\n${text}`;
        expect([failed, tried]).toEqual([true, tried]);
        expect(heldBy(sandbox), tried).toBe(held);
        expect(text).toContain('belongs to another');
        for (const one of [sandbox.environment[name]!, value]) expect(text, tried).toContain(`"${one}`);
        expect(destroys, tried).toBe(false);
        expect(attributesIn(await folder.read('terraform.tfstate')), tried).toEqual(attributesIn(state));
      }
    },
    120_000,
  );
});

/** As with Terraform: without an object in state, there is nothing that another place could be a mistake about. */
it('the first objects of a provider are created wherever it is configured', async () => {
  const [system] = SYSTEMS as [System];
  const sandbox = await startSandbox({ systems: [system.name] });
  const other = await startSandbox({ systems: [system.name] });
  const folder = await Folder.make({ 'main.tf.json': program(system, system.resources) });
  try {
    await folder.run('apply -auto-approve', { env: sandbox.environment });
    await folder.run('destroy -auto-approve', { env: sandbox.environment });
    const made = await folder.run('apply -auto-approve', { env: other.environment });
    expect([made.code, made.stderr]).toEqual([0, made.stderr]);
    expect(other.store.collection('acloud', 'cloudAccounts').size).toBe(1);
  } finally {
    await folder.remove();
    await Promise.all([sandbox.close(), other.close()]);
  }
}, 60_000);
