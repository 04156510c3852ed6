import { describe, expect, it } from 'vitest';
import { evaluate } from '../../../../src/engine/evaluate/evaluate.js';
import type { Lookup, Scope } from '../../../../src/engine/evaluate/scope.js';
import type { SharedValues } from '../../../../src/engine/evaluate/shared.js';
import { parseExpression } from '../../../../src/language/index.js';
import { listOf, ListValue, MapValue, sensitive, UNKNOWN, type Value } from '../../../../src/model/index.js';
import { PLACE, record, run } from './run.js';

const COUNT = 300;
const names = Array.from({ length: COUNT }, (_, index) => `k${index}`);

/** Counts how often parts of a value are read. */
class Reads {
  count = 0;

  of<T extends object>(parts: T): T {
    return new Proxy(parts, {
      get: (target, name, receiver): unknown => {
        this.count += 1;
        return Reflect.get(target, name, receiver);
      },
    });
  }
}

const texts = (): Record<string, string> => Object.fromEntries(names.map((name) => [name, `value of ${name}`]));

/** Values that all instances share, whose parts are counted when they are read. */
function locals(reads: Reads): Readonly<Record<string, Value>> {
  const objects = names.map((name) => record({ x: name }));
  return {
    object: reads.of(record(texts()) as Record<string, Value>),
    map: new MapValue('string', reads.of(record(texts()) as Record<string, Value>)),
    tuple: reads.of(objects),
    list: new ListValue('string', reads.of([...names])),
    secret: sensitive(reads.of(record(texts()) as Record<string, Value>)),
    planned: reads.of(names.map(() => record({ x: UNKNOWN }))),
  };
}

/** The values an expression has in each of many instances of a resource. */
function inAllInstances(text: string, known: Readonly<Record<string, Value>>): readonly Value[] {
  const { expression, problems } = parseExpression(text);
  expect(problems).toEqual([]);
  const shared: SharedValues = new Map();
  return names.map((name, index) => {
    const scope: Scope = {
      shared,
      lookup(subject, steps): Lookup {
        if (subject.kind === 'local') return { value: known[subject.name]!, consumed: 0 };
        if (subject.kind === 'count') return { value: index, consumed: 1 };
        if (subject.kind === 'each')
          return { value: steps[0]?.key === 'key' ? name : record({ of: name }), consumed: 1 };
        throw new Error(`${subject.kind} is not declared`);
      },
    };
    const { value, diagnostics } = evaluate(expression, scope, PLACE);
    expect(diagnostics).toEqual([]);
    return value;
  });
}

describe('the instances of a resource read a shared value a few times, not once for each instance', () => {
  it.each([
    'local.object[each.key]',
    'local.map[each.key]',
    'local.tuple[count.index]',
    'local.tuple[count.index].x',
    'local.list[count.index]',
    'local.secret[each.key]',
    'local.planned[count.index].x',
    'local.tuple[*].x',
    'local.tuple.*.x[count.index]',
    'element(local.tuple, count.index)',
    'element(local.tuple.*.x, count.index)',
    'element(local.list, count.index)',
    'lookup(local.object, each.key, "")',
    'lookup(local.map, each.key, "")',
    'lookup(local.secret, each.key, "")',
    'length(local.object) + count.index',
    'keys(local.object)[count.index]',
    'values(local.map)[count.index]',
    'try(local.object[each.key], null)',
    'can(local.object[each.key].x) ? 1 : 2',
    '"${each.key} of ${length(local.tuple)}"',
    '[for one in local.tuple : one.x][count.index]',
    '{for one in local.tuple : one.x => one}[each.key].x',
    'merge(local.object, {})[each.key]',
    'tolist(local.tuple)[count.index].x',
    'each.value.of == "k1" ? local.object[each.key] : local.map[each.key]',
  ])('%s', (text) => {
    const reads = new Reads();
    expect(inAllInstances(text, locals(reads))).toHaveLength(COUNT);
    expect(reads.count).toBeLessThan(30 * COUNT);
  });
});

describe('a part of an expression that instances share', () => {
  const known = { names: ['a', 'b'], list: new ListValue(listOf('string'), []) };

  it('is evaluated once, and is the same value everywhere', () => {
    const values = inAllInstances('[for name in local.names : upper(name)]', known);
    expect(values[0]).toEqual(['A', 'B']);
    expect(new Set(values).size).toBe(1);
  });

  it.each([
    ['count.index', '[count.index]'],
    ['each.key', '{ key = each.key }'],
    ['each.value within a for', '[for name in local.names : each.value.of]'],
    ['an index within a template', '"no. ${count.index}"'],
  ])('does not include anything that refers to %s', (_, text) => {
    const values = inAllInstances(text, known);
    expect(JSON.stringify(values[0])).not.toBe(JSON.stringify(values[1]));
  });

  it('is not cached with an error: each instance reports it', () => {
    const { expression } = parseExpression('upper(local.missing)');
    const shared: SharedValues = new Map();
    const problem = { code: 'unknown-reference', summary: 'It is not declared', detail: 'Declare it.' };
    for (let instance = 0; instance < 2; instance += 1) {
      const scope: Scope = { shared, lookup: () => ({ problem }) };
      expect(evaluate(expression, scope, PLACE).diagnostics).toHaveLength(1);
    }
  });

  it('respects names bound by a for expression', () => {
    const values = inAllInstances('[for count in local.names : count]', known);
    expect(new Set(values).size).toBe(1);
  });
});

it('a splat reports an unsuitable element type once', () => {
  const { diagnostics } = run('local.numbers[*].name', { numbers: names.map((_, index) => index) });
  expect(diagnostics.map(({ code }) => code)).toEqual(['unsupported-attribute']);
});
