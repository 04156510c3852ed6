import type { Json } from '../json.js';
import { invocationAddress, type ActionInvocation } from '../action.js';
import type { ResourceChange } from '../change.js';
import type { Step, StepKind } from '../step.js';
import { Fields } from './fields.js';
import { ShapeError } from './shape.js';

const STEP_KINDS = [
  'create',
  'create-deposing',
  'update',
  'delete',
  'delete-deposed',
  'read',
  'forget',
  'refresh-state',
  'invoke',
  'gather',
] as const satisfies readonly Step['kind'][];

/**
 * The steps of a saved plan. Throws a {@link ShapeError} unless they carry out exactly the changes and invocations and
 * can be ordered.
 */
export function stepsFromJson(
  list: readonly Json[],
  changes: readonly ResourceChange[],
  invocations: readonly ActionInvocation[],
  errored: boolean,
): readonly Step[] {
  const steps = list.map((json, index) => stepFromJson(json, index, list.length, changes, invocations));
  if (errored) {
    if (steps.length > 0) throw new ShapeError('a plan of a failed run has steps');
    return steps;
  }
  checkComplete(steps, changes, invocations);
  checkOrder(steps);
  return steps;
}

function stepFromJson(
  json: Json,
  index: number,
  count: number,
  changes: readonly ResourceChange[],
  invocations: readonly ActionInvocation[],
): Step {
  const fields = new Fields(json, `landform.steps[${index}]`);
  const kind = fields.word('kind', STEP_KINDS);
  const needs = fields.list('needs').map((need) => {
    if (typeof need === 'number' && Number.isSafeInteger(need) && need >= 0 && need < count) return need;
    throw new ShapeError(`landform.steps[${index}] needs a step that does not exist`);
  });
  if (kind === 'gather') {
    const resource = fields.textIf('resource');
    return { index, kind, ...(resource === undefined ? {} : { resource }), needs };
  }
  if (kind === 'invoke') {
    const invocation = fields.count('invocation');
    return { index, kind, address: invocationAddress(entryAt(invocations, invocation)), invocation, needs };
  }
  const change = fields.count('change');
  const { address, deposed } = entryAt(changes, change);
  return { index, kind, address, change, ...(deposed === undefined ? {} : { deposed }), needs };
}

function entryAt<T>(entries: readonly T[], index: number): T {
  const entry = entries[index];
  if (entry === undefined) throw new ShapeError('a step belongs to nothing');
  return entry;
}

/** The steps of each action, in their order. */
function kindsOf({ action, deposed, keepsOld, marksOnly, check }: ResourceChange): readonly StepKind[] {
  switch (action) {
    case 'no-op':
      return [];
    case 'create':
    case 'update':
    case 'read':
      if (check !== undefined && action === 'read') return [];
      return [marksOnly === true ? 'refresh-state' : action];
    case 'forget':
      return ['forget'];
    case 'delete':
      return [deposed === undefined ? 'delete' : 'delete-deposed'];
    case 'delete-create':
      return ['delete', 'create'];
    case 'create-delete':
      return keepsOld === true ? ['create-deposing'] : ['create-deposing', 'delete-deposed'];
  }
}

function checkComplete(
  steps: readonly Step[],
  changes: readonly ResourceChange[],
  invocations: readonly ActionInvocation[],
): void {
  const ofChange = new Map<number, Step[]>();
  const invoked = new Set<number>();
  let invokes = 0;
  for (const step of steps) {
    if (step.kind === 'gather') continue;
    if (step.kind === 'invoke') {
      invoked.add(step.invocation);
      invokes += 1;
      continue;
    }
    const own = ofChange.get(step.change);
    if (own === undefined) ofChange.set(step.change, [step]);
    else own.push(step);
  }
  if (invokes !== invocations.length || invoked.size !== invocations.length)
    throw new ShapeError('the steps do not invoke each action once');
  changes.forEach((change, index) => {
    const own = ofChange.get(index) ?? [];
    const kinds = kindsOf(change);
    const [first, second] = own;
    const fits = own.length === kinds.length && own.every((step, position) => step.kind === kinds[position]);
    if (!fits || (first !== undefined && second?.needs.includes(first.index) === false))
      throw new ShapeError(`${change.address}: the steps do not do what the change says`);
  });
}

interface OpenStep {
  readonly needs: readonly number[];
  /** How many of them are not done. */
  waits: number;
  readonly dependents: OpenStep[];
}

/** No step may wait for itself, directly or through others. */
function checkOrder(steps: readonly Step[]): void {
  const open = steps.map(({ needs }): OpenStep => ({ needs, waits: needs.length, dependents: [] }));
  for (const step of open) for (const need of step.needs) open[need]?.dependents.push(step);
  const ready = open.filter(({ waits }) => waits === 0);
  let done = 0;
  for (let step = ready.pop(); step !== undefined; step = ready.pop()) {
    done += 1;
    for (const dependent of step.dependents) if ((dependent.waits -= 1) === 0) ready.push(dependent);
  }
  if (done < steps.length) throw new ShapeError('the steps wait for each other in a circle');
}
