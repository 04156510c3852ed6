import { describe, expect, it } from 'vitest';
import { decodeBody } from '../../../../src/engine/evaluate/body.js';
import { parseTemplate } from '../../../../src/language/index.js';
import { type Block, formatNumber, ListValue, type Num, type Value } from '../../../../src/model/index.js';
import { errorOf, PLACE, record, scopeOf, valueOf } from './run.js';

const many = new ListValue(
  'number',
  Array.from({ length: 300 }, (_, index) => index),
);
const items = new ListValue(
  'number',
  Array.from({ length: 600_000 }, (_, index) => index),
);
const long = 'a'.repeat(2_000_000);

describe('a short call cannot exhaust memory', () => {
  it.each([
    ['format("%1000000000d", 1)', /more than \d+ characters/],
    ['format("%.1000000000d", 1)', /more than \d+ characters/],
    ['format("%1000000000s", "a")', /more than \d+ characters/],
    ['indent(1000000000, "a\\nb")', /more than \d+ characters/],
    ['setproduct(local.many, local.many, local.many)', /more than \d+ elements/],
    ['replace(local.long, "a", local.long)', /more than \d+ characters/],
    ['replace(local.long, "/a/", local.long)', /more than \d+ characters/],
    ['replace(local.long, "", local.long)', /more than \d+ characters/],
    ['join(local.long, local.many)', /more than \d+ characters/],
    ['format(join("", [for i in local.many : "%[1]s"]), local.long)', /more than \d+ characters/],
    ['concat(local.items, local.items)', /more than \d+ elements/],
    ['flatten([local.items, [local.items]])', /more than \d+ elements/],
  ])('%s', (text, message) => {
    const { code, summary } = errorOf(text, { many, long, items });
    expect([code, summary]).toEqual(['function-failed', expect.stringMatching(message)]);
  });

  it('a short template cannot exhaust memory either', () => {
    expect(errorOf('"%{ for i in local.many }${local.long}%{ endfor }"', { many, long })).toMatchObject({
      code: 'invalid-template-value',
      summary: 'The result of a template is too long',
    });
  });

  it.each<[string, number, boolean]>([
    ['at the limit', 500, true],
    ['deeper', 501, false],
    ['as deep as possible', 100_000, false],
  ])('JSON is decoded up to a maximum depth: %s', (_, depth, fits) => {
    const json = '['.repeat(depth) + ']'.repeat(depth);
    if (fits) expect(valueOf('can(jsondecode(local.json))', { json })).toBe(true);
    else {
      expect(errorOf('jsondecode(local.json)', { json })).toMatchObject({
        code: 'invalid-argument',
        summary: 'jsondecode(): the argument "str" is nested more than 500 levels deep',
      });
    }
  });

  it('indenting a text without line breaks costs nothing', () => {
    expect(valueOf('indent(1000000000, "a")')).toBe('a');
  });
});

describe('no infinite number reaches a document', () => {
  const block: Block = { attributes: { input: { type: 'dynamic', optional: true } }, blockTypes: {} };
  const decode = (template: string, locals: Record<string, Value> = {}) =>
    decodeBody({ content: { input: parseTemplate(template).expression }, source: PLACE }, block, scopeOf(locals));

  it.each<[string, string, readonly (string | number)[]]>([
    ['an attribute', '${1 / 0}', ['input']],
    ['a negative one', '${-1 / 0}', ['input']],
    ['deep inside', '${{ a = [1, sensitive(1 / 0)] }}', ['input', 'a', 1]],
    ['a power that is too large', '${pow(10, 400)}', ['input']],
  ])('%s', (_, template, path) => {
    expect(decode(template).diagnostics).toMatchObject([{ code: 'infinite-number', path }]);
  });

  it('expressions may compute with an infinite number', () => {
    expect(decode('${1 / 0 > 5}')).toEqual({ value: record({ input: true }), diagnostics: [] });
  });
});

describe('functions that compute with doubles return exactly that double, printed as in Terraform', () => {
  it.each([
    ['pow(2, 60)', '1152921504606847000'],
    ['pow(3, 50)', '717897987691852600000000'],
    ['pow(1.1, 2)', '1.2100000000000002'],
    ['log(1000, 10)', '2.9999999999999996'],
    ['log(7, 3)', '1.7712437491614224'],
    ['pow(2, -3)', '0.125'],
  ])('%s', (text, shown) => {
    expect(formatNumber(valueOf(text) as Num)).toBe(shown);
  });

  it('an exact power of two equals the integer', () => {
    expect(valueOf('pow(2, 60) == 1152921504606846976')).toBe(true);
    expect(valueOf('tostring(pow(2, 60) + 1)')).toBe('1152921504606846977');
  });
});

describe('letters change case one for one, with the simple Unicode mappings', () => {
  it.each([
    ['lower("İ")', 'i'],
    ['lower("ẞΑΣ")', 'ßασ'],
    ['title("ǆ")', 'ǅ'],
    ['title("ßx ﬁx ᾳ")', 'ßx ﬁx ᾼ'],
    ['title("hello wörld foo_bar a-b o\'neil")', "Hello Wörld Foo_bar A-B O'Neil"],
    ['upper("ᾳßŉﬁı")', 'ᾼßŉﬁI'],
  ])('%s', (text, result) => {
    expect(valueOf(text)).toBe(result);
  });
});

describe('results of functions are in normal form C', () => {
  it.each([
    ['join("", ["e", "\\u0301"]) == "\\u00e9"'],
    ['replace("ae", "e", "e\\u0301") == "a\\u00e9"'],
    ['formatlist("%s%s", ["e"], ["\\u0301"])[0] == "\\u00e9"'],
  ])('%s', (text) => {
    expect(valueOf(text)).toBe(true);
  });
});
