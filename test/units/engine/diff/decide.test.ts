import { describe, expect, it } from 'vitest';
import { decideAction, type Decision, type DecisionInput } from '../../../../src/engine/diff/decide.js';
import { sensitive, Unknown } from '../../../../src/model/index.js';
import { object } from './support.js';

const x = object({ a: 'x' });
const y = object({ a: 'y' });

const table: readonly { rule: string; input: DecisionInput; decision: Decision }[] = [
  {
    rule: 'no object before and after is a no-op',
    input: { prior: null, planned: null, replacePaths: [] },
    decision: { kind: 'no-op' },
  },
  {
    rule: 'a missing object is created',
    input: { prior: null, planned: x, replacePaths: [] },
    decision: { kind: 'create' },
  },
  {
    rule: 'a missing object is created, even if its replacement was requested',
    input: { prior: null, planned: x, replacePaths: [], forced: 'requested' },
    decision: { kind: 'create' },
  },
  {
    rule: 'an object without configuration is deleted',
    input: { prior: x, planned: null, replacePaths: [] },
    decision: { kind: 'delete' },
  },
  {
    rule: 'an equal object is a no-op',
    input: { prior: x, planned: object({ a: 'x' }), replacePaths: [] },
    decision: { kind: 'no-op' },
  },
  {
    rule: 'a different object is updated',
    input: { prior: x, planned: y, replacePaths: [] },
    decision: { kind: 'update' },
  },
  {
    rule: 'a possibly different object is updated',
    input: { prior: x, planned: object({ a: new Unknown('string') }), replacePaths: [] },
    decision: { kind: 'update' },
  },
  {
    rule: 'a change of only marks does not change the object',
    input: { prior: x, planned: object({ a: sensitive('x') }), replacePaths: [] },
    decision: { kind: 'no-op' },
  },
  {
    rule: 'marks alone are an update in state',
    input: { prior: x, planned: x, replacePaths: [], marksDiffer: true },
    decision: { kind: 'update', marksOnly: true },
  },
  {
    rule: 'marks together with a difference are an ordinary update',
    input: { prior: x, planned: y, replacePaths: [], marksDiffer: true },
    decision: { kind: 'update' },
  },
  {
    rule: 'an object that cannot change in place is replaced',
    input: { prior: x, planned: y, replacePaths: [['a']] },
    decision: { kind: 'replace', reason: 'replace_because_cannot_update' },
  },
  {
    rule: 'a tainted object is replaced',
    input: { prior: x, planned: x, replacePaths: [], forced: 'tainted' },
    decision: { kind: 'replace', reason: 'replace_because_tainted' },
  },
  {
    rule: 'a requested replacement has that reason',
    input: { prior: x, planned: y, replacePaths: [['a']], forced: 'requested' },
    decision: { kind: 'replace', reason: 'replace_by_request' },
  },
  {
    rule: 'an object with a changed trigger is replaced',
    input: { prior: x, planned: x, replacePaths: [], forced: 'triggered' },
    decision: { kind: 'replace', reason: 'replace_by_triggers' },
  },
];

describe('the planned action', () => {
  it.each(table)('$rule', ({ input, decision }) => {
    expect(decideAction(input)).toEqual(decision);
  });
});
