import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SharedLists } from '../../../../src/engine/graph/shared-lists.js';
import { planSteps } from '../../../../src/engine/plan/steps.js';
import { parseAddress, type Action, type ResourceChange, type Step } from '../../../../src/model/index.js';

interface Given {
  readonly name: string;
  readonly action: Action;
  /** What it depends on by configuration. */
  readonly now?: readonly string[];
  /** What state remembers it depended on; the same as `now` when not given. */
  readonly then?: readonly string[];
  readonly deposed?: string;
}

function change({ name, action, now = [], then, deposed }: Given): ResourceChange {
  const address = `t.${name}`;
  const existed = action !== 'create' && action !== 'read';
  return {
    address,
    resource: parseAddress(address)!.resource,
    resourceKey: address,
    key: undefined,
    ...(deposed === undefined ? {} : { deposed }),
    provider: { source: 'x/y/z' },
    action,
    before: existed ? {} : null,
    after: action === 'delete' ? null : {},
    replacePaths: [],
    dependencies: now.map((other) => `t.${other}`),
    ...(then === undefined ? {} : { priorDependencies: then.map((other) => `t.${other}`) }),
    createBeforeDestroy: action === 'create-delete',
    schemaVersion: 0,
  };
}

function stepsOf(given: readonly Given[]): readonly Step[] {
  const lists = new SharedLists();
  const configured = new Map(
    given
      .filter((one) => one.action !== 'delete')
      .map((one) => [`t.${one.name}`, lists.share((one.now ?? []).map((other) => `t.${other}`))]),
  );
  return planSteps(given.map(change), configured);
}

/** Runs the steps one by one as a scheduler would, and says which ran when; throws on a circle. */
function ranks(steps: readonly Step[]): Map<string, number> {
  const order: number[] = [];
  const done = new Set<number>();
  while (done.size < steps.length) {
    const next = steps.filter((step) => !done.has(step.index) && step.needs.every((need) => done.has(need)));
    if (next.length === 0)
      throw new Error(
        `circle among ${steps
          .filter((step) => !done.has(step.index))
          .map((step) => step.kind)
          .join(', ')}`,
      );
    for (const step of next) {
      done.add(step.index);
      order.push(step.index);
    }
  }
  return new Map(
    order.flatMap((index, position) => {
      const step = steps[index]!;
      return step.kind === 'gather' ? [] : [[`${step.kind} ${step.address.slice(2)}`, position] as const];
    }),
  );
}

/** Whether `later` waits, through any number of steps, for `earlier`. */
function waitsFor(steps: readonly Step[], later: string, earlier: string): boolean {
  const named = (text: string): number =>
    steps.findIndex((step) => step.kind !== 'gather' && `${step.kind} ${step.address.slice(2)}` === text);
  const [from, to] = [named(later), named(earlier)];
  if (from < 0 || to < 0)
    throw new Error(`no step ${from < 0 ? later : earlier} in ${[...ranks(steps).keys()].join(', ')}`);
  const open = [from];
  const seen = new Set<number>();
  for (let index = open.pop(); index !== undefined; index = open.pop()) {
    for (const need of steps[index]!.needs) {
      if (need === to) return true;
      if (!seen.has(need)) {
        seen.add(need);
        open.push(need);
      }
    }
  }
  return false;
}

const RULES: readonly {
  readonly rule: string;
  readonly given: readonly Given[];
  readonly waits: readonly (readonly [string, string])[];
  readonly not?: readonly (readonly [string, string])[];
}[] = [
  {
    rule: 'an object is created after its dependencies',
    given: [
      { name: 'a', action: 'create' },
      { name: 'b', action: 'create', now: ['a'] },
    ],
    waits: [['create b', 'create a']],
    not: [['create a', 'create b']],
  },
  {
    rule: 'dependencies pass through unchanged objects',
    given: [
      { name: 'a', action: 'update' },
      { name: 'b', action: 'no-op', now: ['a'] },
      { name: 'c', action: 'create', now: ['b'] },
    ],
    waits: [['create c', 'update a']],
  },
  {
    rule: 'objects are deleted in the opposite order',
    given: [
      { name: 'a', action: 'delete' },
      { name: 'b', action: 'delete', then: ['a'] },
    ],
    waits: [['delete a', 'delete b']],
    not: [['delete b', 'delete a']],
  },
  {
    rule: 'a replacement deletes before it creates, and its dependents are deleted before and created after it',
    given: [
      { name: 'a', action: 'delete-create' },
      { name: 'b', action: 'delete-create', now: ['a'] },
    ],
    waits: [
      ['create a', 'delete a'],
      ['delete a', 'delete b'],
      ['create b', 'create a'],
    ],
  },
  {
    rule: 'create_before_destroy deletes the old object after its dependents are updated',
    given: [
      { name: 'a', action: 'create-delete' },
      { name: 'b', action: 'update', now: ['a'] },
    ],
    waits: [
      ['update b', 'create-deposing a'],
      ['delete-deposed a', 'update b'],
      ['delete-deposed a', 'create-deposing a'],
    ],
  },
  {
    rule: 'create_before_destroy of two deletes the old dependent before the old object',
    given: [
      { name: 'a', action: 'create-delete' },
      { name: 'b', action: 'create-delete', now: ['a'] },
    ],
    waits: [
      ['create-deposing b', 'create-deposing a'],
      ['delete-deposed a', 'delete-deposed b'],
      ['delete-deposed a', 'create-deposing b'],
    ],
  },
  {
    rule: 'a delete waits until former dependents are updated',
    given: [
      { name: 'a', action: 'delete' },
      { name: 'b', action: 'update', now: [], then: ['a'] },
    ],
    waits: [['delete a', 'update b']],
  },
  {
    rule: 'a reversed reference does not close a cycle',
    given: [
      { name: 'a', action: 'delete', then: ['r'] },
      { name: 'r', action: 'delete-create' },
      { name: 'b', action: 'update', now: ['r'], then: ['a'] },
    ],
    waits: [
      ['create r', 'delete r'],
      ['delete r', 'delete a'],
      ['update b', 'create r'],
    ],
  },
];

describe('planSteps', () => {
  it.each(RULES)('$rule', ({ given, waits, not = [] }) => {
    const steps = stepsOf(given);
    ranks(steps);
    for (const [later, earlier] of waits)
      expect(waitsFor(steps, later, earlier), `${later} waits for ${earlier}`).toBe(true);
    for (const [later, earlier] of not)
      expect(waitsFor(steps, later, earlier), `${later} does not wait for ${earlier}`).toBe(false);
  });

  it('destroys the objects of a module with instances in the order of dependencies that name no instance', () => {
    const inModule = (address: string, dependencies: readonly string[]): ResourceChange => ({
      ...change({ name: 'x', action: 'delete' }),
      address,
      resource: parseAddress(address)!.resource,
      resourceKey: address,
      dependencies,
    });
    const steps = planSteps(
      [inModule('module.m[0].t.a', []), inModule('module.m[0].t.b', ['module.m.t.a'])],
      new Map<string, readonly string[]>(),
    );
    const [first, second] = steps.filter((step) => step.kind === 'delete');
    expect([first!.needs, second!.needs]).toEqual([[second!.index], []]);
  });

  it('needs only as many edges as nodes if many depend on many', () => {
    const many = Array.from({ length: 500 }, (_, index): Given => ({ name: `a${index}`, action: 'create' }));
    const users = Array.from({ length: 500 }, (_, index): Given => ({
      name: `b${index}`,
      action: 'create',
      now: ['hub'],
    }));
    const hub: Given = { name: 'hub', action: 'no-op', now: many.map((one) => one.name) };
    const steps = stepsOf([...many, hub, ...users]);
    expect(steps.reduce((sum, step) => sum + step.needs.length, 0)).toBeLessThan(2500);
    expect(waitsFor(steps, 'create b499', 'create a0')).toBe(true);
  });

  it.each<Action>(['create', 'delete', 'update', 'delete-create', 'create-delete'])(
    'shares the edges of nodes with the same many dependencies (%s)',
    (action) => {
      const names = Array.from({ length: 100 }, (_, index) => index);
      const now = names.map((index) => `a${index}`);
      const steps = stepsOf([
        ...names.map((index): Given => ({ name: `a${index}`, action })),
        ...names.map((index): Given => ({ name: `b${index}`, action, now })),
      ]);
      expect(steps.reduce((sum, step) => sum + step.needs.length, 0)).toBeLessThan(20 * names.length);
    },
  );

  it('never closes a cycle, whatever changes at once', () => {
    const actions: readonly Action[] = ['no-op', 'create', 'update', 'delete', 'delete-create', 'create-delete'];
    const world = fc.integer({ min: 1, max: 12 }).chain((count) =>
      fc.tuple(
        fc.array(fc.constantFrom(...actions), { minLength: count, maxLength: count }),
        fc.array(fc.tuple(fc.nat(count - 1), fc.nat(count - 1)), { maxLength: 30 }),
        fc.array(fc.tuple(fc.nat(count - 1), fc.nat(count - 1)), { maxLength: 30 }),
        fc.shuffledSubarray(
          Array.from({ length: count }, (_, index) => index),
          { minLength: count, maxLength: count },
        ),
      ),
    );
    fc.assert(
      fc.property(world, ([chosen, now, then, position]) => {
        // Today's references go one way, the remembered ones another: each is without circles, together they need not be.
        const spread = spreadGapless(
          chosen,
          now.filter(([left, right]) => left > right),
        );
        const given = spread.map((action, index): Given => ({
          name: `n${index}`,
          action,
          now: now
            .filter(([left, right]) => left === index && right < index && spread[right] !== 'delete')
            .map(([, right]) => `n${right}`),
          then: then
            .filter(
              ([left, right]) => left === index && position[right]! < position[index]! && spread[right] !== 'create',
            )
            .map(([, right]) => `n${right}`),
        }));
        ranks(stepsOf(given));
      }),
      { numRuns: 2000 },
    );
  });
});

/** As the planner does: what a gapless replacement depends on is replaced without a gap too. */
function spreadGapless(actions: readonly Action[], edges: readonly (readonly [number, number])[]): Action[] {
  const result = [...actions];
  for (let index = result.length - 1; index >= 0; index -= 1) {
    const gapless =
      result[index] === 'create-delete' || edges.some(([left, right]) => right === index && isGapless.has(left));
    if (gapless) isGapless.add(index);
    if (gapless && result[index] === 'delete-create') result[index] = 'create-delete';
  }
  isGapless.clear();
  return result;
}

const isGapless = new Set<number>();
