import { describe, expect, it } from 'vitest';

import { guessProvider, type LeftOut } from '../../../../src/generate/index.js';

const json = (schema: object) => ({ content: { 'application/json': { schema } } });
const THING = { type: 'object', required: ['id'], properties: { id: { type: 'string' }, name: { type: 'string' } } };
const ONE = { responses: { 200: { description: '', ...json(THING) } } };
const ALL = { responses: { 200: { description: '', ...json({ type: 'array', items: THING }) } } };
const GONE = { responses: { 204: { description: '' } } };
const TAKES = { ...ONE, requestBody: json(THING) };
const UPDATE = { ...TAKES, summary: 'Update one' };

/** What is omitted of a description of widgets, which are managed, and of `paths`. */
function leftOut(paths: Readonly<Record<string, object>>, without: readonly string[] = []): readonly LeftOut[] {
  const document = {
    openapi: '3.1.0',
    paths: { '/widgets': { get: ALL, post: TAKES }, '/widgets/{id}': { get: ONE, delete: GONE }, ...paths },
  };
  const { guess } = guessProvider({ name: 'openapi.json', provider: 'acme', text: JSON.stringify(document), without });
  expect(guess!.resources.map(({ type }) => type)).toEqual(['acme_widget']);
  return guess!.leftOut;
}

describe('an incomplete resource is omitted and named', () => {
  it.each<[string, string, RegExp, Readonly<Record<string, object>>]>([
    [
      'is changed by a PUT that creates nothing',
      'image',
      /no operation creates one.*PUT \/images\/\{id\} changes an existing object .*, and it has no POST \/images/,
      { '/images': { get: ALL }, '/images/{id}': { get: ONE, put: UPDATE, delete: GONE } },
    ],
    [
      'is changed by a PATCH and never created',
      'image',
      /no operation creates one.*it has no POST \/images/,
      { '/images/{id}': { get: ONE, patch: UPDATE } },
    ],
    [
      'is read and deleted, and never created',
      'backup',
      /no operation creates one.*it has no POST \/backups/,
      { '/backups': { get: ALL }, '/backups/{id}': { get: ONE, delete: GONE } },
    ],
    [
      'is the only one in the service',
      'account',
      /no operation creates one.*PUT \/account changes an object that always exists/,
      { '/account': { get: ONE, put: TAKES } },
    ],
    [
      'is the only one in a parent, and changed by a PATCH',
      'settings',
      /no operation creates one.*it has no PUT \/widgets\/\{id\}\/settings/,
      { '/widgets/{id}/settings': { get: ONE, patch: TAKES } },
    ],
    [
      'is created in a list and never read alone',
      'events',
      /no operation reads one.*GET \/events\/\{id\}/,
      { '/events': { get: ALL, post: TAKES } },
    ],
    [
      'is read only from a list with unknown parameters',
      'log',
      /no operation reads one.*GET \/logs\/\{id\}/,
      {
        '/logs': {
          get: { ...ALL, parameters: [{ name: 'since', in: 'query', required: true, schema: {} }] },
          post: TAKES,
        },
        '/logs/{id}': { delete: GONE },
      },
    ],
    [
      'is created and deleted and never read',
      'lock',
      /no operation reads one.*GET \/locks\/\{id\}/,
      { '/locks': { post: TAKES }, '/locks/{id}': { delete: GONE } },
    ],
    [
      'is created by PUT and deleted, and never read',
      'tag',
      /no operation reads one.*GET \/widgets\/\{id\}\/tags\/\{tag\}/,
      { '/widgets/{id}/tags/{tag}': { put: TAKES, delete: GONE } },
    ],
  ])('if it %s', (_, noun, reason, paths) => {
    expect(leftOut(paths)).toEqual([{ noun, reason: expect.stringMatching(reason) as string }]);
    expect(leftOut(paths, [noun])).toEqual([]);
  });

  it.each<[string, Readonly<Record<string, object>>]>([
    ['is only read', { '/prices': { get: ALL }, '/prices/{id}': { get: ONE } }],
    ['is an action', { '/widgets/{id}/restart': { post: ONE } }],
  ])('unless it %s', (_, paths) => {
    expect(leftOut(paths)).toEqual([]);
  });

  it('with its own noun if a resource already uses its noun', () => {
    const nouns = leftOut({ '/old/widgets/{id}': { put: TAKES, delete: GONE } }).map(({ noun }) => noun);
    expect(nouns).toEqual(['old_widget']);
  });
});
