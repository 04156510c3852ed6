import { describe, expect, test } from 'vitest';
import { DiagnosticError, integrityProblems, type State } from '../../../src/model/index.js';
import {
  checkPush,
  forgetDeposed,
  listAddresses,
  moveResource,
  removeAddress,
  replaceProvider,
  sameContent,
} from '../../../src/state/index.js';
import { anObject, aState } from '../../support/states.js';

function codeOf(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    if (error instanceof DiagnosticError) return error.diagnostics[0]!.code;
    throw error;
  }
  return 'nothing was refused';
}

const after = (address: string): ReturnType<typeof anObject> => anObject({ dependencies: [address] });

describe('move', () => {
  const rules: Record<string, { before: State; from: string; to: string; gives: State }> = {
    'a resource is renamed with all its instances and objects': {
      before: aState({ 'a.a[0]': anObject(), 'a.a[1]': anObject(), 'a.a[1] deposed 0000beef': anObject() }),
      from: 'a.a',
      to: 'module.m.a.b',
      gives: aState({
        'module.m.a.b[0]': anObject(),
        'module.m.a.b[1]': anObject(),
        'module.m.a.b[1] deposed 0000beef': anObject(),
      }),
    },
    'an instance changes its key': {
      before: aState({ 'a.a[0]': anObject(), 'a.a[1]': anObject() }),
      from: 'a.a[1]',
      to: 'a.a["x"]',
      gives: aState({ 'a.a[0]': anObject(), 'a.a["x"]': anObject() }),
    },
    'an instance joins another resource': {
      before: aState({ 'a.a[0]': anObject(), 'a.a[1]': anObject(), 'a.b["x"]': anObject() }),
      from: 'a.a[1]',
      to: 'a.b["y"]',
      gives: aState({ 'a.a[0]': anObject(), 'a.b["x"]': anObject(), 'a.b["y"]': anObject() }),
    },
    'a resource is removed with its last instance': {
      before: aState({ 'a.a[0]': anObject() }),
      from: 'a.a[0]',
      to: 'a.b',
      gives: aState({ 'a.b': anObject() }),
    },
    'a resource without key becomes one of many': {
      before: aState({ 'a.a': anObject() }),
      from: 'a.a',
      to: 'a.a["x"]',
      gives: aState({ 'a.a["x"]': anObject() }),
    },
    'a module is renamed with the modules in it': {
      before: aState({
        'module.m[0].a.a': anObject(),
        'module.m[0].module.n.a.a': anObject(),
        'module.mm.a.a': anObject(),
      }),
      from: 'module.m[0]',
      to: 'module.x["k"]',
      gives: aState({
        'module.x["k"].a.a': anObject(),
        'module.x["k"].module.n.a.a': anObject(),
        'module.mm.a.a': anObject(),
      }),
    },
    'dependents are updated': {
      before: aState({
        'a.a': anObject(),
        'b.b': after('a.a'),
        'b.b deposed 0000beef': after('a.a'),
        'b.c': after('a.x'),
      }),
      from: 'a.a',
      to: 'a.z',
      gives: aState({
        'a.z': anObject(),
        'b.b': after('a.z'),
        'b.b deposed 0000beef': after('a.z'),
        'b.c': after('a.x'),
      }),
    },
    'a dependent of several instances depends on the moved one and on the remaining ones': {
      before: aState({ 'a.a[0]': anObject(), 'a.a[1]': anObject(), 'b.b': after('a.a') }),
      from: 'a.a[0]',
      to: 'a.z',
      gives: aState({ 'a.z': anObject(), 'a.a[1]': anObject(), 'b.b': anObject({ dependencies: ['a.a', 'a.z'] }) }),
    },
    'a key change within a resource changes no dependency': {
      before: aState({ 'a.a[0]': anObject(), 'a.a[1]': anObject(), 'b.b': after('a.a') }),
      from: 'a.a[0]',
      to: 'a.a[5]',
      gives: aState({ 'a.a[5]': anObject(), 'a.a[1]': anObject(), 'b.b': after('a.a') }),
    },
    'an object that joins a resource it depends on does not depend on itself': {
      before: aState({ 'a.a': anObject(), 'a.b["x"]': anObject({ dependencies: ['a.a', 'a.c'] }) }),
      from: 'a.a',
      to: 'a.b["y"]',
      gives: aState({ 'a.b["y"]': anObject(), 'a.b["x"]': after('a.c') }),
    },
    'an object that joins its dependency does not depend on itself': {
      before: aState({ 'a.a': after('a.b'), 'a.b["x"]': anObject() }),
      from: 'a.a',
      to: 'a.b["y"]',
      gives: aState({ 'a.b["y"]': anObject(), 'a.b["x"]': anObject() }),
    },
    'an object that joins a dependent of a third one closes no cycle': {
      before: aState({
        'a.a': anObject(),
        'a.b': after('a.a'),
        'a.c["x"]': anObject({ dependencies: ['a.a', 'a.b'] }),
      }),
      from: 'a.a',
      to: 'a.c["y"]',
      gives: aState({ 'a.c["y"]': anObject(), 'a.b': anObject(), 'a.c["x"]': after('a.b') }),
    },
    'dependents of a resource in a module are updated with the module': {
      before: aState({ 'module.m["x"].a.a': anObject(), 'b.b': anObject({ dependencies: ['a.c', 'module.m.a.a'] }) }),
      from: 'module.m["x"]',
      to: 'module.a',
      gives: aState({ 'module.a.a.a': anObject(), 'b.b': anObject({ dependencies: ['a.c', 'module.a.a.a'] }) }),
    },
  };
  test.each(Object.entries(rules))('%s', (_, { before, from, to, gives }) => {
    const { state } = moveResource(before, from, to);
    expect(sameContent(state, gives) || state).toBe(true);
    expect(integrityProblems(state)).toEqual([]);
  });

  test('reports what moved where', () => {
    expect(moveResource(aState({ 'a.a[0]': anObject() }), 'a.a', 'a.b').moved).toEqual([['a.a', 'a.b']]);
    expect(moveResource(aState({ 'a.a[0]': anObject() }), 'a.a[0]', 'a.b').moved).toEqual([['a.a[0]', 'a.b']]);
  });

  const other = aState({ 'a.b["x"]': anObject() });
  const refused: Record<string, { before?: State; from: string; to: string; code: string }> = {
    'an address that is not in state': { from: 'a.x', to: 'a.y', code: 'unknown-state-address' },
    'an instance that does not exist': { from: 'a.a[7]', to: 'a.y', code: 'unknown-state-address' },
    'a whole resource of many onto one instance': { from: 'a.a', to: 'a.y[0]', code: 'unknown-state-address' },
    'an empty module': { from: 'module.x', to: 'module.y', code: 'unknown-state-address' },
    'an invalid address': { from: 'a', to: 'a.y', code: 'invalid-address' },
    'onto another type': { from: 'a.a', to: 'b.a', code: 'move-between-types' },
    'onto another mode': { from: 'a.a', to: 'data.a.a', code: 'move-between-types' },
    'a resource onto a module': { from: 'a.a', to: 'module.m', code: 'move-between-kinds' },
    'onto an existing object': { from: 'a.a', to: 'a.b', code: 'move-target-exists' },
    'onto itself': { from: 'a.a[0]', to: 'a.a[0]', code: 'move-target-exists' },
    'an instance onto an existing one': { from: 'a.a[0]', to: 'a.a[1]', code: 'move-target-exists' },
    'an instance into a resource of another provider': {
      before: {
        ...other,
        resources: new Map(
          [...other.resources, ...aState({ 'a.a[0]': anObject() }).resources].map(([name, resource]) => [
            name,
            name === 'a.a' ? { ...resource, provider: 'provider["x/y/z"]' } : resource,
          ]),
        ),
      },
      from: 'a.a[0]',
      to: 'a.b["y"]',
      code: 'move-other-provider',
    },
  };
  const standing = aState({
    'a.a[0]': anObject(),
    'a.a[1]': anObject(),
    'a.b': anObject(),
    'module.m.a.a': anObject(),
  });
  for (const [name, { before = standing, from, to, code }] of Object.entries(refused)) {
    test(`refuses ${name}`, () => {
      expect(codeOf(() => moveResource(before, from, to))).toBe(code);
    });
  }
});

const many = aState({
  'a.b[10]': anObject({ attributes: { id: 'ten' } }),
  'a.b[9]': anObject(),
  'a.a': anObject({ attributes: { id: 'ten' } }),
  'data.z.z': anObject(),
  'module.m["x"].a.a': anObject(),
  'module.m["y"].module.n.a.a': anObject(),
  'module.mm.a.a': anObject(),
});

describe('list', () => {
  const rules: Record<string, { filter?: Parameters<typeof listAddresses>[1]; gives: string[] }> = {
    'all instances, in the order of the file': {
      gives: [
        'data.z.z',
        'a.a',
        'a.b[9]',
        'a.b[10]',
        'module.m["x"].a.a',
        'module.m["y"].module.n.a.a',
        'module.mm.a.a',
      ],
    },
    'a resource with its instances': { filter: { addresses: ['a.b'] }, gives: ['a.b[9]', 'a.b[10]'] },
    'one instance': { filter: { addresses: ['a.b[10]'] }, gives: ['a.b[10]'] },
    'a module with all its instances and modules': {
      filter: { addresses: ['module.m'] },
      gives: ['module.m["x"].a.a', 'module.m["y"].module.n.a.a'],
    },
    'one instance of a module': { filter: { addresses: ['module.m["y"]'] }, gives: ['module.m["y"].module.n.a.a'] },
    'everything under any of several addresses, once': {
      filter: { addresses: ['a.b[10]', 'a.b'] },
      gives: ['a.b[9]', 'a.b[10]'],
    },
    'objects by their id': { filter: { id: 'ten' }, gives: ['a.a', 'a.b[10]'] },
  };
  test.each(Object.entries(rules))('%s', (_, { filter, gives }) => expect(listAddresses(many, filter)).toEqual(gives));
  test('an address that matches nothing is rejected, with similar names', () => {
    expect(codeOf(() => listAddresses(many, { addresses: ['a.b', 'a.c'] }))).toBe('unknown-state-address');
  });
});

describe('remove', () => {
  const rules: Record<string, { address: string; removed: string[] }> = {
    'an instance': { address: 'a.b[9]', removed: ['a.b[9]'] },
    'a resource': { address: 'a.b', removed: ['a.b[10]', 'a.b[9]'] },
    'a module': { address: 'module.m', removed: ['module.m["x"].a.a', 'module.m["y"].module.n.a.a'] },
  };
  test.each(Object.entries(rules))('%s', (_, { address, removed }) => {
    const result = removeAddress(many, address);
    expect([...result.removed].sort()).toEqual(removed);
    expect(listAddresses(result.state)).toEqual(listAddresses(many).filter((name) => !removed.includes(name)));
    expect(integrityProblems(result.state)).toEqual([]);
  });
  test('an address that is not in state is rejected', () =>
    expect(codeOf(() => removeAddress(many, 'a.b[11]'))).toBe('unknown-state-address'));

  test('a deposed object can be forgotten alone, and an instance is removed with its last object', () => {
    const state = aState({ 'a.a deposed 0000beef': anObject(), 'a.a deposed 0000abcd': anObject() });
    const once = forgetDeposed(state, 'a.a', '0000beef');
    expect(sameContent(once, aState({ 'a.a deposed 0000abcd': anObject() }))).toBe(true);
    expect(forgetDeposed(once, 'a.a', '0000abcd').resources.size).toBe(0);
    expect(codeOf(() => forgetDeposed(once, 'a.a', '0000beef'))).toBe('unknown-deposed');
  });
});

describe('replace-provider', () => {
  const resources = new Map(
    [...aState({ 'a.a': anObject(), 'a.b': anObject(), 'a.c': anObject() }).resources].map(
      ([name, resource], index) => [
        name,
        {
          ...resource,
          provider: [
            'provider["registry.terraform.io/hashicorp/aws"].west',
            'module.m.provider["registry.terraform.io/hashicorp/aws"]',
            'provider["terraform.io/builtin/terraform"]',
          ][index]!,
        },
      ],
    ),
  );
  test('resources of the provider get the other one, and keep alias and module', () => {
    const { state, replaced } = replaceProvider({ ...many, resources }, 'aws', 'acme.com/my/aws');
    expect(replaced).toEqual(['a.a', 'a.b']);
    expect([...state.resources.values()].map(({ provider }) => provider)).toEqual([
      'provider["acme.com/my/aws"].west',
      'module.m.provider["acme.com/my/aws"]',
      'provider["terraform.io/builtin/terraform"]',
    ]);
  });
});

describe('push', () => {
  const at = (lineage: string, serial: number, id = 'x'): State =>
    aState({ 'a.a': anObject({ attributes: { id } }) }, { lineage, serial });
  const rules: [string, State, State, string[]][] = [
    ['any state onto a state that was never written', aState(), at('l', 3), []],
    ['a later serial', at('l', 3), at('l', 4, 'y'), []],
    ['the same state again', at('l', 3), at('l', 3), []],
    ['another lineage', at('l', 3), at('m', 4), ['foreign-lineage']],
    ['an earlier serial', at('l', 3), at('l', 2), ['older-serial']],
    ['other content with the same serial', at('l', 3), at('l', 3, 'y'), ['same-serial']],
  ];
  for (const [rule, current, incoming, codes] of rules) {
    test(`${rule}: ${codes.join() || 'allowed'}`, () => {
      expect(checkPush(current, incoming, false).map(({ code }) => code)).toEqual(codes);
      expect(checkPush(current, incoming, true)).toEqual([]);
    });
  }
});
