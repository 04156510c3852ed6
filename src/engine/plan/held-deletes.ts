import {
  addressIn,
  configuredName,
  configuredResource,
  eachInstance,
  formatConfigured,
  formatInstance,
  formatResource,
  modulesOf,
  storedProvider,
  type ConfigResource,
  type Deferred,
  type ObjectState,
} from '../../model/index.js';
import { providerNode } from '../graph/build.js';
import type { Waiting } from '../walk/deferrals.js';
import { providerText } from '../object-state.js';
import { providerAddress } from '../walk/provider-configurations.js';
import { rememberedObject } from '../walk/remembered.js';
import type { Deletion } from './deletion.js';
import { changesOf, type PlanWalk } from './plan-walk.js';

/**
 * Leaves deletions to a later apply and returns the others. An object stays as long as one that is deferred depends on
 * it according to state, and as long as the configuration of its provider waits. A replacement that creates first leaves
 * such an object deposed.
 */
export async function holdDeletes(walk: PlanWalk, deletions: readonly Deletion[]): Promise<readonly Deletion[]> {
  if (walk.deferrals.none) return deletions;
  const providers = waitingProviders(walk);
  const users = usersOf(walk, deletions, providers);
  keepReplaced(walk, users);
  const now: Deletion[] = [];
  for (const deletion of deletions) {
    const waiting = providers.get(providerOf(deletion)) ?? users.get(formatConfigured(deletion.resource.address));
    if (waiting === undefined) now.push(deletion);
    else walk.deferrals.list.push(await heldDelete(walk, deletion, waiting));
  }
  return now;
}

function keepReplaced({ changes, context }: PlanWalk, users: ReadonlyMap<string, Waiting>): void {
  for (const [resourceKey, list] of changes) {
    // Actions around the destruction belong to the step that is left out.
    const triggers = configuredResource(context.configuration, resourceKey)?.lifecycle.actionTriggers ?? [];
    if (triggers.length > 0) continue;
    for (const [index, change] of list.entries())
      if (change.action === 'create-delete' && users.has(formatConfigured(change.resource)))
        list[index] = { ...change, keepsOld: true };
  }
}

/** Provider configurations that wait, by the text that state has for them. */
function waitingProviders({ deferrals, context }: PlanWalk): ReadonlyMap<string, Waiting> {
  const { configuration } = context;
  const found = new Map<string, Waiting>();
  for (const { path, providers } of modulesOf(configuration))
    for (const provider of providers.values()) {
      const waitsFor = deferrals.of(addressIn(path, providerNode(provider.name, provider.alias)));
      if (waitsFor !== undefined)
        found.set(providerText(providerAddress(configuration, provider)), {
          reason: 'provider_config_unknown',
          waitsFor,
        });
    }
  return found;
}

const providerOf = ({ resource }: Deletion): string => providerText(storedProvider(resource.provider));

/** Resources that deferred objects depend on, or deletions that are held for them. */
function usersOf(
  walk: PlanWalk,
  deletions: readonly Deletion[],
  providers: ReadonlyMap<string, Waiting>,
): ReadonlyMap<string, Waiting> {
  const { deferrals, context } = walk;
  const users = new Map<string, Waiting>();
  const open: string[] = [];
  const use = ({ dependencies }: Pick<ObjectState, 'dependencies'>, user: string, own: string): void => {
    for (const dependency of dependencies) {
      if (dependency === own || users.has(dependency)) continue;
      users.set(dependency, { reason: 'deferred_prereq', waitsFor: [user] });
      open.push(dependency);
    }
  };
  eachInstance(context.state, ({ current, deposed }, { address }, resourceKey) => {
    const own = configuredName(resourceKey, address.module);
    if (address.mode === 'data' || !deferrals.has(own)) return;
    for (const object of [...deposed.values(), ...(current === undefined ? [] : [current])]) use(object, own, own);
  });
  const byResource = new Map<string, Deletion[]>();
  for (const deletion of deletions) {
    const own = formatConfigured(deletion.resource.address);
    if (providers.has(providerOf(deletion))) use(deletion.stored, own, own);
    const known = byResource.get(own);
    if (known === undefined) byResource.set(own, [deletion]);
    else known.push(deletion);
  }
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    for (const { stored, resource, at } of byResource.get(name) ?? [])
      use(stored, formatInstance(formatResource(resource.address), at.key), name);
    for (const { action, address, dependencies, priorDependencies } of changesOf(walk, name as ConfigResource))
      if (action === 'create-delete') use({ dependencies: priorDependencies ?? dependencies }, address, name);
  }
  return users;
}

async function heldDelete(
  { context }: PlanWalk,
  { resource, at, stored, reason }: Deletion,
  waiting: Waiting,
): Promise<Deferred> {
  const { address: named, provider } = resource;
  const resourceKey = formatResource(named);
  const address = formatInstance(resourceKey, at.key);
  const before = await rememberedObject(context, resource, stored);
  if (before === undefined) return { kind: 'resource', address, ...waiting };
  return {
    kind: 'resource',
    address,
    ...waiting,
    change: {
      address,
      resource: named,
      resourceKey,
      ...at,
      provider: storedProvider(provider),
      action: 'delete',
      ...(reason === undefined ? {} : { reason }),
      before,
      after: null,
      replacePaths: [],
      dependencies: [],
      createBeforeDestroy: false,
      schemaVersion: stored.schemaVersion,
    },
  };
}
