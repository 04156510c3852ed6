import {
  allActions,
  append,
  configuredAction,
  errorsOf,
  formatKey,
  nearest,
  parseActionAddress,
  type Configuration,
} from '../../model/index.js';
import { invalidInvoke, unknownAction } from '../action-diagnostics.js';
import { selectNeeds } from '../graph/select.js';
import type { PlanInput } from './input.js';
import { moveState } from './move-types.js';
import { startWalk } from './start-walk.js';
import type { PlannedWorld } from './plan-options.js';
import { lookAround } from './refresh-only.js';
import type { PlanWalk } from './plan-walk.js';
import { planInvocation } from '../actions/plan.js';
import { walkInside } from '../walk/walk.js';

/**
 * Plans the invocation of an action at the user's request; an address without a key means all its instances. The
 * resources its configuration needs are read; nothing else changes, and nothing is written to state.
 */
export async function planInvoke(input: PlanInput, target: string): Promise<PlannedWorld> {
  const { state, diagnostics: moved } = await moveState(input.context);
  const started = startWalk(input, state, 'needs');
  const { configuration } = started.context;
  append(started.diagnostics, errorsOf(moved));
  const parsed = parseActionAddress(target);
  const action = parsed === undefined ? undefined : configuredAction(configuration, parsed.address);
  if (parsed === undefined || action === undefined) {
    started.diagnostics.push(
      parsed === undefined ? invalidInvoke(target) : unknownAction(target, nearActions(target, configuration)),
    );
    return nothingButInvocations(started);
  }
  const around: PlanWalk = { ...started, selection: selectNeeds(input.graph, [action.key]) };
  await lookAround(around, input);
  const walk = walkInside(around, parsed.address.module);
  if (walk === undefined) {
    around.diagnostics.push(unknownAction(target, nearActions(target, configuration)));
    return nothingButInvocations(around);
  }
  const { instances, diagnostics } = walk.actions.all(action, walk.values);
  walk.diagnostics.push(...diagnostics);
  if (instances === undefined) return nothingButInvocations(walk);
  const repeated = action.count !== undefined || action.forEach !== undefined;
  const keys = parsed.key === undefined && repeated ? instances.map(({ key }) => key) : [parsed.key];
  for (const key of keys.toSorted((left, right) => (formatKey(left) < formatKey(right) ? -1 : 1)))
    await planInvocation(walk, action, key, { kind: 'invoke' });
  return nothingButInvocations(walk);
}

function nothingButInvocations(walk: PlanWalk): PlannedWorld {
  return {
    changes: [],
    drift: [],
    outputs: [],
    invocations: walk.invocations,
    refreshed: [],
    resolved: [],
    priorState: walk.context.state,
    dependencies: walk.dependencies,
    checks: [],
    complete: true,
    diagnostics: [...walk.diagnostics, ...walk.refresher.diagnostics],
  };
}

const nearActions = (target: string, configuration: Configuration): readonly string[] =>
  nearest(
    target,
    allActions(configuration).map(({ key }) => key),
  );
