import {
  addressIn,
  append,
  type ConfigResource,
  type Expression,
  type ImportConfiguration,
  type ModuleCall,
  type Repeatable,
  type ResourceChange,
  type ResourceConfiguration,
  UNKNOWN,
} from '../../model/index.js';
import { checkName, nodeOf, outputNode } from '../graph/build.js';
import type { GraphNode } from '../graph/node.js';
import { leaveOpen } from '../walk/checks.js';
import { calledPlace, MOST_NAMED, type Deferrals, type Place, type Waiting } from '../walk/deferrals.js';
import { deferUnexpanded, isRepeated } from './defer-resource.js';
import { changesOf, type PlanWalk } from './plan-walk.js';

/**
 * The changes of this plan after which unknown instances may be known. Undefined if there are none: then they never are.
 */
export function pendingBefore(
  walk: PlanWalk,
  { count, forEach, enabled }: Pick<Repeatable, 'count' | 'forEach' | 'enabled'>,
): readonly string[] | undefined {
  const expression = enabled?.value ?? count ?? forEach;
  return expression === undefined ? undefined : changesBefore(walk, [expression]);
}

/** The same for import blocks. */
export const importsBefore = (walk: PlanWalk, blocks: readonly ImportConfiguration[]): readonly string[] | undefined =>
  changesBefore(
    walk,
    blocks.flatMap(({ to, id, forEach }) =>
      [id, forEach, to.key, ...to.modules.map(({ key }) => key)].filter((part) => part !== undefined),
    ),
  );

function changesBefore(walk: PlanWalk, expressions: readonly Expression[]): readonly string[] | undefined {
  const { graph } = walk.deferrals;
  const found = new Set<string>();
  const seen = new Set<number>();
  const open = expressions.flatMap(walk.context.referencesOf).flatMap(({ subject, steps }) => {
    const name = nodeOf(subject, steps);
    return name === undefined ? [] : (graph.indexOf(addressIn(walk.values.module.path, name)) ?? []);
  });
  for (let node = open.pop(); node !== undefined && found.size < MOST_NAMED; node = open.pop()) {
    if (seen.has(node)) continue;
    seen.add(node);
    if (!isPlanned(graph.resourceOf(node))) {
      append(open, graph.needsOf(node));
      continue;
    }
    // The names of resources are such addresses.
    const resource = graph.nameOf(node) as ConfigResource;
    const pending = changesOf(walk, resource).filter(makesKnown);
    const [first] = pending;
    if (first !== undefined) found.add(pending.length === 1 ? first.address : resource);
  }
  return found.size === 0 ? undefined : [...found].sort();
}

/** Whether a node has changes; whatever else is between is looked through. */
const isPlanned = (resource: ResourceConfiguration | undefined): boolean =>
  resource !== undefined && resource.address.mode !== 'ephemeral';

const makesKnown = ({ action }: ResourceChange): boolean =>
  action !== 'no-op' && action !== 'delete' && action !== 'forget';

/**
 * Leaves a node to a later apply, in one known instance of its module. Resources and calls have functions of their own.
 */
export function deferNode(walk: PlanWalk, found: GraphNode, node: number, waiting: Waiting): void {
  const { values, deferrals } = walk;
  if (found.kind === 'check') {
    leaveOpen(walk, found.check);
    const address = addressIn(values.instance, checkName(found.check.name));
    deferrals.list.push({ kind: 'check', address, ...waiting });
  } else if (found.kind === 'output') {
    if (values.caller !== undefined) values.outputs.set(found.output.name, UNKNOWN);
    else deferrals.list.push({ kind: 'output', address: outputNode(found.output.name), ...waiting });
  }
  deferrals.add(node, deferrals.placeOf(values), waiting.waitsFor);
}

/** Leaves a module to a later apply, in one known instance of its caller: everything in it waits. */
export function deferCall({ values, deferrals }: PlanWalk, call: ModuleCall, waiting: Waiting): void {
  values.setCalled(call, undefined);
  const caller = deferrals.placeOf(values);
  const place = calledPlace(caller, call.name, isRepeated(call));
  deferrals.list.push({ kind: 'module', address: place.address, ...waiting });
  deferrals.addModule(call.key, place);
  deferrals.addNamed(call.key, caller, [place.address]);
}

/** Leaves a node to a later apply, in an instance of its module that waits as a whole. */
export function deferInside(walk: PlanWalk, found: GraphNode, node: number, place: Place): void {
  const { deferrals, selection } = walk;
  const waiting: Waiting = { reason: 'deferred_prereq', waitsFor: [place.within ?? place.address] };
  deferrals.add(node, place, waiting.waitsFor);
  if (found.kind === 'call')
    deferrals.addModule(found.call.key, calledPlace(place, found.call.name, isRepeated(found.call)));
  else if (found.kind === 'check')
    deferrals.list.push({ kind: 'check', address: addressIn(place.address, checkName(found.check.name)), ...waiting });
  else if (found.kind === 'resource' && isPlanned(found.resource) && selection.meets(found.resource.key))
    deferUnexpanded(walk, found.resource, place, waiting);
}

/** In the order in which plans show them. */
export const sortedDeferrals = ({ list }: Deferrals): Deferrals['list'] =>
  list.toSorted((left, right) => ORDER[left.kind] - ORDER[right.kind] || (left.address < right.address ? -1 : 1));

const ORDER = { module: 0, resource: 1, output: 2, check: 3 } as const;
