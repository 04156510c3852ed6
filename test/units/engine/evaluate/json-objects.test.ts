import { describe, expect, it } from 'vitest';
import { evaluate } from '../../../../src/engine/evaluate/evaluate.js';
import { expressionFromJson } from '../../../../src/language/expression-from-json.js';
import { type Json, objectValue } from '../../../../src/model/index.js';
import { PLACE, scopeOf } from './run.js';

const evaluateJson = (json: Json) => {
  const { expression, problems } = expressionFromJson(json);
  expect(problems).toEqual([]);
  return evaluate(expression, scopeOf(), PLACE);
};

describe('a JSON object with a duplicate key is an error', () => {
  it.each<[string, Json]>([
    ['a name and a template', { a: 1, '${"a"}': 2 }],
    ['a name and a reference', { a: 1, '${local.key}': 2 }],
    ['two spellings of a character', { 'e\u0301': 1, '\u00e9': 2 }],
  ])('%s', (_, json) => {
    const { diagnostics } = evaluateJson({ x: [json] });
    expect(diagnostics).toMatchObject([
      { code: 'duplicate-key', summary: expect.stringContaining('occurs twice') as string },
    ]);
  });

  it('a secret key is not shown', () => {
    const { diagnostics } = evaluateJson({ a: 1, '${sensitive("a")}': 2 });
    expect(diagnostics).toMatchObject([{ code: 'duplicate-key', summary: 'Two keys of this object are equal' }]);
  });

  it('in an object expression the last duplicate wins', () => {
    expect(evaluateJson('${{ a = 1, "${"a"}" = 2 }}')).toEqual({ value: objectValue({ a: 2 }), diagnostics: [] });
  });
});

it('half of a surrogate pair in JSON becomes the replacement character', () => {
  expect(evaluateJson('\ud800x')).toEqual({ value: '\ufffdx', diagnostics: [] });
});
