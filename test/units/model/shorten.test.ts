import { describe, expect, it } from 'vitest';
import {
  ENOUGH,
  legible,
  SecretTexts,
  SENSITIVE_TEXT,
  shortened,
  toShorten,
  WITHHELD_TEXT,
} from '../../../src/model/index.js';
import { DISGUISES } from '../../support/disguises.js';

const SECRET = 'Pl4nted/Zq"7 ä';
const secrets = new SecretTexts([SECRET]);
const shown = (value: string): string => shortened(secrets.clean(`the name is now "${toShorten(value)}". Report it.`));

/** The text in front of the secret, that much of which is before the cut. */
const before = (inside: number): string => 'x '.repeat(40).slice(0, 79 - inside) + ' ';

describe('a long value in a message', () => {
  it.each([1, 3, 7, 10, 13])('is masked before it is cut, with %s characters of a secret before the cut', (inside) => {
    const text = shown(`${before(inside)}${SECRET} and the rest of the value`);
    expect(text).toBe(`the name is now "${before(inside)}${SENSITIVE_TEXT.slice(0, inside)}…". Report it.`);
  });

  it.each(Object.entries(DISGUISES))('shows no beginning of a secret that it contains as %s', (_, disguiseOf) => {
    for (const inside of [1, 5, 9, 20]) {
      const text = shown(`${before(inside)}${disguiseOf(SECRET)} and the rest of the value`);
      const masked = `${before(inside)}${SENSITIVE_TEXT} and the rest of the value`.slice(0, 80);
      if (text !== WITHHELD_TEXT) expect(text).toBe(`the name is now "${masked}…". Report it.`);
    }
  });

  it('shows no line of a multiline secret', () => {
    const key = new SecretTexts(['-----BEGIN KEY-----\nMIIabcdefg/hijkl\nsecond/line/9\n-----END KEY-----']);
    const value = toShorten(`${before(4)}MIIabcdefg/hijkl\nsecond/line/9\n-----END KEY-----`);
    expect(shortened(key.clean(value))).toBe(`${before(4)}(sen…`);
  });

  it('shows no beginning of a secret that is longer than the shortened value', () => {
    const long = Array.from({ length: ENOUGH }, (_, index) => (index * 7919).toString(36)).join('');
    expect(shortened(new SecretTexts([long]).clean(toShorten(`${before(8)}${long}`)))).toBe(WITHHELD_TEXT);
  });

  it('is not cut within a character', () => {
    expect(shortened(toShorten(`${'x'.repeat(79)}🙂 and more`))).toBe(`${'x'.repeat(79)}…`);
    expect(shortened(toShorten(`${'x'.repeat(78)}🙂 and more`))).toBe(`${'x'.repeat(78)}🙂…`);
  });

  it('is cut once if it is part of another value', () => {
    expect(shortened(toShorten(`${toShorten('x'.repeat(100))}y`, 90))).toBe(`${'x'.repeat(90)}…`);
  });

  it('ends with an ellipsis even if masking makes it shorter than the limit', () => {
    const long = 'Pl4nt/'.repeat(ENOUGH).slice(0, (ENOUGH - 1) / 2 - 1);
    const value = toShorten(`${long} ${long} and the rest`);
    expect(shortened(new SecretTexts([long]).clean(value))).toBe(`${SENSITIVE_TEXT} ${SENSITIVE_TEXT} …`);
  });

  it('is shown whole if it is short enough', () => {
    expect(shown('x'.repeat(80))).toBe(`the name is now "${'x'.repeat(80)}". Report it.`);
  });
});

it('all parts of a diagnostic are masked and cut', () => {
  const text = toShorten(`${before(5)}${SECRET} and the rest`);
  const diagnostic = { severity: 'error', code: 'a', summary: text, detail: text, path: [text, 1] } as const;
  const clean = `${before(5)}(sens…`;
  expect(legible(diagnostic, (part) => shortened(secrets.clean(part)))).toEqual({
    ...diagnostic,
    summary: clean,
    detail: clean,
    path: [clean, 1],
  });
});
