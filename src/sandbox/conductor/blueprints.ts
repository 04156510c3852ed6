import { parameter, bodyOf } from '../asked.js';
import type { Form } from '../body.js';
import { isRecord } from '../description.js';
import { messageOf } from '../error.js';
import { anything, bytes, object, record, text } from '../shape.js';
import type { Store } from '../store.js';
import type { Reply } from '../system.js';
import { BLUEPRINT, blueprints, findBlueprint } from './blueprint-entries.js';
import type { BlueprintEntry } from './blueprint-entries.js';
import { parseBlueprint } from './blueprint-parse.js';
import { beginUpload, finishUploads, hasFailed, isOver, setUploadPace } from './blueprint-upload.js';
import { inTenant } from './domain.js';
import type { Ask, Domain } from './domain.js';
import { kindOf } from './elsewhere.js';
import { fingerprint } from './entries.js';
import { begin, settle } from './executing.js';
import { showExecution } from './execution-show.js';
import { passes } from './filter-rules.js';
import { filtersFor } from './filters.js';
import { labelPairs, labelsOf } from './label-entries.js';
import { labelKeys, labelValues } from './label-lists.js';
import { listed, type Listing } from './list.js';
import type { Shown } from './list.js';
import { findOwn, findOwned, newOwned, refuseTaken, visibleTo, widened, visibilityAsked } from './owned.js';
import { noContent, ok, refusal, Refused } from './refusal.js';
import { deployments, executions } from './running-entries.js';

const FIELDS: readonly string[] = [
  'id',
  'description',
  'main_file_name',
  'plan',
  'requirements',
  'created_at',
  'updated_at',
  'created_by',
  'tenant_name',
  'visibility',
  'private_resource',
  'resource_availability',
  'labels',
  'state',
  'error',
];

interface Params {
  readonly application_file_name?: string;
  readonly blueprint_archive_url?: string;
  readonly visibility?: string;
  readonly labels?: unknown;
  readonly async_upload?: boolean;
}

/** Blueprints of a tenant (Conductor document, section Blueprints). */
export const blueprintOperations: Domain = {
  operations: {
    listBlueprints: inTenant('blueprint_list', (ask) => listed(ask, blueprintListing(ask))),
    uploadBlueprint: inTenant('blueprint_upload', upload),
    validateBlueprint: inTenant('blueprint_upload', validate),
    updateBlueprint: inTenant('blueprint_update', (ask) => {
      const entry = own(ask);
      const pairs = labelPairs(bodyOf(ask, object({ labels: anything })).labels);
      return keep(ask, { ...entry, labels: labelsOf(pairs, entry.labels, ask.now) });
    }),
    deleteBlueprint: inTenant('blueprint_delete', remove),
    downloadBlueprint: inTenant('blueprint_download', download),
    setBlueprintVisibility: inTenant('resource_set_visibility', (ask) => {
      const entry = own(ask);
      const visibility = widened(entry, visibilityAsked(ask), 'blueprint');
      return keep(ask, { ...entry, visibility });
    }),
    setBlueprintIcon: inTenant('blueprint_update', setIcon),
    listBlueprintLabelKeys: inTenant('labels_list', (ask) => labelKeys(ask, visibleTo(ask, blueprints(ask.store)))),
    listBlueprintLabelValues: inTenant('labels_list', (ask) => labelValues(ask, visibleTo(ask, blueprints(ask.store)))),
  },
  kinds: {
    blueprints: kindOf('id', (now) => ({
      main_file_name: 'blueprint.yaml',
      plan: {},
      labels: [],
      state: 'uploaded',
      error: null,
      updated_at: now,
    })),
  },
  controls: { uploads: setUploadPace },
  advance: finishUploads,
};

const idOf = (ask: Ask): string => parameter(ask, 'blueprint_id');
const own = (ask: Ask): BlueprintEntry => findOwn(ask, blueprints(ask.store), idOf(ask), BLUEPRINT);

export function blueprintListing(ask: Ask): Listing<BlueprintEntry> {
  const { _filter_id: id } = ask.query;
  const rules = typeof id === 'string' ? findOwned(ask, filtersFor(ask.store, 'blueprints'), id, 'filter').value : [];
  return {
    items: visibleTo(ask, blueprints(ask.store)),
    show,
    fields: FIELDS,
    searched: 'id',
    filters: {
      _filter_id: (entry) => passes(rules, { labels: entry.labels, attribute: (name) => show(entry)[name] }),
    },
  };
}

/** A failed upload leaves its blueprint, and another upload replaces it. */
function upload(ask: Ask): Reply {
  const id = idOf(ask);
  const params = paramsOf(ask);
  const { application_file_name: main = 'blueprint.yaml' } = params;
  const owned = newOwned(ask, id, params.visibility);
  const before = blueprints(ask.store).get(owned.identity);
  if (before !== undefined && hasFailed(before)) blueprints(ask.store).remove(before.identity);
  refuseTaken(ask, blueprints(ask.store), id, BLUEPRINT, owned.visibility);
  const archive = archiveOf(ask, params);
  const started = beginUpload(ask, params.async_upload === true, {
    ...owned,
    id,
    main_file_name: main,
    plan: {},
    labels: labelsOf(labelPairs(params.labels), [], ask.now),
    state: archive === undefined ? 'pending' : 'uploading',
    error: null,
    updated_at: owned.created_at,
    ...(archive === undefined ? {} : { archive: Buffer.from(archive).toString('base64') }),
  });
  if (params.async_upload === true) return ok(show(started), 201);
  const outcome = (store: Store): Reply | undefined => {
    const entry = blueprints(store).get(owned.identity);
    return entry === undefined ? refusal(404, `The blueprint ${id} is gone`) : outcomeOf(entry);
  };
  return outcome(ask.store) ?? { status: 202, until: outcome };
}

/** The reply to an upload once it has ended. */
function outcomeOf(entry: BlueprintEntry): Reply | undefined {
  if (!isOver(entry)) return undefined;
  if (!hasFailed(entry)) return ok(show(entry), 201);
  const { id, state, error } = entry;
  return new Refused(400, `Blueprint \`${id}\` ${state}. Error: ${error}`, 'invalid_blueprint_error').reply;
}

/** Nothing is stored; the execution shows the result. */
function validate(ask: Ask): Reply {
  const params = paramsOf(ask);
  const { application_file_name: main = 'blueprint.yaml' } = params;
  const { store, tenant, user, now } = ask;
  const execution = begin(store, {
    tenant,
    user: user.username,
    workflow: 'upload_blueprint',
    blueprint: idOf(ask),
    parameters: { application_file_name: main, validate_only: true },
    system: true,
    now,
  });
  const archive = archiveOf(ask, params);
  const problem = archive === undefined ? undefined : problemIn(archive, main);
  if (problem !== undefined) settle(store, execution, 'failed', problem, now);
  return ok(showExecution(executions(store).latest(execution)), 201);
}

function problemIn(archive: Uint8Array, main: string): string | undefined {
  try {
    parseBlueprint(archive, main);
    return undefined;
  } catch (problem) {
    return messageOf(problem);
  }
}

/** A value in the query applies if `params` does not contain it. */
function paramsOf(ask: Ask): Params {
  const { params = '{}' } = formOf(ask).fields;
  let parsed: unknown;
  try {
    parsed = JSON.parse(params);
  } catch {
    throw new Refused(400, 'The field params is not valid JSON');
  }
  if (!isRecord(parsed)) throw new Refused(400, 'The field params is not a JSON object');
  const { labels, ...inQuery } = ask.query;
  return { ...inQuery, ...(typeof labels === 'string' ? { labels: labelsIn(labels) } : {}), ...parsed };
}

/** `environment=test,owner=ann` (Conductor document, section Upload Blueprint). */
function labelsIn(text: string): readonly unknown[] {
  return text.split(',').map((label) => {
    const [key, value] = label.split(/=(.*)/s, 2);
    if (key === undefined || value === undefined)
      throw new Refused(400, 'Labels in the query are key=value, separated by commas');
    return { key, value };
  });
}

const isForm = object({ fields: record(text), files: record(object({ name: text, type: text, bytes })) });

function formOf({ body }: Ask): Form {
  return isForm(body) ? body : { fields: {}, files: {} };
}

/** Undefined if it is at an address. */
function archiveOf(ask: Ask, { blueprint_archive_url: url }: Params): Uint8Array | undefined {
  const file = formOf(ask).files['blueprint_archive'];
  if (file !== undefined && url !== undefined)
    throw new Refused(400, "Can't pass both a blueprint URL via query parameters and an archive");
  if (file === undefined && url === undefined) throw new Refused(400, 'Missing blueprint archive or url');
  return file?.bytes;
}

/** `force` ignores other blueprints that import it; a deployment always prevents the delete. */
function remove(ask: Ask): Reply {
  const entry = own(ask);
  const used = deployments(ask.store)
    .where('blueprint_id', entry.id)
    .filter(({ tenant_name: tenant }) => tenant === entry.tenant_name || entry.visibility === 'global');
  if (used.length > 0) throw inUse(entry, `deployments: ${used.map(({ id }) => id).join(', ')}`);
  const importers = blueprints(ask.store)
    .where('tenant_name', entry.tenant_name)
    .filter(({ plan }) => [plan['imports'] ?? []].flat().includes(`blueprint:${entry.id}`));
  if (importers.length > 0 && ask.query['force'] !== true)
    throw inUse(entry, `blueprints: ${importers.map(({ id }) => id).join(', ')}`, 'blueprint_in_use_error');
  blueprints(ask.store).remove(entry.identity);
  return noContent;
}

function inUse({ id }: BlueprintEntry, by: string, code = 'dependent_exists_error'): Refused {
  return new Refused(405, `Cannot delete blueprint ${id}, it is used by ${by}`, code);
}

function download(ask: Ask): Reply {
  const { archive } = findBlueprint(ask, idOf(ask));
  if (archive === undefined) throw new Refused(404, 'The archive of this blueprint is not stored');
  return { status: 200, content: { type: 'application/octet-stream', bytes: Buffer.from(archive, 'base64') } };
}

const PNG = '89504e470d0a1a0a';

/** Without a body the icon is removed. */
function setIcon(ask: Ask): Reply {
  const { iconFingerprint: _, ...entry } = own(ask);
  if (ask.body === undefined) return keep(ask, entry);
  const icon = Buffer.from(bodyOf(ask, bytes));
  if (icon.subarray(0, 8).toString('hex') !== PNG) throw new Refused(400, 'The icon is not a PNG image');
  return keep(ask, { ...entry, iconFingerprint: fingerprint(icon.toString('base64')) });
}

function keep(ask: Ask, entry: BlueprintEntry, status = 200): Reply {
  const kept = { ...entry, updated_at: ask.now.toISOString() };
  blueprints(ask.store).put(kept);
  return ok(show(kept), status);
}

function show(entry: BlueprintEntry): Shown {
  const { identity: _, archive: _archive, iconFingerprint: _icon, upload_execution: _upload, ...shown } = entry;
  const { description } = entry.plan;
  return {
    ...shown,
    description: typeof description === 'string' ? description : null,
    requirements: null,
    private_resource: entry.visibility === 'private',
    resource_availability: entry.visibility,
  };
}
