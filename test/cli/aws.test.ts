import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { HAS_MOTO, Moto } from '../support/moto.js';
import { Folder, type Ran } from '../support/run-landform.js';
import { SHORT_LIVED_GO } from '../support/go.js';

const PROVIDER = 'registry.terraform.io/hashicorp/aws';
const INVENTORY = readFileSync(new URL('aws/inventory.tf', import.meta.url), 'utf8');
const hasTerraform = spawnSync('terraform', ['version']).status === 0;
const mirror = mirrorOfAws();
const MISSING =
  mirror === undefined ? 'no mirror of the AWS provider (TF_PLUGIN_MIRROR)' : HAS_MOTO ? '' : 'no moto_server';
if (MISSING !== '') console.log(`skipped: the AWS provider on an emulator: ${MISSING}`);
else if (!hasTerraform) console.log('skipped: the AWS provider beside Terraform: no terraform');

/** The folder of a filesystem mirror, from the environment or from the CLI configuration. */
function mirrorOfAws(): string | undefined {
  const { TF_PLUGIN_MIRROR, TF_CLI_CONFIG_FILE } = process.env;
  const configuration =
    TF_CLI_CONFIG_FILE !== undefined && existsSync(TF_CLI_CONFIG_FILE) ? readFileSync(TF_CLI_CONFIG_FILE, 'utf8') : '';
  const configured = /filesystem_mirror\s*\{[^}]*?path\s*=\s*"([^"]+)"/.exec(configuration)?.[1];
  return [TF_PLUGIN_MIRROR, configured].find(
    (folder) => folder !== undefined && existsSync(path.join(folder, PROVIDER, '5.100.0')),
  );
}

/** The changes that the second stage makes: an update, a replacement, a move, a block less. */
const moved = (text: string): string =>
  text
    .replace('resource "aws_sns_topic" "t" {', 'moved {\n  from = aws_sns_topic.t\n  to   = aws_sns_topic.moved\n}\n$&')
    .replaceAll('aws_sns_topic.t.arn', 'aws_sns_topic.moved.arn')
    .replace('resource "aws_sns_topic" "t"', 'resource "aws_sns_topic" "moved"');

let folder: Folder;
let moto: Moto;
let env: Record<string, string>;
const landform = (line: string): Promise<Ran> => folder.landform(line, { env });
const terraform = (line: string): Ran => {
  const { status, stdout, stderr } = spawnSync('terraform', [...line.split(' '), '-no-color'], {
    cwd: folder.path,
    env: { PATH: process.env['PATH'], HOME: folder.path, CHECKPOINT_DISABLE: '1', ...SHORT_LIVED_GO, ...env },
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
  });
  return { code: status, stdout, stderr };
};
/** The exit code and the last of the lines that say what a command has done. */
const outcome = ({ code, stdout, stderr }: Ran): unknown => [
  code,
  stdout.match(/^(?:Plan: |Apply complete!|Destroy complete!|No changes\.|The configuration is valid).*$/gm)?.at(-1) ??
    stderr.slice(0, 2000),
];
const UNCHANGED = [0, expect.stringContaining('No changes.')];

beforeAll(async () => {
  if (MISSING !== '' || mirror === undefined) return;
  moto = await Moto.start();
  folder = await Folder.make({ 'main.tf': INVENTORY });
  const installation = `provider_installation {\n  filesystem_mirror {\n    path = ${JSON.stringify(mirror)}\n  }\n}\n`;
  await folder.write('cli.tfrc', installation);
  env = { TF_CLI_CONFIG_FILE: path.join(folder.path, 'cli.tfrc'), TF_VAR_endpoint: moto.endpoint };
}, 60_000);

afterAll(async () => {
  if (MISSING !== '') return;
  await moto.stop();
  await folder.remove();
});

/** One story, whose steps need each other. */
describe.skipIf(MISSING !== '').sequential('the AWS provider', { timeout: 900_000 }, () => {
  it('is installed, and creates objects of fifty types', async () => {
    expect((await landform('init')).code).toBe(0);
    expect(outcome(await landform('validate'))).toEqual([0, 'The configuration is valid.']);
    expect(new Set(INVENTORY.match(/(?<=^resource ")\w+/gm)).size).toBeGreaterThan(50);
    expect(outcome(await landform('apply -auto-approve'))).toEqual([0, expect.stringContaining(' 0 destroyed')]);
    expect(outcome(await landform('plan -detailed-exitcode'))).toEqual(UNCHANGED);
  });

  it.runIf(hasTerraform)('is planned as Terraform plans it', async () => {
    expect(terraform('init -input=false').code).toBe(0);
    expect(outcome(terraform('plan -detailed-exitcode'))).toEqual(UNCHANGED);
    await folder.write('main.tf', moved(INVENTORY));
    env = { ...env, TF_VAR_stage: 'two' };
    expect(outcome(await landform('plan -out=our.plan'))).toEqual([0, expect.stringMatching(/^Plan: [^0]/)]);
    expect(terraform('plan -input=false -out=their.plan').code).toBe(0);
    const ours = planIn(await landform('show -json our.plan'));
    const theirs = planIn(terraform('show -json their.plan'));
    expect(ours).toEqual(theirs);
    const actions = Object.values(theirs.changes).map(({ change }) => change.actions.join('-'));
    expect(new Set(actions)).toEqual(new Set(['no-op', 'update', 'delete-create']));
  });

  it('changes, replaces and moves objects, which leaves nothing to do', async () => {
    await folder.write('main.tf', moved(INVENTORY));
    env = { ...env, TF_VAR_stage: 'two' };
    expect(outcome(await landform('apply -auto-approve'))).toEqual([0, expect.stringContaining('Apply complete!')]);
    expect(outcome(await landform('plan -detailed-exitcode'))).toEqual(UNCHANGED);
  });

  it('imports objects', async () => {
    const state = JSON.parse(await readFile(path.join(folder.path, 'terraform.tfstate'), 'utf8')) as State;
    for (const address of ['aws_iam_group.g', 'aws_vpc.v']) {
      const id = state.resources.find(({ type, name }) => `${type}.${name}` === address)?.instances[0]?.attributes.id;
      expect((await landform(`state rm ${address}`)).code).toBe(0);
      expect((await landform(`import ${address} ${id}`)).code).toBe(0);
    }
    expect(outcome(await landform('plan -detailed-exitcode'))).toEqual(UNCHANGED);
  });

  it.runIf(hasTerraform)('has states that Terraform continues, and continues those of Terraform', async () => {
    env = { ...env, TF_VAR_stage: 'one' };
    expect(outcome(terraform('apply -auto-approve -input=false'))).toEqual([
      0,
      expect.stringContaining('Apply complete!'),
    ]);
    expect(outcome(await landform('plan -detailed-exitcode'))).toEqual(UNCHANGED);
  });

  it('destroys all of them', async () => {
    expect(outcome(await landform('destroy -auto-approve'))).toEqual([0, expect.stringContaining('Destroy complete!')]);
    const state = JSON.parse(await readFile(path.join(folder.path, 'terraform.tfstate'), 'utf8')) as State;
    expect(state.resources).toEqual([]);
  });
});

interface State {
  readonly resources: readonly {
    readonly type: string;
    readonly name: string;
    readonly instances: readonly { readonly attributes: { readonly id: string } }[];
  }[];
}

interface Changed {
  readonly address: string;
  readonly change: { readonly actions: readonly string[] };
}

/** What a plan in JSON says about objects and outputs, by address. */
function planIn({ stdout }: Ran): { readonly changes: Readonly<Record<string, Changed>> } & Record<string, unknown> {
  const plan = JSON.parse(stdout) as {
    readonly resource_changes: readonly Changed[];
    readonly resource_drift?: readonly Changed[];
    readonly planned_values: unknown;
    readonly output_changes: unknown;
  };
  const byAddress = (changes: readonly Changed[]): Record<string, Changed> =>
    Object.fromEntries(changes.map((one) => [one.address, one]));
  return {
    changes: byAddress(plan.resource_changes),
    drift: byAddress(plan.resource_drift ?? []),
    planned: plan.planned_values,
    outputs: plan.output_changes,
  };
}
