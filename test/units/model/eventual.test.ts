import { describe, expect, it } from 'vitest';
import { after } from '../../../src/model/index.js';

describe('after', () => {
  it('continues synchronously with a value', () => expect(after(1, (value) => value + 1)).toBe(2));

  it('continues asynchronously with a promise', async () => {
    const result = after(Promise.resolve(1), (value) => value + 1);
    expect(result).toBeInstanceOf(Promise);
    expect(await result).toBe(2);
  });

  it('may continue with a promise after either', async () => {
    expect(await after(1, async (value) => value + 1)).toBe(2);
    expect(await after(Promise.resolve(1), async (value) => value + 1)).toBe(2);
  });

  it('throws synchronous errors and rejects with asynchronous ones', async () => {
    const fail = (): never => {
      throw new Error('no');
    };
    expect(() => after(1, fail)).toThrow('no');
    await expect(after(Promise.resolve(1), fail)).rejects.toThrow('no');
    await expect(after(Promise.reject(new Error('never there')), () => 1)).rejects.toThrow('never there');
  });
});
