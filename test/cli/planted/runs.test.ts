import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { folderWithLandform, library } from '../../support/library.js';
import { onDisk } from '../../support/on-disk.js';
import { plantedIn } from '../../support/planted-secrets.js';
import type { Folder } from '../../support/run-landform.js';
import { EchoService } from './echo-service.js';
import { Planting } from './planting.js';

onDisk();

const planting = new Planting(30_000);
const secret = (): string => planting.secret();

let folder: Folder;
afterEach(() => folder.remove());

const head = `import { App, Output, Stack, TerraformVariable } from 'landform';
import { TerraformData } from 'landform/providers/terraform';
import { RandomPassword, RandomProvider } from 'landform/providers/random';
const app = new App();
const stack = new Stack(app, 'prod');
`;

/** Programs that hold secrets under names that say so, and go wrong near them. */
const PROGRAMS: Readonly<Record<string, (s: () => string) => string>> = {
  'throw them': (s) => `const password = '${s()}';\nthrow new Error(\`cannot use \${password}\`);`,
  'throw them as a cause': (s) =>
    `const token = '${s()}';\nthrow new Error('no', { cause: new Error('not ' + token) });`,
  'cannot be read': (s) => `const apiKey = '${s()}' '${s()}';`,
  'contain an unterminated string': (s) => `const apiKey = '${s()};\nconst b = 1;`,
  'call an undefined function': (s) => `const token = '${s()}'; token.nosuch('${s()}');`,
  'pass unknown options': (s) => `new TerraformData(stack, 'a', { inptu: '${s()}', apiToken: '${s()}' } as never);`,
  'pass a value of another type': (s) => `new RandomPassword(stack, 'a', { length: '${s()}' as never });`,
  'use a name twice': (s) =>
    `new TerraformData(stack, 'a', { input: '${s()}' }); new TerraformData(stack, 'a', { input: '${s()}' });`,
  'import a missing module': (s) => `const secret = '${s()}'; await import('./nosuch.js');`,
  'exit the process': (s) => `const secret = '${s()}'; if (secret !== '') process.exit(3);`,
  'set a default for a sensitive variable': (s) =>
    `const pin = new TerraformVariable(stack, 'pin', { type: 'number', sensitive: true, default: '${s()}' as never });\nnew Output(stack, 'o', { value: pin.value });`,
  'throw an address from the environment': () => `throw new Error('cannot reach ' + process.env.DATABASE_URL);`,
  'throw a part of that address': () =>
    `throw new Error('wrong password: ' + Buffer.from(new URL(process.env.DATABASE_URL!).password).toString('hex'));`,
  'fail in an expression': (s) =>
    `new TerraformData(stack, 'a', { input: { password: '\${tonumber("${s()}")}', token: '\${nosuch("${s()}")}' } });`,
};

describe('an invalid program exposes no secret', () => {
  it.each(Object.entries(PROGRAMS))('programs that %s', { timeout: 120_000 }, async (_, make) => {
    folder = await folderWithLandform({
      'landform.json': { program: 'main.ts' },
      'main.ts': `${head}${make(secret)}\napp.synth();\n`,
    });
    for (const line of ['plan', 'validate --json', 'apply --auto-approve --json --debug'])
      await planting.run(folder, line, 1, { env: { DATABASE_URL: `postgres://me:${secret()}@db.example/main` } });
    expect(planting.leaks).toEqual([]);
    expect(await openFiles()).toEqual([]);
  });
});

/** Files of ours that hold a secret and that others may read. */
async function openFiles(): Promise<readonly string[]> {
  const open: string[] = [];
  for (const entry of await readdir(folder.path, { recursive: true, withFileTypes: true })) {
    const file = path.join(entry.parentPath, entry.name);
    const isOurs = /\.landform|landform\.out|tfstate|\.plan/.test(path.relative(folder.path, file));
    if (!entry.isFile() || !isOurs || file.includes('node_modules')) continue;
    const holds = plantedIn(await readFile(file, 'latin1')).size > 0;
    if (holds && ((await stat(file)).mode & 0o077) !== 0) open.push(path.relative(folder.path, file));
  }
  return open;
}

it('files stored for a program are readable only by its owner', { timeout: 120_000 }, async () => {
  const program = `const pin = new TerraformVariable(stack, 'pin', { sensitive: true, default: '${secret()}' });
new TerraformData(stack, 'a', { input: { pin: pin.value } });`;
  folder = await folderWithLandform({
    'landform.json': { program: 'main.ts' },
    'main.ts': `${head}${program}\napp.synth();\n`,
  });
  await planting.run(folder, 'plan --out saved.plan', 0);
  await planting.run(folder, 'apply saved.plan', 0);
  await planting.run(folder, 'synth', 0);
  expect(await openFiles()).toEqual([]);
  const kept = await readdir(path.join(folder.path, '.landform'), { recursive: true });
  expect(kept.join('\n')).toContain('jiti');
});

it('an import shows no ID, because the ID may be the secret', { timeout: 120_000 }, async () => {
  folder = await folderWithLandform({
    'main.tf.json': {
      terraform: { required_providers: { random: { source: 'landform/random' } } },
      resource: { random_password: { a: { length: 14 }, b: { length: 14 } } },
    },
  });
  await planting.run(folder, ['import', 'random_password.a', secret()], 0);
  await planting.run(folder, ['import', '--json', 'random_password.b', secret()], 0);
  await planting.run(folder, ['import', 'random_password.a', secret()], 1);
  await planting.run(folder, ['import', 'random_password.c', secret()], 1);
  await planting.run(folder, ['import', secret()], 1);
  await planting.run(folder, 'show', 0);
  await planting.run(folder, 'state show random_password.a', 0);
  await planting.run(folder, 'plan', 0);
  const pulled = await folder.landform('state pull');
  expect(plantedIn(pulled.stdout).size).toBe(2);
  await folder.write('pushed.json', pulled.stdout.replace('"serial": ', '"serial": 1'));
  await planting.run(folder, 'state push pushed.json');
  await folder.write('broken.json', pulled.stdout.slice(0, -40));
  await planting.run(folder, 'state push broken.json', 1);
  await folder.write('broken.json', pulled.stdout.replaceAll('"result":', '"result": 1,'));
  await planting.run(folder, 'state push broken.json', 1);
  await folder.write('terraform.tfstate', pulled.stdout.replaceAll('"result": ', '"result": [').slice(0, -30));
  await planting.run(folder, 'plan', 1);
  await planting.run(folder, 'state list --json', 1);
  expect(planting.leaks).toEqual([]);
});

it('neither a killed run nor the one after it exposes a secret', { timeout: 240_000 }, async () => {
  const service = await EchoService.start();
  try {
    folder = await library();
    const names = Array.from({ length: 12 }, (_, index) => `shelf ${index}`);
    await folder.write('main.tf.json', {
      terraform: { required_providers: { acme: { source: 'acme/acme' }, random: { source: 'landform/random' } } },
      variable: { alarm: { type: 'string', sensitive: true } },
      resource: {
        random_password: { made: { length: 20, special: false } },
        acme_shelf: Object.fromEntries(
          names.map((name, index) => [
            `s${index}`,
            { name, alarm_token: '${var.alarm}-${random_password.made.result}', topics: ['${var.alarm}'] },
          ]),
        ),
      },
    });
    const env = { ACME_ENDPOINT: service.url, ACME_TOKEN: secret(), TF_VAR_alarm: secret() };
    let posts = 0;
    service.behaviour = ({ method, contents }, echo) => {
      if (method !== 'POST') return undefined;
      posts += 1;
      return posts > 6 ? 'hold' : posts % 2 === 0 ? { status: 409, body: { message: echo(contents) } } : undefined;
    };
    const during = (child: { kill(signal: NodeJS.Signals): unknown }): void => {
      const watch = setInterval(() => {
        if (posts <= 6) return;
        clearInterval(watch);
        child.kill('SIGKILL');
      }, 20);
    };
    await planting.run(folder, 'apply --auto-approve', undefined, { env, during });
    expect(await openFiles()).toEqual([]);
    await planting.run(folder, 'plan', 0, { env });
    service.behaviour = ({ method, contents }, echo) =>
      method === 'POST' ? { status: 400, body: { message: echo(contents) } } : undefined;
    await planting.run(folder, 'apply --auto-approve', 1, { env });
    // The password was made in that run: nothing of it is known before.
    const password = /"result": ?"(\w{20})"/.exec(await folder.read('terraform.tfstate'))![1]!;
    expect(planting.says(password)).toBe(false);
    await planting.run(folder, 'state list', 0, { env });
    await planting.run(folder, 'show', 0, { env });
    await planting.run(folder, 'destroy --auto-approve --json', undefined, { env });
    expect(planting.says(password)).toBe(false);
    expect(planting.leaks).toEqual([]);
    expect(await openFiles()).toEqual([]);
  } finally {
    await service.close();
  }
});

it('the expected number of secrets was planted, and of outputs searched', () => {
  expect(planting.planted).toBeGreaterThan(22);
  expect(planting.outputs).toBeGreaterThan(55);
});
