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
    const { code, stderr } = await folder.landform('plan');
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
    const { code, stdout, stderr } = await folder.landform(line, { env });
    return code === 0 ? 'done' : (/\[([a-z-]+)\]/.exec(stderr + stdout)?.[1] ?? stderr);
  };

  it('is stored neither in the plan nor in state', async () => {
    folder = await Folder.make(files);
    expect(await answer('plan -var token=hush-hush -out=plan.json')).toBe('done');
    const { stdout } = await folder.landform('show -json plan.json');
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
    const { stdout } = await folder.landform('console -var token=hush', { input: 'var.token\n' });
    expect(stdout).toBe('(sensitive value)\n');
  });
});
