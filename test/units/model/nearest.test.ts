import { expect, it } from 'vitest';
import { nearest } from '../../../src/model/index.js';

it.each([
  ['nmae', ['name', 'value', 'id'], ['name']],
  ['Name', ['name', 'names'], ['name', 'names']],
  ['tag', ['tags', 'tage', 'tab', 'bag'], ['bag', 'tab', 'tage']],
  ['completely', ['other', 'different'], []],
  ['x', ['y'], ['y']],
  ['', ['a', 'bb'], ['a']],
  ['description', ['descripton', 'descriptions', 'desc'], ['descriptions', 'descripton']],
])('for %j out of %j: %j', (word, candidates, expected) => {
  expect(nearest(word, candidates)).toEqual(expected);
});
