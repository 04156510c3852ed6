import { describe, expect, test } from 'vitest';
import { DiagnosticError, type JsonObject } from '../../../src/model/index.js';
import { stateText } from '../../../src/state/index.js';
import { StateSize, withinLimit } from '../../../src/state/size.js';
import { aCall, anObject, aState } from '../../support/states.js';

const codeOf = (work: () => void): string => {
  try {
    work();
  } catch (error) {
    if (error instanceof DiagnosticError) return error.diagnostics[0]!.code;
    throw error;
  }
  return 'nothing was refused';
};

const empty = aState({});
const LIMIT = 100_000;

/** A call that plans an object with a text of this length. */
const planning = (length: number, text = 'x'): ReturnType<typeof aCall> => {
  const call = aCall('terraform_data.a');
  const planned: JsonObject = { input: text.repeat(length) };
  return { ...call, intent: { ...call.intent, planned } };
};

const reserve = (size: StateSize, ...calls: ReturnType<typeof aCall>[]): string =>
  codeOf(() => {
    for (const [index, call] of calls.entries()) size.reserve(call, empty, calls.slice(0, index));
  });

describe('the size of a state', () => {
  test('rejects a text as soon as it is longer than the limit', () => {
    const taken: string[] = [];
    const pieces = function* (): Generator<string> {
      for (const piece of ['one', 'zwei ä', 'three']) {
        taken.push(piece);
        yield piece;
      }
    };
    expect([...withinLimit(pieces(), 'the state', 15)].join('')).toBe('onezwei äthree');
    taken.length = 0;
    expect(codeOf(() => [...withinLimit(pieces(), 'the state', 9)])).toBe('state-too-large');
    expect(taken).toEqual(['one', 'zwei ä']);
  });

  test.each([
    ['half of the limit', [planning(49_000)], 'nothing was refused'],
    ['more than half, because a computed attribute may repeat it', [planning(51_000)], 'state-too-large'],
    ['a third, where each letter is escaped', [planning(34_000, '"')], 'state-too-large'],
    ['a third in letters of two bytes', [planning(34_000, 'ä')], 'state-too-large'],
    ['two thirds in two calls at once', [planning(34_000), planning(34_000)], 'state-too-large'],
    ['many small calls', Array.from({ length: 40 }, () => planning(1000)), 'nothing was refused'],
    ['too many small calls', Array.from({ length: 60 }, () => planning(1000)), 'state-too-large'],
  ])('rejects a call before it is made if its object might not fit: %s', (_, calls, outcome) => {
    expect(reserve(new StateSize('the state', 0, LIMIT), ...calls)).toBe(outcome);
  });

  test('includes existing objects', () => {
    const state = aState({ 'terraform_data.b': anObject({ attributes: { input: 'x'.repeat(60_000) } }) });
    const size = new StateSize('the state', stateText(state).length, LIMIT);
    expect(codeOf(() => size.reserve(planning(30_000), state, []))).toBe('state-too-large');
  });

  test('excludes objects removed since', () => {
    const size = new StateSize('the state', 90_000, LIMIT);
    expect(reserve(size, planning(30_000))).toBe('nothing was refused');
  });

  test.each<[string, Record<string, string>, string[]]>([
    ['all of it fits', { id: 'x', content: 'y'.repeat(90_000) }, []],
    ['one attribute is too large', { id: 'x', content: 'y'.repeat(110_000), name: 'z' }, ['content']],
    [
      'several attributes are too large, the largest first',
      { a: 'y'.repeat(60_000), b: 'y'.repeat(300_000), c: 'y'.repeat(70_000) },
      ['b', 'c'],
    ],
    [
      'many small attributes are too large together',
      Object.fromEntries(Array.from({ length: 4 }, (_, n) => [`a${n}`, 'y'.repeat(30_000 - n)])),
      ['a0'],
    ],
  ])('determines how much is stored of a result that was planned small: %s', (_, attributes, left) => {
    const size = new StateSize('the state', 0, LIMIT);
    const call = planning(10);
    size.reserve(call, empty, []);
    const fitting = size.fit(anObject({ attributes }), empty, [], call);
    expect(fitting.left).toEqual(left);
    const kept = Object.fromEntries(
      Object.entries(attributes).map(([key, text]) => [key, left.includes(key) ? null : text]),
    );
    expect(fitting.object.attributes).toEqual(kept);
  });

  test("drops the provider's private bytes last", () => {
    const size = new StateSize('the state', 0, LIMIT);
    const object = anObject({ attributes: { id: 'x' }, private: 'y'.repeat(LIMIT) });
    const fitting = size.fit(object, empty, []);
    expect([fitting.left, fitting.object.private]).toEqual([['id', 'private'], undefined]);
  });

  test('includes earlier records', () => {
    const size = new StateSize('the state', 0, LIMIT);
    const large = (): readonly string[] => {
      const object = anObject({ attributes: { content: 'y'.repeat(60_000) } });
      return size.fit(object, aState({ 'terraform_data.b': object }), []).left;
    };
    expect([large(), large()]).toEqual([[], ['content']]);
  });

  test('counts the results of finished calls once, at their actual size', () => {
    const size = new StateSize('the state', 0, LIMIT);
    const outcomes = Array.from({ length: 100 }, () => codeOf(() => size.reserve(planning(10_000), empty, [])));
    expect(new Set(outcomes)).toEqual(new Set(['nothing was refused']));
  });
});
