import { expect, it } from 'vitest';
import type { ResourceMapping } from '../../../../src/providers/rest/mapping/definition.js';
import { keeping, readKept, unseenAfterImport } from '../../../../src/providers/rest/object/kept.js';

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

it('records the inputs that an import could not see: those that the service never returns and that were not given', () => {
  const state = { shown: null, given: 'by the id', hidden: null, secret: null, needed: null };
  expect(unseenAfterImport(mapping, state)).toEqual(['hidden']);
});

it('records nothing if everything was visible', () => {
  expect(unseenAfterImport({ ...mapping, reply: { shown: '', given: '', hidden: '' } }, {})).toEqual([]);
  expect(keeping({ unseen: [] })).toEqual({});
});

it('is read back as stored, and ignores data stored by another program', () => {
  const kept = { unseen: ['hidden'], place: { endpoint: 'https://a.invalid' } };
  expect(readKept(keeping(kept).private)).toEqual(kept);
  const foreign = Buffer.from('{"schema_version":"1"}').toString('base64');
  expect([undefined, '', 'no base64 of JSON', foreign].map(readKept)).toEqual([{}, {}, {}, {}]);
});
