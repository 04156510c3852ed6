import { describe, expect, it } from 'vitest';
import {
  ListValue,
  objectOf,
  objectValue,
  plainJson,
  type Json,
  type JsonObject,
} from '../../../../src/model/index.js';
import type { Nested } from '../../../../src/providers/rest/mapping/definition.js';
import {
  fromWire,
  keepSame,
  nested,
  nestedAttributes,
  secretTexts,
  toWire,
} from '../../../../src/providers/rest/values/nested.js';

const LAYERS: Nested = {
  nesting: 'list',
  key: 'name',
  members: {
    name: { at: '/title', required: true },
    text: { at: '/spec/text', same: 'trimmed' },
    secret: { at: '/secret', sensitive: true, masked: /^\*+$/ },
    open: { at: '/open', type: 'bool', otherwise: false },
    uid: { at: '/uid', shown: '/ref' },
    sent: { at: '/sent', shown: 'nowhere' },
    own: {},
  },
};

const none = { text: null, secret: null, open: null, uid: null, sent: null, own: null };
const known = (value?: Json) => ({ value, imported: false });

describe('nested attributes in a request', () => {
  it.each<[string, JsonObject, JsonObject]>([
    [
      'are sent where the table says',
      { name: 'a', text: 't', uid: 'u' },
      { title: 'a', spec: { text: 't' }, open: false, uid: 'u' },
    ],
    ['are omitted if they are not set', { ...none, name: 'a' }, { title: 'a', open: false }],
    ['of Landform itself are not sent', { name: 'a', own: 'x', open: true }, { title: 'a', open: true }],
  ])('%s', (_, item, wire) => {
    expect(toWire(LAYERS, [item])).toEqual([wire]);
  });
});

describe('nested attributes in a response', () => {
  const read = (before: readonly JsonObject[] | undefined, ...items: readonly JsonObject[]) =>
    fromWire(LAYERS, items, known(before));

  it.each<[string, JsonObject, JsonObject, JsonObject]>([
    ['that were omitted stay omitted', {}, { spec: { text: 'filled in' } }, {}],
    [
      'keep a text that differs only in surrounding white space',
      { text: ' t' },
      { spec: { text: 't\n' } },
      { text: ' t' },
    ],
    ['show a text that differs inside', { text: 'a  b' }, { spec: { text: 'a b' } }, { text: 'a b' }],
    ['keep a masked value', { secret: 's3cret' }, { secret: '****' }, { secret: 's3cret' }],
    ['show a secret that is not masked', { secret: 's3cret' }, { secret: 'other' }, { secret: 'other' }],
    ['show values whose omission has a meaning', {}, { open: true }, { open: true }],
    ['stay omitted if the value equals the default', {}, { open: false }, {}],
    ['may have another path than in a request', { uid: 'u' }, { ref: 'v', uid: 'w' }, { uid: 'v' }],
    ['that are never returned stay unchanged', { sent: 'x', own: 'y' }, { sent: 'z' }, { sent: 'x', own: 'y' }],
    ['show that a value was removed', { text: 't' }, {}, { text: null }],
  ])('%s', (_, before, item, after) => {
    expect(read([{ ...none, ...before, name: 'a' }], { title: 'a', ...item })).toEqual([
      { ...none, name: 'a', ...after },
    ]);
  });

  it('keep their known order, followed by new ones with all their members', () => {
    const before = ['b', 'a'].map((name) => ({ ...none, name }));
    const shown = read(
      before,
      { title: 'c', ref: 'x' },
      { title: 'a', ref: 'x' },
      { title: 'b', ref: 'x' },
    ) as JsonObject[];
    expect(shown.map(({ name, uid }) => [name, uid])).toEqual([
      ['b', null],
      ['a', null],
      ['c', 'x'],
    ]);
  });

  it('are imported completely', () => {
    const shown = fromWire(LAYERS, [{ title: 'a', spec: { text: 't' }, ref: 'x' }], {
      value: undefined,
      imported: true,
    });
    expect(shown).toEqual([{ ...none, name: 'a', text: 't', uid: 'x' }]);
  });

  it('that are not configured are ignored if the table says so', () => {
    const table: Nested = { ...LAYERS, onlyKnown: true };
    const items = [{ title: 'a' }, { title: 'b' }];
    expect(fromWire(table, items, known([{ ...none, name: 'a' }]))).toHaveLength(1);
    expect(fromWire(table, items, { value: undefined, imported: true })).toBeUndefined();
  });
});

describe('nested attributes in a plan', () => {
  const type = objectOf({ name: 'string', text: 'string' });
  const list = (...items: readonly (readonly [string, string])[]) =>
    new ListValue(
      type,
      items.map(([name, text]) => objectValue({ name, text })),
    );

  it.each<[string, readonly [string, string][], readonly [string, string][], readonly string[]]>([
    ['keep the prior text if both are equal', [['a', 't']], [['a', ' t\n']], ['t']],
    ['take a different text', [['a', 't']], [['a', 'u']], ['u']],
    ['take the text of another item at that position', [['a', 't']], [['b', ' t']], [' t']],
    ['take the text of a new item', [], [['a', ' t']], [' t']],
  ])('%s', (_, before, after, texts) => {
    const kept = plainJson(keepSame(LAYERS, list(...before), list(...after))) as readonly JsonObject[];
    expect(kept.map(({ text }) => text)).toEqual(texts);
  });
});

it('nested attributes have the type and schema of their table', () => {
  expect(nested(LAYERS).type).toMatchObject({
    kind: 'list',
    element: { attributes: { name: 'string', open: 'bool' } },
  });
  expect(nestedAttributes(LAYERS)).toMatchObject({
    nesting: 'list',
    attributes: { name: { required: true }, secret: { optional: true, sensitive: true } },
  });
});

it('secrets in nested attributes are found and kept out of messages', () => {
  expect(secretTexts(LAYERS, [{ secret: 'one', text: 'open' }, { secret: null }, { secret: 'two' }])).toEqual([
    'one',
    'two',
  ]);
});
