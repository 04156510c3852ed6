import { describe, expect, it } from 'vitest';
import { evaluate } from '../../../../src/engine/evaluate/evaluate.js';
import { type Expression, objectValue, sensitive, type Value } from '../../../../src/model/index.js';
import { errorOf, LOCALS, PLACE, record, run, scopeOf } from './run.js';

describe('an error names the problem and the alternatives', () => {
  it.each<[string, string, RegExp, RegExp | undefined]>([
    ['local.m.aa', 'unsupported-attribute', /local\.m has no attribute "aa"/, /Did you mean "a"\? It has "a", "zero"/],
    ['local.o.inner.lst', 'unsupported-attribute', /local\.o\.inner has no attribute "lst"/, /Did you mean "list"/],
    [
      'tomap({ alpha = 1 }).alpa',
      'missing-element',
      /no element with the key "alpa"/,
      /Did you mean "alpha"\? Its keys are "alpha"/,
    ],
    ['local.l[3]', 'invalid-index', /local\.l has no element 3/, /It has 3 elements, with indexes 0 to 2/],
    ['local.l[-1]', 'invalid-index', /local\.l has no element -1/, /Indexes start at 0/],
    ['local.l[1.5]', 'invalid-index', /local\.l has no element 1\.5/, /whole number/],
    ['[][0]', 'invalid-index', /^This value has no element 0$/, /It is empty/],
    ['["a"][1]', 'invalid-index', /^This value has no element 1$/, /It has 1 element, with index 0/],
    ['local.l["x"]', 'invalid-index', /The key for local\.l has the wrong type/, /needs a number/],
    ['local.l[null]', 'invalid-index', /The key for local\.l is null/, undefined],
    ['local.n.a', 'null-access', /local\.n is null, so it has no attribute "a"/, undefined],
    ['local.n[0]', 'null-access', /local\.n is null/, undefined],
    ['local.t.a', 'unsupported-attribute', /local\.t is a string/, undefined],
    [
      'local.objects.a',
      'unsupported-attribute',
      /local\.objects is a tuple/,
      /local\.objects\[0\]\.a.*local\.objects\[\*\]\.a/,
    ],
    ['local.s[0]', 'invalid-index', /local\.s is a set of string/, /tolist\(\)/],
    ['local.nothing_here', 'unknown-reference', /./, /./],
    ['var', 'unknown-reference', /"var" does not refer to anything/, /Write var\.name/],
    ['1 + "x"', 'invalid-operand', /right operand of "\+"/, /needs a number/],
    ['!5', 'invalid-operand', /"!"/, /needs a bool, not a number/],
    ['null * 2', 'invalid-operand', /left operand of "\*" is null/, /coalesce\(\)/],
    ['0 / 0', 'operation-failed', /"\/" has no result/, /Zero divided by zero/],
    ['true ? [] : {}', 'inconsistent-types', /incompatible types/, /first is a tuple, the second is an object/],
    [
      'true ? { a = 1 } : { a = [] }',
      'inconsistent-types',
      /./,
      /In attribute "a": the first is a number, the second is a tuple/,
    ],
    ['true ? { a = 1, b = [] } : { a = 1 }', 'inconsistent-types', /./, /Only the first has an attribute "b"/],
    ['null ? 1 : 2', 'invalid-condition', /condition is null/, /must be true or false/],
    ['"x" ? 1 : 2', 'invalid-condition', /must be true or false/, /needs a bool/],
    ['[for x in null : x]', 'not-iterable', /null/, /empty list/],
    ['[for x in "abc" : x]', 'not-iterable', /cannot iterate over a string/, /lists, sets, maps/],
    ['{ for x in ["a", "a"] : x => 1 }', 'duplicate-key', /produce the key "a"/, /"\.\.\."/],
    ['{ for x in [null] : x => 1 }', 'invalid-key', /must be a string/, /null/],
    ['{ (null) = 1 }', 'invalid-key', /must be a string/, /null/],
    ['"a${null}"', 'invalid-template-value', /null value cannot be used in a string template/, /coalesce\(\)/],
    ['"a${[]}"', 'invalid-template-value', /cannot be used in a string template/, /needs a string, not a tuple/],
    ['uper("a")', 'unknown-function', /no function uper/, /Did you mean upper\?/],
    [
      'cidrsubnet("10.0.0.0/8", 25, 1)',
      'invalid-argument',
      /argument "newbits" extends the prefix to 33 bits, but an IPv4 address has 32/,
      undefined,
    ],
    ['upper()', 'wrong-argument-count', /needs the argument "str"/, /takes 1 argument/],
    ['upper("a", "b")', 'wrong-argument-count', /takes 1 argument, not 2/, undefined],
    ['upper(null)', 'invalid-argument', /argument "str" must not be null/, undefined],
    ['upper([])', 'invalid-argument', /argument "str" needs a string, not a tuple/, undefined],
    ['max({}...)', 'invalid-argument', /cannot expand an object/, /a list, a set or a tuple/],
    [
      'try(local.l.a, local.n.b)',
      'function-failed',
      /none of the arguments/,
      /1\. local\.l is a tuple.*\n2\. local\.n is null/,
    ],
    ['element([], 0)', 'invalid-argument', /is empty/, undefined],
  ])('%s', (text, code, summary, detail) => {
    const error = errorOf(text);
    expect(error).toMatchObject({ severity: 'error', code, summary: expect.stringMatching(summary) as string });
    expect(error.detail ?? 'none').toMatch(detail ?? /^none$/);
  });

  it('all errors are reported at once', () => {
    expect(run('[local.l[9], 1 + "x", upper([])]').diagnostics.map(({ code }) => code)).toEqual([
      'invalid-index',
      'invalid-operand',
      'invalid-argument',
    ]);
  });

  it('an error is reported once, wherever its result is used', () => {
    expect(run('upper(local.l[9].a.b) + 1 == 2 ? "x" : "y"').diagnostics).toHaveLength(1);
    expect(run('[for x in [1, 2, 3] : x if "maybe"]').diagnostics).toHaveLength(1);
  });
});

describe('the location of an error', () => {
  it('is the invalid part of the expression', () => {
    const text = '[1, local.l[9]]';
    const { source } = errorOf(text);
    expect(source).toMatchObject({ file: PLACE.file, path: PLACE.path });
    expect(text.slice(source!.span!.start, source!.span!.end)).toBe('local.l[9]');
  });

  it('leads into a structure that is written as JSON', () => {
    const wrong: Expression = {
      kind: 'traversal',
      root: 'local',
      steps: [{ kind: 'attribute', key: 'none' }],
      span: { start: 2, end: 12 },
    };
    const tree: Expression = {
      kind: 'object',
      items: [
        {
          key: { kind: 'literal', value: 'a' },
          value: { kind: 'tuple', items: [{ kind: 'literal', value: 1 }, wrong] },
        },
      ],
    };
    const { diagnostics } = evaluate(tree, scopeOf(), PLACE);
    expect(diagnostics[0]!.source).toEqual({
      file: PLACE.file,
      path: [...PLACE.path, 'a', 1],
      span: { start: 2, end: 12 },
    });
  });
});

describe('an error that may reveal a secret', () => {
  it.each(['!=', '=='])('keeps its mark through %s, even if the other side of && decides', (operator) => {
    const failing = '(local.secret > 1 ? tolist([0, {}]) : tolist(["a"]))';
    const { value, diagnostics } = run(`(${failing} ${operator} 0) && false`, { ...LOCALS, secret: sensitive(3) });
    expect(diagnostics).toEqual([]);
    expect(value).toEqual(sensitive(false));
  });

  it('keeps its mark through a call', () => {
    const locals = { ...LOCALS, few: sensitive(['a']) };
    for (const failing of ['length(slice(local.few, 0, 9))', 'abs(length(slice(local.few, 0, 9)))'])
      expect(run(`${failing} == 1 && false`, locals)).toMatchObject({ value: sensitive(false), diagnostics: [] });
  });
});

describe('an error shows no sensitive value', () => {
  const locals: Readonly<Record<string, Value>> = {
    ...LOCALS,
    text: sensitive('hunter2'),
    map: sensitive(objectValue({ hunter2: 'hunter2' })),
    inside: record({ a: sensitive('hunter2'), list: [sensitive('hunter2')] }),
    many: sensitive(['hunter2', 'hunter2']),
    index: sensitive(77),
  };
  it.each([
    'local.text + 1',
    'local.text.a',
    'local.map.b',
    'tomap(local.map).b',
    'tomap(local.map)["b"]',
    'local.l[local.index]',
    'local.many[local.index]',
    'tomap({ a = 1 })[local.text]',
    '{ a = 1 }[local.text]',
    'local.many.a',
    'tonumber(local.text)',
    'tobool(local.text)',
    'toset([local.text, []])',
    'parseint(local.text, 10)',
    'lookup(local.map, "x")',
    'lookup({}, local.text)',
    'regex(local.text, "x")',
    'regex("x", local.text)',
    'jsondecode(local.text)',
    'base64decode(local.text)',
    'format(local.text, 1)',
    'format("%d", local.text)',
    'index([], local.text)',
    'index(local.many, "x")',
    '{ for x in local.many : x => 1 }',
    '{ for x in [local.text, local.text] : x => 1 }',
    '"x${local.map}"',
    'local.text ? 1 : 2',
    '!local.text',
    'zipmap(local.many, [1])',
    'one(local.many)',
    'tonumber(local.inside.a)',
    'sum(local.inside.list)',
    'local.text[0]',
    'uper(local.text)',
    'try(tonumber(local.text))',
    'range(local.text)',
    'slice(local.many, local.index, 1)',
    'element(local.l, local.text)',
    'concat(local.many, local.text)',
    'merge(local.map, local.text)',
    'join(local.text, local.map)',
    'coalescelist(local.text)',
  ])('%s', (text) => {
    const { diagnostics } = run(text, locals);
    expect(diagnostics.length).toBeGreaterThan(0);
    expect(JSON.stringify(diagnostics)).not.toMatch(/hunter2|77/);
  });
});
