import { execFileSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Folder } from '../support/run-landform.js';

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
  expect(Object.keys(files)).toEqual(['landform.json', 'policies/regions.ts', 'regions.test.ts']);
  folder = await Folder.make({ ...files, 'main.ts': MAIN, 'policies/inputs.ts': inputs('mandatory') });
  await folder.link();
});

afterAll(() => folder.remove());

const coarse = { env: { INPUT: 'coarse' } };

test('the samples of docs/policy.md do what they say', async () => {
  const planned = await folder.run(['plan', '--out', 'fine.json']);
  expect(planned.stderr).not.toMatch(/Error|Warning/);
  expect(planned.code).toBe(0);
  const checked = await folder.run(['policy', 'check', 'fine.json']);
  expect(checked.stdout).toBe('9 policies checked: nothing found.\n');
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
