import { describe, expect, it } from 'vitest';
import { decideAction, type Decision, type DecisionInput } from '../../../../src/engine/diff/decide.js';
import { sensitive, Unknown } from '../../../../src/model/index.js';
import { object } from './support.js';

const x = object({ a: 'x' });
const y = object({ a: 'y' });

const table: readonly { rule: string; input: DecisionInput; decision: Decision }[] = [
  {
    rule: 'nothing before and after is nothing to do',
    input: { prior: null, planned: null, replacePaths: [] },
    decision: { kind: 'no-op' },
  },
  {
    rule: 'what is not there is created',
    input: { prior: null, planned: x, replacePaths: [] },
    decision: { kind: 'create' },
  },
  {
    rule: 'what is not there is created, also when its replacement was asked for',
    input: { prior: null, planned: x, replacePaths: [], forced: 'requested' },
    decision: { kind: 'create' },
  },
  {
    rule: 'what is not wanted is deleted',
    input: { prior: x, planned: null, replacePaths: [] },
    decision: { kind: 'delete' },
  },
  {
    rule: 'what is as planned stays',
    input: { prior: x, planned: object({ a: 'x' }), replacePaths: [] },
    decision: { kind: 'no-op' },
  },
  { rule: 'what differs is updated', input: { prior: x, planned: y, replacePaths: [] }, decision: { kind: 'update' } },
  {
    rule: 'what may differ is updated',
    input: { prior: x, planned: object({ a: new Unknown('string') }), replacePaths: [] },
    decision: { kind: 'update' },
  },
  {
    rule: 'a change of marks is not a change of the object',
    input: { prior: x, planned: object({ a: sensitive('x') }), replacePaths: [] },
    decision: { kind: 'no-op' },
  },
  {
    rule: 'marks alone are an update in state',
    input: { prior: x, planned: x, replacePaths: [], marksDiffer: true },
    decision: { kind: 'update', marksOnly: true },
  },
  {
    rule: 'marks beside a difference are an ordinary update',
    input: { prior: x, planned: y, replacePaths: [], marksDiffer: true },
    decision: { kind: 'update' },
  },
  {
    rule: 'what cannot be changed in place is replaced',
    input: { prior: x, planned: y, replacePaths: [['a']] },
    decision: { kind: 'replace', reason: 'replace_because_cannot_update' },
  },
  {
    rule: 'what is tainted is replaced',
    input: { prior: x, planned: x, replacePaths: [], forced: 'tainted' },
    decision: { kind: 'replace', reason: 'replace_because_tainted' },
  },
  {
    rule: 'what was asked to be replaced is, for that reason',
    input: { prior: x, planned: y, replacePaths: [['a']], forced: 'requested' },
    decision: { kind: 'replace', reason: 'replace_by_request' },
  },
  {
    rule: 'what something else triggers is replaced',
    input: { prior: x, planned: x, replacePaths: [], forced: 'triggered' },
    decision: { kind: 'replace', reason: 'replace_by_triggers' },
  },
];

describe('the planned action', () => {
  it.each(table)('$rule', ({ input, decision }) => {
    expect(decideAction(input)).toEqual(decision);
  });
});
