import { execFileSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ForgeServer } from '../support/forge-server.js';
import { Folder } from '../support/run-landform.js';
import { answering, readable } from '../support/terminal.js';

let folder: Folder;

/** The samples of docs/policy.md, by file. */
async function samples(): Promise<Readonly<Record<string, string>>> {
  const text = await readFile('docs/policy.md', 'utf8');
  const found = text.matchAll(/<!-- file: (\S+) -->\n\n```\w+\n([^]*?)\n```/g);
  return Object.fromEntries([...found].map(([, name = '', sample = '']) => [name, `${sample}\n`]));
}

const MAIN = `import { App, Stack } from 'landform';
import { TerraformData } from 'landform/providers/terraform';

const app = new App();
const stack = new Stack(app, 'main');
new TerraformData(stack, 'a', { input: process.env.INPUT ?? 'fine' });
app.synth();
`;

/** Objects to inputs, at a level. */
const inputs = (level: string): string => `import { definePolicy } from 'landform/policy';

export const inputs = definePolicy({
  name: 'inputs',
  description: 'Inputs are fine',
  level: '${level}',
  *check({ resources }) {
    for (const resource of resources)
      if (resource.values.input !== 'fine')
        yield { at: resource, message: \`\${resource.address} has \${resource.values.input}\`, remediation: 'Refine it.' };
  },
});
`;

beforeAll(async () => {
  const files = await samples();
  expect(Object.keys(files)).toEqual(['landform.json', 'policies/regions.ts', 'policies/names.ts', 'regions.test.ts']);
  folder = await Folder.make({ ...files, 'main.ts': MAIN, 'policies/inputs.ts': inputs('mandatory') });
  await folder.link();
});

afterAll(() => folder.remove());

const coarse = { env: { INPUT: 'coarse' } };
const coarser = { env: { INPUT: 'coarser' } };

test('the samples of docs/policy.md do what they say', async () => {
  const planned = await folder.run(['plan', '--out', 'fine.json']);
  expect(planned.stderr).not.toMatch(/Error|Warning/);
  expect(planned.code).toBe(0);
  const checked = await folder.run(['policy', 'check', 'fine.json']);
  expect(checked.stdout).toBe('10 policies checked: nothing found.\n');
  expect(checked.code).toBe(0);
  const strips =
    Number(process.versions.node.split('.')[0]) >= 22 ? ['--experimental-strip-types', '--no-warnings'] : [];
  if (strips.length > 0)
    expect(execFileSync(process.execPath, [...strips, 'regions.test.ts'], { cwd: folder.path }).toString()).toBe('');
});

test('what a mandatory policy objects to is an error of plan, policy check and apply', async () => {
  const planned = await folder.run(['plan', '--out', 'coarse.json'], coarse);
  expect(planned.code).toBe(1);
  expect(planned.stdout).toContain('1 to add');
  expect(planned.stderr).toContain('inputs: terraform_data.a has coarse');
  expect(planned.stderr).toContain('Refine it.');
  const checked = await folder.run(['policy', 'check', '--json', 'coarse.json']);
  expect(checked.code).toBe(1);
  expect(JSON.parse(checked.stdout)).toMatchObject({
    passed: false,
    findings: [
      {
        policy: 'inputs',
        level: 'mandatory',
        stack: 'main',
        address: 'terraform_data.a',
        location: 'main.ts:6:1',
        message: 'terraform_data.a has coarse',
        remediation: 'Refine it.',
      },
    ],
    problems: [],
  });
  const report = await folder.run(['policy', 'check', '--format', 'sarif', 'coarse.json']);
  expect(report.code).toBe(1);
  expect(report.stdout).toContain('"ruleId": "inputs"');
  const applied = await folder.run(['apply', 'coarse.json'], coarse);
  expect(applied.code).toBe(1);
  expect(applied.stderr).toContain('inputs: terraform_data.a has coarse');
  expect((await folder.run(['state', 'list'])).stdout).toBe('');
});

test('what needs approval is approved by name, not by --auto-approve', async () => {
  await folder.write('policies/inputs.ts', inputs('needs-approval'));
  const refused = await folder.run(['apply', '--auto-approve'], coarse);
  expect(refused.code).toBe(1);
  expect(refused.stderr).toContain('Approval is needed by the policy inputs');
  expect(refused.stderr).toContain('--approve-policy inputs');
  expect((await folder.run(['state', 'list'])).stdout).toBe('');
  const approved = await folder.run(['apply', '--auto-approve', '--approve-policy', 'inputs'], coarse);
  expect(approved.stderr).toContain('(needs approval)');
  expect(approved.stdout).toContain('1 added');
  expect(approved.code).toBe(0);
});

test('a terminal is asked for the approval of findings, besides that of the plan', async () => {
  const answers = (approval: string) => ({
    ...coarser,
    during: answering(['Enter a value: ', 'yes\r'], ['Enter a value: ', `${approval}\r`]),
  });
  const refused = await folder.atTerminal('apply -no-color', answers('y'));
  expect(readable(refused)).toContain('Do you approve what inputs found (1 finding)?');
  expect(readable(refused)).toContain('Apply cancelled. Nothing was changed.');
  expect(refused.code).toBe(1);
  const approved = await folder.atTerminal('apply -no-color', answers('yes'));
  expect(readable(approved)).toContain('1 changed');
  expect(approved.code).toBe(0);
});

test('show and comment have what policies find in a saved plan', async () => {
  await folder.write('policies/inputs.ts', inputs('mandatory'));
  const plan = await folder.run(['plan', '--out', 'found.json'], { env: { INPUT: 'rough' } });
  expect(plan.code).toBe(1);
  expect((await folder.run(['show', 'found.json'])).stderr).toBe('');
  const shown = await folder.run(['show', '--policies', 'found.json']);
  expect([shown.code, shown.stderr]).toEqual([1, expect.stringContaining('inputs: terraform_data.a has rough')]);
  const report = await folder.run(['show', '--policies', '--format', 'markdown', 'found.json']);
  expect([report.code, report.stdout]).toEqual([1, expect.stringContaining('has rough<br>Refine it.')]);
  expect((await folder.run(['show', '--policies', '--json', 'found.json'])).stderr).toContain('without findings');
  expect((await folder.run(['show', '--policies'])).stderr).toContain('--policies is for a saved plan');

  const server = await ForgeServer.start();
  const env = { GITHUB_API_URL: server.url, GITHUB_TOKEN: 'gh-token', GITHUB_REPOSITORY: 'acme/shop' };
  const comment = await folder.run(['comment', '--github', '--pull', '7', '--policies', 'found.json'], { env });
  await server.close();
  expect(comment).toMatchObject({ code: 0, stderr: '' });
  expect(server.comments[0]?.body).toContain('has rough<br>Refine it.');
});

test('settings that are wrong are errors at their place in landform.json', async () => {
  await folder.write('landform.json', {
    program: 'main.ts',
    policies: [{ from: 'landform/policy', level: {}, levels: { 'missing-tags': 'never' } }, '*/a.ts', { seconds: 0 }],
  });
  const { code, stderr } = await folder.run(['plan']);
  expect(code).toBe(1);
  for (const expected of [
    '"level" is not supported in "policies"',
    'The level of "missing-tags" is unknown',
    'A policy comes from a file or a package',
    '"seconds" must be a number between 0 and 3600',
    'landform.json:8:25',
  ])
    expect(stderr).toContain(expected);
  await folder.write('landform.json', { program: 'main.ts', policies: ['landform/policy'] });
  const missing = await folder.run(['plan']);
  expect(missing.code).toBe(1);
  expect(missing.stderr).toContain('The policy missing-tags needs the parameter "tags"');
  await folder.write('landform.json', { program: 'main.ts' });
  expect((await folder.run(['policy', 'check', 'coarse.json'])).stderr).toContain('The project names no policies');
});
