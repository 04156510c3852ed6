import {
  formatInstance,
  formatKey,
  getAt,
  isReplace,
  valuesEqual,
  type Diagnostic,
  type Expression,
  type InstanceKey,
  type ResourceChange,
  type ResourceConfiguration,
  type TraversalStep,
  configuredResource,
} from '../../model/index.js';
import { triggerWithoutInstance } from '../diagnostics.js';
import { evaluate } from '../evaluate/evaluate.js';
import type { InstanceScope } from '../walk/values.js';
import type { PlanWalk } from './plan-walk.js';

/**
 * Whether `replace_triggered_by` requires a replacement: a resource or instance it names is updated or replaced, or the
 * attribute it names changes.
 */
export function triggeredReplacement(walk: PlanWalk, resource: ResourceConfiguration, scope: InstanceScope): boolean {
  return resource.lifecycle.replaceTriggeredBy.some((expression) => isTriggered(walk, expression, scope));
}

/**
 * An error for each entry of `replace_triggered_by` that matches no instance, neither a planned one nor one in state.
 */
export function missingTriggers(
  walk: PlanWalk,
  resource: ResourceConfiguration,
  address: string,
  scope: InstanceScope,
): readonly Diagnostic[] {
  const { replaceTriggeredBy } = resource.lifecycle;
  if (replaceTriggeredBy.length === 0) return NONE;
  return replaceTriggeredBy.flatMap((expression, index) => {
    const named = triggerOf(walk, expression, scope);
    if (named === undefined || named.changes.length > 0 || !walk.selection.includes(named.resourceKey)) return [];
    const { resourceKey, key } = named;
    const stored = walk.context.state.resources.get(resourceKey)?.instances;
    if (stored !== undefined && (key === undefined ? stored.size > 0 : stored.has(formatKey(key)))) return [];
    return [triggerWithoutInstance(resource, address, formatInstance(resourceKey, key), index)];
  });
}

const NONE: readonly Diagnostic[] = [];

function isTriggered(walk: PlanWalk, expression: Expression, scope: InstanceScope): boolean {
  const named = triggerOf(walk, expression, scope);
  return named !== undefined && named.changes.some((change) => isChanged(change, named.rest));
}

interface Trigger {
  readonly resourceKey: string;
  /** Undefined if the entry names the whole resource. */
  readonly key: InstanceKey;
  readonly rest: readonly TraversalStep[];
  /** The changes of the instances it names. */
  readonly changes: readonly ResourceChange[];
}

function triggerOf(walk: PlanWalk, expression: Expression, scope: InstanceScope): Trigger | undefined {
  const named = walk.context.referencesOf(expression)[0];
  if (named === undefined || named.subject.kind !== 'resource') return undefined;
  const resourceKey = walk.values.addressOf(named.subject.key);
  const steps = stepsOf(walk, expression, scope) ?? named.steps;
  const changes = (walk.changes.get(resourceKey) ?? []).filter((change) => change.deposed === undefined);
  const configured = configuredResource(walk.context.configuration, resourceKey);
  const keyed = configured?.count !== undefined || configured?.forEach !== undefined;
  const key: InstanceKey = keyed ? steps[0]?.key : undefined;
  const rest = keyed ? steps.slice(1) : steps;
  const address = formatInstance(resourceKey, key);
  return {
    resourceKey,
    key,
    rest,
    changes: key === undefined ? changes : changes.filter((change) => change.address === address),
  };
}

/** Created and deleted objects trigger nothing, because there is no earlier or later value to compare with. */
function isChanged(change: ResourceChange, steps: readonly TraversalStep[]): boolean {
  if (change.action !== 'update' && !isReplace(change.action)) return false;
  if (steps.length === 0) return true;
  const path = steps.map((step) => step.key);
  const before = getAt(change.before, path);
  const after = getAt(change.after, path);
  return before === undefined || after === undefined ? before !== after : !valuesEqual(before, after);
}

/**
 * The steps with `each.key` and `count.index` evaluated; undefined if there is nothing to evaluate or a key is not
 * known.
 */
function stepsOf(walk: PlanWalk, expression: Expression, scope: InstanceScope): readonly TraversalStep[] | undefined {
  const steps: TraversalStep[] = [];
  let node = expression;
  while (node.kind === 'index' || node.kind === 'attribute') {
    if (node.kind === 'attribute') {
      steps.unshift({ kind: 'attribute', key: node.name });
    } else {
      const { value } = evaluate(node.key, walk.values.scope(scope), { file: '', path: [] });
      if (typeof value !== 'string' && typeof value !== 'number') return undefined;
      steps.unshift({ kind: 'index', key: value });
    }
    node = node.target;
  }
  if (node.kind !== 'traversal' || node === expression) return undefined;
  const skip = node.root === 'data' ? 2 : 1;
  return [...node.steps.slice(skip), ...steps];
}
