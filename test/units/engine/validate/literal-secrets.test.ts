import { expect, it } from 'vitest';
import { literalSecrets } from '../../../../src/engine/validate/literal-secrets.js';
import { formatPath } from '../../../../src/model/index.js';
import { aBlock, attribute } from '../diff/support.js';
import { body, reference } from './support.js';

const secret = attribute('string', { optional: true, sensitive: true });
const block = aBlock(
  {
    name: attribute('string', { optional: true }),
    password: secret,
    token: attribute('string', { optional: true, writeOnly: true }),
    settings: attribute('dynamic', { optional: true, sensitive: true }),
    keys: attribute('dynamic', { optional: true, nested: { nesting: 'list', attributes: { id: secret } } }),
  },
  { login: { nesting: 'single', block: aBlock({ secret, user: attribute('string', { optional: true }) }) } },
);
const origin = { constructPath: 'prod/a', location: 'main.ts:1:1' };
const warned = (json: Readonly<Record<string, unknown>>): string[] =>
  literalSecrets({ body: body(json), origin }, block, 't.n').map(({ path, code }) => `${code} ${formatPath(path!)}`);

it.each<[what: string, json: Readonly<Record<string, unknown>>, found: readonly string[]]>([
  ['a sensitive attribute', { name: 'x', password: 'hunter2' }, ['literal-secret password']],
  ['a write-only attribute', { token: 'hunter2' }, ['literal-secret token']],
  ['a nested attribute', { keys: [{ id: reference }, { id: 'k' }] }, ['literal-secret keys[1].id']],
  ['a block', { login: { secret: 'x', user: 'y' } }, ['literal-secret login.secret']],
  ['an attribute that an object marks as secret', { settings: { url: 'u', token: 't' } }, ['literal-secret settings']],
  ['no object with a secret from a reference', { settings: { url: 'u', token: reference } }, []],
  ['no reference, null or empty string', { password: reference, token: null, login: { secret: '' } }, []],
])('a program gets a warning about a literal in %s', (_, json, found) => {
  expect(warned(json)).toEqual(found);
});

it('a configuration that no program generated gets no warning', () => {
  expect(literalSecrets({ body: body({ password: 'hunter2' }) }, block, 't.n')).toEqual([]);
});
