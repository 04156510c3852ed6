import { describe, expect, it } from 'vitest';
import { SecretTexts, SENSITIVE_TEXT, WITHHELD_TEXT } from '../../../src/model/index.js';
import { Spellings } from '../../../src/model/secrets/spellings.js';
import { DISGUISES } from '../../support/disguises.js';

const SECRET = 'Pl4nted/Zq"7 ä';
const bytes = Buffer.from(SECRET);

describe('a text that contains a secret', () => {
  const secrets = new SecretTexts([SECRET, 'another secret']);

  it.each(Object.entries(DISGUISES))('is withheld if it contains the secret as %s', (_, disguiseOf) => {
    const disguise = disguiseOf(SECRET);
    const shown = secrets.clean(`refused: <${disguise}> is wrong`);
    expect([WITHHELD_TEXT, `refused: <${SENSITIVE_TEXT}> is wrong`]).toContain(shown);
    expect(secrets.isIn(disguise)).toBe(true);
  });

  it.each([
    ['as it is', SECRET],
    ['inside JSON', JSON.stringify(SECRET).slice(1, -1)],
    ['inside a URL', encodeURIComponent(SECRET)],
    ['in base64', bytes.toString('base64')],
  ])('is shown with the secret masked if it contains it %s', (_, spelling) => {
    expect(secrets.clean(`the key ${spelling} is wrong`)).toBe(`the key ${SENSITIVE_TEXT} is wrong`);
  });

  it('is shown with each line of a multiline secret masked', () => {
    const key = new SecretTexts(['-----BEGIN KEY-----\nMIIabcdefg/hijkl\n-----END KEY-----']);
    expect(key.clean('bad line MIIabcdefg/hijkl')).toBe(`bad line ${SENSITIVE_TEXT}`);
    expect(key.clean('expected -----BEGIN KEY-----')).toBe('expected -----BEGIN KEY-----');
  });

  it('is withheld if it contains a part of a long secret', () => {
    const long = Array.from({ length: 100 }, (_, index) => (index * 7919).toString(36)).join('');
    expect(new SecretTexts([long]).clean(`at ${long.slice(40, 110)}`)).toBe(WITHHELD_TEXT);
  });

  it.each([
    ['as it is', SECRET.slice(0, 11)],
    ['in \\u escapes, between two of them', DISGUISES['\\u escapes']!(SECRET).slice(0, 66)],
    ['in \\u escapes, within one', JSON.stringify(DISGUISES['\\u escapes']!(SECRET)).slice(1, 82)],
    ['in base64', bytes.toString('base64').slice(0, 13)],
  ])('is withheld if it was cut within the secret, %s', (_, cut) => {
    expect(secrets.clean(`name is now "${cut}…. Report it.`)).toBe(WITHHELD_TEXT);
    expect(secrets.isIn(`${cut}…`)).toBe(true);
  });

  it('is shown if it was cut elsewhere', () => {
    expect(secrets.clean('the name "planted tree of the north…" is wrong')).toBe(
      'the name "planted tree of the north…" is wrong',
    );
  });

  it('is shown with the password of a secret URL masked', () => {
    const url = new SecretTexts(['postgres://app:hunter22%21@db/main']);
    expect(url.clean('password hunter22! refused')).toBe(`password ${SENSITIVE_TEXT} refused`);
  });

  it('is shown with the secrets inside a secret document masked', () => {
    const document = new SecretTexts(['{"type":"service_account","private_key":"MIIabcdefg"}']);
    expect(document.clean('service_account: MIIabcdefg')).toBe(`service_account: ${SENSITIVE_TEXT}`);
  });

  it('is shown with the longer of two secrets with the same prefix masked', () => {
    expect(new SecretTexts(['abcd-efgh', 'abcd-efgh-ijkl']).clean('abcd-efgh-ijkl')).toBe(SENSITIVE_TEXT);
  });
});

describe('a text that contains no secret is shown unchanged', () => {
  it.each([
    ['a secret of less than four characters', 'abc', 'the abc is wrong'],
    ['a short secret that is part of a word', 'test', 'the latest contest has attested'],
    ['a short secret spread over words', 'main', 'ma inverse'],
    ['no secret', '', 'nothing'],
    ['a secret without letters', '****', 'it is * wrong'],
  ])('%s', (_, secret, text) => {
    expect(new SecretTexts([secret]).clean(text)).toBe(text);
    expect(new SecretTexts([secret]).isIn(text)).toBe(false);
  });

  it('a short secret is masked if it is a word of its own', () => {
    expect(new SecretTexts(['test']).clean('user "test"')).toBe(`user "${SENSITIVE_TEXT}"`);
    expect(new SecretTexts(['test']).clean('user t.e.s.t')).toBe(WITHHELD_TEXT);
  });
});

it('a search costs the same for one secret and for thousands', () => {
  const text = 'every word is looked at once '.repeat(2000);
  const looked = (count: number): number => {
    let slices = 0;
    const counted = Object.assign(Object.create(null) as object, {
      length: text.length,
      slice: (from: number, to: number) => (slices++, text.slice(from, to)),
      charCodeAt: (position: number) => text.charCodeAt(position),
    }) as unknown as string;
    const spellings = new Spellings();
    for (let index = 0; index < count; index += 1) spellings.add(`every-${index.toString(36)}-secret`);
    for (let position = 0; position < text.length; position += 1) spellings.at(counted, position, () => true);
    return slices;
  };
  expect(looked(5000)).toBeLessThanOrEqual(2 * looked(1));
});
