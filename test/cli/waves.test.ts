import { readFile } from 'node:fs/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { Folder } from '../support/run-landform.js';
import { answering, readable } from '../support/terminal.js';

let folder: Folder;
afterEach(() => folder.remove());

/** The blocks of docs/waves.md: a configuration, and what `plan` prints. */
async function documented(): Promise<readonly [configuration: string, output: string]> {
  const text = await readFile(new URL('../../docs/waves.md', import.meta.url), 'utf8');
  const [configuration = '', output = ''] = [...text.matchAll(/```(?:hcl|console)\n(.*?)```/gs)].map(
    (match) => match[1]!,
  );
  return [configuration, output];
}

describe('waves on a terminal', () => {
  it('are approved once, and again before something is destroyed', async () => {
    const [configuration] = await documented();
    folder = await Folder.make({ 'main.tf': configuration });
    const first = readable(
      await folder.atTerminal('apply', {
        during: answering(['Enter a value: ', 'yes\r'], ['Enter a value: ', 'no\r']),
      }),
    );
    expect(first.match(/Enter a value:/g)).toHaveLength(1);
    expect(first).toMatch(/2 objects wait[^]*Do you want to make these changes\?[^]*Next wave:[^]*Plan: 2 to add/);
    expect(first).toContain('Apply complete! Resources: 3 added, 0 changed, 0 destroyed.');

    await folder.write('main.tf', configuration.replace('["a", "b"]', '["b", "c"]'));
    const ran = await folder.atTerminal('apply', {
      during: answering(['Enter a value: ', 'yes\r'], ['Enter a value: ', 'no\r']),
    });
    const second = readable(ran);
    expect(second).toMatch(
      /Do you want to make[^]*Next wave:[^]*Destroyed:[^]*Do you also want to make these changes\?/,
    );
    expect(second).toContain('Resources: 0 added, 1 changed, 0 destroyed.');
    expect(second).toContain('2 objects not started. Run the command again to continue.');
    expect(ran.code).toBe(1);
    expect((await folder.warm('state list')).stdout).toContain('terraform_data.each["a"]');
  });
});

describe('waves in a pipeline', () => {
  it('are planned as documented, and applied one by one from saved plans', async () => {
    const [configuration, output] = await documented();
    folder = await Folder.make({ 'main.tf': configuration });
    const planned = await folder.warm('plan --detailed-exitcode --out plan.json');
    expect(planned).toMatchObject({ code: 2, stdout: output });
    expect(planned.stderr).toContain('Then plan the 2 objects that wait for it:  landform plan');
    expect((await folder.warm('show plan.json')).stdout).toBe(output);
    expect(JSON.parse((await folder.warm('show --json plan.json')).stdout)).toMatchObject({
      complete: false,
      deferred_changes: [{ reason: 'instance_count_unknown', resource_change: { index_unknown: true } }],
    });
    const applied = await folder.warm('apply plan.json');
    expect(applied.code).toBe(0);
    expect(applied.stdout).toContain('2 objects waited for this apply. To plan them:  landform plan');
    const next = await folder.warm('plan --json --detailed-exitcode');
    expect(next.code).toBe(2);
    expect(next.stdout).not.toContain('deferred_change');
    expect((await folder.warm('apply --auto-approve')).code).toBe(0);
    expect((await folder.warm('plan --detailed-exitcode')).code).toBe(0);
  });

  it('are lines of JSON, and count together', async () => {
    const [configuration] = await documented();
    folder = await Folder.make({ 'main.tf': configuration });
    const { stdout, code } = await folder.warm('apply --json --auto-approve');
    expect(code).toBe(0);
    const messages = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { type: string; deferred?: unknown; changes?: unknown });
    expect(messages.filter(({ type }) => type === 'deferred_change').map(({ deferred }) => deferred)).toEqual([
      {
        address: 'terraform_data.each[*]',
        kind: 'resource',
        reason: 'instance_count_unknown',
        waits_for: ['terraform_data.names'],
      },
      { address: 'output.made', kind: 'output', reason: 'deferred_prereq', waits_for: ['terraform_data.each'] },
    ]);
    const summaries = messages.filter(({ type }) => type === 'change_summary').map(({ changes }) => changes);
    expect(summaries).toMatchObject([
      { operation: 'plan', add: 1 },
      { operation: 'plan', add: 2 },
      { operation: 'apply', add: 3 },
    ]);
  });
});
