import { describe, expect, it } from 'vitest';
import { shortened } from '../../../../src/model/index.js';
import { Redactor } from '../../../../src/providers/rest/exchange/redact.js';

describe('text from a service', () => {
  it.each([
    ['as it is', 'key p@ss "w0rd" is wrong'],
    ['inside JSON', JSON.stringify({ key: 'p@ss "w0rd"' })],
    ['in an address', `?key=${encodeURIComponent('p@ss "w0rd"')}`],
    ['in base64', Buffer.from('p@ss "w0rd"').toString('base64')],
  ])('is shown without a secret %s', (_, text) => {
    const shown = new Redactor(['p@ss "w0rd"']).text(text);
    expect(shown).toContain('(sensitive value)');
    expect(shown).not.toMatch(/w0rd|dzByZC/);
  });

  it('is shown without a line of a multiline secret', () => {
    expect(new Redactor(['-----BEGIN\nabcdefghijkl\n-----END']).text('bad line abcdefghijkl')).toBe(
      'bad line (sensitive value)',
    );
  });

  it('is shown unchanged if a secret is too short to be recognized', () => {
    expect(new Redactor(['ab']).text('a cab')).toBe('a cab');
  });

  it('is withheld if it repeats a secret in another form', () => {
    const reversed = [...'hunter-22'].toReversed().join('');
    expect(new Redactor(['hunter-22']).text(`what is ${reversed}?`)).toMatch(/^\(withheld/);
  });

  it('is searched before it is cut, so no part of a secret is left at the end', () => {
    const text = `${'x '.repeat(995)}${'hunter-22-'.repeat(6)}`;
    expect(new Redactor(['hunter-22-'.repeat(6)]).text(text)).not.toContain('hunter');
  });

  it('is shown with the longer of two secrets masked first', () => {
    expect(new Redactor(['abcd', 'abcd-fgh']).text('abcd-fgh')).toBe('(sensitive value)');
  });

  it('cannot control a terminal', () => {
    expect(new Redactor([]).text('a\u001B[31mred\u0007\nnext')).toBe('ared \nnext');
  });

  it('is cut if it is very long', () => {
    const note = '… (cut; the whole text has 5000 characters)';
    expect(shortened(new Redactor([]).text('x'.repeat(5000)))).toBe(`${'x'.repeat(2000)}${note}`);
    expect(shortened(new Redactor([], 10).with(['secret']).text('x'.repeat(5000)))).toBe(`${'x'.repeat(10)}${note}`);
  });

  it.each(Array.from({ length: 14 }, (_, place) => place))('shows no part of a secret near the cut: %i', (place) => {
    const text = new Redactor(['hunter2'], 10).text(`${'.'.repeat(place)}hunter2${'.'.repeat(20)}`);
    expect(text).not.toMatch(/hu|ter2|nt/);
  });

  it('hides the secrets of one call as well as common ones', () => {
    expect(new Redactor(['token-1']).with(['secret-2']).text('token-1 secret-2')).toBe(
      '(sensitive value) (sensitive value)',
    );
  });
});
