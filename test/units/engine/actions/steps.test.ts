import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sortInvocations, weaveInvocations } from '../../../../src/engine/actions/steps.js';
import { planSteps } from '../../../../src/engine/plan/steps.js';
import {
  isBefore,
  isDestroyEvent,
  objectValue,
  UNKNOWN,
  type Action,
  type ActionEvent,
  type ActionInvocation,
  type Step,
} from '../../../../src/model/index.js';
import { invocationText } from '../../../support/engine.js';
import { aChange } from '../../../support/plans.js';

/** The events that a change is. */
const EVENTS: Partial<Record<Action, readonly ActionEvent[]>> = {
  create: ['before_create', 'after_create'],
  update: ['before_update', 'after_update'],
  delete: ['before_destroy', 'after_destroy'],
  'delete-create': ['before_create', 'after_create', 'before_destroy', 'after_destroy'],
  'create-delete': ['before_create', 'after_create', 'before_destroy', 'after_destroy'],
};

const invoke = (resource: string, event: ActionEvent, index: number, known = true): ActionInvocation => ({
  action: { module: '', type: 't', name: `a${index}` },
  key: undefined,
  provider: { source: 'x/y/z' },
  config: known ? objectValue({ x: 1 }) : objectValue({ x: UNKNOWN }),
  trigger: { kind: 'lifecycle', resource, event, block: 0, index },
});

interface World {
  readonly changes: ReturnType<typeof aChange>[];
  readonly dependencies: Map<string, readonly string[]>;
  readonly invocations: ActionInvocation[];
}

/** Resources that depend on earlier ones, each with some of the events its change has. */
const drafts = fc.array(
  fc.record({
    wish: fc.constantFrom('no-op', 'create', 'update', 'delete', 'replace'),
    needs: fc.array(fc.nat(), { maxLength: 3 }),
    events: fc.array(fc.tuple(fc.nat(), fc.boolean()), { maxLength: 4 }),
  }),
  { minLength: 1, maxLength: 8 },
);

/** Without a gap, or with one: the wish spreads to what something depends on, so here it holds for all. */
const replacements = fc.constantFrom<Action>('delete-create', 'create-delete');

const worlds = fc.tuple(drafts, replacements).map(([given, replacement]): World => {
  const world: World = { changes: [], dependencies: new Map(), invocations: [] };
  for (const [index, { wish, needs, events }] of given.entries()) {
    const address = `t.r${index}`;
    const action = wish === 'replace' ? replacement : (wish as Action);
    const on = index === 0 ? [] : [...new Set(needs.map((need) => `t.r${need % index}`))];
    // What is created depends on nothing that goes; such a plan is never made.
    const dependencies = on.filter((other) => action === 'delete' || given[Number(other.slice(3))]!.wish !== 'delete');
    world.changes.push(aChange(address, action, { dependencies }));
    if (action !== 'delete') world.dependencies.set(address, dependencies);
    const possible = EVENTS[action] ?? [];
    for (const [at, [choice, known]] of possible.length === 0 ? [] : events.entries())
      world.invocations.push(invoke(address, possible[choice % possible.length]!, at, known));
  }
  return world;
});

function weave({ changes, dependencies, invocations }: World): readonly Step[] {
  return weaveInvocations(planSteps(changes, dependencies), changes, invocations);
}

/** Everything a step waits for, near and far; throws on a circle. */
function closures(steps: readonly Step[]): readonly ReadonlySet<number>[] {
  const known = new Map<number, Set<number>>();
  const visit = (index: number, path: readonly number[]): Set<number> => {
    if (path.includes(index)) throw new Error(`circle: ${[...path, index].join(' → ')}`);
    const found = known.get(index);
    if (found !== undefined) return found;
    const own = new Set<number>();
    for (const need of steps[index]!.needs) {
      own.add(need);
      for (const further of visit(need, [...path, index])) own.add(further);
    }
    known.set(index, own);
    return own;
  };
  return steps.map((_, index) => visit(index, []));
}

const isDrop = ({ kind }: Step): boolean => kind === 'delete' || kind === 'delete-deposed';

describe('actions among the steps of a plan', () => {
  it('run before or after the change, between its dependencies and its dependents', () => {
    fc.assert(
      fc.property(worlds, (world) => {
        const steps = weave(world);
        const before = closures(steps);
        for (const step of steps) {
          if (step.kind !== 'invoke') continue;
          const { trigger } = world.invocations[step.invocation]!;
          if (trigger.kind === 'invoke') continue;
          const change = steps.find(
            (other) =>
              other.kind !== 'gather' &&
              other.kind !== 'invoke' &&
              other.address === trigger.resource &&
              isDrop(other) === isDestroyEvent(trigger.event),
          )!;
          if (isBefore(trigger.event)) {
            expect(before[change.index]).toContain(step.index);
            const others = change.needs.filter((need) => steps[need]!.kind !== 'invoke');
            for (const need of others) expect(before[step.index]).toContain(need);
          } else {
            expect(before[step.index]).toContain(change.index);
            for (const other of steps) {
              if (other.kind !== 'invoke' && other.needs.includes(change.index))
                expect(before[other.index]).toContain(step.index);
            }
          }
        }
      }),
    );
  });

  it('run once each, and one after another around the same change', () => {
    fc.assert(
      fc.property(worlds, (world) => {
        const steps = weave(world).flatMap((step) => (step.kind === 'invoke' ? [step] : []));
        expect(steps.map(({ invocation }) => invocation).toSorted((a, b) => a - b)).toEqual(
          world.invocations.map((_, index) => index),
        );
        const before = closures(weave(world));
        const side = (index: number): string => {
          const { trigger } = world.invocations[index]!;
          if (trigger.kind === 'invoke') return '';
          return `${trigger.resource} ${isBefore(trigger.event)} ${isDestroyEvent(trigger.event)}`;
        };
        for (const one of steps) {
          for (const other of steps) {
            if (one.invocation < other.invocation && side(one.invocation) === side(other.invocation))
              expect(before[other.index]).toContain(one.index);
          }
        }
      }),
    );
  });

  it('leave a plan without actions unchanged', () => {
    const changes = [aChange('t.a', 'create')];
    const steps = planSteps(changes, new Map());
    expect(weaveInvocations(steps, changes, [])).toBe(steps);
  });

  it('wait for nothing if they are invoked on request', () => {
    const asked: ActionInvocation[] = [1, 2].map((index) => ({
      ...invoke('', 'after_create', index),
      trigger: { kind: 'invoke' },
    }));
    expect(weaveInvocations([], [], asked)).toEqual([
      { index: 0, kind: 'invoke', address: 'action.t.a1', invocation: 0, needs: [] },
      { index: 1, kind: 'invoke', address: 'action.t.a2', invocation: 1, needs: [] },
    ]);
  });
});

describe('the order of invocations in a plan', () => {
  it("lists requested ones first, then each resource's in the order of invocation", () => {
    const asked: ActionInvocation = { ...invoke('', 'after_create', 9), trigger: { kind: 'invoke' } };
    const sorted = sortInvocations([
      invoke('t.b', 'before_create', 1),
      invoke('t.a', 'after_create', 2),
      invoke('t.a', 'after_create', 1),
      asked,
    ]);
    expect(sorted.map(invocationText)).toEqual([
      'action.t.a9 invoke',
      'action.t.a2 after_create t.a',
      'action.t.a1 after_create t.a',
      'action.t.a1 before_create t.b',
    ]);
  });
});
