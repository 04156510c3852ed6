import { createHash } from 'node:crypto';

/** A source of random bytes: that many, uniformly distributed. */
export type RandomBytes = (size: number) => Uint8Array;

/** A whole number below `limit` (at most 2^48), uniformly distributed. */
export function integerBelow(limit: number, bytes: RandomBytes): number {
  const range = 2 ** 48;
  const fair = range - (range % limit);
  for (;;) {
    const value = Buffer.from(bytes(6)).readUIntBE(0, 6);
    if (value < fair) return value % limit;
  }
}

/** A whole number from `min` to `max`, inclusive. */
export function integerBetween(min: number, max: number, bytes: RandomBytes): number {
  const span = BigInt(max) - BigInt(min) + 1n;
  const fair = (1n << 64n) - ((1n << 64n) % span);
  for (;;) {
    const value = Buffer.from(bytes(8)).readBigUInt64BE();
    if (value < fair) return Number(BigInt(min) + (value % span));
  }
}

export function pick<Item>(items: readonly Item[], bytes: RandomBytes): Item {
  const item = items[integerBelow(items.length, bytes)];
  if (item === undefined) throw new Error('There is nothing to pick from.');
  return item;
}

/** In random order (Fisher and Yates). */
export function shuffled<Item>(items: readonly Item[], bytes: RandomBytes): Item[] {
  const result = [...items];
  for (let last = result.length - 1; last > 0; last--) {
    const other = integerBelow(last + 1, bytes);
    // Both are indexes of items.
    [result[last], result[other]] = [result[other]!, result[last]!];
  }
  return result;
}

/** The same bytes for the same seed, forever. */
export function seededBytes(seed: string): RandomBytes {
  let block = 0;
  let rest = Buffer.alloc(0);
  return (size) => {
    while (rest.length < size) {
      rest = Buffer.concat([rest, createHash('sha256').update(`${seed}\u0000${block}`).digest()]);
      block += 1;
    }
    const taken = rest.subarray(0, size);
    rest = rest.subarray(size);
    return taken;
  };
}
