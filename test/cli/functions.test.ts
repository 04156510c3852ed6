import { afterEach, expect, it } from 'vitest';
import { Folder } from '../support/run-landform.js';

let folder: Folder;
afterEach(() => folder.remove());

const data = (inputs: Readonly<Record<string, string>>): object => ({
  resource: {
    terraform_data: Object.fromEntries(Object.entries(inputs).map(([name, input]) => [name, { input }])),
  },
});

interface Planned {
  readonly timestamp: string;
  readonly resource_changes: readonly {
    readonly name: string;
    readonly change: {
      readonly after: Readonly<Record<string, unknown>>;
      readonly after_unknown: Readonly<Record<string, unknown>>;
    };
  }[];
}

it('functions that read the clock: the plan time is saved, the apply time is unknown in the plan', async () => {
  const inputs = { planned: '${plantimestamp()}', applied: '${timestamp()}', id: '${core::uuid()}' };
  folder = await Folder.make({ 'main.tf.json': data(inputs) });
  expect(await folder.run('plan -out p')).toMatchObject({ code: 0 });
  const plan = JSON.parse((await folder.run('show -json p')).stdout) as Planned;
  const change = (name: string): Planned['resource_changes'][number]['change'] =>
    plan.resource_changes.find((resource) => resource.name === name)!.change;
  expect(change('planned').after['input']).toBe(plan.timestamp);
  expect(change('applied').after_unknown['input']).toBe(true);
  expect(change('id').after_unknown['input']).toBe(true);
  expect(await folder.run('apply p')).toMatchObject({ code: 0 });
  expect(await folder.read('terraform.tfstate')).toContain(plan.timestamp);
});

it('files are read relative to the project folder, and one that changed after the plan is named as a cause', async () => {
  folder = await Folder.make({ 'main.tf.json': data({ a: '${file("${path.module}/motd.json")}' }), 'motd.json': 1 });
  expect(await folder.run('plan -out p')).toMatchObject({ code: 0 });
  await folder.write('motd.json', 2);
  const { code, stderr } = await folder.run('apply p');
  expect(code).toBe(1);
  expect(stderr).toContain('provider-inconsistent-plan');
  expect(stderr.replaceAll(/\s+/g, ' ')).toContain('If a file that a function reads has changed since the plan');
});

it('a missing file is an error with its path and a remedy', async () => {
  folder = await Folder.make({ 'main.tf.json': data({ a: '${file("nowhere")}' }) });
  const { code, stderr } = await folder.run('plan');
  expect(code).toBe(1);
  expect(stderr).toContain('file(): the argument "path" names a file that does not exist: "nowhere"');
  expect(stderr).toContain('must exist before the plan is made');
});

it('ephemeralasnull replaces ephemeral parts with null, and the result can be stored', async () => {
  folder = await Folder.make({
    'main.tf.json': {
      variable: { token: { ephemeral: true, default: 'hush-hush' } },
      ...data({ a: '${ephemeralasnull({ kept = 1, token = var.token })}' }),
    },
  });
  expect(await folder.run('apply -auto-approve')).toMatchObject({ code: 0 });
  const state = await folder.read('terraform.tfstate');
  expect(state.replaceAll(/\s/g, '')).toContain('{"kept":1,"token":null}');
  expect(state).not.toContain('hush-hush');
});

it('each instance renders its own template, even if a function in it returns a new value on every call', async () => {
  const input = '${templatefile("${path.module}/id.tpl", { name = "x" })}';
  folder = await Folder.make({
    'main.tf.json': { resource: { terraform_data: { a: { count: 2, input } } } },
    'id.tpl': '${name}-${uuid()}',
  });
  expect(await folder.run('apply -auto-approve')).toMatchObject({ code: 0 });
  const inputs = (await folder.read('terraform.tfstate')).match(/"x-[^"]+"/g);
  expect(new Set(inputs).size).toBe(2);
});
