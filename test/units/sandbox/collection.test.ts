import { describe, expect, test } from 'vitest';

import { Collection } from '../../../src/sandbox/collection.js';
import type { Entry } from '../../../src/sandbox/collection.js';

function collectionOf(...entries: readonly Entry[]): Collection {
  const collection = new Collection(() => undefined);
  for (const entry of entries) collection.put(entry);
  return collection;
}

function identities(entries: readonly Entry[]): string[] {
  return entries.map((entry) => entry.identity);
}

const RED = { identity: 'a', colour: 'red' };
const BLUE = { identity: 'b', colour: 'blue' };

describe('a query by property', () => {
  test('finds entries added before or after the first query', () => {
    const collection = collectionOf(RED, BLUE);
    expect(identities(collection.where('colour', 'red'))).toEqual(['a']);
    collection.put({ identity: 'c', colour: 'red' });
    expect(identities(collection.where('colour', 'red'))).toEqual(['a', 'c']);
  });

  test('follows an entry whose property changes', () => {
    const collection = collectionOf(RED, BLUE);
    expect(identities(collection.where('colour', 'blue'))).toEqual(['b']);
    collection.put({ ...RED, colour: 'blue' });
    expect(identities(collection.where('colour', 'red'))).toEqual([]);
    expect(identities(collection.where('colour', 'blue'))).toEqual(['b', 'a']);
  });

  test('returns the current entry', () => {
    const collection = collectionOf(RED);
    collection.where('colour', 'red');
    collection.put({ ...RED, size: 3 });
    expect(collection.where('colour', 'red')).toEqual([{ ...RED, size: 3 }]);
  });

  test('ignores removed entries', () => {
    const collection = collectionOf(RED, BLUE);
    collection.where('colour', 'red');
    expect(collection.remove('a')).toEqual(RED);
    expect(collection.remove('a')).toBeUndefined();
    collection.put({ identity: 'a', colour: 'blue' });
    expect(identities(collection.where('colour', 'red'))).toEqual([]);
  });

  test('finds nothing after clear', () => {
    const collection = collectionOf(RED);
    collection.where('colour', 'red');
    collection.clear();
    expect(collection.where('colour', 'red')).toEqual([]);
    expect(collection.all()).toEqual([]);
  });
});

test('an entry that is replaced keeps its position', () => {
  const collection = collectionOf(RED, BLUE);
  expect(identities(collection.all())).toEqual(['a', 'b']);
  collection.put({ ...RED, colour: 'green' });
  expect(collection.all()).toEqual([{ ...RED, colour: 'green' }, BLUE]);
});
