import { afterEach, describe, expect, it } from 'vitest';
import { startSandbox, type Sandbox } from '../../src/sandbox/index.js';
import { Folder } from '../support/run-landform.js';
import { answering, readable } from '../support/terminal.js';

let folder: Folder;
afterEach(() => folder.remove());

const CONFIGURATION = { resource: { terraform_data: { a: { input: 'x' } } } };

const isEmpty = async (): Promise<boolean> => (await folder.landform('state list')).stdout === '';

describe('the approval prompt of apply', () => {
  it.each<[what: string, line: string, answer: string, code: number, says: string, empty: boolean]>([
    ['yes applies', 'apply', 'yes\r', 0, 'Apply complete! Resources: 1 added, 0 changed, 0 destroyed.', false],
    ['no does not', 'apply', 'no\r', 1, 'Apply cancelled. Nothing was changed.', true],
    ['y is not enough', 'apply', 'y\r', 1, 'Apply cancelled. Nothing was changed.', true],
    ['an empty answer cancels', 'apply', '\r', 1, 'Apply cancelled. Nothing was changed.', true],
    ['Ctrl-C is no', 'apply', '\u0003', 1, 'Apply cancelled. Nothing was changed.', true],
    ['Ctrl-D is no', 'apply', '\u0004', 1, 'Apply cancelled. Nothing was changed.', true],
  ])('%s', async (_what, line, answer, code, says, empty) => {
    folder = await Folder.make({ 'main.tf.json': CONFIGURATION });
    const ran = await folder.atTerminal(line, { during: answering(['Enter a value: ', answer]) });
    const text = readable(ran);
    expect(text).toContain('+ terraform_data.a  create');
    expect(text.indexOf('Plan: 1 to add')).toBeLessThan(text.indexOf('Do you want to make these changes?'));
    expect(text).toContain(says);
    expect(ran.code).toBe(code);
    expect(await isEmpty()).toBe(empty);
  });

  it('follows the warnings of the plan, which are shown once', async () => {
    const a = { input: 'one', lifecycle: { ignore_changes: ['id'] } };
    folder = await Folder.make({ 'main.tf.json': { resource: { terraform_data: { a } } } });
    const ran = await folder.atTerminal('apply', { during: answering(['Enter a value: ', 'yes\r']) });
    const [before, after, ...more] = readable(ran).split('ignore_changes has no effect on id');
    expect(before).toContain('Plan: 1 to add');
    expect(after).toMatch(/Do you want to make these changes\?[^]*Apply complete!/);
    expect(more).toEqual([]);
  });

  it('of destroy warns that there is no undo', async () => {
    folder = await Folder.make({ 'main.tf.json': CONFIGURATION });
    await folder.landform('apply -auto-approve');
    const ran = await folder.atTerminal('destroy', { during: answering(['Enter a value: ', 'yes\r']) });
    expect(readable(ran)).toContain('There is no undo.');
    expect(readable(ran)).toContain('Destroy complete! Resources: 1 destroyed.');
    expect(await isEmpty()).toBe(true);
  });

  it('is skipped with -input=false and if there is nothing to do', async () => {
    folder = await Folder.make({ 'main.tf.json': CONFIGURATION });
    expect(readable(await folder.atTerminal('apply -input=false'))).toContain('[approval-needed]');
    await folder.landform('apply -auto-approve');
    const ran = await folder.atTerminal('apply');
    expect(readable(ran)).toContain('No changes.');
    expect(ran.code).toBe(0);
  });
});

describe('a terminal', () => {
  it('shows colours unless NO_COLOR is set', async () => {
    folder = await Folder.make({ 'main.tf.json': CONFIGURATION });
    expect((await folder.atTerminal('plan')).stdout).toContain('\u001B[32m');
    expect((await folder.atTerminal('plan', { env: { NO_COLOR: '1' } })).stdout).not.toContain('\u001B[3');
  });

  it('keeps the console running after an error', async () => {
    folder = await Folder.make({ 'main.tf.json': CONFIGURATION });
    const ran = await folder.atTerminal('console', {
      during: answering(['> ', '1 +\r'], ['Error: ', '20 + 22\r'], ['42', 'exit\r']),
    });
    expect(readable(ran)).toContain('42');
    expect(ran.code).toBe(0);
  });
});

describe('a run against a slow service', () => {
  const files = {
    'main.tf.json': {
      terraform: { required_providers: { acloud: { source: 'landform/acloud' } } },
      resource: {
        acloud_cloud_account: {
          one: { display_name: 'Number one', cloud_profile: 'aws' },
          two: { display_name: 'Number two', cloud_profile: 'aws', depends_on: ['acloud_cloud_account.one'] },
        },
      },
    },
  };

  async function slowly<T>(work: (env: Record<string, string>, sandbox: Sandbox) => Promise<T>): Promise<T> {
    const sandbox = await startSandbox({ faults: { latencyMs: 2500 } });
    try {
      return await work({ ...sandbox.environment }, sandbox);
    } finally {
      await sandbox.close();
    }
  }

  async function when(condition: () => boolean): Promise<void> {
    while (!condition()) await new Promise((resolve) => setTimeout(resolve, 20));
  }

  it('shows live progress on a terminal and clears it at the end', async () => {
    await slowly(async (env) => {
      folder = await Folder.make(files);
      const ran = await folder.atTerminal('apply -auto-approve', { env });
      expect(ran.code).toBe(0);
      expect(ran.stdout).toContain('\u001B[1A\u001B[2K'.repeat(2));
      // Terminals keep in their scrollback what this erases.
      expect(ran.stdout).not.toContain('\u001B[0J');
      const text = readable(ran);
      expect(text).toMatch(/Applying {2}[━─]{20} {2}0\/2 {2}\d+s/);
      expect(text).toMatch(/ {3}\+ acloud_cloud_account\.one {2}creating {2}\ds/);
      expect(text).toMatch(/✓ acloud_cloud_account\.two: Creation complete after \ds/);
      expect(text).toContain('Apply complete! Resources: 2 added');
    });
  });

  it('interrupted with Ctrl-C finishes and saves running operations and starts no new ones', async () => {
    await slowly(async (env) => {
      folder = await Folder.make(files);
      const ran = await folder.landform('apply -auto-approve', {
        env,
        during: (child) => {
          let sent = false;
          child.stderr!.on('data', (text: string) => {
            if (sent || !text.includes('acloud_cloud_account.one: Creating...')) return;
            sent = true;
            child.kill('SIGINT');
          });
        },
      });
      expect(ran.stderr).toContain('Stopping: finishing running operations; starting no new ones.');
      expect(ran.stderr).toContain('acloud_cloud_account.one: Creation complete');
      expect(ran.stderr).not.toContain('acloud_cloud_account.two: Creating');
      expect(ran.stdout).toContain('Stopped early. Resources: 1 added, 0 changed, 0 destroyed.');
      expect(ran.code).toBe(1);
      expect((await folder.landform('state list')).stdout).toBe('acloud_cloud_account.one\n');
    });
  });

  it.each(['plan -out=plan.json', 'apply -auto-approve'])(
    'interrupted while planning has no plan to apply: %s',
    async (line) => {
      await slowly(async (env, sandbox) => {
        folder = await Folder.make(files);
        await folder.landform('apply -auto-approve -target acloud_cloud_account.one', { env });
        const [before, asked] = [await folder.contents(), sandbox.requests.total];
        const ran = await folder.landform(line, {
          env,
          during: (child) => void when(() => sandbox.requests.total > asked).then(() => child.kill('SIGINT')),
        });
        expect(ran.stderr).toContain('[interrupted]');
        expect(ran.stdout).toBe('');
        expect(ran.code).toBe(1);
        const { 'plan.json': saved, ...after } = await folder.contents();
        expect(after).toEqual(before);
        // An older plan in its place must not be taken for this one.
        if (saved !== undefined) expect(JSON.parse(saved)).toMatchObject({ errored: true, applyable: false });
      });
    },
  );
});
