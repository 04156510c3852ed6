import { cp, readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startSandbox, type Sandbox } from '../../src/sandbox/index.js';
import { Folder, type Ran } from '../support/run-landform.js';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** Each has a core that stays recognizable whatever is escaped around it. */
const CORES = {
  token: 'Pl4ntedToken7Zq',
  aws: 'Pl4ntedAws7Zq',
  hetzner: 'Pl4ntedHetzner7Zq',
  folder: 'Pl4ntedFolder7Zq',
  wrong: 'Pl4ntedWrong7Zq',
};
const secretOf = (core: string): string => `x/+"${core}" &=%<ä\\`;

/** The core as it is, in any case, reversed, and in base64 wherever it begins (the bytes it shares with others are left out). */
function formsOf(core: string): readonly RegExp[] {
  const encoded = [0, 1, 2].map((before) => {
    const text = Buffer.from('-'.repeat(before) + core)
      .toString('base64')
      .replace(/=+$/, '');
    return text.slice(before === 0 ? 0 : before + 1, -2);
  });
  const hex = Buffer.from(core).toString('hex');
  return [
    new RegExp(core, 'i'),
    new RegExp([...core].reverse().join('')),
    new RegExp(hex, 'i'),
    ...encoded.map((text) => new RegExp(text)),
  ];
}

const holds = (text: string, core: string): boolean => formsOf(core).some((form) => form.test(text));

/** What was printed by all runs, to be searched when a secret is only known afterwards. */
class Printed {
  readonly runs: { readonly line: string; readonly text: string }[] = [];

  note(line: string, ran: Ran): Ran {
    this.runs.push({ line, text: `${ran.stdout}\n${ran.stderr}` });
    return ran;
  }

  leaks(cores: readonly string[]): readonly string[] {
    return this.runs.flatMap(({ line, text }) =>
      cores.flatMap((core) => {
        const at = formsOf(core)
          .map((form) => text.search(form))
          .find((index) => index >= 0);
        return at === undefined ? [] : [`${line}: ${core} in …${text.slice(Math.max(0, at - 150), at + 40)}…`];
      }),
    );
  }
}

async function filesUnder(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath, entry.name));
}

/** Names of files that hold one of the cores. */
async function filesHolding(folder: string, cores: readonly string[]): Promise<readonly string[]> {
  const found: string[] = [];
  for (const file of await filesUnder(folder)) {
    const text = await readFile(file, 'latin1');
    if (cores.some((core) => holds(text, core))) found.push(path.relative(folder, file));
  }
  return found.sort();
}

const modeOf = async (file: string): Promise<string> => ((await stat(file)).mode & 0o777).toString(8);

describe('secrets in the program of examples/cloud-accounts', () => {
  const printed = new Printed();
  let sandbox: Sandbox;
  let folder: Folder;
  let secrets: Readonly<Record<string, string>>;

  beforeAll(async () => {
    sandbox = await startSandbox({ token: CORES.token });
    folder = await Folder.make();
    await cp(path.join(ROOT, 'examples/cloud-accounts'), folder.path, {
      recursive: true,
      filter: (file) => !/tfstate|landform\.out|\.landform|main\.js$/.test(path.basename(file)),
    });
    await folder.link();
    secrets = {
      ...sandbox.environment,
      TF_VAR_aws_access_key_id: 'AKIAOPEN',
      TF_VAR_aws_access_key_secret: secretOf(CORES.aws),
      TF_VAR_hetzner_api_token: secretOf(CORES.hetzner),
    };
  });
  afterAll(async () => {
    await sandbox.close();
    await folder.remove();
  });

  async function run(
    line: string,
    code: number,
    more: Readonly<Record<string, string>> = {},
    input = '',
  ): Promise<Ran> {
    const ran = printed.note(line, await folder.run(line, { env: { ...secrets, ...more }, input }));
    expect(ran.code, `${line}: ${ran.stdout}${ran.stderr}`).toBe(code);
    return ran;
  }
  const all = Object.values(CORES);

  it('do not appear in the output of any command', { timeout: 120_000 }, async () => {
    const debug = { LANDFORM_DEBUG: '1' };
    await run('init', 0);
    await run('validate', 0, debug);
    await run('synth', 0);
    await run('plan', 0);
    await run('plan --json', 0, debug);
    await run('plan --out saved.plan', 0, debug);
    await run('show saved.plan', 0);
    await run('plan', 1, { ACLOUD_PERSONAL_ACCESS_TOKEN: CORES.wrong });
    await run('plan --json', 1, { ACLOUD_PERSONAL_ACCESS_TOKEN: CORES.wrong, ...debug });
    sandbox.faults.configure({ rate5xx: 1, onlyWrites: true });
    await run('apply --auto-approve', 1, debug);
    sandbox.faults.configure({ script: [{ fault: 'errorAfter', times: 2, path: 'credentials' }] });
    await run('apply --auto-approve --json', 0, debug);
    sandbox.faults.clear();
    await run('output', 0);
    await run('show', 0);
    await run('state list', 0);
    const { stdout } = await run('state list', 0);
    for (const address of stdout.split('\n').filter((line) => /credentials/.test(line)))
      await run(`state show ${address}`, 0);
    await run('graph', 0);
    await run('graph --format mermaid', 0);
    await run('providers schema', 0);
    await run(
      'console',
      0,
      {},
      'var.hetzner_api_token\n"${var.aws_access_key_secret}!"\nupper(var.hetzner_api_token)\n[var.aws_access_key_secret]\nbase64encode(var.hetzner_api_token)\n',
    );
    await run('drift', 0);
    await run('plan', 0, { TF_VAR_hetzner_api_token: secretOf(CORES.wrong) });
    await sandbox.drift({
      action: 'change',
      collection: 'cloudAccounts',
      where: { displayName: 'Production' },
      values: { displayName: 'renamed' },
    });
    await run('drift', 2);
    await run('drift --json', 2, debug);
    await run('apply --auto-approve', 0, { TF_VAR_aws_access_key_secret: secretOf(CORES.wrong), ...debug });
    expect(printed.leaks(all)).toEqual([]);
    expect(printed.runs.some(({ text }) => text.includes('(sensitive value)'))).toBe(true);
  });

  it('are stored in no file if they are write-only, nor is the token; variable values are only in the plan file, readable only by its owner', async () => {
    expect(await filesHolding(folder.path, [CORES.token])).toEqual([]);
    expect(await filesHolding(folder.path, [CORES.hetzner])).toEqual(['saved.plan']);
    expect(await modeOf(path.join(folder.path, 'saved.plan'))).toBe('600');
    const plan = JSON.parse(await folder.read('saved.plan')) as {
      variables?: Record<string, { value?: unknown }>;
      landform: { variables?: unknown };
    };
    expect(plan.variables?.['hetzner_api_token']).toEqual({ value: secretOf(CORES.hetzner) });
    delete plan.variables;
    delete plan.landform.variables;
    expect(holds(JSON.stringify(plan), CORES.hetzner)).toBe(false);
    for (const name of (await readdir(folder.path)).filter(
      (name) => name.includes('tfstate') && !name.includes('lock'),
    )) {
      expect(await modeOf(path.join(folder.path, name)), name).toBe('600');
    }
  });

  it('are not printed by destroy', async () => {
    await run('plan --destroy', 0);
    await run('destroy --auto-approve', 0, { LANDFORM_DEBUG: '1' });
    expect(printed.leaks(all)).toEqual([]);
  });
});

const CONFIGURATION = {
  terraform: { required_providers: { local: { source: 'landform/local' }, random: { source: 'landform/random' } } },
  variable: { secret: { type: 'string', sensitive: true } },
  locals: { derived: 'derived: ${upper(var.secret)}', list: ['${var.secret}', 'open'] },
  resource: {
    random_password: { made: { length: 24, special: false } },
    local_sensitive_file: { file: { filename: 'secret.txt', content: '${var.secret}' } },
    local_file: { file: { filename: 'open.txt', content: '${sensitive(local.derived)}' } },
    terraform_data: {
      plain: { input: '${var.secret}', triggers_replace: ['${var.secret}'] },
      nested: {
        input: { deep: [{ secret: '${local.derived}', open: 1 }], json: '${jsonencode({ secret = var.secret })}' },
      },
      password: { input: 'with ${random_password.made.result}' },
      encoded: { input: '${base64encode(var.secret)}' },
    },
  },
  output: {
    secret: { value: '${local.list}', sensitive: true },
    password: { value: '${random_password.made.result}', sensitive: true },
    open: { value: 'open' },
  },
};

/** Mistakes whose messages would love to show the value. */
const MISTAKES: Readonly<Record<string, object>> = {
  'a string instead of a number': {
    locals: { wrong: '${tonumber(var.secret)}' },
    output: { wrong: { value: '${local.wrong}', sensitive: true } },
  },
  'an attribute of another type': { resource: { terraform_data: { a: { count: '${var.secret}' } } } },
  'a file with that name': { output: { wrong: { value: '${file(var.secret)}', sensitive: true } } },
  'not JSON': { output: { wrong: { value: '${jsondecode(var.secret)}', sensitive: true } } },
  'not base64': { output: { wrong: { value: '${base64decode(var.secret)}', sensitive: true } } },
  'a missing key': { output: { wrong: { value: '${{ a = 1 }[var.secret]}', sensitive: true } } },
  'for_each over it': { resource: { terraform_data: { a: { for_each: '${toset([var.secret])}' } } } },
  'an output that is not sensitive': { output: { wrong: { value: '${var.secret}' } } },
  'a condition whose message contains it': {
    variable: {
      secret: {
        type: 'string',
        sensitive: true,
        validation: { condition: '${length(var.secret) > 1000}', error_message: 'Not ${var.secret}.' },
      },
    },
  },
  'a postcondition whose message contains it': {
    resource: {
      terraform_data: {
        a: {
          input: '${var.secret}',
          lifecycle: { precondition: { condition: '${var.secret == "no"}', error_message: 'Not ${var.secret}.' } },
        },
      },
    },
  },
  'a bad regular expression': { output: { wrong: { value: '${regex("(${var.secret}", "a")}', sensitive: true } } },
  'a duplicate key': { output: { wrong: { value: '${{ for x in [1, 2] : var.secret => x }}', sensitive: true } } },
  'not a timestamp': { output: { wrong: { value: '${timeadd(var.secret, "1h")}', sensitive: true } } },
  'a variable of another type': {
    variable: { secret: { type: 'number', sensitive: true } },
    output: { wrong: { value: '${var.secret}', sensitive: true } },
  },
};

describe('secrets in a folder of Terraform JSON', () => {
  const printed = new Printed();
  let folder: Folder;
  beforeAll(async () => {
    folder = await Folder.make({ 'main.tf.json': CONFIGURATION });
  });
  afterAll(() => folder.remove());

  async function run(
    line: string,
    code: number,
    more: Readonly<Record<string, string>> = {},
    input = '',
  ): Promise<Ran> {
    const env = { TF_VAR_secret: secretOf(CORES.folder), ...more };
    const ran = printed.note(line, await folder.run(line, { env, input }));
    expect(ran.code, `${line}: ${ran.stdout}${ran.stderr}`).toBe(code);
    return ran;
  }

  it('do not appear in the output of any command', { timeout: 90_000 }, async () => {
    await run('validate', 0);
    await run('plan', 0);
    await run('plan --json', 0);
    await run('plan --out saved.plan', 0);
    await run('show saved.plan', 0);
    await run('apply saved.plan', 0, { LANDFORM_DEBUG: '1' });
    await run('output', 0);
    await run('show', 0);
    for (const address of [
      'terraform_data.plain',
      'terraform_data.nested',
      'terraform_data.password',
      'random_password.made',
      'local_sensitive_file.file',
      'local_file.file',
    ]) {
      await run(`state show ${address}`, 0);
    }
    await run(
      'console',
      0,
      {},
      'var.secret\nlocal.derived\nlocal.list\nterraform_data.nested.output\nrandom_password.made.result\nrandom_password.made\nterraform_data.plain\n',
    );
    await run('graph', 0);
    await run('drift', 0);
    await run('plan', 0, { TF_VAR_secret: secretOf(CORES.wrong) });
    await run('apply --auto-approve --json', 0, { TF_VAR_secret: secretOf(CORES.wrong) });
    await folder.write('secret.txt', secretOf(CORES.folder));
    await run('drift', 2);
    await run('plan', 0);
    await run('apply --auto-approve', 0);
    const state = JSON.parse(await folder.read('terraform.tfstate')) as {
      resources: { type: string; instances: { attributes: { result: string } }[] }[];
    };
    const password = state.resources.find(({ type }) => type === 'random_password')!.instances[0]!.attributes.result;
    expect(password).toHaveLength(24);
    await run('destroy --auto-approve', 0);
    expect(printed.leaks([CORES.folder, CORES.wrong, password])).toEqual([]);
  });

  for (const [name, mistake] of Object.entries(MISTAKES)) {
    it(`do not appear in an error message: ${name}`, async () => {
      const wrong = await Folder.make({
        'main.tf.json': { variable: { secret: { type: 'string', sensitive: true } }, ...mistake },
      });
      const told = new Printed();
      try {
        for (const line of ['plan', 'plan --json']) {
          const ran = told.note(
            line,
            await wrong.run(line, { env: { TF_VAR_secret: secretOf(CORES.folder), LANDFORM_DEBUG: '1' } }),
          );
          expect(ran.code, ran.stdout + ran.stderr).toBe(1);
        }
      } finally {
        await wrong.remove();
      }
      expect(told.leaks([CORES.folder])).toEqual([]);
    });
  }
});
