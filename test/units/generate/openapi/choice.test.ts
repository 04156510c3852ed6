import { describe, expect, it } from 'vitest';
import { Sampler } from '../../../../src/generate/openapi/sampler.js';

const text = { type: 'string' };
const object = (...names: string[]) => ({
  type: 'object',
  required: names,
  properties: Object.fromEntries(names.map((name) => [name, text])),
});
const document = { key: { oneOf: [object('id', 'zone'), object('id', 'cloud', 'region'), object('id', 'cloud')] } };

describe('with several schemas, a sample is generated from', () => {
  it.each([
    ['the first, if no field is known', [], { id: 'id', zone: 'zone' }],
    ['the one with most of the known fields', ['cloud', 'region'], { id: 'id', cloud: 'cloud', region: 'region' }],
    ['the smallest of several with the same number of known fields', ['cloud'], { id: 'id', cloud: 'cloud' }],
  ])('%s', (_, known, expected) => {
    expect(new Sampler(document, new Set(known)).sample('#/key', '', 'shown')).toEqual(expected);
  });
});
