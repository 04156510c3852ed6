import { parameter, bodyOf } from '../asked.js';
import { isRecord } from '../description.js';
import { list, object, text } from '../shape.js';
import type { Reply } from '../system.js';
import { blueprints, lookUpBlueprint } from './blueprint-entries.js';
import { inTenant } from './domain.js';
import { ruledAttribute } from './deployments.js';
import type { Ask, Domain } from './domain.js';
import type { OwnedEntry } from './entries.js';
import { evaluated } from './evaluate.js';
import { acceptedRules, attributesOf, passes, filterRule } from './filter-rules.js';
import type { FilterRule } from './filter-rules.js';
import { filtersFor } from './filters.js';
import { listed } from './list.js';
import type { Shown } from './list.js';
import { findOwned, visibleTo } from './owned.js';
import { planOf } from './plan.js';
import { Refused } from './refusal.js';
import { deployments, nodeInstances, nodes } from './running-entries.js';
import type { DeploymentEntry } from './running-entries.js';
import { secrets } from './secret-entries.js';

/** A searchable kind of object: how it is shown, and what rules and text searches apply to. */
interface Candidate {
  readonly shown: Shown;
  readonly labels: readonly { readonly key: string; readonly value: string }[];
  /** What rules apply to; by default the shown object. */
  readonly attribute?: (name: string) => unknown;
  /** What `_search` applies to. */
  readonly text: string;
}

interface SearchKind {
  readonly candidates: (ask: Ask) => readonly Candidate[];
  /** The kind that rules refer to; by default the searched one. Its stored filters can be used, if it has any. */
  readonly ruled?: string;
}

const searchBody = object({}, { filter_rules: list(filterRule), filter_id: text, constraints: isRecord });

/** Kinds with stored filters. */
const FILTERED: readonly string[] = ['blueprints', 'deployments'];

/** The searchable kinds, and their attributes (Conductor document, table Search Resources). */
const KINDS: Readonly<Record<string, SearchKind>> = {
  blueprints: {
    candidates: (ask) =>
      visibleTo(ask, blueprints(ask.store)).map((entry) =>
        candidate(entry, { id: entry.id, state: entry.state }, entry.id, entry.labels),
      ),
  },
  secrets: {
    candidates: (ask) =>
      visibleTo(ask, secrets(ask.store)).map((entry) => candidate(entry, { key: entry.key }, entry.key)),
  },
  deployments: { candidates: deploymentCandidates },
  workflows: { candidates: deploymentCandidates, ruled: 'deployments' },
  capabilities: {
    candidates: (ask) =>
      visibleTo(ask, deployments(ask.store)).map((entry) => {
        const capabilities = evaluated(ask.store, entry, 'capabilities');
        return candidate(entry, { deployment_id: entry.id, capabilities }, JSON.stringify(Object.values(capabilities)));
      }),
  },
  'scaling-groups': {
    candidates: (ask) => visibleTo(ask, deployments(ask.store)).flatMap((entry) => scalingGroups(ask, entry)),
  },
  nodes: {
    candidates: (ask) =>
      visibleTo(ask, nodes(ask.store)).map((entry) => {
        const { id, type, deployment_id, blueprint_id } = entry;
        return candidate(entry, { id, type, deployment_id, blueprint_id }, id);
      }),
  },
  'node-types': { candidates: nodeTypes },
  'node-instances': {
    candidates: (ask) =>
      visibleTo(ask, nodeInstances(ask.store)).map((entry) => {
        const { id, node_id, deployment_id, state } = entry;
        return candidate(entry, { id, node_id, deployment_id, state }, id);
      }),
  },
};

const FIELDS =
  'id key name display_name type blueprint_id deployment_id node_id state site_name capabilities parameters'
    .split(' ')
    .concat(['visibility', 'tenant_name', 'created_by', 'created_at', 'description', 'installation_status']);

export const searchOperations: Domain = { operations: { search: inTenant('resource_search', search) }, kinds: {} };

function search(ask: Ask): Reply {
  const resource = parameter(ask, 'resource');
  const kind = KINDS[resource];
  if (kind === undefined) throw new Error(`The emulator cannot search ${resource}.`);
  const rules = rulesOf(ask, kind.ruled ?? resource);
  const { _deployment_id: deployment, _blueprint_id: blueprint } = ask.query;
  const found = kind
    .candidates(ask)
    .filter(
      ({ shown, labels, attribute = (name) => shown[name] }) =>
        passes(rules, { labels, attribute }) &&
        (deployment === undefined || shown['deployment_id'] === deployment) &&
        (blueprint === undefined || shown['blueprint_id'] === blueprint),
    );
  const named = found.filter((item) => isNamed(ask, item));
  const items = resource === 'workflows' ? workflowsOf(ask, named) : named.map(({ shown }) => shown);
  // Objects with these names are selected above: two keys may contain them.
  return listed(ask, { items, show: (item) => item, fields: FIELDS, filters: { _search: () => true } });
}

/** The union of the results of `_search`, and of `_search_name` among the names of deployments. */
function isNamed({ query }: Ask, { text, shown }: Candidate): boolean {
  const { _search: wanted, _search_name: name } = query;
  if (wanted === undefined && name === undefined) return true;
  const has = (whole: unknown, part: unknown): boolean =>
    typeof part === 'string' && typeof whole === 'string' && whole.toLowerCase().includes(part.toLowerCase());
  return has(text, wanted) || has(shown['display_name'], name);
}

function rulesOf(ask: Ask, resource: string): readonly FilterRule[] {
  const { filter_rules: given = [], filter_id, constraints } = bodyOf(ask, searchBody);
  const { _filter_id: inQuery } = ask.query;
  const id = filter_id ?? (typeof inQuery === 'string' ? inQuery : undefined);
  if (constraints !== undefined && (given.length > 0 || id !== undefined))
    throw new Refused(400, 'Use either constraints, or filter rules and a filter');
  const rules = acceptedRules(
    constraints === undefined ? given : constraintRules(constraints, attributesOf(resource)),
    resource,
  );
  if (id === undefined) return rules;
  if (!FILTERED.includes(resource)) throw new Refused(400, `There are no stored filters for ${resource}`);
  return [...rules, ...findOwned(ask, filtersFor(ask.store, resource), id, 'filter').value];
}

/** A pattern applies to the name: the first existing attribute. */
function constraintRules(constraints: Readonly<Record<string, unknown>>, attributes: readonly string[]): FilterRule[] {
  const { labels = [], name_pattern: pattern = {}, ...others } = constraints;
  const byLabel = [labels]
    .flat()
    .flatMap((label) =>
      Object.entries(isRecord(label) ? label : {}).map(([key, value]) => ruleOf('label', key, 'any_of', value)),
    );
  const byName = Object.entries(isRecord(pattern) ? pattern : {}).map(([operator, value]) =>
    ruleOf('attribute', attributes[0] ?? 'id', operator === 'specific_name' ? 'any_of' : operator, value),
  );
  const byAttribute = Object.entries(others).map(([key, value]) => ruleOf('attribute', key, 'any_of', value));
  return [...byLabel, ...byName, ...byAttribute];
}

function ruleOf(type: string, key: string, operator: string, value: unknown): FilterRule {
  return { type, key, operator, values: [value].flat().map(String) };
}

function candidate(
  { visibility, tenant_name, created_by, created_at }: OwnedEntry,
  own: Shown,
  text: string,
  labels: Candidate['labels'] = [],
): Candidate {
  return { shown: { ...own, visibility, tenant_name, created_by, created_at }, text, labels };
}

function deploymentCandidates(ask: Ask): readonly Candidate[] {
  return visibleTo(ask, deployments(ask.store)).map((entry) => {
    const { id, display_name, blueprint_id, site_name, labels } = entry;
    const installation_status = ruledAttribute(ask, entry, 'installation_status');
    const found = candidate(entry, { id, display_name, blueprint_id, site_name, installation_status }, id, labels);
    return { ...found, attribute: (name) => ruledAttribute(ask, entry, name) };
  });
}

/** Of all these deployments together, without duplicates; or only what they have in common. */
function workflowsOf(ask: Ask, found: readonly Candidate[]): Shown[] {
  const each = found.map(({ shown: { tenant_name, blueprint_id } }) => {
    const of = { tenant_name: String(tenant_name), blueprint_id: String(blueprint_id) };
    return planOf(ask.store, of).workflows;
  });
  const all = new Map(each.flat().map((workflow) => [workflow.name, workflow]));
  const isCommon = (name: string): boolean => each.every((own) => own.some((workflow) => workflow.name === name));
  const kept = [...all.values()].filter(({ name }) => ask.query['_common_only'] !== true || isCommon(name));
  return kept.map((workflow) => ({ ...workflow }));
}

function scalingGroups({ store }: Ask, entry: DeploymentEntry): readonly Candidate[] {
  const groups = lookUpBlueprint(store, entry.tenant_name, entry.blueprint_id)?.plan['groups'];
  return Object.keys(isRecord(groups) ? groups : {}).map((name) =>
    candidate(entry, { deployment_id: entry.id, name }, name),
  );
}

/** Each type once for each deployment. */
function nodeTypes(ask: Ask): readonly Candidate[] {
  const types = new Map(
    visibleTo(ask, nodes(ask.store)).map((entry) => [
      `${entry.owner} ${entry.type}`,
      candidate(entry, { deployment_id: entry.deployment_id, type: entry.type, id: entry.id }, entry.type),
    ]),
  );
  return [...types.values()];
}
