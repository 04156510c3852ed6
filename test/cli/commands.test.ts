import { spawn } from 'node:child_process';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startSandbox } from '../../src/sandbox/index.js';
import { Folder } from '../support/run-landform.js';

let folder: Folder;

const CONFIGURATION = {
  variable: { password: { type: 'string', sensitive: true, default: 'pl4nted-secret' } },
  resource: {
    terraform_data: {
      first: { input: 'one' },
      second: { input: { from: '${terraform_data.first.output}', list: [1, 2] }, triggers_replace: ['v1'] },
      many: { count: 2, input: '${var.password}' },
    },
  },
  output: {
    first: { value: '${terraform_data.first.output}' },
    object: { value: { a: 1 } },
    password: { value: '${var.password}', sensitive: true },
  },
};

const CHANGED = {
  ...CONFIGURATION,
  resource: {
    terraform_data: {
      first: { input: 'two' },
      second: { input: { from: '${terraform_data.first.output}', list: [1, 2] }, triggers_replace: ['v2'] },
      many: { count: 1, input: '${var.password}' },
    },
  },
};

/** Ids are random; everything else is not. */
const masked = (text: string): string => text.replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, 'ID');

beforeEach(async () => {
  folder = await Folder.make({ 'main.tf.json': CONFIGURATION });
});
afterEach(() => folder.remove());

describe('plan', () => {
  it('prints the changes to stdout and the next command to stderr', async () => {
    const ran = await folder.run('plan');
    expect(ran.stdout).toBe(`+ 4 to create

  + terraform_data.first  create
        id     = (known after apply)
        input  = "one"
        output = (known after apply)

  + terraform_data.many[0]  create
        id     = (known after apply)
        input  = (sensitive value)
        output = (known after apply)

  + terraform_data.many[1]  create
        id     = (known after apply)
        input  = (sensitive value)
        output = (known after apply)

  + terraform_data.second  create
        id               = (known after apply)
        input            = { from = (known after apply), list = [1, 2] }
        output           = (known after apply)
        triggers_replace = ["v1"]

Changes to outputs:

  + first    = (known after apply)
  + object   = { a = 1 }
  + password = (sensitive value)

Plan: 4 to add, 0 to change, 0 to destroy.
`);
    expect(ran.stderr).toBe(
      '\nTo apply these changes:  landform apply\nTo save the plan and apply exactly it:  landform plan --out plan.json\n',
    );
    expect(ran.code).toBe(0);
    expect(Object.keys(await folder.contents())).toEqual(['main.tf.json']);
  });

  it('shows changes, dangerous ones first', async () => {
    await folder.run('apply -auto-approve');
    await folder.write('main.tf.json', CHANGED);
    const ran = await folder.run('plan -detailed-exitcode');
    expect(masked(ran.stdout)).toBe(`-/+ 1 to replace   - 1 to destroy   ~ 1 to update

Destroyed or replaced:

-/+ terraform_data.second   triggers_replace cannot be changed in place
  - terraform_data.many[1]  count no longer includes [1]

-/+ terraform_data.second  [id=ID] destroy, then create: triggers_replace cannot be changed in place
      ~ id     = "ID" -> (known after apply)
      ~ input
          ~ from = "one" -> (known after apply)
            (1 unchanged attribute hidden)
      ~ output = { from = "one", list = [1, 2] } -> (known after apply)
      ~ triggers_replace  # forces replacement
          ~ [0] = "v1" -> "v2"

  - terraform_data.many[1]  [id=ID] destroy: count no longer includes [1]
        id     = "ID"
        input  = (sensitive value)
        output = (sensitive value)

  ~ terraform_data.first  [id=ID] update in place
      ~ input  = "one" -> "two"
      ~ output = "one" -> (known after apply)
        (1 unchanged attribute hidden)

Changes to outputs:

  ~ first = "one" -> (known after apply)

Plan: 1 to add, 1 to change, 2 to destroy.
`);
    expect(ran.code).toBe(2);
  });

  it('reports no changes and exits with 0 under --detailed-exitcode', async () => {
    await folder.run('apply -auto-approve');
    const ran = await folder.run('plan -detailed-exitcode');
    expect(ran).toEqual({
      code: 0,
      stdout: 'No changes. Your infrastructure matches the configuration.\n',
      stderr: '',
    });
  });

  it('is saved, shown, and applied as saved', async () => {
    const planned = await folder.run('plan -out=plan.json');
    expect(planned.stderr).toContain('landform apply plan.json');
    expect((await folder.run('show plan.json')).stdout).toBe(planned.stdout);
    const json = JSON.parse((await folder.run('show -json plan.json')).stdout) as Record<string, unknown>;
    expect(json).toMatchObject({ format_version: '1.2', applyable: true });
    expect(json).not.toHaveProperty('landform');
    const applied = await folder.run('apply plan.json');
    expect(applied.stdout).toContain('Apply complete! Resources: 4 added, 0 changed, 0 destroyed.');
    expect(applied.code).toBe(0);
  });

  it('keeps an infinite variable value', async () => {
    folder = await Folder.make({
      'main.tf.json': {
        variable: { most: { type: 'number' }, some: { type: 'list(number)' } },
        output: { o: { value: '${var.most > 5 && var.some[0] < 5}' } },
      },
    });
    const given = { env: { TF_VAR_most: 'Inf', TF_VAR_some: '["-Inf"]' } };
    expect((await folder.run('plan -out=plan.json', given)).code).toBe(0);
    const { variables } = JSON.parse((await folder.run('show -json plan.json')).stdout) as { variables: object };
    expect(variables).toEqual({ most: { value: 'Inf' }, some: { value: ['-Inf'] } });
    expect(await folder.run('apply plan.json')).toMatchObject({ code: 0 });
    expect((await folder.run('output -raw o')).stdout).toBe('true');
  });

  it('uses the folder given with -chdir', async () => {
    await folder.write('inner/main.tf.json', { resource: { terraform_data: { inner: {} } } });
    expect((await folder.run('-chdir=inner plan')).stdout).toContain('terraform_data.inner  create');
  });

  it('uses colours only where they are wanted', async () => {
    expect((await folder.run('plan')).stdout).not.toContain('\u001B[');
    expect((await folder.run('plan', { env: { FORCE_COLOR: '1' } })).stdout).toContain('\u001B[32m');
    expect((await folder.run('plan -no-color', { env: { FORCE_COLOR: '1' } })).stdout).not.toContain('\u001B[');
  });
});

describe('apply', () => {
  it('shows the plan, reports progress on stderr, and ends with the counts and the outputs', async () => {
    const ran = await folder.run('apply -auto-approve');
    expect(ran.stdout).toContain('Plan: 4 to add, 0 to change, 0 to destroy.\n');
    expect(
      ran.stdout.endsWith(
        `
Apply complete! Resources: 4 added, 0 changed, 0 destroyed.

Outputs:

first    = "one"
object   = { a = 1 }
password = (sensitive value)
`.replace(/ {2,}=/g, ' ='),
      ),
    ).toBe(true);
    const lines = masked(ran.stderr).split('\n');
    expect(lines).toContain('terraform_data.first: Creating...');
    expect(lines).toContain('terraform_data.second: Creation complete after 0s [id=ID]');
    expect(ran.code).toBe(0);
  });

  it('exits with a message if there is nothing to do', async () => {
    await folder.run('apply -auto-approve');
    const ran = await folder.run('apply -auto-approve');
    expect(ran.stdout).toMatch(
      /^No changes\. Your infrastructure matches the configuration\.\n\nApply complete! Resources: 0 added, 0 changed, 0 destroyed\.\n/,
    );
    expect(ran.code).toBe(0);
  });

  it('reports drift even if there is nothing to do', async () => {
    const sandbox = await startSandbox();
    try {
      const named = (display_name: string): object => ({
        terraform: { required_providers: { acloud: { source: 'landform/acloud' } } },
        resource: { acloud_cloud_account: { main: { display_name, cloud_profile: 'aws' } } },
      });
      const env = sandbox.environment;
      await folder.write('main.tf.json', named('Before'));
      expect((await folder.run('apply -auto-approve', { env })).code).toBe(0);
      await sandbox.drift({
        action: 'change',
        collection: 'cloudAccounts',
        where: {},
        values: { displayName: 'After' },
      });
      await folder.write('main.tf.json', named('After'));

      const ran = await folder.run('apply -auto-approve', { env });
      expect(ran.stdout).toMatch(
        /^Changed outside Landform since the last apply:\n\n {2}~ acloud_cloud_account\.main {2}changed/,
      );
      expect(ran.stdout).toContain('display_name = "Before" -> "After"');
      expect(ran.stdout).toContain('No changes. Your infrastructure matches the configuration.');

      await sandbox.drift({
        action: 'change',
        collection: 'cloudAccounts',
        where: {},
        values: { displayName: 'Later' },
      });
      await folder.write('main.tf.json', named('Later'));
      const messages = (await folder.run('apply -auto-approve -json', { env })).stdout.trim().split('\n');
      expect(messages.map((line) => (JSON.parse(line) as { type: string }).type)).toContain('resource_drift');
    } finally {
      await sandbox.close();
    }
  });

  it('prints JSON messages that contain no secret', async () => {
    const ran = await folder.run('apply -auto-approve -json');
    const messages = ran.stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { type: string; changes?: object; outputs?: object });
    expect(messages[0]).toMatchObject({ type: 'version', ui: '1.2' });
    const types = messages.map(({ type }) => type);
    expect(types.filter((type) => type === 'planned_change')).toHaveLength(4);
    expect(types.filter((type) => type === 'apply_start')).toHaveLength(4);
    expect(types.filter((type) => type === 'apply_complete')).toHaveLength(4);
    expect(messages.at(-2)).toMatchObject({
      type: 'change_summary',
      changes: { add: 4, change: 0, import: 0, remove: 0, operation: 'apply' },
    });
    expect(messages.at(-1)).toMatchObject({
      type: 'outputs',
      outputs: {
        first: { sensitive: false, type: 'string', value: 'one' },
        password: { sensitive: true, type: 'string' },
      },
    });
    expect(ran.stdout).not.toContain('pl4nted-secret');
    expect(ran.stderr).toBe('');
  });

  it('continues after the reader of its output closes the pipe', async () => {
    await new Promise((resolve, reject) => {
      const shell = spawn(
        'bash',
        ['-c', `${process.execPath} "$0" apply -auto-approve 2>&1 | head -1`, `${process.cwd()}/dist/cli/main.cjs`],
        { cwd: folder.path },
      );
      shell.on('error', reject);
      shell.on('close', resolve);
    });
    expect((await folder.run('plan -detailed-exitcode')).code).toBe(0);
  });
});

describe('a warning of the plan', () => {
  it('is shown with its line before apply asks', async () => {
    const check = { c: { assert: { condition: '${terraform_data.first.input == "no"}', error_message: 'no' } } };
    await folder.write('main.tf.json', JSON.stringify({ ...CONFIGURATION, check }, undefined, 2));
    const { stderr } = await folder.run('apply', { input: 'no\n' });
    expect(stderr).toMatch(/main\.tf\.json:\d+:\d+, in check\.c/);
  });
});

describe('destroy', () => {
  it('lists what it destroys and leaves no object', async () => {
    await folder.run('apply -auto-approve');
    const ran = await folder.run('destroy -auto-approve');
    expect(masked(ran.stdout)).toContain(`- 4 to destroy

  - terraform_data.first  [id=ID] destroy
  - terraform_data.many[0]  [id=ID] destroy
  - terraform_data.many[1]  [id=ID] destroy
  - terraform_data.second  [id=ID] destroy
`);
    expect(ran.stdout).toContain('\nDestroy complete! Resources: 4 destroyed.\n');
    expect((await folder.run('state list')).stdout).toBe('');
    const again = await folder.run('destroy -auto-approve');
    expect(again.stdout).toContain('No changes. There are no objects to destroy.');
    expect(again.code).toBe(0);
  });
});

describe('read-only commands', () => {
  beforeEach(async () => {
    await folder.run('apply -auto-approve');
  });

  it('show: lists every object and hides secrets', async () => {
    const { stdout } = await folder.run('show');
    expect(masked(stdout)).toContain(
      'terraform_data.first\n    id     = "ID"\n    input  = "one"\n    output = "one"\n',
    );
    expect(stdout).toContain('    input  = (sensitive value)\n');
    expect(stdout).not.toContain('pl4nted-secret');
  });

  it("show -json: has Terraform's format", async () => {
    expect(JSON.parse((await folder.run('show -json')).stdout)).toMatchObject({
      format_version: '1.0',
      values: {
        outputs: { first: { sensitive: false, type: 'string', value: 'one' } },
        root_module: { resources: [{ address: 'terraform_data.first' }, {}, {}, {}] },
      },
    });
  });

  it.each([
    ['output', 'Outputs:\n\nfirst = "one"\nobject = { a = 1 }\npassword = (sensitive value)\n'],
    ['output first', '"one"\n'],
    ['output -raw first', 'one'],
    ['output -json first', '"one"\n'],
    ['output password', '(sensitive value)\n'],
    ['output -raw password', 'pl4nted-secret'],
    ['state list', 'terraform_data.first\nterraform_data.many[0]\nterraform_data.many[1]\nterraform_data.second\n'],
    ['state list terraform_data.many', 'terraform_data.many[0]\nterraform_data.many[1]\n'],
  ])('%s', async (line, expected) => {
    expect(await folder.run(line)).toEqual({ code: 0, stdout: expected, stderr: '' });
  });

  it('output -json: prints values with their types', async () => {
    expect(JSON.parse((await folder.run('output -json')).stdout)).toEqual({
      first: { sensitive: false, type: 'string', value: 'one' },
      object: { sensitive: false, type: ['object', { a: 'number' }], value: { a: 1 } },
      password: { sensitive: true, type: 'string', value: 'pl4nted-secret' },
    });
  });

  it('output -raw: refuses a value that has no text form', async () => {
    const ran = await folder.run('output -raw object');
    expect(ran.stderr).toContain('[no-raw-value]');
    expect(ran.code).toBe(1);
  });

  it('state show: prints one object', async () => {
    expect(masked((await folder.run('state show terraform_data.first')).stdout)).toBe(
      'terraform_data.first\n    id     = "ID"\n    input  = "one"\n    output = "one"\n',
    );
  });

  it('state pull and push: download and upload the state', async () => {
    const { stdout } = await folder.run('state pull');
    expect(JSON.parse(stdout)).toMatchObject({ version: 4, resources: [{}, {}, {}] });
    const state = JSON.parse(stdout) as { serial: number };
    const pushed = await folder.run('state push -', {
      input: JSON.stringify({ ...state, serial: state.serial + 1 }),
    });
    expect(pushed.code).toBe(0);
    expect((await folder.run('plan -detailed-exitcode')).code).toBe(0);
  });

  it('state mv and rm: rename and forget an object', async () => {
    expect((await folder.run('state mv terraform_data.first terraform_data.other')).stdout).toBe(
      'Moved:\n  terraform_data.first → terraform_data.other\n',
    );
    expect((await folder.run('state rm terraform_data.other')).stdout).toBe(
      'Removed from state; the objects remain:\n  terraform_data.other\n',
    );
    expect((await folder.run('state list')).stdout).not.toContain('other');
  });

  it('drift: reports none', async () => {
    const ran = await folder.run('drift');
    expect(ran.stdout).toBe('No changes. Your infrastructure matches the state.\n');
    expect(ran.code).toBe(0);
  });

  it('graph: prints Graphviz, Mermaid and plain text', async () => {
    expect((await folder.run('graph')).stdout).toContain('"terraform_data.second" -> "terraform_data.first";');
    expect((await folder.run('graph -format=mermaid')).stdout).toMatch(/^flowchart RL\n/);
    expect((await folder.run('graph -format=text')).stdout).toContain(
      'terraform_data.second  resource\n  needs terraform_data.first\n',
    );
  });

  it('console: evaluates one expression per line', async () => {
    const input =
      '1 + 1\nterraform_data.first.output\n[for n in [1, 2] : n * 2]\nvar.password\n\n{ a = { b = null } }\n';
    expect(await folder.run('console', { input })).toEqual({
      code: 0,
      stdout: '2\n"one"\n[2, 4]\n(sensitive value)\n{\n  a = {\n    b = null\n  }\n}\n',
      stderr: '',
    });
  });

  it('console: stops at the first error without a terminal', async () => {
    const ran = await folder.run('console', { input: '1 +\n2\n' });
    expect(ran.stdout).toBe('');
    expect(ran.stderr).toContain('Error: ');
    expect(ran.code).toBe(1);
  });

  it('providers schema: prints what generators read', async () => {
    const json = JSON.parse((await folder.run('providers schema -json')).stdout) as {
      format_version: string;
      provider_schemas: object;
    };
    expect(json.format_version).toBe('1.0');
    expect(Object.keys(json.provider_schemas)).toEqual(['terraform.io/builtin/terraform']);
  });

  it('validate and init: succeed', async () => {
    expect(await folder.run('validate')).toEqual({ code: 0, stdout: 'The configuration is valid.\n', stderr: '' });
    const { stdout, code } = await folder.run('init');
    expect(stdout).toContain('terraform.io/builtin/terraform');
    expect(code).toBe(0);
  });
});

describe('landform', () => {
  it('prints its version', async () => {
    const { version } = JSON.parse(await (await import('node:fs/promises')).readFile('package.json', 'utf8')) as {
      version: string;
    };
    for (const line of ['--version', '-version', '-v', 'plan --version']) {
      expect(await folder.run(line)).toEqual({ code: 0, stdout: `landform ${version}\n`, stderr: '' });
    }
    expect((await folder.run('version')).stdout).toMatch(
      new RegExp(`^landform ${version.replaceAll('.', '\\.')}\non `),
    );
    expect(JSON.parse((await folder.run('version -json')).stdout)).toMatchObject({ landform_version: version });
  });

  it('prints its version without loading other modules', async () => {
    const { stderr, code } = await folder.run('--version', { env: { NODE_DEBUG: 'esm,module' } });
    expect(code).toBe(0);
    expect(stderr).not.toMatch(/run\.js|operations|render|commander/);
  });

  it('lists its commands, and fails without one', async () => {
    const helped = await folder.run('--help');
    for (const word of ['plan', 'apply', 'destroy', 'drift', 'sandbox', 'Main commands:', 'State:'])
      expect(helped.stdout).toContain(word);
    expect(helped.code).toBe(0);
    const bare = await folder.run('');
    expect({ ...bare, stderr: bare.stderr.slice(0, 15) }).toEqual({ code: 1, stdout: '', stderr: 'Usage: landform' });
  });

  it('shows the stack trace of an internal error only on request', async () => {
    await folder.write('landform.json', { program: 'main.mjs' });
    await folder.write('main.mjs', 'throw new Error("thrown by the program");');
    const plain = await folder.run('plan');
    expect(plain.stderr).toContain('thrown by the program');
    expect(plain.stderr).not.toMatch(/dist\/.*\.c?js:\d+/);
    expect(plain.code).toBe(1);
  });
});

describe('sandbox', () => {
  it('prints the environment to export, serves, and stops on Ctrl-C', async () => {
    let url = '';
    const ran = await folder.run('sandbox acloud', {
      during: (child) => {
        child.stdout!.once('data', (text: string) => {
          url = /ACLOUD_API_ENDPOINT=(\S+)/.exec(text)![1]!;
          void fetch(`${url}/api/v1/orgs/acme/cloud-profiles`, { headers: { authorization: 'Token sandbox-token' } })
            .then((response) => expect(response.status).toBe(200))
            .finally(() => child.kill('SIGINT'));
        });
      },
    });
    expect(ran.stdout).toBe(
      `export ACLOUD_LANDS_WITHIN_SECONDS=1\nexport ACLOUD_API_ENDPOINT=${url}\nexport ACLOUD_PERSONAL_ACCESS_TOKEN=sandbox-token\nexport ACLOUD_ORGANISATION=acme\n`,
    );
    expect(ran.code).toBe(0);
  });

  it('serves every system by default', async () => {
    const ran = await folder.run('sandbox', {
      during: (child) => void child.stdout!.once('data', () => child.kill('SIGINT')),
    });
    const exported = [...ran.stdout.matchAll(/^export (\w+)=http:\/\/127\.0\.0\.1:/gm)].map(([, name]) => name);
    expect(exported).toEqual(
      expect.arrayContaining(['ACLOUD_API_ENDPOINT', 'HW_ASM_ENDPOINT', 'CONDUCTOR_ENDPOINT', 'SPECTROCLOUD_HOST']),
    );
    expect(ran.code).toBe(0);
  });

  it('lists the systems if an unknown one is named', async () => {
    const ran = await folder.run('sandbox cloudy');
    expect(ran.stderr).toMatch(/cloudy/);
    expect(ran.stderr).toMatch(/acloud.*asm.*conductor.*palette/s);
    expect(ran.code).toBe(1);
  });
});
