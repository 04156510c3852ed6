import { spawnSync } from 'node:child_process';
import { afterEach, describe, expect, it } from 'vitest';
import { Folder } from '../support/run-landform.js';

const isInstalled = spawnSync('terraform', ['version'], { stdio: 'ignore' }).status === 0;

let folder: Folder;
afterEach(() => folder.remove());

const DATA = (body: object): object => ({ resource: { terraform_data: { a: body } } });
const CHECK = (condition: string, message = 'no'): object => ({ condition, error_message: message });
const TOKEN = { variable: { token: { ephemeral: true, default: 'hush' } } };

describe('an ephemeral variable is allowed only where its value is not stored', () => {
  it.each<[string, object, 'accepted' | 'refused']>([
    ['a local', { locals: { l: '${var.token}' } }, 'accepted'],
    ['a condition', DATA({ lifecycle: { precondition: [CHECK('${var.token == "hush"}')] } }), 'accepted'],
    ['an output condition', { output: { o: { value: 1, precondition: [CHECK('${var.token != ""}')] } } }, 'accepted'],
    [
      'a validation',
      { variable: { token: { ...TOKEN.variable.token, validation: [CHECK('${length(var.token) > 1}')] } } },
      'accepted',
    ],
    ['an output', { output: { o: { value: '${var.token}' } } }, 'refused'],
    ['an output computed from it', { output: { o: { value: '${length(var.token)}' } } }, 'refused'],
    ['a resource', DATA({ input: '${var.token}' }), 'refused'],
    ['a nested part of an attribute', DATA({ input: { a: ['x-${var.token}'] } }), 'refused'],
    [
      'a resource, through locals',
      { locals: { k: '${var.token}', l: ['${local.k}'] }, ...DATA({ input: '${local.l}' }) },
      'refused',
    ],
    ['count', DATA({ count: '${length(var.token)}' }), 'refused'],
    ['for_each', DATA({ for_each: '${toset([var.token])}' }), 'refused'],
    [
      'an error message of a condition',
      DATA({ lifecycle: { precondition: [CHECK('${path.root == ""}', 'no ${var.token}')] } }),
      'refused',
    ],
    [
      'the configuration of a data source',
      { data: { terraform_remote_state: { r: { backend: 'local', config: { path: '${var.token}' } } } } },
      'refused',
    ],
    ['an ephemeral output', { output: { o: { value: 1, ephemeral: true } } }, 'refused'],
  ])('%s: %j is %s', async (_what, body, answer) => {
    folder = await Folder.make({ 'main.tf.json': { ...TOKEN, ...body } });
    const { code, stderr } = await folder.run('plan');
    expect({ code, stderr: code === 0 ? '' : stderr }).toEqual({
      code: answer === 'accepted' ? 0 : 1,
      stderr: answer === 'accepted' ? '' : (expect.stringMatching(/\[ephemeral-(?:value|output)\]/) as string),
    });
    if (isInstalled) {
      const theirs = spawnSync('terraform', ['plan', '-no-color'], { cwd: folder.path, encoding: 'utf8' });
      expect(theirs.status).toBe(code);
    }
  });
});

describe('the value of an ephemeral variable', () => {
  const files = {
    'main.tf.json': {
      variable: {
        token: { ephemeral: true, type: 'string' },
        other: { ephemeral: true, default: 'standard' },
        plain: { default: 1 },
      },
      locals: { l: '${var.token}' },
      ...DATA({ input: '${var.plain}', lifecycle: { precondition: [CHECK('${local.l != "wrong"}')] } }),
    },
  };
  const answer = async (line: string, env: Record<string, string> = {}): Promise<string> => {
    const { code, stdout, stderr } = await folder.run(line, { env });
    return code === 0 ? 'done' : (/\[([a-z-]+)\]/.exec(stderr + stdout)?.[1] ?? stderr);
  };

  it('is stored neither in the plan nor in state', async () => {
    folder = await Folder.make(files);
    expect(await answer('plan -var token=hush-hush -out=plan.json')).toBe('done');
    const { stdout } = await folder.run('show -json plan.json');
    const { variables } = JSON.parse(stdout) as { variables: object };
    expect(variables).toEqual({ other: { value: 'standard' }, plain: { value: 1 } });
    expect(await answer('apply -var token=hush-hush plan.json')).toBe('done');
    for (const text of Object.values(await folder.contents())) expect(text).not.toContain('hush-hush');
  });

  it.each([
    ['is set again to apply a saved plan', 'apply -var token=a plan.json', {}, 'done'],
    ['may come from the environment', 'apply plan.json', { TF_VAR_token: 'a' }, 'done'],
    ['may have changed by then', 'apply -var token=b plan.json', {}, 'done'],
    ['is checked by conditions again', 'apply -var token=wrong plan.json', {}, 'precondition-failed'],
    ['must not be omitted', 'apply plan.json', {}, 'missing-variable'],
    [
      'must not be set if it was not set for the plan',
      'apply -var token=a -var other=b plan.json',
      {},
      'settled-by-plan',
    ],
    ['is the only variable that can be set', 'apply -var token=a -var plain=1 plan.json', {}, 'settled-by-plan'],
  ])('%s', async (_what, line, env, expected) => {
    folder = await Folder.make(files);
    expect(await answer('plan -var token=a -out=plan.json')).toBe('done');
    expect(await answer(line, env)).toBe(expected);
  });

  it('is hidden', async () => {
    folder = await Folder.make(files);
    const { stdout } = await folder.run('console -var token=hush', { input: 'var.token\n' });
    expect(stdout).toBe('(sensitive value)\n');
  });
});

const MODULE = {
  variable: { token: { ephemeral: true, default: 'inner-hush' } },
  output: {
    token: { value: '${var.token}!', ephemeral: true },
    kept: { value: '${ephemeralasnull(var.token) == null}' },
  },
};
const MODULES_JSON = {
  Modules: [
    { Key: '', Source: '', Dir: '.' },
    { Key: 'm', Source: './m', Dir: 'm' },
  ],
};
const CALL = { module: { m: { source: './m', token: '${var.token}' } } };
const RUN = (command: string): object => DATA({ provisioner: [{ 'local-exec': { command } }] });

describe('an ephemeral output of a module', () => {
  const cases: readonly (readonly [string, object, object, 'accepted' | 'refused'])[] = [
    [
      'a local and a provisioner',
      { locals: { l: '${module.m.token}' }, ...RUN('test ${local.l} = hush!') },
      {},
      'accepted',
    ],
    ['ephemeralasnull', DATA({ input: '${ephemeralasnull(module.m.token)}' }), {}, 'accepted'],
    ['a condition', DATA({ lifecycle: { precondition: [CHECK('${module.m.token == "hush!"}')] } }), {}, 'accepted'],
    ['another output of the module', { output: { o: { value: '${module.m.kept}' } } }, {}, 'accepted'],
    ['an output', { output: { o: { value: '${module.m.token}' } } }, {}, 'refused'],
    ['an output, with the whole module', { output: { o: { value: '${module.m}' } } }, {}, 'refused'],
    ['a resource', DATA({ input: '${module.m.token}' }), {}, 'refused'],
    [
      'a resource, through a local',
      { locals: { l: '${module.m.token}' }, ...DATA({ input: '${local.l}' }) },
      {},
      'refused',
    ],
    ['an output that is not ephemeral', {}, { output: { token: { value: '${var.token}' } } }, 'refused'],
    ['a resource in the module', {}, DATA({ input: '${var.token}' }), 'refused'],
    ['a variable that is not ephemeral', {}, { variable: { token: {} } }, 'refused'],
  ];
  const make = async (body: object, inside: object): Promise<Folder> =>
    (folder = await Folder.make({
      'main.tf.json': { ...TOKEN, ...CALL, ...body },
      'm/main.tf.json': { ...MODULE, ...inside },
      '.terraform/modules/modules.json': MODULES_JSON,
    }));

  it.each(cases)('in %s', async (_what, body, inside, answer) => {
    await make(body, inside);
    const { code, stderr } = await folder.run('apply --auto-approve');
    expect(stderr.match(/\[[a-z-]+\]$/gm) ?? []).toEqual(answer === 'accepted' ? [] : ['[ephemeral-value]']);
    expect(code).toBe(answer === 'accepted' ? 0 : 1);
    if (answer === 'accepted') expect(await folder.read('terraform.tfstate')).not.toContain('hush');
  });

  it.skipIf(!isInstalled).each(cases)('in %s, as Terraform decides', async (_what, body, inside, answer) => {
    await make(body, inside);
    const terraform = (line: string): number | null =>
      spawnSync('terraform', line.split(' '), {
        cwd: folder.path,
        env: { PATH: process.env['PATH'], CHECKPOINT_DISABLE: '1', TF_CLI_CONFIG_FILE: '/dev/null' },
      }).status;
    terraform('init');
    expect(terraform('apply -auto-approve')).toBe(answer === 'accepted' ? 0 : 1);
  });
});
