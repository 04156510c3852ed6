import { describe, expect, it } from 'vitest';
import {
  emptyBlockValue,
  plannedDataValue,
  proposeForCreate,
  proposeNew,
} from '../../../../src/engine/diff/propose.js';
import { Sensitive, sensitive, Unknown, UNKNOWN, type Block, type Value } from '../../../../src/model/index.js';
import {
  aBlock,
  attribute,
  computed,
  list,
  map,
  nested,
  object,
  optional,
  optionalComputed,
  required,
  set,
  typeOfAttributes,
  typeOfBlock,
} from './support.js';

const plain = aBlock({
  name: attribute('string', required),
  size: attribute('number', optional),
  zone: attribute('string', optionalComputed),
  id: attribute('string', computed),
});
const diskAttributes = {
  path: attribute('string', required),
  id: attribute('string', computed),
  mode: attribute('string', optionalComputed),
};
const diskType = typeOfAttributes(diskAttributes);
const diskBlock = aBlock(diskAttributes);

interface Row {
  readonly rule: string;
  readonly block: Block;
  readonly prior: Value;
  readonly config: Value;
  readonly proposed: Value;
}

const disk = (path: string, id: Value = null, mode: Value = null): Value => object({ path, id, mode });

const table: readonly Row[] = [
  {
    rule: 'without a prior object and configuration, the result is null',
    block: plain,
    prior: null,
    config: null,
    proposed: null,
  },
  {
    rule: 'on create, unset computed attributes are null',
    block: plain,
    prior: null,
    config: object({ name: 'a', size: 1, zone: null, id: null }),
    proposed: object({ name: 'a', size: 1, zone: null, id: null }),
  },
  {
    rule: 'an unset computed attribute keeps its prior value',
    block: plain,
    prior: object({ name: 'a', size: 1, zone: 'z', id: 'i' }),
    config: object({ name: 'b', size: 1, zone: null, id: null }),
    proposed: object({ name: 'b', size: 1, zone: 'z', id: 'i' }),
  },
  {
    rule: 'an attribute that is not computed is copied from configuration, even if it is unset',
    block: plain,
    prior: object({ name: 'a', size: 1, zone: 'z', id: 'i' }),
    config: object({ name: 'a', size: null, zone: 'y', id: null }),
    proposed: object({ name: 'a', size: null, zone: 'y', id: 'i' }),
  },
  {
    rule: 'an unknown attribute is proposed unknown',
    block: plain,
    prior: object({ name: 'a', size: 1, zone: 'z', id: 'i' }),
    config: object({ name: new Unknown('string'), size: 1, zone: UNKNOWN, id: null }),
    proposed: object({ name: new Unknown('string'), size: 1, zone: UNKNOWN, id: 'i' }),
  },
  {
    rule: 'a wholly unknown configuration proposes the prior object',
    block: plain,
    prior: object({ name: 'a', size: 1, zone: 'z', id: 'i' }),
    config: new Unknown(typeOfBlock(plain)),
    proposed: object({ name: 'a', size: 1, zone: 'z', id: 'i' }),
  },
  {
    rule: 'a mark is copied with its value',
    block: plain,
    prior: object({ name: 'a', size: 1, zone: sensitive('z'), id: sensitive('i') }),
    config: object({ name: sensitive('a'), size: 1, zone: null, id: null }),
    proposed: object({ name: sensitive('a'), size: 1, zone: sensitive('z'), id: sensitive('i') }),
  },
  {
    rule: 'a nested object is merged attribute by attribute',
    block: aBlock({ disk: nested('single', diskAttributes) }),
    prior: object({ disk: disk('/a', 'i', 'rw') }),
    config: object({ disk: disk('/b') }),
    proposed: object({ disk: disk('/b', 'i', 'rw') }),
  },
  {
    rule: 'a nested object that is not configured is removed',
    block: aBlock({ disk: nested('single', diskAttributes) }),
    prior: object({ disk: disk('/a', 'i') }),
    config: object({ disk: null }),
    proposed: object({ disk: null }),
  },
  {
    rule: 'an unknown nested object stays unknown',
    block: aBlock({ disk: nested('single', diskAttributes) }),
    prior: object({ disk: disk('/a', 'i') }),
    config: object({ disk: new Unknown(diskType) }),
    proposed: object({ disk: new Unknown(diskType) }),
  },
  {
    rule: 'an optional and computed nested object with configured attributes was removed by the user',
    block: aBlock({ disk: nested('single', diskAttributes, optionalComputed) }),
    prior: object({ disk: disk('/a', 'i') }),
    config: object({ disk: null }),
    proposed: object({ disk: null }),
  },
  {
    rule: 'an optional and computed nested object that only the provider set stays',
    block: aBlock({
      disk: nested('single', { id: attribute('string', computed), path: attribute('string') }, optionalComputed),
    }),
    prior: object({ disk: object({ id: 'i', path: null }) }),
    config: object({ disk: null }),
    proposed: object({ disk: object({ id: 'i', path: null }) }),
  },
  {
    rule: 'nested lists match by index, and a new element is used as configured',
    block: aBlock({ disks: nested('list', diskAttributes) }),
    prior: object({ disks: list(diskType, disk('/a', '1')) }),
    config: object({ disks: list(diskType, disk('/b'), disk('/c')) }),
    proposed: object({ disks: list(diskType, disk('/b', '1'), disk('/c')) }),
  },
  {
    rule: 'nested lists shrink as configured',
    block: aBlock({ disks: nested('list', diskAttributes) }),
    prior: object({ disks: list(diskType, disk('/a', '1'), disk('/b', '2')) }),
    config: object({ disks: list(diskType, disk('/a')) }),
    proposed: object({ disks: list(diskType, disk('/a', '1')) }),
  },
  {
    rule: 'nested maps match by key',
    block: aBlock({ disks: nested('map', diskAttributes) }),
    prior: object({ disks: map(diskType, { a: disk('/a', '1'), b: disk('/b', '2') }) }),
    config: object({ disks: map(diskType, { b: disk('/b2'), c: disk('/c') }) }),
    proposed: object({ disks: map(diskType, { b: disk('/b2', '2'), c: disk('/c') }) }),
  },
  {
    rule: 'an element of a set matches the prior one that differs only in unset computed attributes',
    block: aBlock({ disks: nested('set', diskAttributes) }),
    prior: object({ disks: set(diskType, disk('/a', '1', 'rw'), disk('/b', '2', 'rw')) }),
    config: object({ disks: set(diskType, disk('/b'), disk('/a', null, 'ro')) }),
    proposed: object({ disks: set(diskType, disk('/b', '2', 'rw'), disk('/a', null, 'ro')) }),
  },
  {
    rule: 'a prior element of a set matches only one configured element',
    block: aBlock({ disks: nested('set', diskAttributes) }),
    prior: object({ disks: set(diskType, disk('/a', '1', 'ro')) }),
    config: object({ disks: set(diskType, disk('/a'), disk('/a', null, 'ro')) }),
    proposed: object({ disks: set(diskType, disk('/a', '1', 'ro'), disk('/a')) }),
  },
  {
    rule: 'a list of blocks matches by index',
    block: aBlock({}, { disk: { nesting: 'list', block: diskBlock } }),
    prior: object({ disk: list(diskType, disk('/a', '1')) }),
    config: object({ disk: list(diskType, disk('/b'), disk('/c')) }),
    proposed: object({ disk: list(diskType, disk('/b', '1'), disk('/c')) }),
  },
  {
    rule: 'blocks in a tuple stay a tuple',
    block: aBlock({}, { disk: { nesting: 'list', block: diskBlock } }),
    prior: object({ disk: [disk('/a', '1')] }),
    config: object({ disk: [disk('/b')] }),
    proposed: object({ disk: [disk('/b', '1')] }),
  },
  {
    rule: 'a single block that is not configured is absent',
    block: aBlock({}, { disk: { nesting: 'single', block: diskBlock } }),
    prior: object({ disk: disk('/a', '1') }),
    config: object({ disk: null }),
    proposed: object({ disk: null }),
  },
  {
    rule: 'a group always exists',
    block: aBlock({}, { disk: { nesting: 'group', block: diskBlock } }),
    prior: null,
    config: object({ disk: null }),
    proposed: object({ disk: object({ path: null, id: null, mode: null }) }),
  },
  {
    rule: 'unknown blocks stay unknown',
    block: aBlock({}, { disk: { nesting: 'set', block: diskBlock } }),
    prior: object({ disk: set(diskType, disk('/a', '1')) }),
    config: object({ disk: new Unknown({ kind: 'set', element: diskType }) }),
    proposed: object({ disk: new Unknown({ kind: 'set', element: diskType }) }),
  },
];

describe('the proposed object', () => {
  it.each(table)('$rule', ({ block, prior, config, proposed }) => {
    expect(proposeNew(block, prior, config)).toEqual(proposed);
  });

  it('is the prior object itself if the configuration changes nothing', () => {
    const block = aBlock({ name: attribute('string'), disks: nested('list', diskAttributes) });
    const prior = object({ name: 'a', disks: list(diskType, disk('/a', '1', 'rw')) });
    expect(proposeNew(block, prior, object({ name: 'a', disks: list(diskType, disk('/a')) }))).toBe(prior);
  });

  it('keeps values sensitive that were merged from sensitive ones', () => {
    const block = aBlock({ disks: nested('list', diskAttributes) });
    const prior = object({ disks: sensitive(list(diskType, disk('/a', 'secret'))) });
    const proposed = proposeNew(block, prior, object({ disks: list(diskType, disk('/b')) })) as Record<string, Value>;
    expect(proposed['disks']).toEqual(new Sensitive(list(diskType, disk('/b', 'secret'))));
  });

  it('without a prior object is the configuration', () => {
    const config = object({ name: 'a', size: null, zone: null, id: null });
    expect(proposeForCreate(plain, config)).toEqual(config);
  });

  it('matches elements of large sets without trying all pairs', () => {
    const block = aBlock({ disks: nested('set', diskAttributes) });
    const paths = Array.from({ length: 5_000 }, (_, index) => `/p${index}`);
    const prior = object({ disks: set(diskType, ...paths.map((path) => disk(path, `id${path}`))) });
    const config = object({ disks: set(diskType, ...paths.map((path) => disk(path))) });
    expect(proposeNew(block, prior, config)).toBe(prior);
  });
});

describe('planned data', () => {
  it('has unknown values for all unset computed attributes, including nested ones', () => {
    const block = aBlock(
      { name: attribute('string', required), id: attribute('string', computed), disks: nested('set', diskAttributes) },
      { extra: { nesting: 'list', block: diskBlock }, one: { nesting: 'group', block: diskBlock } },
    );
    const config = object({
      name: 'a',
      id: null,
      disks: set(diskType, disk('/a')),
      extra: list(diskType, disk('/b')),
      one: disk('/c', null, 'rw'),
    });
    const id = new Unknown('string');
    expect(plannedDataValue(block, config)).toEqual(
      object({
        name: 'a',
        id,
        disks: set(diskType, disk('/a', id, id)),
        extra: list(diskType, disk('/b', id, id)),
        one: disk('/c', id, 'rw'),
      }),
    );
  });
});

describe('an empty block', () => {
  it('has null attributes, empty block collections, no single block, and an empty group', () => {
    const block = aBlock(
      { name: attribute('string') },
      {
        a: { nesting: 'list', block: diskBlock },
        b: { nesting: 'single', block: diskBlock },
        c: { nesting: 'group', block: diskBlock },
        d: { nesting: 'map', block: diskBlock },
        e: { nesting: 'set', block: diskBlock },
      },
    );
    expect(emptyBlockValue(block)).toEqual(
      object({
        name: null,
        a: list(diskType),
        b: null,
        c: object({ path: null, id: null, mode: null }),
        d: map(diskType, {}),
        e: set(diskType),
      }),
    );
  });
});
