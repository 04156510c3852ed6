import {
  formatInstance,
  getAt,
  isReplace,
  valuesEqual,
  type Expression,
  type InstanceKey,
  type ResourceChange,
  type ResourceConfiguration,
  type TraversalStep,
} from '../../model/index.js';
import { evaluate } from '../evaluate/evaluate.js';
import type { InstanceScope } from './values.js';
import type { Walk } from './walk.js';

/**
 * Whether `replace_triggered_by` asks for a replacement: a whole resource or instance named there is updated or replaced,
 * or the attribute named there changes.
 */
export function triggeredReplacement(walk: Walk, resource: ResourceConfiguration, scope: InstanceScope): boolean {
  return resource.lifecycle.replaceTriggeredBy.some((expression) => isTriggered(walk, expression, scope));
}

function isTriggered(walk: Walk, expression: Expression, scope: InstanceScope): boolean {
  const named = walk.context.referencesOf(expression)[0];
  if (named === undefined || named.subject.kind !== 'resource') return false;
  const resourceKey = named.subject.key;
  const steps = stepsOf(walk, expression, scope) ?? named.steps;
  const changes = (walk.changes.get(resourceKey) ?? []).filter((change) => change.deposed === undefined);
  const keyed = changes.some((change) => change.key !== undefined);
  const key: InstanceKey = keyed ? steps[0]?.key : undefined;
  const rest = keyed ? steps.slice(1) : steps;
  const relevant =
    key === undefined ? changes : changes.filter((change) => change.address === formatInstance(resourceKey, key));
  return relevant.some((change) => isChanged(change, rest));
}

/** What is new or goes away triggers nothing: there was nothing before that it differs from. */
function isChanged(change: ResourceChange, steps: readonly TraversalStep[]): boolean {
  if (change.action !== 'update' && !isReplace(change.action)) return false;
  if (steps.length === 0) return true;
  const path = steps.map((step) => step.key);
  const before = getAt(change.before, path);
  const after = getAt(change.after, path);
  return before === undefined || after === undefined ? before !== after : !valuesEqual(before, after);
}

/** Constant steps, also where an index is `each.key` or `count.index`; undefined when the plain reading serves. */
function stepsOf(walk: Walk, expression: Expression, scope: InstanceScope): readonly TraversalStep[] | undefined {
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
