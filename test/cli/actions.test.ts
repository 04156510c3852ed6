import { readFileSync } from 'node:fs';
import { access } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Folder, type Ran } from '../support/run-landform.js';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const guide = readFileSync(path.join(ROOT, 'docs/actions.md'), 'utf8');

/** The files of the guide, by name, and its commands, without the prompt. */
const files = new Map([...guide.matchAll(/^```\w+ (\S+)\n(.*?)^```$/gms)].map((match) => [match[1]!, match[2]!]));
const commands = [...guide.matchAll(/^\$ landform (.*)$/gm)].map((match) => match[1]!);

const wordsOf = (command: string): string[] => command.split(' ').map((word) => word.replaceAll("'", ''));

let folder: Folder;

beforeEach(async () => {
  folder = await Folder.make({});
  for (const name of ['main.tf.json', 'landform.json', 'ops.ts']) await folder.write(name, files.get(name)!);
  await folder.link();
  await folder.write('ops.log', '');
});

afterEach(() => folder.remove());

const landform = (command: string, options?: Parameters<Folder['landform']>[1]): Promise<Ran> =>
  folder.run(wordsOf(command), options);

/** What was done since this was last asked. */
async function done(): Promise<string[]> {
  const lines = (await folder.read('ops.log')).split('\n').filter((line) => line !== '');
  await folder.write('ops.log', '');
  return lines;
}

interface Message {
  readonly type: string;
  readonly '@message': string;
  readonly hook?: { readonly action?: { readonly addr: string }; readonly message?: string; readonly error?: string };
  readonly changes?: Readonly<Record<string, unknown>>;
  readonly invocation?: { readonly lifecycle_trigger?: { readonly triggering_event: string } };
}

const messagesOf = ({ stdout }: Ran): Message[] =>
  stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Message);

describe('the actions guide', () => {
  test('works as documented', async () => {
    expect(commands.map((command) => command.split(' ')[0])).toEqual(['plan', 'apply', 'apply', 'apply', 'apply']);
    const [plan, create, update, all, one] = commands as [string, string, string, string, string];

    const planned = await landform(plan);
    const sentence = /^ {4}(Plan: .*)$/m.exec(guide)![1]!;
    expect(planned).toMatchObject({ code: 0, stdout: expect.stringContaining(sentence) as string });
    expect(planned.stdout).toMatch(
      /invokes after: action\.ops_note\.announce {2}after_create\n +text = "web has size 1"/,
    );
    expect(await done()).toEqual([]);

    expect(await landform(create)).toMatchObject({ code: 0 });
    expect(await done()).toEqual(['create web', 'note: web has size 1', 'note: checking from Dublin']);

    const updated = await landform(update);
    expect(updated).toMatchObject({ code: 0, stderr: expect.stringContaining('drain: 1 seconds to go') as string });
    expect(await done()).toEqual([
      'note: draining',
      'update web',
      'note: web has size 2',
      'note: checking from Dublin',
    ]);

    const state = await folder.read('terraform.tfstate');
    expect(await landform(all)).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('Actions: 2 invoked.') as string,
    });
    expect((await done()).sort()).toEqual(['note: checking from Dublin', 'note: checking from Ohio']);
    expect(await landform(one)).toMatchObject({ code: 0 });
    expect(await done()).toEqual(['note: checking from Ohio']);
    expect(await folder.read('terraform.tfstate')).toBe(state);
  });

  test('has an equivalent program', async () => {
    await folder.write('landform.json', { program: 'main.ts', ...(JSON.parse(files.get('landform.json')!) as object) });
    await folder.write('main.ts', files.get('main.ts')!);
    const applied = await landform('apply --auto-approve');
    expect(applied.stderr).toContain('action.ops_note.check["eu"]: Invoking... (after_create of ops_service.web)');
    expect(await done()).toEqual(['create web', 'note: it is there', 'note: checking from eu']);
    const asked = await landform('plan --invoke=action.ops_note.announce');
    expect(asked.stdout).toMatch(/action\.ops_note\.announce {2}main\.ts:7:18/);
  });
});

describe('actions', () => {
  test('are applied from a saved plan exactly as planned', async () => {
    expect(await landform('plan --out plan.json')).toMatchObject({ code: 0 });
    const plan = JSON.parse(await folder.read('plan.json')) as { action_invocations: object[] };
    expect(plan.action_invocations[0]).toEqual({
      address: 'action.ops_note.announce',
      type: 'ops_note',
      name: 'announce',
      config_values: { text: 'web has size 1', seconds: null },
      config_sensitive: {},
      config_unknown: {},
      provider_name: 'registry.terraform.io/acme/ops',
      lifecycle_action_trigger: {
        triggering_resource_address: 'ops_service.web',
        action_trigger_event: 'AfterCreate',
        action_trigger_block_index: 1,
        actions_list_index: 0,
      },
    });
    expect(await landform('apply plan.json')).toMatchObject({ code: 0 });
    expect(await done()).toEqual(['create web', 'note: web has size 1', 'note: checking from Dublin']);
    expect(await landform('plan --invoke=action.ops_note.drain --out plan.json')).toMatchObject({ code: 0 });
    expect(await landform('apply plan.json')).toMatchObject({ code: 0 });
    expect(await done()).toEqual(['note: draining']);
  });

  test('run before and after the change that triggers them', async () => {
    await landform('apply --auto-approve');
    await done();
    const destroyed = await landform('destroy --auto-approve');
    expect(destroyed.stdout).toContain('Destroy complete! Resources: 1 destroyed. Actions: 1 invoked.');
    expect(await done()).toEqual(['note: draining', 'delete web']);
  });

  test("are reported in Terraform's JSON messages", async () => {
    await landform('apply --auto-approve');
    const messages = messagesOf(await landform('apply --auto-approve --json --var size=2'));
    const of = (type: string): Message[] => messages.filter((message) => message.type === type);
    expect(
      of('planned_action_invocation').map(({ invocation }) => invocation?.lifecycle_trigger?.triggering_event),
    ).toEqual(['BeforeUpdate', 'AfterUpdate', 'AfterUpdate']);
    expect(of('action_start').map(({ hook }) => hook?.action?.addr)).toEqual([
      'action.ops_note.drain',
      'action.ops_note.announce',
      'action.ops_note.check["eu"]',
    ]);
    expect(of('action_progress').map(({ hook }) => hook?.message)).toEqual(['1 seconds to go']);
    expect(of('action_complete')).toHaveLength(3);
    expect(of('change_summary').map(({ changes }) => changes?.['action_invocation'])).toEqual([3, 3]);
  });

  test('that fail after the change keep it, say how to continue, and are not invoked again automatically', async () => {
    const failed = await landform('apply --auto-approve --var size=13');
    expect(failed.code).toBe(1);
    expect(failed.stderr).toContain('Not with this size');
    expect(failed.stderr).toMatch(/It was triggered by the creation of ops_service\.web, which succeeded/);
    expect(failed.stderr).toContain("landform apply --invoke='action.ops_note.announce'");
    expect(failed.stdout).toContain('Actions: 0 invoked, 1 failed.');
    expect(await done()).toEqual(['create web']);
    expect((await landform('plan --var size=13')).stdout).toContain('No changes.');
    const messages = messagesOf(
      await landform('apply --auto-approve --json --var size=13 --invoke=action.ops_note.announce'),
    );
    expect(messages.find(({ type }) => type === 'action_errored')?.hook?.error).toBe('Not with this size');
  });

  test('that fail before the change prevent it', async () => {
    await folder.write('main.tf.json', files.get('main.tf.json')!.replace('"draining"', '"size 13"'));
    await landform('apply --auto-approve');
    await done();
    const failed = await landform('apply --auto-approve --var size=2');
    expect(failed.code).toBe(1);
    expect(failed.stderr).toContain('Therefore the update of ops_service.web was not started');
    expect(await done()).toEqual([]);
    expect((await landform('plan --var size=2')).stdout).toContain('1 to change, 0 to destroy. Actions: 3 to invoke.');
  });

  test.each<[string, RegExp]>([
    [
      '--invoke=action.ops_note.announced',
      /There is no action action\.ops_note\.announced.*Did you mean action\.ops_note\.announce/s,
    ],
    ['--invoke=ops_service.web', /ops_service\.web is not the address of an action/],
    ['--invoke=action.ops_note.check["asia"]', /There is no action\.ops_note\.check\["asia"\].*\["eu"\], \["us"\]/s],
    ['--invoke=action.ops_note.announce', /The configuration of action\.ops_note\.announce is not known yet/],
    ['--invoke=action.ops_note.drain --target=ops_service.web', /--target cannot be given with --invoke/],
    ['--invoke=action.ops_note.drain --invoke=action.ops_note.check', /Only one action can be invoked at a time/],
  ])('%s is refused', async (options, message) => {
    const refused = await landform(`plan ${options}`);
    expect(refused.stderr).toMatch(message);
    expect(refused.code).not.toBe(0);
  });
});

describe('a run that is killed during an action', () => {
  test('leaves a record: later runs report it, do not repeat the action, and apply clears the record', async () => {
    await folder.write('main.tf.json', files.get('main.tf.json')!.replace('"seconds": 1', '"seconds": 60'));
    await landform('apply --auto-approve');
    await done();
    const journal = path.join(folder.path, 'terraform.tfstate.journal');
    const killed = await landform('apply --auto-approve --var size=2', {
      during: (child) => void killOnceWritten(journal, () => child.kill('SIGKILL')),
    });
    expect(killed.code).toBe(null);
    expect(await done()).toEqual([]);

    const message =
      /An earlier run stopped while action\.ops_note\.drain was being invoked before the update of\s+ops_service\.web/;
    for (const attempt of ['first', 'second']) {
      const planned = await landform('plan');
      expect(planned.stderr, attempt).toMatch(message);
      expect(planned.stdout, attempt).toContain('No changes.');
    }
    expect((await landform('apply --auto-approve')).stderr).toMatch(message);
    expect(await done()).toEqual([]);
    expect((await landform('plan')).stderr).not.toMatch(message);
  });
});

/** The journal of an apply begins with the record of what is invoked. */
async function killOnceWritten(journal: string, kill: () => void): Promise<void> {
  for (let tries = 0; tries < 1000; tries += 1) {
    const written = await access(journal).then(
      () => readFileSync(journal, 'utf8').includes('"invoke"'),
      () => false,
    );
    if (written) break;
    await sleep(10);
  }
  kill();
}
