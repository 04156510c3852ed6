import { describe, expect, it } from 'vitest';
import { MapValue, objectValue, sensitive, type Value } from '../../../src/model/index.js';
import { formatTerminal, hideEchoes, outputsPage, planPage } from '../../../src/render/index.js';
import { aChange, aPlan } from '../../support/plans.js';

const SECRET = 'hunter"22/x';
const object = (echo: Value): Value => objectValue({ password: sensitive(SECRET), echo });

describe('a secret that a provider repeats in the same object is hidden', () => {
  it.each([
    ['alone', SECRET],
    ['inside a text', `user:${SECRET}@host`],
    ['inside JSON text', JSON.stringify({ a: [SECRET] })],
    ['in base64', Buffer.from(`Basic:${SECRET}`).toString('base64')],
    ['deep inside', objectValue({ list: ['open', SECRET] })],
    ['as a key', objectValue({ [SECRET]: 1 })],
    ['inside a key', new MapValue('number', { [`of ${SECRET}`]: 1 })],
  ])('%s', (_, echo) => {
    expect(JSON.stringify(hideEchoes(object(echo)))).not.toMatch(/hunter|odW50/);
  });

  it('as the key of a map that is itself sensitive', () => {
    const map = objectValue({ 'hunter-22': 1 });
    const value = objectValue({ input: sensitive(map), output: objectValue({ deep: [map] }) });
    expect(hideEchoes(value)).toEqual(
      objectValue({ input: sensitive(map), output: objectValue({ deep: [sensitive(map)] }) }),
    );
  });

  it('as a long number', () => {
    const value = objectValue({ pin: sensitive(123_456_789), echo: 123_456_789 });
    expect(hideEchoes(value)).toEqual(objectValue({ pin: sensitive(123_456_789), echo: sensitive(123_456_789) }));
  });

  it('even if only the other side of a change is marked', () => {
    expect(hideEchoes(objectValue({ echo: SECRET }), object('x'))).toEqual(objectValue({ echo: sensitive(SECRET) }));
  });
});

describe('an unmarked value is shown', () => {
  it.each([
    ['a text that contains a short secret', 'prod', 'my-prod-cluster'],
    ['a text that is equal to a very short secret', 'web', 'web'],
    ['a word that contains a secret', 'cluster', 'clusters'],
    ['a number that is equal to a short one', 80, 80],
  ])('%s', (_, secret, text) => {
    const value = objectValue({ secret: sensitive(secret), text });
    expect(hideEchoes(value)).toEqual(value);
  });

  it('in other objects and in outputs, whatever is sensitive elsewhere', () => {
    const plan = aPlan(
      [
        aChange('terraform_data.a', 'create', { after: objectValue({ input: sensitive('hunter-22-secret') }) }),
        aChange('terraform_data.b', 'create', { after: objectValue({ input: 'hunter-22-secret' }) }),
      ],
      { outputs: [{ name: 'o', action: 'create', before: null, after: 'hunter-22-secret', sensitive: false }] },
    );
    const text = formatTerminal(planPage(plan), { color: false });
    expect(text.match(/hunter-22-secret/g)).toHaveLength(2);
    expect(text.match(/\(sensitive value\)/g)).toHaveLength(1);
  });

  it('in outputs next to a sensitive one with the same value', () => {
    const outputs = {
      open: { value: 'hunter-22-secret', type: 'string' as const, sensitive: false },
      secret: { value: 'hunter-22-secret', type: 'string' as const, sensitive: true },
    };
    const text = formatTerminal(outputsPage([{ name: '', outputs }], 'Outputs'), { color: false });
    expect(text).toContain('open = "hunter-22-secret"');
    expect(text).toContain('secret = (sensitive value)');
  });
});
