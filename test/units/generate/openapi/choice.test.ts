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
    ['the first, where nothing is known', [], { id: 'id', zone: 'zone' }],
    ['the one that has most of the known members', ['cloud', 'region'], { id: 'id', cloud: 'cloud', region: 'region' }],
    ['of those the smallest', ['cloud'], { id: 'id', cloud: 'cloud' }],
  ])('%s', (_, known, expected) => {
    expect(new Sampler(document, new Set(known)).sample('#/key', '', 'shown')).toEqual(expected);
  });
});
