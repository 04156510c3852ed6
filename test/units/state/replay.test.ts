import { describe, expect, test } from 'vitest';
import { EMPTY_STATE, type JournalEntry } from '../../../src/model/index.js';
import { replay, sameContent } from '../../../src/state/index.js';
import { aCall, anObject, aRef, aState } from '../../support/states.js';

const made = anObject({ attributes: { id: 'made' } });
const old = anObject({ attributes: { id: 'old' } });

describe('replay', () => {
  const rules: Record<
    string,
    { base?: ReturnType<typeof aState>; entries: JournalEntry[]; gives: ReturnType<typeof aState> }
  > = {
    'a begin without a settle changes nothing': {
      entries: [{ kind: 'begin', seq: 1, ...aCall('terraform_data.a') }],
      gives: aState(),
    },
    'a settle puts the object where its begin said': {
      entries: [
        { kind: 'begin', seq: 1, ...aCall('module.m["x"].terraform_data.a["k"]') },
        { kind: 'settle', seq: 2, begin: 1, object: made, failed: false },
      ],
      gives: aState({ 'module.m["x"].terraform_data.a["k"]': made }),
    },
    'a settle without an object removes it, with its empty instance and resource': {
      base: aState({ 'terraform_data.a': old, 'terraform_data.b[0]': old, 'terraform_data.b[1]': old }),
      entries: [
        { kind: 'begin', seq: 1, ...aCall('terraform_data.a', { action: 'delete' }) },
        { kind: 'begin', seq: 2, ...aCall('terraform_data.b[1]', { action: 'delete' }) },
        { kind: 'settle', seq: 3, begin: 2, object: null, failed: false },
        { kind: 'settle', seq: 4, begin: 1, object: null, failed: false },
      ],
      gives: aState({ 'terraform_data.b[0]': old }),
    },
    'a failed create that left nothing leaves nothing': {
      entries: [
        { kind: 'begin', seq: 1, ...aCall('terraform_data.a') },
        { kind: 'settle', seq: 2, begin: 1, object: null, failed: true },
      ],
      gives: aState(),
    },
    'a deposed object exists next to its replacement': {
      base: aState({ 'terraform_data.a': old }),
      entries: [
        { kind: 'depose', seq: 1, ...aRef('terraform_data.a'), deposed: '0000abcd' },
        { kind: 'begin', seq: 2, ...aCall('terraform_data.a') },
        { kind: 'settle', seq: 3, begin: 2, object: made, failed: false },
      ],
      gives: aState({ 'terraform_data.a': made, 'terraform_data.a deposed 0000abcd': old }),
    },
    'deleting a deposed object leaves the current one': {
      base: aState({ 'terraform_data.a': made, 'terraform_data.a deposed 0000abcd': old }),
      entries: [
        { kind: 'begin', seq: 1, ...aCall('terraform_data.a', { action: 'delete', deposed: '0000abcd' }) },
        { kind: 'settle', seq: 2, begin: 1, object: null, failed: false },
      ],
      gives: aState({ 'terraform_data.a': made }),
    },
    'deleting the current object leaves a deposed one': {
      base: aState({ 'terraform_data.a': made, 'terraform_data.a deposed 0000abcd': old }),
      entries: [{ kind: 'remove', seq: 1, ...aRef('terraform_data.a') }],
      gives: aState({ 'terraform_data.a deposed 0000abcd': old }),
    },
    'an object is recorded and removed without a call': {
      base: aState({ 'terraform_data.b': old }),
      entries: [
        { kind: 'object', seq: 1, ...aRef('data.acloud_x.a'), object: made },
        { kind: 'remove', seq: 2, ...aRef('terraform_data.b') },
      ],
      gives: aState({ 'data.acloud_x.a': made }),
    },
    'removing a missing object is accepted': {
      entries: [{ kind: 'remove', seq: 1, ...aRef('terraform_data.b') }],
      gives: aState(),
    },
    'outputs replace all outputs': {
      base: aState({}, { outputs: new Map([['old', { value: 1, type: 'number', sensitive: false }]]) }),
      entries: [{ kind: 'outputs', seq: 1, outputs: { now: { value: 'x', type: 'string', sensitive: true } } }],
      gives: aState({}, { outputs: new Map([['now', { value: 'x', type: 'string', sensitive: true }]]) }),
    },
  };
  test.each(Object.entries(rules))('%s', (_, { base = EMPTY_STATE, entries, gives }) => {
    const { state, problems } = replay(base, entries);
    expect(problems).toEqual([]);
    expect(state.resources).toEqual(gives.resources);
    expect(state.outputs).toEqual(gives.outputs);
  });

  test('an object has the provider of its last record', () => {
    const other = 'provider["registry.terraform.io/a/b"].west';
    const base = aState({ 'terraform_data.a[0]': old, 'terraform_data.a[1]': old });
    const { state } = replay(base, [
      { kind: 'object', seq: 1, ...aRef('terraform_data.a[0]'), provider: other, object: made },
      { kind: 'object', seq: 2, ...aRef('terraform_data.a[1]'), provider: other, object: made },
    ]);
    expect(state.resources.get('terraform_data.a')).toMatchObject({ provider: other });
    expect(state.resources.get('terraform_data.a')?.instances.size).toBe(2);
  });

  test('an entry costs the same however many instances its resource has', () => {
    const entries = Array.from({ length: 40_000 }, (_, index): JournalEntry => ({
      kind: 'object',
      seq: index + 1,
      ...aRef(`terraform_data.a[${index}]`),
      object: made,
    }));
    expect(replay(EMPTY_STATE, entries).state.resources.get('terraform_data.a')?.instances.size).toBe(40_000);
    // Copying the instances for each entry would take minutes: longer than a test may.
  });

  test('the base is not changed', () => {
    const base = aState({ 'terraform_data.a[0]': old });
    replay(base, [{ kind: 'object', seq: 1, ...aRef('terraform_data.a[1]'), object: made }]);
    expect(sameContent(base, aState({ 'terraform_data.a[0]': old }))).toBe(true);
  });

  test('calls without an end are interrupted calls, with their notes, in order', () => {
    const [first, second, third] = ['a', 'b', 'c'].map((name, index) => ({
      kind: 'begin' as const,
      seq: index + 1,
      ...aCall(`terraform_data.${name}`),
    }));
    const { interrupted } = replay(EMPTY_STATE, [
      first!,
      second!,
      third!,
      { kind: 'note', seq: 4, begin: 3, data: { id: 'x' } },
      { kind: 'settle', seq: 5, begin: 2, object: made, failed: false },
      { kind: 'note', seq: 6, begin: 3, data: { ready: true } },
    ]);
    expect(interrupted).toEqual([
      { begin: first, notes: [] },
      { begin: third, notes: [{ id: 'x' }, { ready: true }] },
    ]);
  });

  test('an open call has the time of its last request', () => {
    const call = { kind: 'begin', seq: 1, ...aCall('terraform_data.a'), sent: { at: 1, uptime: 1 } } as const;
    const sent = { at: 9, uptime: 9, boot: 'b' };
    const { interrupted, problems } = replay(EMPTY_STATE, [call, { kind: 'sent', seq: 2, begin: 1, sent }]);
    expect([interrupted, problems]).toEqual([[{ begin: { ...call, sent }, notes: [] }], []]);
  });

  const wrong: Record<string, { entries: JournalEntry[]; problem: RegExp }> = {
    'a settle without a call': {
      entries: [{ kind: 'settle', seq: 2, begin: 1, object: null, failed: false }],
      problem: /not an open call/,
    },
    'a note without a call': { entries: [{ kind: 'note', seq: 2, begin: 1, data: {} }], problem: /not an open call/ },
    'a request without a call': {
      entries: [{ kind: 'sent', seq: 2, begin: 1, sent: { at: 0, uptime: 0 } }],
      problem: /not an open call/,
    },
    'a second settle of a call': {
      entries: [
        { kind: 'begin', seq: 1, ...aCall('terraform_data.a') },
        { kind: 'settle', seq: 2, begin: 1, object: null, failed: false },
        { kind: 'settle', seq: 3, begin: 1, object: null, failed: false },
      ],
      problem: /not an open call/,
    },
    'deposing a missing object': {
      entries: [{ kind: 'depose', seq: 1, ...aRef('terraform_data.a'), deposed: '0000abcd' }],
      problem: /does not exist/,
    },
    'entries out of order': {
      entries: [
        { kind: 'remove', seq: 2, ...aRef('terraform_data.a') },
        { kind: 'remove', seq: 2, ...aRef('terraform_data.b') },
      ],
      problem: /entry 2 comes after entry 2/,
    },
  };
  for (const [name, { entries, problem }] of Object.entries(wrong)) {
    test(`is reported: ${name}`, () => {
      expect(replay(EMPTY_STATE, entries).problems).toEqual([expect.stringMatching(problem) as string]);
    });
  }
});
