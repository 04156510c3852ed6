import { append, asWarning, type CheckConfiguration, hasErrors, type RefreshedEntry } from '../../model/index.js';
import { providerText, toObjectState, configurationOf } from '../object-state.js';
import { judgeCheck } from '../walk/checks.js';
import { allInstances, instanceOf } from '../walk/modules.js';
import { planData } from './data.js';
import { walkInside, type PlanWalk } from './plan-walk.js';

/**
 * Judges all check blocks in a plan without changes, and reads their data sources. Returns what was read. With targets,
 * the results of checks are unknown.
 */
export async function judgeChecks(walk: PlanWalk): Promise<readonly RefreshedEntry[]> {
  const entries: RefreshedEntry[] = [];
  if (walk.selection.partial) return entries;
  for (const values of allInstances(walk.values)) {
    const inside = walkInside(walk, values);
    for (const check of values.module.checks.values()) {
      append(entries, await readChecked(inside, check));
      append(walk.diagnostics, judgeCheck(inside, check).map(asWarning));
    }
  }
  return entries;
}

async function readChecked(walk: PlanWalk, { data }: CheckConfiguration): Promise<readonly RefreshedEntry[]> {
  const configured = data === undefined ? undefined : walk.values.module.resources.get(data);
  if (configured === undefined) return [];
  const resource = instanceOf(walk.context.configuration, walk.values, configured);
  const { provider, diagnostics } = await walk.providers.forResource(resource);
  append(walk.diagnostics, diagnostics);
  const schema = provider?.schemas.dataSource(resource.address.type);
  if (provider === undefined || schema === undefined || hasErrors(diagnostics)) return [];
  const planned = await planData(walk, resource, { key: undefined }, schema, provider);
  append(walk.diagnostics, planned.diagnostics.map(asWarning));
  if (planned.value === undefined) return [];
  walk.values.set(resource.key, undefined, planned.value);
  if (planned.stored === undefined) return [];
  const text = providerText(configurationOf(provider.schemas.source, resource.provider));
  const object = toObjectState(planned.stored, schema, {
    status: 'ready',
    dependencies: [],
    createBeforeDestroy: false,
  });
  return [{ ref: { resource: resource.address, key: undefined, provider: text }, object }];
}
