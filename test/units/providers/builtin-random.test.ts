import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { plainJson, type JsonObject } from '../../../src/model/index.js';
import { bcryptHash } from '../../../src/providers/builtin/bcrypt.js';
import { randomProvider } from '../../../src/providers/builtin/random.js';
import { integerBelow, integerBetween, seededBytes, shuffled } from '../../../src/providers/builtin/randomness.js';
import { ADJECTIVES, ADVERBS, NAMES } from '../../../src/providers/builtin/words.js';
import { Driver, quiet } from '../../conformance/provider-driver.js';

/** Randomness that is the same in every run. */
const driverOf = (type: string, seed = 'seed'): Driver =>
  new Driver(
    randomProvider({
      version: '1.0.0',
      uuid: () => '11111111-2222-4333-8444-555555555555',
      randomBytes: seededBytes(seed),
    }).create(),
    type,
  );

const made = async (type: string, config: JsonObject, seed?: string): Promise<JsonObject> =>
  plainJson((await driverOf(type, seed).create(config)).state) as JsonObject;

describe('random_id', () => {
  it('shows the same bytes in every notation, with the prefix everywhere except in the id', async () => {
    const state = await made('random_id', { byte_length: 5, prefix: 'p-' });
    const bytes = Buffer.from(state['id'] as string, 'base64url');
    expect(bytes).toHaveLength(5);
    expect(state).toMatchObject({
      b64_url: `p-${bytes.toString('base64url')}`,
      b64_std: `p-${bytes.toString('base64')}`,
      hex: `p-${bytes.toString('hex')}`,
      dec: `p-${BigInt(`0x${bytes.toString('hex')}`)}`,
    });
  });
});

describe('random_pet', () => {
  it.each([
    [1, undefined, [NAMES]],
    [2, undefined, [ADJECTIVES, NAMES]],
    [3, undefined, [ADVERBS, ADJECTIVES, NAMES]],
    [4, undefined, [ADVERBS, ADVERBS, ADJECTIVES, NAMES]],
  ])('of %i words ends in an animal, with matching words before it', async (length, _prefix, lists) => {
    const words = ((await made('random_pet', { length, separator: ' ' }))['id'] as string).split(' ');
    expect(words.map((word, index) => lists[index]!.includes(word))).toEqual(lists.map(() => true));
  });

  it('begins with its prefix', async () => {
    expect((await made('random_pet', { prefix: 'web', separator: '_' }))['id']).toMatch(/^web_[a-z]+_[a-z]+$/);
  });

  it.each([
    ['adverbs', ADVERBS],
    ['adjectives', ADJECTIVES],
    ['names', NAMES],
  ])('draws from %s that are plain words without duplicates', (_what, words) => {
    expect(words.filter((word) => !/^[a-z]{2,12}$/.test(word))).toEqual([]);
    expect(new Set(words).size).toBe(words.length);
    expect(words.length).toBeGreaterThan(80);
  });
});

describe('random_password', () => {
  it.each<[string, JsonObject, RegExp]>([
    ['everything by default', { length: 200 }, /^(?=.*[a-z])(?=.*[A-Z])(?=.*\d)(?=.*[!@#$%&*()\-_=+[\]{}<>:?]).{200}$/],
    ['no special characters', { length: 200, special: false }, /^[A-Za-z0-9]{200}$/],
    ['no digits', { length: 200, numeric: false, special: false }, /^[A-Za-z]{200}$/],
    ['no digits, by the old name', { length: 200, number: false, special: false }, /^[A-Za-z]{200}$/],
    ['lowercase letters only', { length: 200, special: false, upper: false, numeric: false }, /^[a-z]{200}$/],
    [
      'custom special characters',
      { length: 20, upper: false, lower: false, numeric: false, override_special: '_' },
      /^_{20}$/,
    ],
    ['the required minimum of each kind', { length: 4, min_numeric: 3, min_upper: 1 }, /^(?=(\D*\d){3})[0-9A-Z]{4}$/],
  ])('contains %s', async (_what, config, pattern) => {
    expect((await made('random_password', config))['result']).toMatch(pattern);
  });

  it.each<[JsonObject, boolean]>([
    [{}, true],
    [{ numeric: false }, false],
    [{ number: false }, false],
  ])('treats numeric and number as aliases: %j', async (config, expected) => {
    expect(await made('random_password', { length: 8, ...config })).toMatchObject({
      numeric: expected,
      number: expected,
    });
  });

  it('does not always begin with the required characters', async () => {
    const firsts = await Promise.all(
      Array.from({ length: 6 }, (_, index) =>
        made('random_password', { length: 12, special: false, min_numeric: 1, upper: false }, `${index}`),
      ),
    );
    expect(firsts.every((state) => /^\d/.test(state['result'] as string))).toBe(false);
  });

  it('is regenerated when digits are required again', async () => {
    const driver = driverOf('random_password');
    const created = await driver.create({ length: 8, numeric: false });
    expect((await driver.plan(driver.config({ length: 8 }), created)).replaces).toContainEqual(['numeric']);
  });

  it('upgrades state of every older version', async () => {
    const driver = driverOf('random_password');
    const attributes = { id: 'none', length: 4, number: false, result: 'abcd' };
    for (const version of [0, 1, 2]) {
      const { state } = await driver.provider.upgrade({ type: 'random_password', version, attributes });
      expect(plainJson(state)).toMatchObject({
        number: false,
        result: 'abcd',
        ...(version < 2 ? { numeric: false } : {}),
      });
    }
  });
});

describe('bcrypt', () => {
  /** Salts as bcrypt writes them. */
  const salt = (text: string): Uint8Array => {
    const alphabet = './ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
    const bits = Array.from(text, (letter) => alphabet.indexOf(letter).toString(2).padStart(6, '0')).join('');
    return Uint8Array.from({ length: 16 }, (_, index) => Number.parseInt(bits.slice(index * 8, index * 8 + 8), 2));
  };

  it.each([
    // The test vectors that come with crypt_blowfish.
    ['U*U', 'CCCCCCCCCCCCCCCCCCCCC.', 5, '$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW'],
    ['U*U*', 'CCCCCCCCCCCCCCCCCCCCC.', 5, '$2a$05$CCCCCCCCCCCCCCCCCCCCC.VGOzA784oUp/Z0DY336zx7pLYAy0lwK'],
    ['U*U*U', 'XXXXXXXXXXXXXXXXXXXXXO', 5, '$2a$05$XXXXXXXXXXXXXXXXXXXXXOAcXxm9kjPGEMsLznoKqmqw7tc8WCx4a'],
    ['', 'CCCCCCCCCCCCCCCCCCCCC.', 5, '$2a$05$CCCCCCCCCCCCCCCCCCCCC.7uG0VCzI2bS7j6ymqJi9CdcdxiRTWNy'],
    [
      '0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789chars after 72 are ignored',
      'abcdefghijklmnopqrstuu',
      5,
      '$2a$05$abcdefghijklmnopqrstuu5s2v8.iXieOjg/.AySBTTZIIVFJeBui',
    ],
  ])('hashes %j like other implementations', (password, salted, cost, hash) => {
    expect(bcryptHash(password, salt(salted), cost)).toBe(hash);
  });
});

describe('random_integer', () => {
  it('is the same for the same seed, and within its bounds', async () => {
    const [one, two] = await Promise.all(
      ['a', 'b'].map((own) => made('random_integer', { min: 1, max: 1_000_000, seed: 's' }, own)),
    );
    expect(one).toEqual(two);
    expect(one!['result']).toBeGreaterThanOrEqual(1);
    expect(one!['result']).toBeLessThanOrEqual(1_000_000);
  });

  it.each(['', '1', '1,2', 'a,1,2', '1.5,1,2'])('cannot be imported from %j', async (id) => {
    const { objects, diagnostics } = await driverOf('random_integer').provider.import({
      type: 'random_integer',
      id,
      context: quiet(),
    });
    expect([objects.length, diagnostics[0]?.code]).toEqual([0, 'invalid-import-id']);
  });
});

describe('random selection', () => {
  const bytes = seededBytes('draw');

  it('reaches every value with about equal frequency', () => {
    const counts = new Map<number, number>();
    for (let draw = 0; draw < 6000; draw++) {
      const value = integerBetween(-2, 3, bytes);
      counts.set(value, (counts.get(value) ?? 0) + 1);
    }
    expect([...counts.keys()].sort((left, right) => left - right)).toEqual([-2, -1, 0, 1, 2, 3]);
    for (const count of counts.values()) expect(Math.abs(count - 1000)).toBeLessThan(150);
  });

  it('discards the bytes that would favour small numbers', () => {
    const given = [Buffer.from('ffffffffffff', 'hex'), Buffer.from('000000000004', 'hex')];
    expect(integerBelow(10, () => given.shift()!)).toBe(4);
  });

  it('covers the whole range of exact integers', () => {
    const value = integerBetween(Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER, bytes);
    expect(Number.isSafeInteger(value)).toBe(true);
  });

  it('keeps every item in a shuffle', () => {
    const items = Array.from({ length: 50 }, (_, index) => index);
    const result = shuffled(items, bytes);
    expect(result).not.toEqual(items);
    expect(result.sort((left, right) => left - right)).toEqual(items);
  });

  it('returns the same bytes for a seed whatever the size of reads', () => {
    const [whole, parts] = [seededBytes('x'), seededBytes('x')];
    const expected = Buffer.from(whole(100)).toString('hex');
    const portions = [1, 31, 33, 35].map((size) => Buffer.from(parts(size)).toString('hex')).join('');
    expect(portions).toBe(expected);
    expect(createHash('sha256').update('x\u00000').digest('hex')).toBe(expected.slice(0, 64));
  });
});
