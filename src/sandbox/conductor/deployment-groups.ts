import { randomUUID } from 'node:crypto';

import { parameter, bodyOf } from '../asked.js';
import { isRecord } from '../description.js';
import { anything, list, nullable, object, text } from '../shape.js';
import type { Shaped } from '../shape.js';
import { makeDeployment } from './deployment-creation.js';
import { fitsFilter, fitsRules } from './deployments.js';
import { inTenant } from './domain.js';
import type { Ask, Domain } from './domain.js';
import { kindOf } from './elsewhere.js';
import { identityOf } from './entries.js';
import { makeExecutionGroup } from './execution-groups.js';
import { acceptedRules, filterRule } from './filter-rules.js';
import { labelPairs, labelsOf } from './label-entries.js';
import { listed } from './list.js';
import { addToGroup, relabelGroup, stripLabels, takeFromGroup } from './membership.js';
import { findOwn, findOwned, isVisible, newOwned, refuseTaken, visibleTo, widened } from './owned.js';
import { isLive, removeDeployment } from './deployment-parts.js';
import { noContent, ok, Refused } from './refusal.js';
import { deploymentGroups, deployments } from './running-entries.js';
import type { DeploymentEntry, DeploymentGroupEntry } from './running-entries.js';

const NOUN = 'DeploymentGroup';

const FIELDS: readonly string[] = [
  'id',
  'description',
  'default_blueprint_id',
  'default_inputs',
  'deployment_ids',
  'labels',
  'created_at',
  'created_by',
  'tenant_name',
  'visibility',
  'private_resource',
  'resource_availability',
];

const choosing = {
  deployment_ids: list(text),
  filter_id: text,
  filter_rules: list(filterRule),
  deployments_from_group: text,
};

const selectionBody = object({}, choosing);
type Selection = Shaped<typeof selectionBody>;

const deploymentBody = object({}, { id: text, site_name: text, inputs: nullable(isRecord) });
type NewDeployment = Shaped<typeof deploymentBody>;

const groupBody = object(
  {},
  {
    ...choosing,
    blueprint_id: text,
    default_inputs: nullable(isRecord),
    description: text,
    labels: anything,
    visibility: text,
    new_deployments: list(deploymentBody),
  },
);

const membersBody = object({}, { add: groupBody, remove: selectionBody });

const EMPTY = {
  description: null,
  default_blueprint_id: null,
  default_inputs: {},
  deployment_ids: [],
  labels: [],
  made: 0,
};

export const deploymentGroupsDomain: Domain = {
  operations: {
    listDeploymentGroups: inTenant('deployment_group_list', (ask) =>
      listed(ask, { items: visibleTo(ask, deploymentGroups(ask.store)), show, fields: FIELDS, searched: 'id' }),
    ),
    getDeploymentGroup: inTenant('deployment_group_get', (ask) =>
      ok(show(findOwned(ask, deploymentGroups(ask.store), idOf(ask), NOUN))),
    ),
    putDeploymentGroup: inTenant('deployment_group_create', put),
    changeDeploymentGroupMembers: inTenant('deployment_group_update', (ask) => {
      const { add = {}, remove = {} } = bodyOf(ask, membersBody);
      const group = own(ask);
      addToGroup(ask.store, group, selected(ask, add), ask.now);
      makeNew(ask, add.new_deployments ?? []);
      // A deployment that is both added and removed is removed.
      takeFromGroup(ask.store, own(ask), selected(ask, remove));
      return ok(show(own(ask)));
    }),
    deleteDeploymentGroup: inTenant('deployment_group_delete', remove),
  },
  kinds: {
    deploymentGroups: kindOf('id', () => EMPTY),
  },
};

function idOf(ask: Ask): string {
  return parameter(ask, 'group_id');
}

function own(ask: Ask): DeploymentGroupEntry {
  return findOwn(ask, deploymentGroups(ask.store), idOf(ask), NOUN);
}

/**
 * Creates the group, or sets the attributes in the request. Omitted ones stay unchanged (Conductor document, section
 * Deployment Groups).
 */
function put(ask: Ask) {
  const { store, now } = ask;
  const body = bodyOf(ask, groupBody);
  const id = idOf(ask);
  const before = deploymentGroups(store).get(identityOf(ask.tenant, id));
  if (before !== undefined && !isVisible(ask, before)) throw new Refused(403, `The ${NOUN} \`${id}\` is private`);
  if (before === undefined) refuseTaken(ask, deploymentGroups(store), id, NOUN, body.visibility ?? 'tenant');
  const group: DeploymentGroupEntry = before ?? { ...EMPTY, ...newOwned(ask, id, body.visibility), id };
  const chosen = isChoosing(body) ? selected(ask, body) : undefined;
  const written: DeploymentGroupEntry = {
    ...group,
    visibility: widened(group, body.visibility, 'deployment group'),
    description: body.description ?? group.description,
    default_blueprint_id: body.blueprint_id ?? group.default_blueprint_id,
    default_inputs: body.default_inputs ?? group.default_inputs,
  };
  deploymentGroups(store).put(written);
  if (body.labels !== undefined)
    relabelGroup(store, written, labelsOf(labelPairs(body.labels), written.labels, now), now);
  if (chosen !== undefined) {
    takeFromGroup(
      store,
      own(ask),
      own(ask).deployment_ids.filter((member) => !chosen.includes(member)),
    );
    addToGroup(store, own(ask), chosen, now);
  }
  makeNew(ask, body.new_deployments ?? []);
  return ok(show(own(ask)));
}

function isChoosing({
  deployment_ids: ids,
  filter_id: filter,
  filter_rules: rules,
  deployments_from_group: from,
}: Selection): boolean {
  return [ids, filter, rules, from].some((choice) => choice !== undefined);
}

/** The deployments that currently match a selection. */
function selected(ask: Ask, choice: Selection): string[] {
  const { store } = ask;
  const all = visibleTo(ask, deployments(store));
  const { filter_id: filter, filter_rules: rules, deployments_from_group: from } = choice;
  const byFilter = filter === undefined ? [] : all.filter((entry) => fitsFilter(ask, entry, filter));
  const byRules =
    rules === undefined ? [] : all.filter((entry) => fitsRules(ask, entry, acceptedRules(rules, 'deployments')));
  const byGroup = from === undefined ? [] : findOwned(ask, deploymentGroups(store), from, NOUN).deployment_ids;
  const byId = choice.deployment_ids ?? [];
  for (const id of byId) findOwned(ask, deployments(store), id, 'Deployment');
  return [...new Set([...byId, ...[...byFilter, ...byRules].map(({ id }) => id), ...byGroup])];
}

/** Creates deployments in the group, and an execution group of those that create their environments. */
function makeNew(ask: Ask, wanted: readonly NewDeployment[]): void {
  if (wanted.length === 0) return;
  const { store } = ask;
  const group = own(ask);
  const { default_blueprint_id: blueprint } = group;
  if (blueprint === null)
    throw new Refused(409, `Cannot create deployments: group ${group.id} has no default blueprint set`);
  const execution = makeExecutionGroup(ask, 'create_deployment_environment', group.id);
  const made = wanted.map((spec, index): DeploymentEntry => {
    const id = namedBy(spec, group, group.made + index + 1);
    const inputs = { ...group.default_inputs, ...spec.inputs };
    const body = { ...spec, inputs, blueprint_id: blueprint, visibility: group.visibility };
    return makeDeployment(ask, id, body, { group: execution.id });
  });
  execution.hold(made.map(({ create_execution: id }) => id));
  deploymentGroups(store).put({ ...own(ask), made: group.made + wanted.length });
  addToGroup(
    store,
    own(ask),
    made.map(({ id }) => id),
    ask.now,
  );
}

/** Conductor document, section Deployment ID template. */
function namedBy(spec: NewDeployment, group: DeploymentGroupEntry, count: number): string {
  const words: Readonly<Record<string, string>> = {
    uuid: randomUUID(),
    count: String(count),
    group_id: group.id,
    blueprint_id: group.default_blueprint_id ?? '',
    site_name: spec.site_name ?? '',
  };
  const template = spec.id ?? '{group_id}-{uuid}';
  return template.replaceAll(/\{([a-z_]+)\}/g, (whole, word: string) =>
    Object.hasOwn(words, word) ? (words[word] ?? whole) : whole,
  );
}

function remove(ask: Ask) {
  const { store, query } = ask;
  const group = own(ask);
  const members = group.deployment_ids.flatMap((id) => deployments(store).get(identityOf(ask.tenant, id)) ?? []);
  const together = query['delete_deployments'] === true;
  const live = members.find((member) => isLive(store, member));
  if (together && query['force'] !== true && live !== undefined)
    throw new Refused(
      405,
      `Can't delete deployment ${live.id} - there are existing live nodes for it.`,
      'dependent_exists_error',
    );
  stripLabels(store, group, group.deployment_ids);
  deploymentGroups(store).remove(group.identity);
  for (const member of together ? members : []) removeDeployment(store, member);
  return noContent;
}

function show({ identity: _, made: __, ...kept }: DeploymentGroupEntry): Readonly<Record<string, unknown>> {
  return { ...kept, private_resource: kept.visibility === 'private', resource_availability: kept.visibility };
}
