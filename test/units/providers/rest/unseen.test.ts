import { expect, it } from 'vitest';
import type { ResourceMapping } from '../../../../src/providers/rest/mapping/definition.js';
import { unseenAfterImport, unseenIn } from '../../../../src/providers/rest/object/unseen.js';

const mapping = {
  attributes: {
    shown: { optional: true },
    given: { optional: true },
    hidden: { optional: true },
    secret: { optional: true, writeOnly: true },
    needed: { required: true },
  },
  reply: { shown: '/shown' },
} as unknown as ResourceMapping;

it('writes down which inputs an import could not see: those the service never shows and nobody gave', () => {
  const state = { shown: null, given: 'by the id', hidden: null, secret: null, needed: null };
  expect([...unseenIn(unseenAfterImport(mapping, state))]).toEqual(['hidden']);
});

it('writes nothing down when everything could be seen', () => {
  expect(unseenAfterImport({ ...mapping, reply: { shown: '', given: '', hidden: '' } }, {})).toBeUndefined();
  expect(unseenIn(undefined).size).toBe(0);
});
