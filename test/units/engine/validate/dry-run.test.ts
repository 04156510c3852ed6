import { execFile, spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Diagnostic, formatPath } from '../../../../src/model/index.js';
import { DataProvider, TERRAFORM_SOURCE } from '../../../../src/providers/builtin/data.js';
import { EngineRig } from '../../../support/engine.js';

const data = (resources: object, more: object = {}): object => ({ resource: { terraform_data: resources }, ...more });
const output = (value: unknown, more: object = {}): object => ({ output: { o: { value } }, ...more });
const condition = (text: string, more: object = {}): object => ({ condition: text, error_message: 'no', ...more });
const secret = { variable: { p: { type: 'string', sensitive: true } } };
const object = { locals: { x: { a: 1 } } };
const each = (value: unknown, more: object = {}): object => data({ a: { for_each: value } }, more);
const count = (value: unknown, more: object = {}): object => data({ a: { count: value } }, more);

/** What is said, with the place; nothing for a configuration that is valid. `only` what Terraform finds later, in the plan. */
type Row = readonly [rule: string, document: object, found?: string, only?: 'here'];

const table: readonly Row[] = [
  ['a count that is not a number', count('x'), 'invalid-count terraform_data.a'],
  ['a negative count', count(-1), 'invalid-count terraform_data.a'],
  ['a count with a fraction', count('${3 / 2}'), 'invalid-count terraform_data.a'],
  ['a count that is null', count('${null}'), 'invalid-count terraform_data.a'],
  ['a count from a local', count('${local.x}', object), 'invalid-count terraform_data.a'],
  [
    'a count of a type that is not a number',
    count('${var.l}', { variable: { l: { type: 'list(string)' } } }),
    'invalid-count terraform_data.a',
  ],
  ['a count that is known later', data({ b: {}, a: { count: '${length(terraform_data.b.output)}' } })],
  ['a sensitive count', count('${var.n}', { variable: { n: { type: 'number', sensitive: true } } })],
  ['a for_each over a list', each(['a']), 'invalid-for-each terraform_data.a'],
  ['a for_each that is null', each(null), 'invalid-for-each terraform_data.a'],
  ['a for_each over a set of numbers', each('${toset([1])}'), 'invalid-for-each terraform_data.a'],
  [
    'a for_each over a variable list',
    each('${var.l}', { variable: { l: { type: 'list(string)' } } }),
    'invalid-for-each terraform_data.a',
  ],
  ['a for_each over a variable set', each('${var.l}', { variable: { l: { type: 'set(string)' } } })],
  [
    'a for_each over a variable set of numbers',
    each('${var.l}', { variable: { l: { type: 'set(number)' } } }),
    'invalid-for-each terraform_data.a',
    'here',
  ],
  ['a for_each over a variable without type', each('${var.l}', { variable: { l: {} } })],
  [
    'a sensitive for_each',
    each('${var.l}', { variable: { l: { type: 'set(string)', sensitive: true } } }),
    'invalid-for-each terraform_data.a',
  ],
  ['a for_each with keys that are known later', data({ b: {}, a: { for_each: '${toset([terraform_data.b.id])}' } })],
  ['a sensitive output', output('${var.p}', secret), 'sensitive-output output.o'],
  [
    'a sensitive output through a local',
    output('${local.x}', { ...secret, locals: { x: '-${var.p}-' } }),
    'sensitive-output output.o',
  ],
  ['an output with sensitive = false', output('${nonsensitive(var.p)}', secret)],
  [
    'a precondition that is a number',
    data({ a: { lifecycle: { precondition: condition('${local.x.a}') } } }, object),
    'invalid-condition terraform_data.a',
    'here',
  ],
  [
    'a postcondition that is a list',
    data({ a: { lifecycle: { postcondition: condition('${[self.id]}') } } }),
    'invalid-condition terraform_data.a',
    'here',
  ],
  ['a precondition that fails', data({ a: { lifecycle: { precondition: condition('${local.x.a == 2}') } } }, object)],
  [
    'an output condition that is a list',
    { ...object, output: { o: { value: 1, precondition: condition('${[local.x]}') } } },
    'invalid-condition output.o',
  ],
  [
    'a validation that is a list',
    { variable: { v: { validation: condition('${[var.v]}') } } },
    'invalid-condition var.v',
  ],
  ['a validation that the default fails', { variable: { v: { default: 1, validation: condition('${var.v > 2}') } } }],
  ['an attribute that a local lacks', output('${local.x.b}', object), 'unsupported-attribute output.o'],
  [
    'an attribute that a local lacks, in an unused local',
    { locals: { x: { a: 1 }, y: '${local.x.b}' } },
    'unsupported-attribute local.y',
  ],
  [
    'an attribute that the type of a variable lacks',
    output('${var.v[0].b}', { variable: { v: { type: 'list(object({a=string}))' } } }),
    'unsupported-attribute output.o',
  ],
  ['an element that a local lacks', output('${local.l[3]}', { locals: { l: [1] } }), 'invalid-index output.o'],
  [
    'an instance that does not exist',
    data({ a: { count: 2 }, b: { input: '${terraform_data.a[7].id}' } }),
    'unknown-reference terraform_data.b input',
    'here',
  ],
  [
    'a key that does not exist',
    data({ a: { for_each: { x: 1 } }, b: { input: '${terraform_data.a["q"].id}' } }),
    'unknown-reference terraform_data.b input',
    'here',
  ],
  [
    'an attribute that all instances lack',
    data({ a: { count: 2 }, b: { input: '${[for x in terraform_data.a : x.c]}' } }),
    'unsupported-attribute terraform_data.b input',
    'here',
  ],
  [
    'an instance of an unknown count',
    data({ c: {}, a: { count: '${length(terraform_data.c.output)}' }, b: { input: '${terraform_data.a[7].id}' } }),
  ],
  [
    'an instance of a resource that a local switches off, in one that it switches off, too',
    data(
      { a: { count: '${local.n}' }, b: { count: '${local.n}', input: '${terraform_data.a[0].id}' } },
      { locals: { n: 0 } },
    ),
  ],
  [
    'an instance of a resource that is never there',
    data({ a: { count: 0 }, b: { count: 0, input: '${terraform_data.a[0].id}' } }),
  ],
  [
    'an argument of another type',
    output('${upper(var.v)}', { variable: { v: { type: 'list(string)' } } }),
    'invalid-argument output.o',
  ],
  ['too few arguments', output('${upper()}'), 'wrong-argument-count output.o'],
  [
    'an operand of another type',
    output('${var.v + 1}', { variable: { v: { type: 'bool' } } }),
    'invalid-operand output.o',
  ],
  ['a mistake in the branch that a condition does not take', output('${true ? 1 : local.x.b}', object)],
  ['a mistake that try() catches', output('${try(local.x.b, 2)}', object)],
  [
    'the values of each and count are unknown',
    data(
      {
        a: { for_each: '${var.l}', input: '${each.key}${each.value.z}' },
        b: { count: 2, input: '${count.index + 1}' },
      },
      { variable: { l: {} } },
    ),
  ],
  [
    'the value of count has a type',
    data({ b: { count: 2, input: '${count.index.x}' } }),
    'unsupported-attribute terraform_data.b input',
  ],
  [
    'a mistake is not repeated for its dependents',
    { locals: { x: { a: 1 }, y: '${local.x.b}', z: '${local.y.c}' } },
    'unsupported-attribute local.y',
  ],
];

/** A module, the arguments of its call, and what is found. */
type ModuleRow = readonly [rule: string, module: object, args: object, found?: string, only?: 'here'];

const variable = (more: object): object => ({ variable: { v: more } });

const modules: readonly ModuleRow[] = [
  [
    'what a resource would take from an argument that switches it off',
    data({ a: { count: '${var.v == null ? 0 : 1}', input: '${lower(var.v)}' } }, variable({ type: 'string' })),
    { v: null },
  ],
  [
    'an attribute that the argument lacks, in a resource that it switches off',
    data({ a: { count: '${length(var.v)}', input: '${var.v["x"]}' } }, variable({ type: 'any' })),
    { v: {} },
  ],
  [
    'an attribute that the type of the variable lacks',
    data({ a: { input: '${var.v.x}' } }, variable({ type: 'object({a=string})' })),
    { v: { a: '1' } },
    'unsupported-attribute module.m.terraform_data.a input',
  ],
  ['an argument of another type', variable({ type: 'list(string)' }), { v: 'x' }, 'wrong-variable-type module.m'],
  [
    'a sensitive argument in an output',
    { ...variable({ type: 'string', sensitive: true }), output: { o: { value: '${var.v}' } } },
    { v: 'x' },
    'sensitive-output output.o',
    'here',
  ],
];

/** The root that calls the module, and hands on what the module has as its output. */
const calling = (module: object, args: object): object => ({
  module: { m: { source: './m', ...args } },
  ...('output' in module ? output('${module.m.o}') : {}),
});

const said = (diagnostics: readonly Diagnostic[]): readonly string[] =>
  diagnostics.map(({ code, address, path: at = [] }) => [code, address, formatPath(at)].filter(Boolean).join(' '));

const isInstalled = spawnSync('terraform', ['version'], { stdio: 'ignore' }).status === 0;

describe('validation finds what is invalid regardless of unknown values', () => {
  const rig = new EngineRig(TERRAFORM_SOURCE, {
    create: async () => new DataProvider({ version: '1.0.0', uuid: () => 'id' }),
  });

  it.each(table)('%s', async (_rule, document, found) => {
    expect(said(await rig.validate(document))).toEqual(found === undefined ? [] : [found]);
  });

  it.each(modules.map(([rule, module, args, found]) => ({ rule, module, args, found })))(
    'of a module: $rule',
    async ({ module, args, found }) => {
      rig.modules = { './m': module };
      expect(said(await rig.validate(calling(module, args)))).toEqual(found === undefined ? [] : [found]);
    },
  );

  it('does not change what is found before evaluation', async () => {
    const codes = (
      await rig.validate(
        data({ a: { input: '${terraform_data.q.id}', count: 'x' }, b: { input: '${terraform_data.a[0].id}' } }),
      )
    ).map(({ code }) => code);
    expect(codes).toEqual(['unknown-reference']);
  });

  it.skipIf(!isInstalled)('reports what Terraform reports, or reports it earlier', async () => {
    const root = await mkdtemp(path.join(tmpdir(), 'landform-validate-'));
    const cases = [
      ...table.map(([rule, document, found, only]) => ({ rule, document, module: {}, found, only })),
      ...modules.map(([rule, module, args, found, only]) => {
        return { rule, document: calling(module, args), module, found, only } as const;
      }),
    ];
    const verdicts = await Promise.all(
      cases.map(async ({ rule, document, module }, index) => {
        const folder = path.join(root, String(index));
        await mkdir(path.join(folder, 'm'), { recursive: true });
        await writeFile(path.join(folder, 'main.tf.json'), JSON.stringify(document));
        await writeFile(path.join(folder, 'm/main.tf.json'), JSON.stringify(module));
        if ('module' in document) await terraform(folder, 'get');
        const { valid } = JSON.parse(await terraform(folder, 'validate', '-json')) as { valid: boolean };
        return `${rule}: ${valid ? 'valid' : 'not valid'}`;
      }),
    );
    await rm(root, { recursive: true });
    expect(verdicts).toEqual(
      cases.map(
        ({ rule, found, only }) => `${rule}: ${found === undefined || only === 'here' ? 'valid' : 'not valid'}`,
      ),
    );
  });
});

const terraform = (folder: string, ...args: string[]): Promise<string> =>
  new Promise((resolve) => {
    const env = { PATH: process.env['PATH'], CHECKPOINT_DISABLE: '1', TF_CLI_CONFIG_FILE: '/dev/null' };
    execFile('terraform', args, { cwd: folder, env }, (_error, stdout) => resolve(stdout));
  });
