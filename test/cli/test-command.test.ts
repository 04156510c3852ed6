import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { blocksOf } from '../support/documents.js';
import { Folder } from '../support/run-landform.js';

let folder: Folder;

beforeEach(async () => {
  folder = await Folder.make({
    'main.tf': `variable "name" { default = "abc" }
resource "terraform_data" "a" { input = var.name }
output "key" {
  value     = "planted-secret"
  sensitive = true
}`,
  });
});

afterEach(() => folder.remove());

const RUN = (name: string, condition: string): string => `run "${name}" {
  assert {
    condition     = ${condition}
    error_message = "It is \${terraform_data.a.input}."
  }
}
`;

it('prints how each run ended, with its diagnostics below, and the counts at the end', async () => {
  await folder.write('tests/names.tftest.hcl', RUN('met', 'var.name == "abc"') + RUN('not_met', 'var.name == "x"'));
  const ran = await folder.landform('test');
  expect(ran.stdout).toBe(`tests/names.tftest.hcl
  pass   met
  fail   not_met

Failure: 1 passed, 1 failed.
`);
  expect(ran.stderr).toContain('Error: It is abc.  [assertion-failed]');
  expect(ran.stderr).toMatch(/tests\/names\.tftest\.hcl:9:21, in run\.not_met/);
  expect(ran.code).toBe(1);
});

it('does what docs/test-files.md shows', async () => {
  const document = await readFile(new URL('../../docs/test-files.md', import.meta.url), 'utf8');
  const blocks = blocksOf(document).map(({ text }) => text);
  const [configuration = '', tests = '', output = '', mocked = ''] = blocks;
  await folder.write('main.tf', configuration);
  await folder.write('tests/names.tftest.hcl', tests);
  expect(await folder.warm('test')).toMatchObject({ code: 0, stderr: '', stdout: `${output.trimEnd()}\n` });
  await folder.write('tests/names.tftest.hcl', mocked);
  expect(await folder.warm('test')).toMatchObject({ code: 0, stderr: '' });
});

it('succeeds if all runs pass, and says so if there are none', async () => {
  const none = await folder.warm('test');
  expect(none).toMatchObject({ code: 0, stdout: '\nSuccess: 0 passed, 0 failed.\n' });
  await folder.write('a.tftest.hcl', RUN('met', 'var.name == "abc"'));
  const ran = await folder.warm('test --verbose');
  expect(ran).toMatchObject({ code: 0, stderr: '' });
  expect(ran.stdout).toContain('+ terraform_data.a');
  expect(ran.stdout).toContain('Success: 1 passed, 0 failed.');
});

it("writes Terraform's messages with --json", async () => {
  await folder.write('a.tftest.hcl', RUN('met', 'var.name == "abc"') + RUN('not_met', 'var.name == "x"'));
  const { stdout } = await folder.warm('test --json');
  const messages = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  expect(messages.map((message) => message['type'])).toEqual([
    'version',
    'test_file',
    'test_run',
    'test_run',
    'diagnostic',
    'test_file',
    'test_file',
    'test_summary',
  ]);
  expect(messages[4]).toMatchObject({ '@testfile': 'a.tftest.hcl', '@testrun': 'not_met' });
  expect(messages[6]).toMatchObject({
    test_file: { path: 'a.tftest.hcl', progress: 'complete', status: 'fail' },
  });
  expect(messages[7]).toMatchObject({
    test_summary: { status: 'fail', passed: 1, failed: 1, errored: 0, skipped: 0 },
  });
});

it('shows no secret, in whatever an assertion says', async () => {
  const message = '${output.key}';
  await folder.write(
    'a.tftest.hcl',
    `run "secret" {\n  assert {\n    condition = output.key == "x"\n    error_message = "is ${message}"\n  }\n}\n`,
  );
  for (const line of ['test', 'test --json', 'test --verbose']) {
    const ran = await folder.warm(line);
    expect(ran.code).toBe(1);
    expect(ran.stdout + ran.stderr).not.toContain('planted-secret');
  }
});

it.each([
  ['run "a" {\n  command = "destroy"\n}', 'invalid-value', '"command" must be plan or apply'],
  ['run "a" {}\nrun "a" {}', 'duplicate-address', 'The run a is declared twice'],
  ['run "a" {\n  asserts {}\n}', 'unknown-argument', '"asserts" is not supported in a run block'],
  ['run "a" {\n  assert {\n    condition = true\n    error_message = "no"\n  }\n}', 'invalid-condition', 'The assert'],
  ['run "a" {', 'invalid-hcl', 'This block is not closed'],
  ['resource "terraform_data" "a" {}', 'unknown-argument', '"resource" is not supported in a test file'],
  [
    'override_resource {\n  target = module.a\n}',
    'invalid-address',
    'An override_resource block cannot have the target',
  ],
  ['run "a" {\n  module {\n    source = "a/b/c"\n  }\n}', 'module-not-installed', 'Run landform init'],
  ['run "a" {\n  module {\n    source = "./none"\n  }\n}', 'unreadable-module', 'cannot be read'],
  ['run "a" {\n  expect_failures = var.name\n}', 'invalid-value', '"expect_failures" must be a list of addresses'],
])('refuses %j', async (text, code, message) => {
  await folder.write('a.tftest.hcl', text);
  const ran = await folder.warm('test');
  expect(ran.stderr).toContain(`[${code}]`);
  expect(ran.stderr).toContain(message);
  expect(ran.code).toBe(1);
  expect(ran.stderr).toContain('a.tftest.hcl:');
});

it('writes the results as JUnit has them, without secrets', async () => {
  await folder.write('b.tftest.hcl', `run "expected" {\n  module {\n    source = "./none"\n  }\n}\nrun "never" {}\n`);
  await folder.write(
    'a.tftest.hcl',
    `${RUN('met', 'var.name == "abc"')}run "secret" {
  assert {
    condition     = output.key == "x"
    error_message = "<not> \${output.key}"
  }
}
`,
  );
  const ran = await folder.warm('test --junit-xml results/out.xml');
  expect(ran).toMatchObject({ code: 1, stderr: expect.stringContaining('[file-not-writable]') as string });
  expect((await folder.warm('test --junit-xml out.xml')).code).toBe(1);
  const report = (await folder.read('out.xml')).replaceAll(/time="\d+\.\d{3}"/g, 'time="T"');
  expect(report).toContain('<testsuite name="a.tftest.hcl" tests="2" skipped="0" failures="1" errors="0">');
  expect(report).toContain('<testcase name="met" classname="a.tftest.hcl" time="T"/>');
  expect(report).toContain('<failure type="assertion-failed"');
  expect(report).toContain('<testsuite name="b.tftest.hcl" tests="2" skipped="1" failures="0" errors="1">');
  expect(report).toContain('<error type="unreadable-module"');
  expect(report).toContain('<skipped/>');
  expect(report).not.toContain('planted-secret');
});

it('values given to the command win over those in the folder of the tests', async () => {
  await folder.write('tests/terraform.tfvars', 'name = "of-the-folder"\n');
  await folder.write('tests/a.tftest.hcl', RUN('of_the_folder', 'var.name == "of-the-folder"'));
  expect(await folder.warm('test')).toMatchObject({ code: 0 });
  await folder.write('tests/a.tftest.hcl', RUN('given', 'var.name == "given"'));
  expect(await folder.warm('test --var name=given')).toMatchObject({ code: 0 });
});

it('refuses to run a test file that does not exist, and names those there are', async () => {
  await folder.write('tests/a.tftest.hcl', RUN('met', 'var.name == "abc"'));
  const ran = await folder.warm('test --filter tests/b.tftest.hcl');
  expect(ran.stderr).toContain('There is no test file tests/b.tftest.hcl');
  expect(ran.stderr).toContain('The project has tests/a.tftest.hcl.');
  expect(ran.code).toBe(1);
});

it('destroys what a test created that was killed, before it runs again', async () => {
  await folder.write(
    'slow.tf',
    `resource "terraform_data" "slow" {
  depends_on = [terraform_data.a]
  provisioner "local-exec" { command = "touch started; sleep 60" }
}`,
  );
  await folder.write('a.tftest.hcl', RUN('met', 'var.name == "abc"'));
  const killed = await folder.landform('test', {
    during: (child) => {
      void (async () => {
        while ((await folder.read('started').catch(() => undefined)) === undefined) await sleep(20);
        child.kill('SIGKILL');
      })();
    },
  });
  expect(killed.signal).toBe('SIGKILL');
  await folder.write('slow.tf', '');
  const again = await folder.landform('test');
  expect(again.stderr).toContain('An earlier run of a.tftest.hcl was interrupted');
  expect(again).toMatchObject({ code: 0 });
  expect(await folder.warm('test')).toMatchObject({ code: 0, stderr: '' });
});
