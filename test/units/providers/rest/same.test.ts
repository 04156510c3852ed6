import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  canonicalJson,
  listOf,
  mapOf,
  objectOf,
  plainJson,
  setOf,
  valuesEqual,
  type Json,
  type JsonObject,
  type Type,
} from '../../../../src/model/index.js';
import { keepKnown, shapedAs } from '../../../../src/providers/rest/values/same.js';
import type { Same } from '../../../../src/providers/rest/mapping/definition.js';
import { quiet } from '../../../conformance/provider-driver.js';
import { box, boxes } from './boxes.js';

const kept = (same: readonly Same[], known: Json, shown: Json): Json => keepKnown(new Set(same), known, shown);

describe('a returned value equals the configured one', () => {
  it.each<[string, readonly Same[], Json, Json]>([
    ['in another case', ['any-case'], '2mo', '2MO'],
    ['with white space around it', ['trimmed'], 'a: 1', 'a: 1\n'],
    ['in another case and with white space', ['any-case', 'trimmed'], 'Ab', ' aB '],
    ['as JSON in another order', ['json'], '{"a":1,"b":2}', '{ "b": 2, "a": 1 }'],
    ['with more digits of a second', ['moment'], '2027-01-31T00:00:00Z', '2027-01-31T00:00:00.000Z'],
    ['at another offset', ['moment'], '2027-01-31T02:00:00+02:00', '2027-01-31T00:00:00Z'],
    ['without an offset, which is UTC', ['moment'], '2027-01-31 00:00', '2027-01-31T00:00:00Z'],
    ['as a date', ['moment'], '2027-01-31', '2027-01-31T00:00:00.000Z'],
    ['as a string', ['as-text'], 8080, '8080'],
    ['as a number', ['as-text'], '8080', 8080],
    ['with a zero fraction', ['as-text'], '1.0', 1],
    ['as a bool', ['as-text'], 'true', true],
    ['in another order', ['unordered'], ['a', 'b', 'a'], ['b', 'a', 'a']],
    ['in another order and case', ['unordered', 'any-case'], ['2mo', 'l-fr'], ['L-FR', '2MO']],
    ['with members filled in', ['filled-in'], { force: true }, { force: true, wait_after_fail: 600 }],
    ['with members filled in for null', ['filled-in'], { a: 1, b: null }, { a: 1, b: false }],
    ['with members of an item filled in', ['filled-in'], [{ a: 1 }], [{ a: 1, b: 2 }]],
    ['under keys in another case', ['any-case-keys'], { Env: 'x' }, { env: 'x' }],
    ['as a list of one', ['one-or-list'], 'aws', ['aws']],
    ['as the only item', ['one-or-list'], ['aws'], 'aws'],
    ['as lists under each key', ['one-or-list'], { kind: 'aws' }, { kind: ['aws'] }],
  ])('%s', (_, same, known, shown) => {
    expect(kept(same, known, shown)).toEqual(known);
  });

  it.each<[string, readonly Same[], Json, Json, Json]>([
    ['another text', ['any-case', 'trimmed'], 'a', 'B', 'B'],
    ['another case where case matters', ['trimmed'], 'a', 'A', 'A'],
    ['another instant', ['moment'], '2027-01-31T00:00:00Z', '2027-01-31T00:00:01Z', '2027-01-31T00:00:01Z'],
    ['a text that is not a moment', ['moment'], '1', '01', '01'],
    ['another number', ['as-text'], '8080', 8081, 8081],
    ['a missing item', ['unordered'], ['a', 'b'], ['b'], ['b']],
    ['one more item after the known ones', ['unordered'], ['b', 'a'], ['c', 'a', 'b'], ['b', 'a', 'c']],
    ['another order where order matters', ['any-case'], ['a', 'b'], ['B', 'A'], ['B', 'A']],
    ['no configured member', ['filled-in'], { a: 1, b: 2 }, { a: 1 }, { a: 1 }],
    ['another value in a configured member', ['filled-in'], { a: 1 }, { a: 2, b: 3 }, { a: 2 }],
    ['one more member where that matters', ['any-case'], { a: 'x' }, { a: 'X', b: 'y' }, { a: 'x', b: 'y' }],
    ['two items for one', ['one-or-list'], 'a', ['a', 'b'], ['a', 'b']],
  ])('unless it has %s', (_, same, known, shown, result) => {
    expect(kept(same, known, shown)).toEqual(result);
  });

  const json = fc.jsonValue({ maxDepth: 3 }) as fc.Arbitrary<Json>;
  const words = fc.subarray<Same>([
    'trimmed',
    'any-case',
    'any-case-keys',
    'json',
    'moment',
    'as-text',
    'unordered',
    'one-or-list',
    'filled-in',
  ]);

  it('is stored as returned if none is configured, and never changes if both are the same', () => {
    fc.assert(
      fc.property(words, json, (same, value) => {
        expect(keepKnown(new Set(same), undefined, value)).toBe(value);
        expect(canonicalJson(kept(same, value, value))).toBe(canonicalJson(value));
      }),
    );
  });

  it('is stable: the stored value is kept if the service returns it again', () => {
    fc.assert(
      fc.property(words, json, json, (same, known, shown) => {
        const once = kept(same, known, shown);
        if (once === null) return;
        expect(canonicalJson(kept(same, once, shown))).toBe(canonicalJson(once));
      }),
    );
  });
});

it.each<[string, readonly Same[], Type, Json, Json]>([
  ['a number as a string', ['as-text'], 'string', 8080, '8080'],
  ['a string as a number', ['as-text'], 'number', '8080', 8080],
  ['a string as a bool', ['as-text'], 'bool', 'false', false],
  ['no number as a number', ['as-text'], 'number', 'many', 'many'],
  ['one as a list', ['one-or-list'], listOf('string'), 'a', ['a']],
  ['the only item as one', ['one-or-list'], 'string', ['a'], 'a'],
  ['inside a map', ['one-or-list'], mapOf(listOf('string')), { k: 'a', l: ['b'] }, { k: ['a'], l: ['b'] }],
  ['inside an object', ['as-text'], objectOf({ port: 'string' }), { port: 80, more: 1 }, { port: '80', more: 1 }],
  ['nothing else', [], 'string', 8080, 8080],
])('an unknown value takes the shape of its type: %s', (_, same, type, shown, result) => {
  expect(shapedAs(new Set(same), shown, type)).toEqual(result);
});

describe('an attribute that the service normalizes', () => {
  const CASES: readonly [string, Type, readonly Same[], Json, (content: Json) => Json][] = [
    [
      'in upper case',
      listOf('string'),
      ['any-case'],
      ['2mo'],
      (days) => (days as string[]).map((day) => day.toUpperCase()),
    ],
    ['in another order', setOf('string'), ['any-case'], ['A', 'b'], () => ['B', 'a']],
    ['with defaults', mapOf('string'), ['filled-in'], { a: '1' }, (map) => ({ ...(map as JsonObject), b: '2' })],
    ['with defaults for unset members', mapOf('string'), ['filled-in'], null, () => ({ b: '2' })],
    ['as a moment', 'string', ['moment'], '2027-01-31T00:00:00Z', () => '2027-01-31T00:00:00.000Z'],
    ['as a number', 'string', ['as-text'], '8080', () => 8080],
    ['as lists', mapOf(listOf('string')), ['one-or-list'], { k: ['a'] }, () => ({ k: 'a' })],
  ];

  it.each(CASES)('%s has no inconsistent result, no drift and no change', async (_, type, same, content, shown) => {
    const mapping = box({ type, optional: true, same });
    const { of, changes } = await boxes(mapping, (box) => ({ ...box, content: shown(box['content'] ?? null) }));
    const config = of.config({ name: 'a', ...(content === null ? {} : { content }) });
    const made = await of.apply(await of.plan(config));
    expect(plainJson(made.state)).toMatchObject({ content });
    const read = await of.read(made);
    expect(valuesEqual(read.state, made.state)).toBe(true);
    const again = await of.plan(config, read);
    expect(valuesEqual(again.state, read.state)).toBe(true);
    expect(changes).toHaveLength(1);
  });

  it.each(CASES.filter(([, , same]) => !same.includes('filled-in')))(
    '%s and is imported gets the configured form without a change',
    async (_, type, same, content, shown) => {
      const mapping = box({ type, optional: true, same });
      const { of, held } = await boxes(mapping, (box) => ({ ...box, content: shown(box['content'] ?? null) }));
      held.set('box-1', { id: 'box-1', name: 'a', content });
      const request = { type: of.type, id: 'box-1', context: quiet() };
      const [object] = (await of.provider.import(request)).objects;
      const planned = await of.plan(of.config({ name: 'a', content }), object);
      expect(valuesEqual(planned.state, object!.state)).toBe(true);
    },
  );
});
