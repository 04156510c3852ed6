import { describe, expect, test } from 'vitest';
import { chunksIn, MOST_WHOLE, WholeBytes } from '../../../src/state/backends/remote/whole-bytes.js';
import { MOST_BYTES } from '../../../src/state/size.js';
import { EncryptedBackend } from '../../../src/state/encryption/encrypted-backend.js';
import { Encryption } from '../../../src/state/encryption/encryption.js';
import { openBackend } from '../../../src/state/index.js';

describe('bytes that are needed as a whole', () => {
  // Above the limit, they are copied into one buffer, which grows.
  test.each([1, 2, 8, 100, 10_000])('are the pieces in their order, copied above %i bytes', (large) => {
    const whole = new WholeBytes(large);
    let expected = '';
    for (let index = 0; index < 200; index += 1) {
      const piece = `${index} ü€😀 `.repeat(index % 7);
      expected += piece;
      whole.add(index % 2 === 0 ? piece : Buffer.from(piece));
    }
    expect(whole.bytes().toString()).toBe(expected);
  });

  test('are empty without pieces', () => {
    expect(WholeBytes.of([])).toHaveLength(0);
  });

  test('are read in chunks that are short enough for a string', () => {
    const chunks = [...chunksIn(Buffer.from('abcdefgh'), 3)].map((chunk) => Buffer.from(chunk).toString());
    expect(chunks).toEqual(['abc', 'def', 'gh']);
    expect([...chunksIn(Buffer.alloc(2 ** 21 + 1))].map(({ length }) => length)).toEqual([2 ** 20, 2 ** 20, 1]);
  });
});

describe('the largest encrypted state', () => {
  const plain = { address: 'unencrypted', aad: new Uint8Array(), at: {} };
  const serials = { placeOf: () => '', last: () => undefined, keep: () => undefined };

  test.each([
    ['of any length', MOST_WHOLE],
    ['that must fit into a string', undefined],
  ])('fits into a document %s', (_, mostBytes) => {
    const inner = openBackend('memory', {});
    const backend = new EncryptedBackend(
      mostBytes === undefined ? inner : Object.assign(inner, { mostBytes }),
      new Encryption([plain]),
      serials,
    );
    const most = mostBytes ?? MOST_BYTES;
    // Base64 has four characters for three bytes.
    expect((backend.mostBytes * 4) / 3).toBeLessThan(most);
    expect((backend.mostBytes * 4) / 3).toBeGreaterThan(most - 2 ** 21);
  });
});
