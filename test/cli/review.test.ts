import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ForgeServer } from '../support/forge-server.js';
import { Folder } from '../support/run-landform.js';

const data = (input: unknown, more = {}): object => ({ resource: { terraform_data: { a: { input }, ...more } } });

describe('reports of plans, drift and states', () => {
  let folder: Folder;
  const run = async (command: string) => folder.run(`${command} -no-color`);

  beforeAll(async () => {
    folder = await Folder.make({ 'main.tf.json': data('x', { b: { input: 'b' } }) });
    const made = await run('apply -auto-approve');
    expect([made.code, made.stderr]).toEqual([0, made.stderr]);
    await folder.write('main.tf.json', data('</details>'));
    expect((await run('plan -out plan.json')).code).toBe(0);
  }, 60_000);
  afterAll(() => folder.remove());

  it('show a saved plan in each format', async () => {
    const markdown = await run('show --format markdown plan.json');
    expect([markdown.code, markdown.stderr]).toEqual([0, '']);
    expect(markdown.stdout).toContain('| <code>-</code> destroy | <code>terraform&#95;data.b</code> |');
    expect(markdown.stdout).toContain('-> "</details>"\n! output = ');
    expect((await run('show --format junit plan.json')).stdout).toContain(
      '<testsuite name="plan" tests="2" failures="1"',
    );
    const sarif = JSON.parse((await run('show --format sarif plan.json')).stdout) as { runs: [{ results: unknown[] }] };
    expect(sarif.runs[0].results).toHaveLength(1);
    expect((await run('show --format json plan.json')).stdout).toBe((await run('show --json plan.json')).stdout);
    expect((await run('show --format text plan.json')).stdout).toBe((await run('show plan.json')).stdout);
  });

  it('show a state, and drift with its exit code', async () => {
    expect((await run('show --format junit')).stdout).toContain('<testcase name="object terraform_data.a"');
    const drift = await run('drift --format junit');
    expect([drift.code, drift.stdout]).toEqual([0, expect.stringContaining('name="landform drift"')]);
    expect((await run('drift --format json')).stdout.split('\n')[0]).toContain('"type":"version"');
  });

  it('are posted to a pull request, and updated there', async () => {
    const server = await ForgeServer.start();
    try {
      const env = {
        GITHUB_API_URL: server.url,
        GITHUB_TOKEN: 'gh-token',
        GITHUB_REPOSITORY: 'acme/shop',
        GITHUB_ACTIONS: 'true',
      };
      const comment = (more: string) => folder.run(`comment --github --pull 7 ${more} -no-color`, { env });
      const made = await comment(`--check --commit ${'a'.repeat(40)} plan.json`);
      const url = 'https://forge/acme/shop/pull/7#issuecomment-1';
      expect(made).toMatchObject({ code: 0, stdout: `Comment created: ${url}\n`, stderr: '' });
      expect(server.comments[0]?.body).toMatch(
        /^<!-- landform:plan -->\n### Plan: 0 to add, 1 to change, 1 to destroy\./,
      );
      expect(server.checks).toHaveLength(1);
      expect((await comment('plan.json')).stdout).toBe('Comment unchanged\n');
      server.faults.push({ status: 403 }, { status: 403 });
      const refused = await comment('plan.json');
      expect(refused.code).toBe(1);
      expect(refused.stderr).toContain('[forge-refused]');
      expect(server.wrong).toEqual([]);
    } finally {
      await server.close();
    }
    const nowhere = await folder.run('comment --github plan.json -no-color');
    expect(nowhere.stderr).toContain('Writing to the forge needs a token');
  });

  it.each([
    ['drift --github', '--github needs --issue'],
    ['drift --issue', 'Give --github or --gitlab'],
    ['drift --issue --github --name -->', '--name takes letters'],
  ])('of drift are not written anywhere by %s', async (command, message) => {
    expect(await run(command)).toMatchObject({ code: 1, stderr: expect.stringContaining(message) });
  });

  it('are not mixed with messages in JSON', async () => {
    const both = await run('show --json --format junit plan.json');
    expect([both.code, both.stderr]).toEqual([
      1,
      expect.stringContaining('--json and --format junit exclude each other'),
    ]);
  });
});

it('a rename is noticed, and kept by the moved block that is written', async () => {
  const folder = await Folder.make({ 'main.tf': 'resource "terraform_data" "a" {\n  input = "x"\n}\n' });
  try {
    expect((await folder.run('apply -auto-approve')).code).toBe(0);
    await folder.write('main.tf', 'resource "terraform_data" "b" {\n  input = "x"\n}\n');
    const noticed = await folder.run('plan -no-color');
    expect(noticed.stderr).toContain('terraform_data.a -> terraform_data.b');
    expect((await folder.run('plan --suggest-moves moves.tf')).code).toBe(0);
    const { stdout } = await folder.run('plan -no-color');
    expect(stdout).toContain('Plan: 0 to add, 0 to change, 0 to destroy.');
    const again = await folder.run('plan --suggest-moves moves.tf -no-color');
    expect(again).toMatchObject({ code: 0, stderr: expect.stringContaining('Nothing looks renamed') });
  } finally {
    await folder.remove();
  }
});
