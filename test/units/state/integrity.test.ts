import { describe, expect, test } from 'vitest';
import { EMPTY_STATE, integrityProblems, UNKNOWN, type ResourceState, type State } from '../../../src/model/index.js';
import { anObject, aState, BUILTIN } from '../../support/states.js';

const resource: ResourceState = {
  address: { module: '', mode: 'managed', type: 'a', name: 'a' },
  provider: BUILTIN,
  instances: new Map([['', { key: undefined, current: anObject(), deposed: new Map() }]]),
};
const withResource = (change: Partial<ResourceState>, name = 'a.a'): State => ({
  ...EMPTY_STATE,
  resources: new Map([[name, { ...resource, ...change }]]),
});

describe('a state is consistent', () => {
  test('if it is empty', () => expect(integrityProblems(EMPTY_STATE)).toEqual([]));
  test('if all its parts fit together', () => {
    const state = aState({
      'module.m["k"].a.a[0]': anObject({
        dependencies: ['a.a', 'data.b.b', 'module.m.a.b'],
        private: 'AAE=',
        sensitivePaths: [['x', 0]],
      }),
      'module.m["k"].a.a[0] deposed 0123abcd': anObject({ status: 'tainted' }),
      'data.b.b': anObject(),
    });
    expect(integrityProblems(state)).toEqual([]);
  });
});

describe('a state is inconsistent', () => {
  const wrong: Record<string, { state: State; says: RegExp }> = {
    'if its serial is invalid': { state: { ...EMPTY_STATE, serial: -1 }, says: /^the serial is -1$/ },
    'if an output is unknown': {
      state: { ...EMPTY_STATE, outputs: new Map([['o', { value: UNKNOWN, type: 'dynamic', sensitive: false }]]) },
      says: /^output\.o: /,
    },
    'if a resource is stored under another name': {
      state: withResource({}, 'a.b'),
      says: /^a\.b: its address is a\.a$/,
    },
    'if an address cannot be parsed': {
      state: withResource({ address: { ...resource.address, name: 'a b' } }, 'a.a b'),
      says: /cannot be read back/,
    },
    'if a resource has no provider': {
      state: withResource({ provider: 'aws' }),
      says: /^a\.a: aws is not the address of a provider/,
    },
    'if a resource has no instance': {
      state: withResource({ instances: new Map() }),
      says: /^a\.a: it has no instance$/,
    },
    'if an instance is stored under another key': {
      state: withResource({ instances: new Map([['[1]', { key: 0, current: anObject(), deposed: new Map() }]]) }),
      says: /^a\.a\[1\]: its key is \[0\]$/,
    },
    'if a key is negative': {
      state: withResource({ instances: new Map([['[-1]', { key: -1, current: anObject(), deposed: new Map() }]]) }),
      says: /its key is not a whole number/,
    },
    'if an instance has no object': {
      state: withResource({ instances: new Map([['', { key: undefined, deposed: new Map() }]]) }),
      says: /^a\.a: it has no object$/,
    },
    'if a deposed key is invalid': {
      state: aState({ 'a.a deposed BEEF': anObject() }),
      says: /"BEEF" is not a deposed key/,
    },
    'if a data source is deposed': {
      state: aState({ 'data.a.a deposed 0000beef': anObject() }),
      says: /cannot be deposed/,
    },
    'if a data source is tainted': {
      state: aState({ 'data.a.a': anObject({ status: 'tainted' }) }),
      says: /cannot be tainted/,
    },
    'if a schema version is invalid': {
      state: aState({ 'a.a': anObject({ schemaVersion: 0.5 }) }),
      says: /its schema version is 0\.5/,
    },
    'if dependencies are not sorted': {
      state: aState({ 'a.a': anObject({ dependencies: ['b.b', 'a.b'] }) }),
      says: /not sorted/,
    },
    'if a dependency is listed twice': {
      state: aState({ 'a.a': anObject({ dependencies: ['b.b', 'b.b'] }) }),
      says: /twice/,
    },
    'if a dependency is an instance': {
      state: aState({ 'a.a': anObject({ dependencies: ['b.b[0]'] }) }),
      says: /not the address of a resource/,
    },
    'if a sensitive path does not begin with an attribute': {
      state: aState({ 'a.a': anObject({ sensitivePaths: [[]] }) }),
      says: /does not begin with an attribute/,
    },
    'if private bytes are not base64': {
      state: aState({ 'a.a deposed 0000beef': anObject({ private: 'a' }) }),
      says: /deposed 0000beef\): its private bytes/,
    },
  };
  test.each(Object.entries(wrong))('%s', (_, { state, says }) =>
    expect(integrityProblems(state)).toMatchObject([{ message: expect.stringMatching(says) as string }]),
  );
});
