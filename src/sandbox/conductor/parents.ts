import type { Store } from '../store.js';
import type { Ask } from './domain.js';
import { identityOf } from './entries.js';
import { Refused } from './refusal.js';
import { deployments } from './running-entries.js';
import type { DeploymentEntry, LabelEntry } from './running-entries.js';

/** The label that puts a deployment into an environment: the ID of another deployment. */
const PARENT = 'csys-obj-parent';

type Labelled = Pick<DeploymentEntry, 'labels'>;

/** An environment contains other deployments; anything else is a service. */
export function isEnvironment({ labels }: Labelled): boolean {
  return labels.some(({ key, value }) => key === 'csys-obj-type' && value === 'environment');
}

function parentsIn(labels: readonly LabelEntry[]): readonly string[] {
  return labels.filter(({ key }) => key === PARENT).map(({ value }) => value);
}

interface Family {
  readonly version: number;
  readonly children: ReadonlyMap<string, readonly DeploymentEntry[]>;
}

/** Rebuilt only after a change: a list needs it for each of its deployments. */
const families = new WeakMap<Store, Family>();

/** The deployments directly inside an environment. */
export function childrenOf(store: Store, { identity }: Pick<DeploymentEntry, 'identity'>): readonly DeploymentEntry[] {
  const known = families.get(store);
  if (known?.version === store.version) return known.children.get(identity) ?? [];
  const children = new Map<string, DeploymentEntry[]>();
  for (const entry of deployments(store).all()) {
    for (const parent of parentsIn(entry.labels)) {
      const place = identityOf(entry.tenant_name, parent);
      children.set(place, [...(children.get(place) ?? []), entry]);
    }
  }
  families.set(store, { version: store.version, children });
  return children.get(identity) ?? [];
}

/** Everything inside an environment, innermost first. */
export function descendantsOf(store: Store, entry: DeploymentEntry, seen = new Set<string>()): DeploymentEntry[] {
  if (seen.has(entry.identity)) return [];
  seen.add(entry.identity);
  return childrenOf(store, entry).flatMap((child) =>
    seen.has(child.identity) ? [] : [...descendantsOf(store, child, seen), child],
  );
}

/** Refuses missing parents, and a deployment inside itself. */
export function refuseBadParents({ store, tenant }: Ask, id: string, labels: readonly LabelEntry[]): void {
  for (const name of parentsIn(labels)) {
    const parent = deployments(store).get(identityOf(tenant, name));
    if (name === id || (parent !== undefined && isInside(store, parent, id)))
      throw new Refused(409, `Deployment ${id} cannot be inside ${name}, which is inside it`, 'conflict_error');
    if (parent === undefined)
      throw new Refused(
        404,
        `Environment referenced by \`${PARENT}\` not found: ${name}`,
        'deployment_parent_not_found_error',
      );
  }
}

function isInside(store: Store, { tenant_name: tenant, labels }: DeploymentEntry, id: string): boolean {
  return parentsIn(labels).some((name) => {
    const parent = deployments(store).get(identityOf(tenant, name));
    return name === id || (parent !== undefined && isInside(store, parent, id));
  });
}
