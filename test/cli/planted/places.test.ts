import { afterEach, describe, expect, it } from 'vitest';
import { folderWithLandform } from '../../support/library.js';
import { Folder, type Ran } from '../../support/run-landform.js';
import { Planting } from './planting.js';

const planting = new Planting(32_000);
const secret = (): string => planting.secret();

let folder: Folder;
afterEach(() => folder.remove());

const key = (): string =>
  ['-----BEGIN PRIVATE KEY-----', ...Array.from({ length: 4 }, secret), '-----END PRIVATE KEY-----', ''].join('\n');

describe('several stacks expose no secret', () => {
  const program = (more = ''): string => `import { App, Output, Stack, TerraformVariable } from 'landform';
import { TerraformData } from 'landform/providers/terraform';
import { RandomPassword, RandomProvider } from 'landform/providers/random';
const app = new App();
const network = new Stack(app, 'network');
const pin = new TerraformVariable(network, 'pin', { type: 'string', sensitive: true });
const made = new TerraformData(network, 'made', { input: { pin: pin.value, open: 'open' } });
new Output(network, 'pin_of_network', { value: pin.value, sensitive: true });
const web = new Stack(app, 'web');
new TerraformData(web, 'uses', { input: made.input });
new TerraformData(web, 'pieces', { input: [made.input, 'open'], triggersReplace: made.input });
${more}
app.synth();
`;

  it('that one passes to the next', { timeout: 240_000 }, async () => {
    folder = await folderWithLandform({ 'landform.json': { program: 'main.ts' }, 'main.ts': program() });
    let env = { TF_VAR_pin: secret() };
    const run = (line: string): Promise<Ran> => planting.run(folder, line, 0, { env });
    for (const line of ['validate', 'synth', 'plan', 'plan --json', 'apply --auto-approve', 'show']) await run(line);
    for (const stack of ['network', 'web']) {
      await run(`output --stack ${stack}`);
      await run(`state list --stack ${stack}`);
      await run(`graph --stack ${stack}`);
      await run(`plan --stack ${stack} --out ${stack}.plan`);
      await run(`show ${stack}.plan`);
    }
    for (const name of ['uses', 'pieces']) await run(`state show --stack web terraform_data.${name}`);
    await planting.run(folder, 'console --stack web', undefined, {
      env,
      input: 'terraform_data.uses\nterraform_data.pieces.input\njsonencode(terraform_data.uses.output)\n',
    });
    env = { TF_VAR_pin: secret() };
    await run('plan');
    await run('apply --auto-approve --json');
    await run('drift');
    await run('destroy --auto-approve');
    expect(planting.leaks).toEqual([]);
  });

  it('if one of them fails', { timeout: 240_000 }, async () => {
    const wrong = `new TerraformData(web, 'wrong', { input: '\${tonumber(local.pin)}' });
new Output(web, 'open', { value: made.input });`;
    folder = await folderWithLandform({ 'landform.json': { program: 'main.ts' }, 'main.ts': program(wrong) });
    for (const line of ['plan', 'apply --auto-approve --json', 'plan --stack web', 'validate --json'])
      await planting.run(folder, line, undefined, { env: { TF_VAR_pin: secret() } });
    expect(planting.leaks).toEqual([]);
  });
});

describe('a file named in an argument exposes no secret', () => {
  const files = (): Record<string, string> => ({
    'key.pem': key(),
    'key.json': `{ "private_key": "${secret()}", "key": ${secret()} }`,
    'key.csv': `a,b\n${secret()},${secret()}\n`,
  });

  it.each([
    ['--sign-key', 'plan --out saved.plan --sign-key key.pem'],
    ['LANDFORM_SIGN_KEY', 'plan --out saved.plan'],
    ['--verify-key', 'apply saved.plan --verify-key key.pem'],
    ['LANDFORM_VERIFY_KEY', 'apply saved.plan'],
  ])('as an encryption key for plans: %s', { timeout: 120_000 }, async (name, line) => {
    folder = await Folder.make({ ...files(), 'main.tf.json': { resource: { terraform_data: { a: {} } } } });
    await planting.run(folder, 'plan --out saved.plan', 0);
    for (const file of ['key.pem', 'key.json', 'key.csv', 'nosuch.pem'])
      await planting.run(folder, line.replace('key.pem', file), undefined, {
        env: name.startsWith('LANDFORM') ? { [name]: file } : {},
      });
    expect(planting.leaks).toEqual([]);
  });

  it.each(['SSL_CERT_FILE', 'NODE_EXTRA_CA_CERTS'])('as certificates: %s', { timeout: 120_000 }, async (name) => {
    folder = await Folder.make({
      ...files(),
      'main.tf.json': {
        terraform: { required_providers: { acloud: { source: 'landform/acloud' } } },
        provider: { acloud: { endpoint: 'https://127.0.0.1:9/', organisation: 'acme' } },
        resource: { acloud_cloud_account: { a: { display_name: 'a', cloud_profile: 'hetzner' } } },
      },
    });
    for (const file of ['key.pem', 'key.json'])
      await planting.run(folder, 'apply --auto-approve', 1, {
        env: { [name]: `${folder.path}/${file}`, ACLOUD_PERSONAL_ACCESS_TOKEN: secret() },
      });
    expect(planting.leaks).toEqual([]);
  });
});

describe('ephemeral values are not exposed', () => {
  const CONFIGURATIONS: Readonly<Record<string, (s: () => string) => object>> = {
    'a variable': (s) => ({ variable: { pin: { type: 'string', ephemeral: true, default: s() } } }),
    'a sensitive variable with a default of another type': (s) => ({
      variable: { pin: { type: 'number', ephemeral: true, sensitive: true, default: s() } },
    }),
    'an output': (s) => ({ output: { pin: { ephemeral: true, sensitive: true, value: s() } } }),
    'a resource': (s) => ({ ephemeral: { random_password: { a: { length: 12, seed: s(), password: s() } } } }),
    'a reference to a resource': (s) => ({
      resource: { terraform_data: { a: { input: '${ephemeral.random_password.a.result}', triggers_replace: [s()] } } },
      ephemeral: { random_password: { a: { token: s() } } },
    }),
    'the function ephemeralasnull': (s) => ({
      variable: { pin: { type: 'string', sensitive: true, default: s() } },
      output: { a: { value: '${ephemeralasnull(var.pin)}', sensitive: true } },
    }),
  };

  it.each(Object.entries(CONFIGURATIONS))('%s', { timeout: 120_000 }, async (_, make) => {
    folder = await Folder.make({ 'main.tf.json': make(secret) });
    for (const line of ['validate --json', 'plan', 'apply --auto-approve --json', 'plan --var pin=x'])
      await planting.run(folder, line, undefined, { env: { TF_VAR_pin: secret() } });
    await planting.run(folder, ['plan', '--var', `pin=${secret()}`]);
    await planting.run(folder, 'console', undefined, { input: 'var.pin\nephemeral.random_password.a.result\n' });
    expect(planting.leaks).toEqual([]);
  });
});

it('the expected number of secrets was planted, and of outputs searched', () => {
  expect(planting.planted).toBeGreaterThan(85);
  expect(planting.outputs).toBeGreaterThan(70);
});
