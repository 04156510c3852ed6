import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { App, Fn, Resource, Stack, SynthesisError, Testing, problemsOf, type Ref } from '../../src/constructs/index.js';
import { evaluate } from '../../src/engine/index.js';
import { parseTemplate } from '../../src/language/index.js';
import { plainJson, type Value } from '../../src/model/index.js';

/** What JavaScript may do to a reference, or to text made from one: it gives what it gives for the value, or it is an error. */

const stack = (): { readonly stack: Stack; readonly reference: Ref<string> } => {
  const made = new Stack(new App(), 'prod');
  const a = new Resource(made, 'a', { type: 'terraform_data' });
  return { stack: made, reference: a.attribute<string>('output') };
};

/** What a text of the program is in the plan when references have this value; undefined where synthesis refuses it. */
function planned(text: unknown, within: Stack, value: string): unknown {
  new Resource(within, 'b', { type: 'terraform_data', attributes: { input: text } });
  let document: string;
  try {
    document = Testing.synth(within);
  } catch (error) {
    expect(error).toBeInstanceOf(SynthesisError);
    expect(problemsOf(error)!.map(({ code }) => code)).toContain('reference-cut');
    return undefined;
  }
  const { input } = (JSON.parse(document) as { resource: { terraform_data: { b: { input: unknown } } } }).resource
    .terraform_data.b;
  return evaluated(input, value);
}

function evaluated(input: unknown, value: string): unknown {
  if (Array.isArray(input)) return input.map((item) => evaluated(item, value));
  if (typeof input !== 'string') return input;
  const { expression } = parseTemplate(input);
  const lookup = (_subject: unknown, steps: readonly unknown[]): { value: Value; consumed: number } => ({
    value,
    consumed: steps.length,
  });
  const result = evaluate(expression, { lookup }, { file: 'test', path: [] });
  expect(result.diagnostics).toEqual([]);
  return plainJson(result.value);
}

const word = fc.stringMatching(/^[A-Za-z0-9_./ -]{0,12}$/);
/** What is before a reference ends where a pattern ends. */
const before = word.map((each) => (each === '' ? '' : `${each}/`));
/** With every class of characters. */
const valueText = word.map((each) => `a ${each}aZ09-/.: ,;=+@#?&|_~ `);
const sign = fc.constantFrom(...' !"#&\'()*+,-./:;<=>?@[]_|~aZ0');
/** A token's text is longer than what programs cut off. */
const position = fc.integer({ min: -140, max: 140 });
const search = fc.oneof(
  sign,
  fc.constantFrom(
    /[^a-z0-9]/g,
    /[^a-z]/gi,
    /[^\w-]+/g,
    /\W/g,
    /\d/g,
    /\D/g,
    /[A-Z]/g,
    /[^A-Z]/g,
    /\s/g,
    /[aeiou]/g,
    /-/g,
  ),
);
const filling = fc.constantFrom('', '-', '_', 'x', '--');
const pattern = search.map((each) => (typeof each === 'string' ? each : new RegExp(each.source, each.flags)));

/** The methods whose result is text, with arguments that matter. */
const TEXT_METHODS: Readonly<Record<string, fc.Arbitrary<readonly unknown[]>>> = {
  at: fc.tuple(position),
  charAt: fc.tuple(position),
  concat: fc.tuple<unknown[]>(word),
  match: fc.tuple(fc.constantFrom(/[a-z]+/, /[^/]+/g, /^.{5}/s, /.{4}$/s)),
  matchAll: fc.tuple(fc.constantFrom(/[a-z]+/g, /[^/]+/g)),
  normalize: fc.constantFrom<unknown[]>([], ['NFC']),
  padEnd: fc.tuple(fc.constant(3), sign),
  padStart: fc.tuple(fc.constant(3), sign),
  repeat: fc.tuple(fc.integer({ min: 1, max: 3 })),
  replace: fc.tuple(pattern, filling),
  replaceAll: fc.tuple(pattern, filling),
  slice: fc.tuple(position, position),
  split: fc.tuple(fc.oneof(pattern, fc.constant(''))),
  substr: fc.tuple(position, position),
  substring: fc.tuple(position, position),
  toLocaleLowerCase: fc.constant([]),
  toLocaleUpperCase: fc.constant([]),
  toLowerCase: fc.constant([]),
  toString: fc.constant([]),
  toUpperCase: fc.constant([]),
  toWellFormed: fc.constant([]),
  trim: fc.constant([]),
  trimEnd: fc.constant([]),
  trimLeft: fc.constant([]),
  trimRight: fc.constant([]),
  trimStart: fc.constant([]),
  valueOf: fc.constant([]),
};

/** Their result is a number or a boolean about the text that represents the value. docs/constructs.md warns of them. */
const ABOUT_TEXT = [
  'charCodeAt',
  'codePointAt',
  'endsWith',
  'includes',
  'indexOf',
  'isWellFormed',
  'lastIndexOf',
].concat(['length', 'localeCompare', 'search', 'startsWith']);

/** HTML of old: text around text. */
const HTML = [
  'anchor',
  'big',
  'blink',
  'bold',
  'fixed',
  'fontcolor',
  'fontsize',
  'italics',
  'link',
  'small',
  'strike',
].concat(['sub', 'sup']);

const namesOf = (prototype: object): string[] =>
  Object.getOwnPropertyNames(prototype).filter((name) => name !== 'constructor');

describe('text that contains a reference', () => {
  test('is tested with every string method', () => {
    expect([...Object.keys(TEXT_METHODS), ...ABOUT_TEXT, ...HTML]).toEqual(
      expect.arrayContaining(namesOf(String.prototype)),
    );
  });

  const methods = Object.keys(TEXT_METHODS).filter((name) => name in String.prototype);
  test.each(methods)('%s has the same result as for the value, or is an error', (name) => {
    const call = (text: string, args: readonly unknown[]): unknown => {
      const method = (text as unknown as Record<string, (...args: readonly unknown[]) => unknown>)[name]!;
      const result = Reflect.apply(method, text, args);
      if (name === 'matchAll') return [...(result as Iterable<string[]>)].map(([whole]) => whole);
      return Array.isArray(result) ? [...(result as string[])] : (result ?? '');
    };
    fc.assert(
      fc.property(before, word, valueText, TEXT_METHODS[name]!, (before, after, value, args) => {
        const { stack: within, reference } = stack();
        const text = call(`${before}${reference}${after}`, args);
        // One character out of the middle could be anybody's.
        if (typeof text === 'string' && text.length <= 1) return;
        const result = planned(text, within, value);
        if (result !== undefined) expect(result).toEqual(call(`${before}${value}${after}`, args));
      }),
      { numRuns: 300 },
    );
  });

  test('is not a reference if it joins halves of two references', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 600 }), fc.integer({ min: 1, max: 600 }), (first, second) => {
        const { stack: within, reference } = stack();
        const other = `${Fn.upper(reference)}`;
        const text = `${reference}`.slice(0, first) + other.slice(second);
        fc.pre(first < `${reference}`.length && second < other.length);
        expect(planned(text, within, 'value')).toBeUndefined();
      }),
    );
  });

  test.each<[string, (text: string) => string]>([
    ['reversed', (text) => [...text].reverse().join('')],
    ['reversing its code units', (text) => text.split('').reverse().join('')],
    ['sorted', (text) => [...text].sort().join('')],
    ['URL-encoded', encodeURIComponent],
    ['base64', (text) => Buffer.from(text).toString('base64')],
    ['base64url', (text) => Buffer.from(text).toString('base64url')],
    ['hexadecimal', (text) => Buffer.from(text).toString('hex')],
    ['a slug', (text) => text.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-')],
    ['a slug without punctuation', (text) => text.replaceAll(/[^a-zA-Z0-9]/g, '')],
    ['digits', (text) => text.replaceAll(/\D/g, '')],
    [
      'all its characters but one',
      (text) => [...text].filter((_, index, all) => index !== Math.floor(all.length / 2)).join(''),
    ],
    ['JSON text of JSON text', (text) => JSON.stringify(JSON.stringify(text))],
    ['escaping it for HTML', (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')],
  ])('%s is an error anywhere in a text', (_, change) => {
    fc.assert(
      fc.property(word, word, (before, after) => {
        const { stack: within, reference } = stack();
        expect(planned(change(`${before}${reference}${after}`), within, 'value')).toBeUndefined();
      }),
      { numRuns: 30 },
    );
  });

  test.each(['toUpperCase', 'toLowerCase'] as const)('%s of its first character is an error', (change) => {
    const { stack: within, reference } = stack();
    const text = `${reference}`;
    expect(planned(text.charAt(0)[change]() + text.slice(1), within, 'value')).toBeUndefined();
  });

  test('is escaped in JSON text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (any) => {
        const value = any.normalize('NFC').replaceAll(/\p{Cs}/gu, '');
        const { stack: within, reference } = stack();
        const result = planned(JSON.stringify({ id: `x-${reference}` }), within, value);
        expect(JSON.parse(result as string)).toEqual({ id: `x-${value}` });
      }),
    );
  });
});

const thrownBy = (work: () => unknown): { code: string; location?: string | undefined } | undefined => {
  try {
    work();
  } catch (error) {
    return problemsOf(error)?.[0] ?? { code: String(error) };
  }
  return undefined;
};

describe('a reference', () => {
  /** The ways into a value, and what every object has. */
  const OWN = ['at', 'toString', 'valueOf', 'toLocaleString', 'get'];
  const members = [String.prototype, Array.prototype, Number.prototype].flatMap(namesOf);
  test.each([...new Set(members)].filter((name) => !OWN.includes(name)))("%s throws at the user's line", (name) => {
    const { reference } = stack();
    const thrown = thrownBy(() => (reference as unknown as Record<string, unknown>)[name]);
    expect(thrown?.code).toBe('reference-as-value');
    expect(thrown?.location).toContain('references.test.ts');
  });

  test('returns an attribute that has the name of a method', () => {
    const { stack: within } = stack();
    const fields = { length: { name: 'length', shape: 'number' as const } };
    const shape = { kind: 'object' as const, fields };
    const object = new Resource(within, 'c', { type: 't', fields: { it: { name: 'it', shape } } }).attribute<{
      length: number;
    }>('it');
    expect(planned(object.length, within, 'value')).toBe('value');
  });

  test.each<[string, (reference: Ref<string>) => unknown]>([
    ['Number', (it) => Number(it)],
    ['+x', (it) => +it],
    ['x * 2', (it) => (it as never) * 2],
    ['x - 1', (it) => (it as never) - 1],
    ['x < y', (it) => (it as never as string) < 'a'],
    ['x >= y', (it) => (it as never as number) >= 1],
    ['parseInt', (it) => parseInt(it as never)],
    ['parseFloat', (it) => parseFloat(it as never)],
    ['isNaN', (it) => isNaN(it as never)],
    ['BigInt', (it) => BigInt(it as never)],
    ['new Date', (it) => new Date(it as never)],
    ['new RegExp', (it) => new RegExp(it as never)],
    ['RegExp.test', (it) => /a/.test(it as never)],
    ['encodeURIComponent', (it) => encodeURIComponent(it as never)],
    ['Buffer.from', (it) => Buffer.from(it as never)],
    ['new URL', (it) => new URL(it)],
    ['JSON.stringify', (it) => JSON.stringify({ it })],
    // oxlint-disable-next-line typescript/require-array-sort-compare -- that is what is tried
    ['sort', (it) => [it, 'b'].sort()],
    ['toSorted with a comparison', (it) => [it, 'b'].toSorted((a, b) => (a < b ? -1 : 1))],
    ['spread', (it) => [...(it as never as string)]],
    [
      'for … of',
      (it) => {
        for (const one of it as never as string) return one;
        return '';
      },
    ],
    ['Array.from', (it) => Array.from(it as never)],
    ...namesOf(Math)
      .filter((name) => typeof Math[name as 'abs'] === 'function' && name !== 'random')
      .map((name): [string, (it: Ref<string>) => unknown] => [
        `Math.${name}`,
        (it) => {
          const work = Math[name as 'max'] as (...args: unknown[]) => unknown;
          return name === 'sumPrecise' ? work([it]) : work(it, 1);
        },
      ]),
    ...[
      'includes',
      'indexOf',
      'lastIndexOf',
      'startsWith',
      'endsWith',
      'localeCompare',
      'search',
      'match',
      'split',
      'slice',
      'at',
      'repeat',
    ].map((name): [string, (it: Ref<string>) => unknown] => [
      `'text'.${name}`,
      (it) => ('text' as unknown as Record<string, (it: unknown) => unknown>)[name]!(it),
    ]),
  ])('%s throws at the line of the operation', (_, use) => {
    const { reference } = stack();
    const thrown = thrownBy(() => use(reference));
    expect(thrown?.code).toMatch(/^reference-(as-(number|value)|in-json)$/);
    expect(thrown?.location).toContain('references.test.ts');
  });

  test.each(['number', 'bool'] as const)(
    'of type %s throws on +, because a sum and a concatenation look the same',
    (shape) => {
      const { stack: within } = stack();
      const it = new Resource(within, 'c', { type: 't', fields: { it: { name: 'it', shape } } }).attribute(
        'it',
      ) as unknown as number;
      expect(thrownBy(() => it + 1)?.code).toBe('reference-as-number');
      expect(`${it}`).toBeTypeOf('string');
    },
  );
});

describe('a list that contains references', () => {
  /** Methods that move elements: the plan has the elements in the same places. */
  const METHODS: Readonly<Record<string, (list: unknown[]) => unknown>> = {
    at: (list) => [list.at(1)],
    concat: (list) => list.concat(['x']),
    copyWithin: (list) => list.copyWithin(0, 1),
    entries: (list) => [...list.entries()].map(([, item]) => item),
    every: (list) => [list.every(Boolean)],
    fill: (list) => list.fill('x', 1, 2),
    filter: (list) => list.filter((item) => item !== 'a'),
    find: (list) => [list.find((item) => item !== 'a')],
    findIndex: (list) => [list.findIndex((item) => typeof item === 'object' || item === 'VALUE')],
    findLast: (list) => [list.findLast((item) => item !== 'a')],
    findLastIndex: (list) => [list.findLastIndex((item) => item === 'a')],
    flat: (list) => [list].flat(),
    flatMap: (list) => list.flatMap((item) => [item, item]),
    forEach: (list: unknown[]) => {
      const all: unknown[] = [];
      list.forEach((item) => all.push(item));
      return all;
    },
    includes: (list) => [list.includes(list[1])],
    indexOf: (list) => [list.indexOf(list[1])],
    join: (list) => [list.join('-')],
    keys: (list) => [...list.keys()],
    lastIndexOf: (list) => [list.lastIndexOf(list[1])],
    length: (list) => [list.length],
    map: (list) => list.map((item) => `<${item as string}>`),
    pop: (list) => [list.pop()],
    push: (list) => {
      list.push('x');
      return list;
    },
    reduce: (list) => [list.reduce((text, item) => `${text as string}${item as string}`, '')],
    reduceRight: (list) => [list.reduceRight((text, item) => `${text as string}${item as string}`, '')],
    reverse: (list) => list.reverse(),
    shift: (list) => [list.shift()],
    slice: (list) => list.slice(1),
    some: (list) => [list.some((item) => item === 'a')],
    splice: (list) => list.splice(1, 1, 'x', 'y'),
    toLocaleString: (list: unknown[]) => [list.toLocaleString()],
    toReversed: (list: unknown[]) => list.toReversed(),
    toSpliced: (list: unknown[]) => list.toSpliced(1, 1),
    toString: (list: unknown[]) => [list.toString()],
    unshift: (list) => {
      list.unshift('x');
      return list;
    },
    values: (list) => [...list.values()],
    with: (list: unknown[]) => list.with(0, 'x'),
  };
  const COMPARING = ['sort', 'toSorted'];

  test('is tested with every array method', () => {
    expect([...Object.keys(METHODS), ...COMPARING].sort()).toEqual(expect.arrayContaining(namesOf(Array.prototype)));
  });

  test.each(Object.keys(METHODS))('%s has the same result as for the values', (name) => {
    const { stack: within, reference } = stack();
    const use = METHODS[name]!;
    expect(planned(use(['a', reference, 'c']), within, 'VALUE')).toEqual(use(['a', 'VALUE', 'c']));
  });
});
