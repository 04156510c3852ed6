import { parameter, bodyOf } from '../asked.js';
import { isRecord } from '../description.js';
import { anything, flag, object, text } from '../shape.js';
import { inTenant } from './domain.js';
import type { Ask, Domain } from './domain.js';
import { identityOf } from './entries.js';
import type { OwnedEntry } from './entries.js';
import { evaluated } from './evaluate.js';
import { begin, isOccupied } from './executing.js';
import { makeDeployment } from './deployment-creation.js';
import { clearAway, isInstalled, isLive, makeNodes } from './deployment-parts.js';
import { DEPLOYMENT_FIELDS, showDeployment } from './deployment-show.js';
import { kindOf } from './elsewhere.js';
import { passes } from './filter-rules.js';
import type { FilterRule } from './filter-rules.js';
import { filtersFor } from './filters.js';
import { labelPairs, labelsOf } from './label-entries.js';
import { labelKeys, labelValues } from './label-lists.js';
import { listed, shown, type Listing } from './list.js';
import { findOwn, findOwned, lookUpOwned, visibleTo, widened, visibilityAsked } from './owned.js';
import { childrenOf, descendantsOf, refuseBadParents } from './parents.js';
import { noContent, ok, Refused } from './refusal.js';
import { dependencies, deploymentGroups, deployments, schedules, type DeploymentEntry } from './running-entries.js';

const NOUN = 'Deployment';

const patchBody = object({}, { labels: anything, display_name: text });
const siteBody = object({}, { site_name: text, detach_site: flag });

export const deploymentsDomain: Domain = {
  operations: {
    listDeployments: inTenant('deployment_list', (ask) => listed(ask, deploymentListing(ask))),
    createDeployment: inTenant('deployment_create', (ask) => {
      const id = parameter(ask, 'deployment_id');
      const made = makeDeployment(ask, id, bodyOf(ask, isRecord));
      return shown(ask, showDeployment(ask, made), DEPLOYMENT_FIELDS);
    }),
    updateDeploymentLabels: inTenant('deployment_update', (ask) => {
      const before = own(ask);
      const { labels: given, display_name = before.display_name } = bodyOf(ask, patchBody);
      if (given === undefined) return changed(ask, { ...before, display_name });
      const labels = labelsOf(labelPairs(given), before.labels, ask.now);
      refuseBadParents(ask, before.id, labels);
      return changed(ask, { ...before, labels, display_name });
    }),
    setDeploymentVisibility: inTenant('deployment_set_visibility', (ask) => {
      const before = own(ask);
      return changed(ask, { ...before, visibility: widened(before, visibilityAsked(ask), 'deployment') });
    }),
    setDeploymentSite: inTenant('deployment_set_site', (ask) => {
      const { site_name: name, detach_site: detach } = bodyOf(ask, siteBody);
      if (name !== undefined && detach !== true) return changed(ask, { ...own(ask), site_name: siteNamed(ask, name) });
      if (name === undefined && detach === true) return changed(ask, { ...own(ask), site_name: null });
      throw new Refused(400, 'Must provide either a `site_name` of a valid site or `detach_site` with true value');
    }),
    deleteDeployment: inTenant('deployment_delete', remove),
    getDeploymentOutputs: inTenant('deployment_outputs', (ask) => {
      const found = findOwned(ask, deployments(ask.store), parameter(ask, 'deployment_id'), NOUN);
      return ok({ deployment_id: found.id, outputs: evaluated(ask.store, found, 'outputs', ask.answers) });
    }),
    getDeploymentCapabilities: inTenant('deployment_capabilities', (ask) => {
      const found = findOwned(ask, deployments(ask.store), parameter(ask, 'deployment_id'), NOUN);
      return ok({ deployment_id: found.id, capabilities: evaluated(ask.store, found, 'capabilities', ask.answers) });
    }),
    listDeploymentLabelKeys: inTenant('labels_list', (ask) => labelKeys(ask, visibleTo(ask, deployments(ask.store)))),
    listDeploymentLabelValues: inTenant('labels_list', (ask) =>
      labelValues(ask, visibleTo(ask, deployments(ask.store))),
    ),
  },
  kinds: {
    deployments: {
      complete(values, store, now) {
        const entry = MADE_ELSEWHERE.complete(values, store, now) as DeploymentEntry;
        makeNodes(store, entry, now);
        return entry;
      },
      removed: (entry, store) => clearAway(store, entry as DeploymentEntry),
    },
  },
};

const MADE_ELSEWHERE = kindOf('id', () => ({
  blueprint_id: '',
  display_name: 'made elsewhere',
  description: null,
  inputs: {},
  site_name: null,
  labels: [],
  updated_at: null,
  create_execution: '',
  latest_execution: '',
}));

export function deploymentListing(ask: Ask): Listing<DeploymentEntry> {
  const { store, query } = ask;
  const group = query['_group_id'];
  const members = typeof group === 'string' ? deploymentGroups(store).get(identityOf(ask.tenant, group)) : undefined;
  return {
    items: candidates(ask),
    show: (entry) => showDeployment(ask, entry, query['all_sub_deployments'] === false),
    fields: DEPLOYMENT_FIELDS,
    searched: 'id',
    filters: {
      _group_id: ({ id }) => members?.deployment_ids.includes(id) === true,
      _filter_id: (entry, wanted) => wanted.every((id) => fitsFilter(ask, entry, id)),
      all_sub_deployments: () => true,
    },
  };
}

/** Deployments requested by ID are looked up, at a cost independent of the total number. */
function candidates(ask: Ask): readonly DeploymentEntry[] {
  const { id: ids, _all_tenants: everywhere } = ask.query;
  if (!Array.isArray(ids) || everywhere === true) return visibleTo(ask, deployments(ask.store));
  return ids.flatMap((id: string) => lookUpOwned(ask, deployments(ask.store), id) ?? []);
}

export function fitsFilter(ask: Ask, entry: DeploymentEntry, id: string): boolean {
  const filter = findOwned(ask, filtersFor(ask.store, 'deployments'), id, 'filter');
  return fitsRules(ask, entry, filter.value);
}

export function fitsRules(ask: Ask, entry: DeploymentEntry, rules: readonly FilterRule[]): boolean {
  return passes(rules, { labels: entry.labels, attribute: (name) => ruledAttribute(ask, entry, name) });
}

/** An attribute for filter rules; `schedules` are the names of the deployment's schedules. */
export function ruledAttribute({ store, answers }: Ask, entry: DeploymentEntry, name: string): unknown {
  if (name === 'installation_status') return isInstalled(store, entry, answers) ? 'active' : 'inactive';
  if (name !== 'schedules') return entry[name];
  return schedules(store)
    .where('deployment_id', entry.id)
    .filter(({ tenant_name: tenant }) => tenant === entry.tenant_name)
    .map(({ id }) => id);
}

function own(ask: Ask): DeploymentEntry {
  return findOwn(ask, deployments(ask.store), parameter(ask, 'deployment_id'), NOUN);
}

function changed(ask: Ask, entry: DeploymentEntry) {
  deployments(ask.store).put(entry);
  return ok(showDeployment(ask, entry));
}

function siteNamed(ask: Ask, name: string): string {
  return String(findOwned(ask, ask.store.collection<OwnedEntry>('conductor', 'sites'), name, 'site')['name']);
}

/**
 * A separate execution deletes the deployment; until it has ended, the deployment still exists. `recursive` also
 * deletes what is inside it.
 */
function remove(ask: Ask) {
  const { store, query } = ask;
  const before = own(ask);
  if (before.delete_execution !== undefined) return noContent;
  const inside = query['recursive'] === true ? descendantsOf(store, before) : [];
  const going = [...inside, before];
  for (const entry of going) refuseInUse(ask, entry, new Set(going.map(({ id }) => id)));
  for (const entry of going) {
    const execution = begin(store, {
      tenant: ask.tenant,
      user: ask.user.username,
      workflow: 'delete_deployment_environment',
      deployment: entry,
      parameters: { force: query['force'] === true, recursive: query['recursive'] === true },
      now: ask.now,
    });
    deployments(store).put({ ...entry, delete_execution: execution.id });
  }
  return noContent;
}

/**
 * Conductor document, section Delete Deployment: neither live node instances nor dependents, unless forced; nor,
 * upstream, running executions. Deployments deleted along with it do not count as dependents.
 */
function refuseInUse({ store, tenant, query }: Ask, entry: DeploymentEntry, going: ReadonlySet<string>): void {
  const dependents = [
    ...dependencies(store)
      .where('target_deployment_id', entry.id)
      .filter(({ tenant_name: owner }) => owner === tenant)
      .map(({ source_deployment_id: source }) => source),
    ...childrenOf(store, entry).map(({ id }) => id),
  ].filter((id) => !going.has(id));
  const forced = query['force'] === true;
  const why = isOccupied(store, entry.identity)
    ? 'there are running or queued executions for it'
    : forced
      ? undefined
      : isLive(store, entry)
        ? 'there are existing live nodes for it'
        : dependents.length > 0
          ? `there are existing installations which depend on it: ${[...new Set(dependents)].join(', ')}`
          : undefined;
  if (why !== undefined)
    throw new Refused(405, `Can't delete deployment ${entry.id} - ${why}.`, 'dependent_exists_error');
}
