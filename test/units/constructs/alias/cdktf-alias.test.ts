import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as theirs from 'cdktf';
import { afterEach, describe, expect, test } from 'vitest';
import * as landform from '../../../../src/constructs/cdktf/index.js';
import { problemsOf } from '../../../../src/constructs/index.js';
import { givenTo, PARTS, programs, type Given, type Library } from './programs.js';

const ours = landform as unknown as Library;

/** The local modules that `cdktf.json` lists. */
const MODULES = [PARTS, `${PARTS}/inner`];

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

/** The documents that a library writes for a program, without metadata, and the manifest without stack traces. */
function synthesize(c: Library, program: (given: Given) => void): Record<string, unknown> {
  const outdir = mkdtempSync(path.join(tmpdir(), 'alias-'));
  folders.push(outdir);
  const app = new c.App({
    outdir,
    skipValidation: true,
    context: { cdktfJsonPath: path.resolve('cdktf.json'), cdktfRelativeModules: MODULES },
  });
  program(givenTo(c, app));
  app.synth();
  const read = (folder: string): [string, unknown][] =>
    readdirSync(folder).flatMap((name): [string, unknown][] => {
      const place = path.join(folder, name);
      if (statSync(place).isDirectory()) return read(place);
      const file = path.relative(outdir, place);
      const text = readFileSync(place, 'utf8');
      if (name.endsWith('.zip')) return [[file, '']];
      const skipped = new Set(['//', 'stacktrace']);
      return [
        [
          file,
          name.endsWith('.json')
            ? JSON.parse(text, (key, value: unknown) => (skipped.has(key) ? undefined : value))
            : text,
        ],
      ];
    });
  return Object.fromEntries(read(outdir));
}

describe('a program means what it means to CDKTF', () => {
  test.each(Object.entries(programs))('%s', (_, program) => {
    const expected = synthesize(theirs, program);
    expect(Object.keys(expected)).toContain('stacks/main/cdk.tf.json');
    expect(synthesize(ours, program)).toEqual(expected);
  });
});

test('everything that CDKTF exports can be imported', () => {
  expect(Object.keys(theirs).filter((name) => !(name in landform))).toEqual([]);
});

/** What Landform writes for a value, in a function or by itself. */
function written(make: (given: Given) => unknown): unknown {
  const documents = synthesize(ours, (given) => new given.c.TerraformLocal(given.stack, 'it', make(given)));
  const document = documents['stacks/main/cdk.tf.json'] as { locals: { it: unknown } };
  return document.locals.it;
}

describe('where CDKTF writes what the language cannot read, Landform writes what is meant', () => {
  test.each<[string, (given: Given) => unknown, unknown]>([
    ['null in a function', ({ c }) => c.Fn.jsonencode([1, null]), '${jsonencode([1, null])}'],
    ['a quote in a list', ({ c }) => c.Fn.join(',', ['a"b']), String.raw`\${join(",", ["a\"b"])}`.slice(1)],
    ['false after an operator', ({ c }) => c.Op.and(true, false), '${(true && false)}'],
    ['a conditional in an operator', ({ c }) => c.Op.add(c.conditional(true, 1, 2), 1), '${((true ? 1 : 2) + 1)}'],
    ['a list token in a function', ({ c }) => c.Fn.join(',', c.Token.asList('${var.x}')), '${join(",", var.x)}'],
    ['text that is produced late', ({ c }) => c.Fn.upper(c.Lazy.stringValue({ produce: () => 'a' })), '${upper("a")}'],
    [
      'a number in a template literal',
      ({ make }) => `x-${make('r').getNumberAttribute('n')}-${make('s').getNumberAttribute('n')}`,
      'x-${acme_thing.r.n}-${acme_thing.s.n}',
    ],
    [
      'a boolean in JSON',
      ({ make }) => JSON.stringify({ a: make('r').getBooleanAttribute('b') }),
      '{"a":"${acme_thing.r.b}"}',
    ],
    [
      'an object of a map',
      ({ c, make }) => new (class extends c.ComplexMap {})(make('r'), 'm').interpolationForAttribute('k'),
      '${acme_thing.r.m["k"]}',
    ],
  ])('%s', (_, make, expected) => {
    expect(written(make)).toBe(expected);
  });
});

const problem = (work: () => unknown): { code: string; hint: string; location: string } => {
  try {
    work();
  } catch (error) {
    return problemsOf(error)![0] as never;
  }
  throw new Error('nothing was thrown');
};

describe('a mistake is an error that says what to do', () => {
  test.each<[string, (given: Given) => unknown, string, RegExp]>([
    ['an element of a list token', ({ make }) => make('r').getListAttribute('l')[0], 'token-misused', /Fn\.element/],
    ['more elements', ({ make }) => [...make('r').getListAttribute('l'), 'a'], 'token-misused', /Fn\.concat/],
    ['more keys', ({ make }) => ({ ...make('r').getStringMapAttribute('m'), a: 'b' }), 'token-misused', /Fn\.merge/],
    ['a construct', ({ make }) => ({ a: make('r') }), 'wrong-type', /attributes/],
    ['a function', () => ({ a: () => 1 }), 'wrong-type', /Call it/],
    ['a quote in an argument', ({ c }) => c.Fn.upper('a"b'), 'token-misused', /rawString/],
    [
      'two moves',
      ({ make }) => [make('r')].map((r) => [r.moveToId('a.b'), r.moveToId('a.c')]),
      'wrong-type',
      /Keep one/,
    ],
    ['no target', ({ make }) => make('r').moveTo('nowhere'), 'wrong-type', /addMoveTarget/],
    [
      'an iterator without keys',
      ({ c, make }) => c.TerraformIterator.fromResources(make('r')),
      'wrong-type',
      /forEach/,
    ],
    ['HCL', ({ c, stack }) => c.Testing.synthHcl(stack) as unknown, 'not-in-landform', /convert/],
    ['what CDKTF has for itself', ({ c }) => new c.MigrateIds(), 'not-in-landform', /overrideLogicalId/],
    [
      'a stack in a stack of its own',
      ({ c, app, stack }) => {
        const other = new c.TerraformStack(app, 'other');
        other.addDependency(stack);
        stack.addDependency(other);
      },
      'stack-circle',
      /third/,
    ],
    [
      'a missing file',
      ({ c, stack }) => new c.TerraformAsset(stack, 'a', { path: 'nowhere' }),
      'file-not-found',
      /looked for/,
    ],
    ['no stack', ({ c, app }) => new c.DataResource(app, 'a'), 'no-stack', /TerraformStack/],
  ])('%s', (_, make, code, hint) => {
    const found = problem(() => written(make));
    expect(found).toMatchObject({ code });
    expect(found.hint).toMatch(hint);
  });

  test('errors of annotations and validations are reported together', () => {
    const app = new ours.App({ outdir: '/nowhere' });
    const stack = new ours.TerraformStack(app, 'main');
    ours.Annotations.of(stack).addError('too small');
    stack.node.addValidation({ validate: () => ['too large'] });
    expect(() => app.synth()).toThrow(/2 problems:[^]*too large[^]*too small/);
  });
});

describe('tests of a program', () => {
  class Data extends ours.DataResource {}
  const document = ours.Testing.synthScope((scope) => {
    new Data(scope, 'a', { input: { x: 1, list: ['y', 'z'] } });
  });

  test('have the document without what every stack has', () => {
    expect(JSON.parse(document)).toEqual({
      resource: { terraform_data: { a: { input: { x: 1, list: ['y', 'z'] } } } },
    });
    expect(document).toBe(
      theirs.Testing.synthScope((scope) => {
        new theirs.DataResource(scope, 'a', { input: { x: 1, list: ['y', 'z'] } });
      }),
    );
  });

  test('have the matchers of Jest', () => {
    const added: Record<string, (...args: unknown[]) => { pass: boolean; message: () => string }> = {};
    const registry = globalThis as unknown as { expect: unknown };
    const before = registry.expect;
    registry.expect = { extend: (matchers: typeof added) => Object.assign(added, matchers) };
    ours.Testing.setupJest();
    registry.expect = before;
    const check = (matcher: string, properties?: object) => added[matcher]!(document, Data, properties).pass;
    expect(check('toHaveResource')).toBe(true);
    expect(check('toHaveDataSource')).toBe(false);
    expect(check('toHaveResourceWithProperties', { input: { x: 1 } })).toBe(true);
    expect(check('toHaveResourceWithProperties', { input: { x: 2 } })).toBe(false);
    expect(added['toHaveResourceWithProperties']!(document, Data, { input: { x: 2 } }).message()).toMatch(/"x": 2/);
    expect(ours.Testing.toHaveResourceWithProperties(document, 'terraform_data', { input: { x: 1 } })).toBe(true);
  });
});
