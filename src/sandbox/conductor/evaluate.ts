import { isRecord } from '../description.js';
import type { Store } from '../store.js';
import { identityOf } from './entries.js';
import { planOf } from './plan.js';
import { deployments, nodeInstances, nodes } from './running-entries.js';
import type { DeploymentEntry } from './running-entries.js';

/** Values of outputs or capabilities, with their functions worked out as far as the sandbox knows them; null for the rest. */
export function evaluated(
  store: Store,
  deployment: DeploymentEntry,
  section: 'outputs' | 'capabilities',
): Readonly<Record<string, unknown>> {
  const definitions = Object.entries(planOf(store, deployment)[section]);
  return Object.fromEntries(
    definitions.map(([name, definition]) => [
      name,
      workOut(store, deployment, isRecord(definition) ? definition['value'] : definition, 0),
    ]),
  );
}

/** Deployments may refer to each other in a circle. */
const DEEPEST = 20;

function workOut(store: Store, deployment: DeploymentEntry, value: unknown, depth: number): unknown {
  if (depth > DEEPEST) return null;
  const inside = (inner: unknown): unknown => workOut(store, deployment, inner, depth + 1);
  if (Array.isArray(value)) return value.map(inside);
  if (!isRecord(value)) return value ?? null;
  const [name, argument] = Object.entries(value)[0] ?? [];
  const known = Object.keys(value).length === 1 && name !== undefined && Object.hasOwn(FUNCTIONS, name);
  if (known) return FUNCTIONS[name]!({ store, deployment, depth }, [argument].flat().map(inside));
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, inside(inner)]));
}

interface Place {
  readonly store: Store;
  readonly deployment: DeploymentEntry;
  readonly depth: number;
}

type Work = (place: Place, parts: readonly unknown[]) => unknown;

const FUNCTIONS: Readonly<Record<string, Work>> = {
  get_input: ({ deployment }, path) => within(deployment.inputs, path),
  concat: (_, parts) => parts.map(textOf).join(''),
  get_property: ({ store, deployment }, [node, ...path]) =>
    within(nodes(store).get(identityOf(deployment.identity, String(node)))?.properties, path),
  get_attribute: ({ store, deployment }, [node, ...path]) => {
    const instance = nodeInstances(store)
      .where('owner', deployment.identity)
      .find(({ node_id: id }) => id === node);
    return within(instance?.runtime_properties, path);
  },
  get_capability: ({ store, deployment, depth }, [id, name, ...path]) => {
    const other = deployments(store).get(identityOf(deployment.tenant_name, String(id)));
    const found = other && planOf(store, other).capabilities[String(name)];
    return other === undefined || !isRecord(found)
      ? null
      : within(workOut(store, other, found['value'], depth + 1), path);
  },
  // What a secret holds is nobody's business here.
  get_secret: () => null,
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
