import { describe, expect, it } from 'vitest';
import { applyIgnoreChanges } from '../../../../src/engine/diff/ignore-changes.js';
import { sensitive, Unknown, type Path, type Value } from '../../../../src/model/index.js';
import {
  aBlock,
  attribute,
  computed,
  list,
  map,
  nested,
  object,
  optionalComputed,
  required,
  set,
  typeOfAttributes,
} from './support.js';

const disk = { path: attribute('string', required), id: attribute('string', computed) };
const diskType = typeOfAttributes(disk);
const block = aBlock(
  {
    name: attribute('string'),
    id: attribute('string', computed),
    zone: attribute('string', optionalComputed),
    tags: attribute({ kind: 'map', element: 'string' }),
    list: attribute({ kind: 'list', element: 'string' }),
    set: attribute({ kind: 'set', element: 'string' }),
    any: attribute('dynamic'),
    disks: nested('list', disk),
  },
  { mount: { nesting: 'list', block: aBlock(disk) } },
);
const tags = (entries: Record<string, Value>): Value => map('string', entries);
const nothing = object({
  name: null,
  id: null,
  zone: null,
  tags: null,
  list: null,
  set: null,
  any: null,
  disks: null,
  mount: list(diskType),
});
const aValue = (some: Record<string, Value>): Record<string, Value> => object({ ...nothing, ...some });

interface Row {
  readonly rule: string;
  readonly prior: Value;
  readonly config: Value;
  readonly paths: readonly Path[] | 'all';
  readonly result: Value;
}

const table: readonly Row[] = [
  {
    rule: 'an ignored attribute keeps its prior value, others follow configuration',
    prior: aValue({ name: 'old', zone: 'a' }),
    config: aValue({ name: 'new', zone: 'b' }),
    paths: [['name']],
    result: aValue({ name: 'old', zone: 'b' }),
  },
  {
    rule: 'an ignored attribute that was removed from configuration is restored',
    prior: aValue({ name: 'old' }),
    config: aValue({}),
    paths: [['name']],
    result: aValue({ name: 'old' }),
  },
  {
    rule: 'nothing is ignored on create',
    prior: null,
    config: aValue({ name: 'new' }),
    paths: [['name']],
    result: aValue({ name: 'new' }),
  },
  {
    rule: '`all` ignores nothing on create either',
    prior: null,
    config: aValue({ name: 'new' }),
    paths: 'all',
    result: aValue({ name: 'new' }),
  },
  {
    rule: 'a key of a map keeps its prior value',
    prior: aValue({ tags: tags({ a: '1', b: '1' }) }),
    config: aValue({ tags: tags({ a: '2', b: '2' }) }),
    paths: [['tags', 'a']],
    result: aValue({ tags: tags({ a: '1', b: '2' }) }),
  },
  {
    rule: 'a new key of a map is dropped',
    prior: aValue({ tags: tags({}) }),
    config: aValue({ tags: tags({ a: '2', b: '2' }) }),
    paths: [['tags', 'a']],
    result: aValue({ tags: tags({ b: '2' }) }),
  },
  {
    rule: 'a key of a map that is missing in configuration is restored',
    prior: aValue({ tags: tags({ a: '1' }) }),
    config: aValue({ tags: tags({ b: '2' }) }),
    paths: [['tags', 'a']],
    result: aValue({ tags: tags({ a: '1', b: '2' }) }),
  },
  {
    rule: 'a key is restored even if configuration has no map',
    prior: aValue({ tags: tags({ a: '1', b: '1' }) }),
    config: aValue({ tags: null }),
    paths: [['tags', 'a']],
    result: aValue({ tags: tags({ a: '1' }) }),
  },
  {
    rule: 'a missing map stays missing if there is no key to restore',
    prior: aValue({ tags: tags({ b: '1' }) }),
    config: aValue({ tags: null }),
    paths: [['tags', 'a']],
    result: aValue({ tags: null }),
  },
  {
    rule: 'new keys are dropped if there was no map before',
    prior: aValue({ tags: null }),
    config: aValue({ tags: tags({ a: '1' }) }),
    paths: [['tags', 'a']],
    result: aValue({ tags: tags({}) }),
  },
  {
    rule: 'several keys can be ignored together',
    prior: aValue({ tags: tags({ a: '1', b: '1' }) }),
    config: aValue({ tags: tags({ c: '2' }) }),
    paths: [
      ['tags', 'a'],
      ['tags', 'b'],
    ],
    result: aValue({ tags: tags({ c: '2', a: '1', b: '1' }) }),
  },
  {
    rule: 'a key of an unknown map cannot be ignored',
    prior: aValue({ tags: tags({ a: '1' }) }),
    config: aValue({ tags: new Unknown({ kind: 'map', element: 'string' }) }),
    paths: [['tags', 'a']],
    result: aValue({ tags: new Unknown({ kind: 'map', element: 'string' }) }),
  },
  {
    rule: 'an item of a list keeps its prior value',
    prior: aValue({ list: list('string', 'a', 'b') }),
    config: aValue({ list: list('string', 'x', 'y') }),
    paths: [['list', 1]],
    result: aValue({ list: list('string', 'x', 'b') }),
  },
  {
    rule: 'an item that only one side has changes nothing',
    prior: aValue({ list: list('string', 'a') }),
    config: aValue({ list: list('string', 'x', 'y') }),
    paths: [['list', 1]],
    result: aValue({ list: list('string', 'x', 'y') }),
  },
  {
    rule: 'a path into a set changes nothing',
    prior: aValue({ set: set('string', 'a') }),
    config: aValue({ set: set('string', 'b') }),
    paths: [['set', 0]],
    result: aValue({ set: set('string', 'b') }),
  },
  {
    rule: 'an attribute inside a nested block keeps its prior value',
    prior: aValue({ mount: list(diskType, object({ path: '/a', id: 'i' })) }),
    config: aValue({ mount: list(diskType, object({ path: '/b', id: null })) }),
    paths: [['mount', 0, 'path']],
    result: aValue({ mount: list(diskType, object({ path: '/a', id: null })) }),
  },
  {
    rule: 'a part of a dynamically typed object keeps its prior value',
    prior: aValue({ any: object({ a: 1, b: 1 }) }),
    config: aValue({ any: object({ a: 2, b: 2 }) }),
    paths: [['any', 'a']],
    result: aValue({ any: object({ a: 1, b: 2 }) }),
  },
  {
    rule: 'computed-only attributes are not copied into configuration',
    prior: aValue({ id: 'i' }),
    config: aValue({}),
    paths: [['id']],
    result: aValue({}),
  },
  {
    rule: 'a path that matches nothing changes nothing',
    prior: aValue({ name: 'a' }),
    config: aValue({ name: 'b' }),
    paths: [['nope'], ['name', 'x'], ['any', 'x']],
    result: aValue({ name: 'b' }),
  },
  {
    rule: 'marks along the path stay',
    prior: aValue({ tags: sensitive(tags({ a: '1' })) }),
    config: aValue({ tags: sensitive(tags({ a: '2', b: '2' })) }),
    paths: [['tags', 'a']],
    result: aValue({ tags: sensitive(tags({ a: '1', b: '2' })) }),
  },
  {
    rule: 'a sensitive prior value stays sensitive',
    prior: aValue({ tags: sensitive(tags({ a: 'secret' })) }),
    config: aValue({ tags: tags({ a: 'x' }) }),
    paths: [['tags', 'a']],
    result: aValue({ tags: sensitive(tags({ a: 'secret' })) }),
  },
  {
    rule: 'all: the prior object without computed-only attributes',
    prior: aValue({
      name: 'a',
      id: 'i',
      zone: 'z',
      disks: list(diskType, object({ path: '/a', id: 'j' })),
      mount: list(diskType, object({ path: '/b', id: 'k' })),
    }),
    config: aValue({ name: 'b', tags: tags({ a: '1' }) }),
    paths: 'all',
    result: aValue({
      name: 'a',
      zone: 'z',
      disks: list(diskType, object({ path: '/a', id: null })),
      mount: list(diskType, object({ path: '/b', id: null })),
    }),
  },
];

describe('ignored changes', () => {
  it.each(table)('$rule', ({ prior, config, paths, result }) => {
    expect(applyIgnoreChanges(config, prior, paths, block)).toEqual(result);
  });

  it('leave the configuration itself unchanged if nothing changed', () => {
    const config = aValue({ name: 'a', list: list('string', 'a') });
    const prior = aValue({ name: 'a', list: list('string', 'a') });
    expect(applyIgnoreChanges(config, prior, [['name'], ['list', 0]], block)).toBe(config);
  });
});
