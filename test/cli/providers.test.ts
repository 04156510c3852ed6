import { spawnSync } from 'node:child_process';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Folder } from '../support/run-landform.js';

const isInstalled = spawnSync('terraform', ['version'], { stdio: 'ignore' }).status === 0;

const SECRET = 'pl4nted-secret';

const CONFIGURATION = {
  terraform: {
    required_providers: {
      random: { source: 'hashicorp/random', version: '>= 3.0.0, < 4.0.0' },
      local: '~> 2.0',
      cloud: { source: 'landform/acloud' },
    },
  },
  provider: { null: {} },
  resource: { terraform_data: { a: { input: 'x' } } },
};

const STATE = {
  version: 4,
  terraform_version: '1.11.4',
  serial: 1,
  lineage: '11111111-2222-3333-4444-555555555555',
  outputs: { secret: { value: SECRET, type: 'string', sensitive: true } },
  resources: ['a', 'b'].map((name) => ({
    mode: 'managed',
    type: 'terraform_data',
    name,
    provider: 'provider["terraform.io/builtin/terraform"]',
    instances: [
      {
        schema_version: 0,
        attributes: { id: name, input: { value: SECRET, type: 'string' }, output: null, triggers_replace: null },
        sensitive_attributes: [[{ type: 'get_attr', value: 'input' }]],
      },
    ],
  })),
};

let folder: Folder;
beforeEach(async () => {
  folder = await Folder.make();
});
afterEach(() => folder.remove());

describe('providers', () => {
  it('lists the requirements of configuration and state', async () => {
    await folder.write('main.tf.json', CONFIGURATION);
    await folder.write('terraform.tfstate', STATE);
    const ran = await folder.run('providers');
    expect(ran).toEqual({
      code: 0,
      stderr: '',
      stdout: `Providers required by configuration:
.
├── provider[registry.terraform.io/hashicorp/local] ~> 2.0
├── provider[registry.terraform.io/hashicorp/null]
├── provider[registry.terraform.io/hashicorp/random] >= 3.0.0, < 4.0.0
├── provider[registry.terraform.io/landform/acloud]
└── provider[terraform.io/builtin/terraform]

Providers required by state:

    provider[terraform.io/builtin/terraform]
`,
    });
    expect(JSON.parse((await folder.run('providers --json')).stdout)).toEqual({
      configuration: [
        { source: 'registry.terraform.io/hashicorp/local', version: '~> 2.0' },
        { source: 'registry.terraform.io/hashicorp/null' },
        { source: 'registry.terraform.io/hashicorp/random', version: '>= 3.0.0, < 4.0.0' },
        { source: 'registry.terraform.io/landform/acloud' },
        { source: 'terraform.io/builtin/terraform' },
      ],
      state: ['terraform.io/builtin/terraform'],
    });
  });

  it('keeps the schema subcommand, and accepts no other word', async () => {
    await folder.write('main.tf.json', { resource: { terraform_data: { a: {} } } });
    expect(JSON.parse((await folder.run('providers schema --json')).stdout)).toHaveProperty('provider_schemas');
    expect((await folder.run('providers nothing')).stderr).toContain('[too-many-arguments]');
  });

  it.skipIf(!isInstalled)('prints the same lines as Terraform', async () => {
    await folder.write('main.tf.json', CONFIGURATION);
    const { stdout } = spawnSync('terraform', ['providers', '-no-color'], {
      cwd: folder.path,
      env: { PATH: process.env['PATH'], CHECKPOINT_DISABLE: '1', TF_CLI_CONFIG_FILE: '/dev/null' },
      encoding: 'utf8',
    });
    const lines = (text: string): string[] =>
      text
        .split('\n')
        .map((line) => line.replace(/^[├└]── /, ''))
        .filter(Boolean)
        .sort();
    expect(lines((await folder.run('providers')).stdout)).toEqual(lines(stdout));
  });
});

describe('show with a state file', () => {
  it.each([
    ['as it was written', JSON.stringify(STATE, undefined, 2)],
    [
      'with its keys in order',
      JSON.stringify(Object.fromEntries(Object.entries(STATE).sort(([a], [b]) => (a < b ? -1 : 1)))),
    ],
  ])('%s shows its objects in a folder without a project', async (_what, text) => {
    await folder.write('old.tfstate', text);
    const { code, stdout, stderr } = await folder.run('show old.tfstate');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain('terraform_data.a');
    expect(stdout).toContain('(sensitive value)');
    expect(stdout).not.toContain(SECRET);
    const document = JSON.parse((await folder.run('show -json old.tfstate')).stdout) as {
      values: { root_module: { resources: { address: string }[] } };
    };
    expect(document.values.root_module.resources.map(({ address }) => address)).toEqual([
      'terraform_data.a',
      'terraform_data.b',
    ]);
    expect(Object.keys(await folder.contents())).toEqual(['old.tfstate']);
  });

  it('that is damaged or missing is rejected', async () => {
    await folder.write('bad.tfstate', '{"version": 4, "resources": 7}');
    await folder.write('other.json', '{"hello": 1}');
    for (const [name, code] of [
      ['bad.tfstate', 'corrupt-state'],
      ['other.json', 'invalid-plan-file'],
      ['none', 'unreadable-plan'],
    ] as const) {
      const ran = await folder.run(`show ${name}`);
      expect(ran.stderr).toContain(`[${code}]`);
      expect(ran).toMatchObject({ code: 1, stdout: '' });
    }
  });
});
