import { afterEach, describe, expect, it } from 'vitest';
import { Folder } from '../support/run-landform.js';

let folder: Folder;
afterEach(() => folder.remove());

const input = (value: string): object => ({ input: value });
const DOCUMENT = {
  resource: {
    terraform_data: {
      a: input('a'),
      b: input('${terraform_data.a.id}'),
      c: { count: 2, input: '${count.index}' },
      d: input('${terraform_data.c[1].id}'),
      e: {},
    },
  },
  module: { m: { source: './m', for_each: { k: '${terraform_data.e.id}', l: '2' }, v: '${each.value}' } },
  output: { a: { value: '${terraform_data.a.input}' }, e: { value: '${terraform_data.e.id}' }, text: { value: 'x' } },
};
const MODULE = { variable: { v: {} }, resource: { terraform_data: { x: input('${var.v}') } } };

interface Messages {
  readonly type: string;
  readonly change?: { readonly resource: { readonly addr: string }; readonly action: string };
  readonly outputs?: Readonly<Record<string, unknown>>;
}

/** What a command plans: addresses without their type, and outputs. */
async function planned(line: string): Promise<readonly string[]> {
  const { stdout } = await folder.run(line);
  const messages = stdout
    .trim()
    .split('\n')
    .map((text) => JSON.parse(text) as Messages);
  return messages
    .flatMap(({ type, change, outputs }) => {
      if (type === 'planned_change' && change !== undefined) return change.resource.addr.replace('terraform_data.', '');
      return type === 'outputs' ? Object.keys(outputs ?? {}).map((name) => `output ${name}`) : [];
    })
    .sort();
}

const MODULES = ['module.m["k"].x', 'module.m["l"].x'];
const ALL = ['a', 'b', 'c[0]', 'c[1]', 'd', 'e', ...MODULES];
const without = (...left: readonly string[]): readonly string[] => ALL.filter((name) => !left.includes(name));

const make = async (): Promise<Folder> =>
  (folder = await Folder.make({
    'main.tf.json': DOCUMENT,
    'm/main.tf.json': MODULE,
    '.terraform/modules/modules.json': {
      Modules: [
        { Key: '', Source: '', Dir: '.' },
        { Key: 'm', Source: './m', Dir: 'm' },
      ],
    },
  }));

describe('--exclude', () => {
  it.each([
    ['a resource and its dependents', '--exclude terraform_data.a', without('a', 'b'), ['e', 'text']],
    [
      'the dependents of a resource of which it names one instance',
      '-exclude=terraform_data.c[0]',
      without('c[0]', 'd'),
      ['a', 'e', 'text'],
    ],
    [
      'what a module depends on, with the module',
      '--exclude terraform_data.e',
      without('e', ...MODULES),
      ['a', 'text'],
    ],
    ['one instance of a module', '--exclude module.m["k"]', without('module.m["k"].x'), ['a', 'e', 'text']],
    ['a module', '--exclude module.m', without(...MODULES), ['a', 'e', 'text']],
    ['several', '--exclude terraform_data.a --exclude terraform_data.d', without('a', 'b', 'd'), ['e', 'text']],
  ])('leaves out %s', async (_what, options, changes, outputs) => {
    await make();
    expect(await planned(`plan --json ${options}`)).toEqual([...changes, ...outputs.map((name) => `output ${name}`)]);
  });

  it('destroys neither the resource nor what it depends on', async () => {
    await make();
    await folder.run('apply --auto-approve');
    const destroyed = (options: string): Promise<readonly string[]> => planned(`plan --destroy --json ${options}`);
    expect((await destroyed('--exclude terraform_data.b')).filter((name) => !name.startsWith('output'))).toEqual(
      without('a', 'b'),
    );
    expect(await destroyed('--exclude terraform_data.c[0]')).toEqual(without('c[0]'));
    const { code } = await folder.run('destroy --auto-approve --exclude terraform_data.d');
    expect(code).toBe(0);
    expect((await folder.run('state list')).stdout.trim().split('\n')).toEqual([
      'terraform_data.c[0]',
      'terraform_data.c[1]',
      'terraform_data.d',
    ]);
  });

  it('says that other changes may remain, and what to do when the plan would break what is excluded', async () => {
    await make();
    const applied = await folder.run('apply --auto-approve --exclude terraform_data.a');
    expect(applied.stderr).toContain('The plan is limited by --exclude and may be incomplete');
    expect(applied.stderr).toContain('Only a part of the configuration was applied; other changes may remain');
    await folder.run('apply --auto-approve');
    const { a: _, ...rest } = DOCUMENT.resource.terraform_data;
    const resource = { terraform_data: { ...rest, b: input('b') } };
    await folder.write('main.tf.json', { ...DOCUMENT, resource, output: { text: { value: 'x' } } });
    const broken = await folder.run('plan --exclude terraform_data.b');
    expect(broken.code).toBe(1);
    expect(broken.stderr).toContain('add: --exclude terraform_data.a');
  });

  it.each([
    ['plan --exclude a.b --target a.b', '--target and --exclude exclude each other'],
    ['plan --exclude a.b --invoke action.t.n', '--exclude cannot be given with --invoke'],
    ['apply saved --exclude a.b', '--exclude cannot be given with a saved plan'],
  ])('%s is refused', async (line, expected) => {
    await make();
    const { code, stderr } = await folder.run(line);
    expect(code).toBe(1);
    expect(stderr).toContain(expected);
  });
});
