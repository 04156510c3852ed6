import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { evaluate } from '../../src/engine/evaluate/evaluate.js';
import type { Scope } from '../../src/engine/evaluate/scope.js';
import { parseExpression } from '../../src/language/index.js';
import {
  containsSensitive,
  convert,
  isConvertible,
  isObjectValue,
  isTupleValue,
  ListValue,
  MapValue,
  objectValue,
  Sensitive,
  sensitive,
  SetValue,
  setValue,
  type Type,
  typeOf,
  typesEqual,
  Unknown,
  UNKNOWN,
  unmarkDeep,
  type Value,
  valuesEqual,
} from '../../src/model/index.js';

/** Names in scope, by the kind of expression they can stand for. */
const text = fc.constantFrom('"a"', '"b"', '"1"', '""', 'local.s', 'local.o.s', 'local.list[0]', 'local.map.k');
const number = fc.constantFrom('0', '1', '2.5', '-1', 'local.n', 'local.o.n', 'length(local.list)');
const truth = fc.constantFrom('true', 'false', 'local.b', 'local.s == "a"', 'local.n > 1', 'local.s == null');
const list = fc.constantFrom(
  '[]',
  '["a", "b"]',
  'local.list',
  '[local.s, "b"]',
  'toset([local.s, "b"])',
  'tolist(["a"])',
  '[1, local.n]',
);
const map = fc.constantFrom(
  '{}',
  '{ k = "a" }',
  'local.map',
  'local.o',
  '{ k = local.s, l = local.n }',
  'tomap({ k = local.s })',
);

const join = (parts: fc.Arbitrary<string>[], write: (...parts: string[]) => string): fc.Arbitrary<string> =>
  fc.tuple(...parts).map((values) => write(...values));

/** Expressions of every form; most of them have a value. */
const expressions = fc.letrec<{ text: string; number: string; truth: string; list: string; map: string; any: string }>(
  (tie) => {
    const t = tie('text');
    const n = tie('number');
    const b = tie('truth');
    const l = tie('list');
    const m = tie('map');
    const any = tie('any');
    const one = (leaf: fc.Arbitrary<string>, ...others: fc.Arbitrary<string>[]): fc.Arbitrary<string> =>
      fc.oneof(
        { maxDepth: 3 },
        { weight: 4, arbitrary: leaf },
        ...others.map((arbitrary) => ({ weight: 1, arbitrary })),
      );
    return {
      text: one(
        text,
        join([t, any], (a, x) => `"x\${${a}}-\${try(tostring(${x}), "none")}"`),
        join([b, t, t], (c, x, y) => `(${c} ?  ${x} :  ${y})`),
        join([t], (x) => `upper(${x})`),
        join([l], (x) => `join("-", ${x})`),
        join([any], (x) => `jsonencode(${x})`),
        join([t, t], (x, y) => `coalesce(${x}, ${y}, "z")`),
        join([m, t], (x, y) => `lookup(${x}, "k", ${y})`),
        join([b, t], (c, x) => `"%{ if ${c} }\${${x}}%{ else }no%{ endif }"`),
        join([l], (x) => `"%{ for x in tolist(${x}) }<\${x}>%{ endfor }"`),
        join([t, n], (x, y) => `format("%s/%v", ${x}, ${y})`),
      ),
      number: one(
        number,
        join([n, n], (x, y) => `(${x} + ${y})`),
        join([n, n], (x, y) => `(${x} * ${y} - 1)`),
        join([b, n, n], (c, x, y) => `(${c} ?  ${x} :  ${y})`),
        join([l], (x) => `length(${x})`),
        join([m], (x) => `length(keys(${x}))`),
        join([n, n], (x, y) => `max(${x}, ${y})`),
        join([t], (x) => `length(${x})`),
      ),
      truth: one(
        truth,
        join([any, any], (x, y) => `(${x} == ${y})`),
        join([any, any], (x, y) => `(${x} != ${y})`),
        join([b, b], (x, y) => `(${x} && ${y})`),
        join([b, b], (x, y) => `(${x} || ${y})`),
        join([b], (x) => `!${x}`),
        join([n, n], (x, y) => `(${x} < ${y})`),
        join([l, t], (x, y) => `contains(${x}, ${y})`),
        join([t], (x) => `can(tonumber(${x}))`),
        join([b, b], (x, y) => `alltrue([${x}, ${y}])`),
        join([b, b], (x, y) => `anytrue([${x}, ${y}])`),
      ),
      list: one(
        list,
        join([l, l], (x, y) => `concat(tolist(${x}), tolist(${y}))`),
        join([any, any], (x, y) => `[${x}, ${y}]`),
        join([l, b], (x, c) => `[for v in tolist(${x}) : "\${v}!" if ${c}]`),
        join([m], (x) => `[for k, v in ${x} : k]`),
        join([b, l, l], (c, x, y) => `(${c} ?  tolist(${x}) :  tolist(${y}))`),
        join([l], (x) => `toset(${x})`),
        join([l], (x) => `distinct(tolist(${x}))`),
        join([l, l], (x, y) => `flatten([${x}, [${y}]])`),
        join([m], (x) => `values(${x})`),
        join([l, l], (x, y) => `setunion(${x}, ${y})`),
        join([l], (x) => `[tolist(${x})][*][0]`),
        join([l], (x) => `reverse(tolist(${x}))`),
        join([l], (x) => `sort(${x})`),
      ),
      map: one(
        map,
        join([m, m], (x, y) => `merge(${x}, ${y})`),
        join([t, any], (k, x) => `{ (${k}) = ${x}, z = 1 }`),
        join([l], (x) => `{ for v in toset(${x}) : v => "\${v}" }`),
        join([l], (x) => `{ for v in ${x} : v => 1... }`),
        join([b, m], (c, x) => `(${c} ?  ${x} :  ${x})`),
        join([l], (x) => `zipmap(["k"], slice(tolist(${x}), 0, 1))`),
      ),
      any: fc.oneof({ maxDepth: 3 }, t, n, b, l, m, fc.constant('null')),
    };
  },
);

const LOCALS: Readonly<Record<string, Value>> = {
  s: 'a',
  n: 2,
  b: true,
  o: objectValue({ s: 'x', n: 1 }),
  list: ['p', 'q'],
  map: new MapValue('string', objectValue({ k: 'v' })),
};
const NAMES = Object.keys(LOCALS);

/** Other values of the same types. */
const OTHERS: Readonly<Record<string, Value>> = {
  s: 'bb',
  n: 0,
  b: false,
  o: objectValue({ s: 'yy', n: 3 }),
  list: ['q', 'rr'],
  map: new MapValue('string', objectValue({ k: 'ww' })),
};

const run = (expression: string, locals: Readonly<Record<string, Value>>) => {
  const scope: Scope = {
    lookup: (subject) => ({ value: subject.kind === 'local' ? locals[subject.name]! : null, consumed: 0 }),
  };
  const parsed = parseExpression(expression);
  expect(parsed.problems).toEqual([]);
  return evaluate(parsed.expression, scope, { file: 'x', path: [] });
};

/** True when what an evaluation with unknowns said still holds for the value that came out in the end. */
function admits(said: Value, truth: Value): boolean {
  if (said instanceof Sensitive) return admits(said.value, truth instanceof Sensitive ? truth.value : truth);
  if (truth instanceof Sensitive) return false;
  if (said instanceof Unknown) {
    if (truth === null) return !said.notNull;
    return said.type === 'dynamic' || fits(typeOf(truth), said.type);
  }
  if (isTupleValue(said)) return isTupleValue(truth) && allAdmit(said, truth);
  if (said instanceof ListValue)
    return truth instanceof ListValue && fits(truth.element, said.element) && allAdmit(said.items, truth.items);
  if (said instanceof SetValue) {
    // Unknown elements may turn out to be equal to others.
    return truth instanceof SetValue && said.items.every((item) => truth.items.some((other) => admits(item, other)));
  }
  if (said instanceof MapValue) {
    if (said.element === 'dynamic' && isObjectValue(truth)) return recordsAdmit(said.entries, truth);
    return truth instanceof MapValue && recordsAdmit(said.entries, truth.entries);
  }
  if (isObjectValue(said)) return isObjectValue(truth) && recordsAdmit(said, truth);
  return (
    valuesEqual(said, truth) ||
    (typeof truth === 'string' && valuesEqual((convert(said, 'string') as { value: Value }).value, truth))
  );
}

const allAdmit = (said: readonly Value[], truth: readonly Value[]): boolean =>
  said.length === truth.length && said.every((item, index) => admits(item, truth[index]!));

const recordsAdmit = (said: Readonly<Record<string, Value>>, truth: Readonly<Record<string, Value>>): boolean =>
  Object.keys(said).sort().join() === Object.keys(truth).sort().join() &&
  Object.keys(said).every((name) => admits(said[name]!, truth[name]!));

/** The type said holds, as far as it can be known where an unknown of unknown type is among those it was made from. */
function fits(actual: Type, said: Type): boolean {
  if (actual === 'dynamic' || said === 'dynamic' || typesEqual(actual, said)) return true;
  if (typeof actual === 'string' && typeof said === 'string') return isConvertible(said, actual);
  if (typeof actual === 'string' || typeof said === 'string') return false;
  if (said.kind === 'list' && actual.kind === 'tuple') return true;
  if (said.kind === 'map' && said.element === 'dynamic' && actual.kind === 'object') return true;
  if (actual.kind !== said.kind) return false;
  if ('element' in actual && 'element' in said) return fits(actual.element, said.element);
  if (actual.kind === 'tuple' && said.kind === 'tuple')
    return actual.items.every((item, index) => fits(item, said.items[index]!));
  return (
    actual.kind === 'object' &&
    said.kind === 'object' &&
    Object.keys(said.attributes).every((name) => fits(actual.attributes[name]!, said.attributes[name]!))
  );
}

/**
 * True when some `try` takes its second argument. What fails may depend on what is known, as in Terraform:
 * `try(tostring(!local.s == null), "none")` is "false" while `local.s` is unknown, and "none" once it is not a bool.
 */
const fallsBack = (expression: string, locals: Readonly<Record<string, Value>>): boolean =>
  run(expression.replaceAll('"none")', 'tonumber("none"))'), locals).diagnostics.length > 0;

/** True when a part that decides nothing can't be computed: that it fails shows something of the values, as in Terraform. */
function somePartFails(expression: string, locals: Readonly<Record<string, Value>>): boolean {
  const everyPart = expression
    .replaceAll(/ (&&|\|\||\? |: ) /g, ' == ')
    .replaceAll('%{ if ', '${ null == ')
    .replaceAll(/%\{ (else|endif) \}/g, '');
  return run(everyPart, locals).diagnostics.length > 0;
}

const someNames = fc.subarray(NAMES, { minLength: 1 });
const replaced = (names: readonly string[], change: (value: Value) => Value): Readonly<Record<string, Value>> =>
  Object.fromEntries(NAMES.map((name) => [name, names.includes(name) ? change(LOCALS[name]!) : LOCALS[name]!]));

const RUNS = { numRuns: Number(process.env['LANDFORM_RUNS'] ?? 600) };

describe('an unknown value', () => {
  it('never produces a result that the known value contradicts', () => {
    fc.assert(
      fc.property(expressions.any, someNames, (expression, names) => {
        const known = run(expression, LOCALS);
        const unknown = replaced(names, (value) => new Unknown(typeOf(value)));
        fc.pre(known.diagnostics.length === 0 && !fallsBack(expression, LOCALS) && !fallsBack(expression, unknown));
        const early = run(expression, unknown);
        fc.pre(early.diagnostics.length === 0);
        expect(admits(early.value, known.value)).toBe(true);
      }),
      RUNS,
    );
  });

  it('may have an unknown type, and leaves known results unchanged', () => {
    fc.assert(
      fc.property(expressions.any, someNames, (expression, names) => {
        // With what has no type yet, something may be computed that turns out to be impossible.
        fc.pre(!/can\(|try\(/.test(expression));
        const known = run(expression, LOCALS);
        fc.pre(known.diagnostics.length === 0);
        const early = run(
          expression,
          replaced(names, () => UNKNOWN),
        );
        fc.pre(early.diagnostics.length === 0);
        expect(typeof early.value === 'object' || early.value === known.value).toBe(true);
      }),
      RUNS,
    );
  });
});

describe('a sensitive value', () => {
  it('only marks the result and does not change it', () => {
    fc.assert(
      fc.property(expressions.any, someNames, (expression, names) => {
        const plain = run(expression, LOCALS);
        const marked = run(expression, replaced(names, sensitive));
        expect(marked.diagnostics.length).toBe(plain.diagnostics.length);
        fc.pre(plain.diagnostics.length === 0);
        expect(containsSensitive(plain.value)).toBe(false);
        expect(valuesEqual(unmarkDeep(marked.value), plain.value)).toBe(true);
      }),
      RUNS,
    );
  });

  it('cannot be inferred from unmarked parts', () => {
    fc.assert(
      fc.property(expressions.any, someNames, (expression, names) => {
        // Whether something could be computed at all is visible, as in Terraform.
        fc.pre(!/can\(|try\(/.test(expression));
        const first = run(expression, replaced(names, sensitive));
        const other = run(
          expression,
          Object.fromEntries(
            NAMES.map((name) => [name, names.includes(name) ? sensitive(OTHERS[name]!) : LOCALS[name]!]),
          ),
        );
        fc.pre(first.diagnostics.length === 0 && other.diagnostics.length === 0);
        fc.pre(!somePartFails(expression, LOCALS) && !somePartFails(expression, OTHERS));
        expect(valuesEqual(shown(first.value), shown(other.value))).toBe(true);
      }),
      RUNS,
    );
  });
});

/** What is visible without the marked parts. */
function shown(value: Value): Value {
  if (value instanceof Sensitive) return '(sensitive value)';
  if (isTupleValue(value)) return value.map(shown);
  if (value instanceof ListValue) return value.items.map(shown);
  if (value instanceof SetValue) return setValue('string', value.items.map(shown));
  const record = value instanceof MapValue ? value.entries : isObjectValue(value) ? value : undefined;
  return record === undefined
    ? value
    : objectValue(Object.fromEntries(Object.entries(record).map(([name, part]) => [name, shown(part)])));
}
