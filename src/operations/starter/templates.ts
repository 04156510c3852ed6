/** The starting points of a project; the last two are existing folders. */
export const STARTS = ['program', 'json', 'sandbox', 'terraform', 'cdktf'] as const;

export type Start = (typeof STARTS)[number];

/** Starting points that write an initial configuration. */
export type NewStart = Exclude<Start, 'terraform' | 'cdktf'>;

/** Files of a new project by name. */
export type Files = Readonly<Record<string, string>>;

/** The files of a new project. `version` is that of Landform. */
export function starterFiles(start: NewStart, version: string): Files {
  switch (start) {
    case 'program':
      return { ...programFiles(version), 'main.ts': PROGRAM, 'main.test.mjs': DATA_TEST };
    case 'sandbox':
      return { ...programFiles(version), 'main.ts': SANDBOX_PROGRAM, 'main.test.mjs': SANDBOX_TEST };
    case 'json':
      return {
        '.gitignore': IGNORED,
        'package.json': manifest(version, {}),
        'main.tf.json': JSON_CONFIGURATION,
        'main.test.mjs': DATA_TEST,
      };
  }
}

const json = (value: unknown): string => `${JSON.stringify(value, undefined, 2)}\n`;

export const settingsFile = (program: string): string => json({ program });

export const IGNORED = `node_modules/
.landform/*
!.landform/modules.lock.json
.terraform/
landform.out/

# State and plans contain sensitive values.
*.tfstate
*.tfstate.*
*.plan
plan.json
`;

const programFiles = (version: string): Files => ({
  '.gitignore': IGNORED,
  'package.json': manifest(version, { typescript: '^5.8.0' }),
  'tsconfig.json': TSCONFIG,
  'landform.json': settingsFile('main.ts'),
});

const manifest = (version: string, development: Readonly<Record<string, string>>): string =>
  json({
    private: true,
    type: 'module',
    scripts: { plan: 'landform plan', apply: 'landform apply', test: 'node --test' },
    dependencies: { landform: `^${version}` },
    ...(Object.keys(development).length === 0 ? {} : { devDependencies: development }),
  });

/** Programs run without a build step, so the compiler only checks types. */
const TSCONFIG = json({
  compilerOptions: {
    target: 'es2022',
    module: 'esnext',
    moduleResolution: 'bundler',
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    types: [],
  },
  include: ['*.ts'],
});

const PROGRAM = `import { App, Fn, Output, Stack } from 'landform';
import { TerraformData } from 'landform/providers/terraform';

const app = new App();
const stack = new Stack(app, 'hello');

// TerraformData keeps a value in state, so this program needs no account.
const first = new TerraformData(stack, 'first', { input: 'hello, world' });
const second = new TerraformData(stack, 'second', { input: Fn.upper(first.output) });

new Output(stack, 'said', { value: second.output });
app.synth();
`;

const SANDBOX_PROGRAM = `import { App, Output, Stack } from 'landform';
import { AcloudProvider, CloudAccount } from 'landform/providers/acloud';

const app = new App();
const stack = new Stack(app, 'accounts');

// Reads the endpoint and the token that "landform sandbox acloud" prints.
new AcloudProvider(stack, 'acloud');

const account = new CloudAccount(stack, 'production', { displayName: 'Production', cloudProfile: 'aws' });

new Output(stack, 'account', { value: account.identity });
app.synth();
`;

const JSON_CONFIGURATION = json({
  variable: { greeting: { type: 'string', default: 'hello' } },
  resource: {
    terraform_data: {
      first: { input: '${var.greeting}, world' },
      second: { input: '${upper(terraform_data.first.output)}' },
    },
  },
  output: { said: { value: '${terraform_data.second.output}' } },
});

const testOf = (
  before: string,
  environment: string,
  addresses: readonly string[],
): string => `import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createHarness${before === '' ? '' : ', startSandbox'} } from 'landform/testing';

test('the first plan creates everything', async (${before === '' ? '' : 'context'}) => {
${before}  // The state begins empty, in memory: the test does not touch the real one.
  const project = createHarness({ directory: import.meta.dirname, state: 'memory'${environment} });
  const { stacks, diagnostics } = await project.plan();

  assert.deepEqual(diagnostics, []);
  const changes = stacks.flatMap(({ plan }) => plan.changes);
  assert.deepEqual(
    changes.map(({ action, address }) => \`\${action} \${address}\`),
    [${addresses.map((address) => `'create ${address}'`).join(', ')}],
  );
});
`;

const DATA = ['terraform_data.first', 'terraform_data.second'];
const DATA_TEST = testOf('', '', DATA);
const SANDBOX_TEST = testOf(
  `  const sandbox = await startSandbox();
  context.after(() => sandbox.close());
`,
  ', environment: { ...sandbox.environment }',
  ['acloud_cloud_account.production'],
);
