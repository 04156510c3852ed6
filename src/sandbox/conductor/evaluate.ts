import type { Answers } from '../answers.js';
import { isRecord } from '../description.js';
import type { Store } from '../store.js';
import { identityOf } from './entries.js';
import { planOf } from './plan.js';
import { Refused } from './refusal.js';
import { deployments, nodeInstances, nodes } from './running-entries.js';
import type { DeploymentEntry } from './running-entries.js';
import { secrets } from './secret-entries.js';

/** Thrown for a reference without a target, if the manager's source refuses and the document is silent. */
class NothingThere extends Error {}

/**
 * Values of outputs or capabilities, with functions evaluated as far as the sandbox supports them. A reference without
 * a target is null; `source` refuses the whole section for it.
 */
export function evaluated(
  store: Store,
  deployment: DeploymentEntry,
  section: 'outputs' | 'capabilities',
  answers: Answers = 'documented',
): Readonly<Record<string, unknown>> {
  try {
    return sectionOf({ store, deployment, depth: 0, isStrict: answers === 'source' }, section);
  } catch (problem) {
    if (problem instanceof NothingThere)
      throw new Refused(400, problem.message, `deployment_${section}_evaluation_error`);
    throw problem;
  }
}

/** A value with its functions evaluated, as far as the sandbox supports them. */
export function evaluatedValue(store: Store, deployment: DeploymentEntry, value: unknown): unknown {
  return workOut({ store, deployment, depth: 0, isStrict: false }, value);
}

function sectionOf(place: Place, section: 'outputs' | 'capabilities'): Readonly<Record<string, unknown>> {
  const definitions = Object.entries(planOf(place.store, place.deployment)[section]);
  return Object.fromEntries(
    definitions.map(([name, definition]) => [
      name,
      workOut(place, isRecord(definition) ? definition['value'] : definition),
    ]),
  );
}

/** Deployments may refer to each other in a cycle. */
const DEEPEST = 20;

function workOut(place: Place, value: unknown): unknown {
  if (place.depth > DEEPEST) return null;
  const inside = (inner: unknown): unknown => workOut({ ...place, depth: place.depth + 1 }, inner);
  if (Array.isArray(value)) return value.map(inside);
  if (!isRecord(value)) return value ?? null;
  const [name, argument] = Object.entries(value)[0] ?? [];
  const isCall = Object.keys(value).length === 1 && name !== undefined && Object.hasOwn(FUNCTIONS, name);
  const called = isCall ? FUNCTIONS[name] : undefined;
  if (called !== undefined) return called(place, [argument].flat().map(inside));
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, inside(inner)]));
}

interface Place {
  readonly store: Store;
  readonly deployment: DeploymentEntry;
  readonly depth: number;
  /** Whether a reference without a target is refused. */
  readonly isStrict: boolean;
}

function nothing({ isStrict }: Place, what: string): null {
  if (isStrict) throw new NothingThere(what);
  return null;
}

type Work = (place: Place, parts: readonly unknown[]) => unknown;

const FUNCTIONS: Readonly<Record<string, Work>> = {
  get_input: ({ deployment }, path) => within(deployment.inputs, path),
  concat: (_, parts) => parts.map(textOf).join(''),
  get_property: (place, [node, ...path]) => {
    const found = nodes(place.store).get(identityOf(place.deployment.identity, String(node)));
    if (found === undefined) return nothing(place, `Node ${String(node)} does not exist`);
    return within(found.properties, path) ?? nothing(place, `Node ${String(node)} has no property ${path.join('.')}`);
  },
  get_attribute: (place, [node, ...path]) => {
    const [found, ...others] = nodeInstances(place.store)
      .where('owner', place.deployment.identity)
      .filter(({ node_id: id }) => id === node);
    if (found === undefined) return nothing(place, `Node ${String(node)} does not exist`);
    if (others.length > 0 && place.isStrict)
      return nothing(
        place,
        `More than one node instance found for node "${String(node)}". Cannot resolve a node instance`,
      );
    return within(found.runtime_properties, path);
  },
  get_capability: (place, [id, name, ...path]) => {
    const { store, deployment, depth } = place;
    const other = deployments(store).get(identityOf(deployment.tenant_name, String(id)));
    if (other === undefined) return nothing(place, `Requested deployment ${String(id)} does not exist`);
    const found = planOf(store, other).capabilities[String(name)];
    if (!isRecord(found)) return nothing(place, `Requested capability ${String(name)} is not declared in ${other.id}`);
    return within(workOut({ ...place, deployment: other, depth: depth + 1 }, found['value']), path);
  },
  // The value is not shown, but must exist.
  get_secret: (place, [key]) => {
    const { store, deployment } = place;
    const found = secrets(store).get(identityOf(deployment.tenant_name, String(key)));
    return found === undefined ? nothing(place, `Required secret ${String(key)} does not exist in this tenant`) : null;
  },
};

function textOf(part: unknown): string {
  return typeof part === 'string' ? part : part === null ? '' : JSON.stringify(part);
}

function within(value: unknown, path: readonly unknown[]): unknown {
  let here = value;
  for (const step of path) {
    if (Array.isArray(here)) here = here[Number(step)];
    else here = isRecord(here) ? here[String(step)] : undefined;
  }
  return here ?? null;
}
