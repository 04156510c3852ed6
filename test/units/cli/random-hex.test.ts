import { describe, expect, it } from 'vitest';
import { randomHexFrom } from '../../../src/cli/random-hex.js';

/** Gives bytes that count upwards, and says how often it was asked. */
function counting(): { readonly source: (bytes: number) => Buffer; readonly asked: number[] } {
  const asked: number[] = [];
  let next = 0;
  const source = (bytes: number): Buffer => {
    asked.push(bytes);
    const buffer = Buffer.alloc(bytes);
    for (let index = 0; index < bytes; index += 4) buffer.writeUInt32BE((next += 1), index);
    return buffer;
  };
  return { source, asked };
}

describe('random hex', () => {
  it('has two digits per byte and never reuses a byte', () => {
    const { source, asked } = counting();
    const hex = randomHexFrom(source);
    const texts = Array.from({ length: 3000 }, () => hex(4));
    expect(texts.every((text) => /^[0-9a-f]{8}$/.test(text))).toBe(true);
    expect(new Set(texts).size).toBe(3000);
    expect(asked).toHaveLength(3);
  });

  it('returns more bytes than its buffer holds', () => {
    expect(randomHexFrom(counting().source)(5000)).toHaveLength(10_000);
  });
});
