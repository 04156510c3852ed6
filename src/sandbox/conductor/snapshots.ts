import { parameter, bodyOf } from '../asked.js';
import { isRecord } from '../description.js';
import { flag, object } from '../shape.js';
import type { Store } from '../store.js';
import { inTenant } from './domain.js';
import type { Ask, Domain } from './domain.js';
import { kindOf } from './elsewhere.js';
import { collectionOf, identityOf } from './entries.js';
import type { OwnedEntry } from './entries.js';
import { begin } from './executing.js';
import { showExecution } from './execution-show.js';
import { listed, shown } from './list.js';
import { newOwned } from './owned.js';
import { noContent, ok, Refused } from './refusal.js';
import { deployments, executions } from './running-entries.js';

interface SnapshotEntry extends OwnedEntry {
  readonly id: string;
  readonly status: string;
  readonly error: string | null;
  /** The execution that creates it, until it has ended. */
  readonly execution?: string;
  /** In base64, for an uploaded one. */
  readonly archive?: string;
}

const snapshots = collectionOf<SnapshotEntry>('snapshots');

const FIELDS: readonly string[] = [
  'id',
  'status',
  'error',
  'created_at',
  'created_by',
  'tenant_name',
  'visibility',
  'private_resource',
];

const READY: readonly string[] = ['created', 'uploaded'];
const RESTORE = 'restore_snapshot';

/** Snapshots belong to the whole manager, whatever the tenant. */
export const snapshotsDomain: Domain = {
  operations: {
    listSnapshots: inTenant('snapshot_list', (ask) =>
      listed(ask, { items: snapshots(ask.store).all(), show, fields: FIELDS, searched: 'id' }),
    ),
    createSnapshot: inTenant('snapshot_create', (ask) => {
      refuseExisting(ask);
      const { include_credentials = true, ...rest } = bodyOf(ask, isRecord);
      const execution = start(ask, 'create_snapshot', { ...rest, include_credentials });
      snapshots(ask.store).put({ ...newSnapshot(ask, 'creating'), execution: execution.id });
      return ok(showExecution(execution, ask.now));
    }),
    uploadSnapshot: inTenant('snapshot_upload', (ask) => {
      refuseExisting(ask);
      const archive = ask.body instanceof Uint8Array ? ask.body : undefined;
      if (archive === undefined && ask.query['snapshot_archive_url'] === undefined)
        throw new Refused(400, 'Neither an archive nor its address was given');
      const made: SnapshotEntry = {
        ...newSnapshot(ask, 'uploaded'),
        ...(archive === undefined ? {} : { archive: Buffer.from(archive).toString('base64') }),
      };
      snapshots(ask.store).put(made);
      return shown(ask, show(made), FIELDS);
    }),
    downloadSnapshot: inTenant('snapshot_download', (ask) => {
      const { archive, id } = ready(ask);
      const bytes = archive === undefined ? Buffer.from(`snapshot ${id}`) : Buffer.from(archive, 'base64');
      return { status: 200, content: { type: 'application/octet-stream', bytes } };
    }),
    deleteSnapshot: inTenant('snapshot_delete', (ask) => {
      const found = own(ask);
      if (found.status === 'creating') throw new Refused(405, `The snapshot ${found.id} is being created`);
      snapshots(ask.store).remove(found.identity);
      return noContent;
    }),
    restoreSnapshot: inTenant('snapshot_restore', (ask) => {
      const { force = false } = bodyOf(ask, object({}, { force: flag }));
      ready(ask);
      if (!force && deployments(ask.store).size > 0)
        throw new Refused(409, 'The manager has deployments: use force to restore a snapshot anyway');
      return ok(showExecution(start(ask, RESTORE, {}), ask.now));
    }),
    getSnapshotStatus: {
      scope: 'open',
      act: ({ store }) => {
        const running = executions(store)
          .where('open', true)
          .some(({ workflow_id: workflow }) => workflow === RESTORE);
        return ok({ status: `${running ? 'A' : 'No'} \`${RESTORE}\` workflow currently running.` });
      },
    },
  },
  kinds: {
    snapshots: {
      complete: (values, store, now) => {
        const { id = 'made-elsewhere' } = values;
        const whole = kindOf('id', () => ({ status: 'created', error: null })).complete(values, store, now);
        return { ...whole, identity: identityOf(String(id)) };
      },
    },
  },
  advance: finish,
};

const idOf = (ask: Ask): string => parameter(ask, 'snapshot_id');

/** Its identity contains no tenant: the name of a snapshot is unique in a manager. */
function newSnapshot(ask: Ask, status: string): SnapshotEntry {
  return { ...newOwned(ask, idOf(ask), 'tenant'), identity: identityOf(idOf(ask)), id: idOf(ask), status, error: null };
}

/** The parameters of the manager's own execution contain its passwords, and replies show them. */
function start(ask: Ask, workflow: string, parameters: Readonly<Record<string, unknown>>): ReturnType<typeof begin> {
  const { store, tenant, user, now } = ask;
  const config = { postgresql_host: 'localhost', postgresql_username: 'cloudify', postgresql_password: 'cloudify' };
  return begin(store, {
    tenant,
    user: user.username,
    workflow,
    parameters: { ...parameters, snapshot_id: idOf(ask), config },
    system: true,
    now,
  });
}

function own(ask: Ask): SnapshotEntry {
  const found = snapshots(ask.store).get(identityOf(idOf(ask)));
  if (found === undefined) throw new Refused(404, `Requested \`Snapshot\` with ID \`${idOf(ask)}\` was not found`);
  return found;
}

function ready(ask: Ask): SnapshotEntry {
  const found = own(ask);
  if (READY.includes(found.status)) return found;
  throw new Refused(409, `The snapshot ${found.id} is ${found.status}`);
}

function refuseExisting(ask: Ask): void {
  if (snapshots(ask.store).get(identityOf(idOf(ask))) !== undefined)
    throw new Refused(409, `Snapshot with id ${idOf(ask)} already exists`);
}

/** A snapshot is complete once the execution that creates it has ended. */
function finish(store: Store): void {
  for (const entry of snapshots(store).where('status', 'creating')) {
    const { execution = '', ...rest } = entry;
    const status = executions(store).get(identityOf(entry.tenant_name, execution))?.status;
    if (status === 'terminated') snapshots(store).put({ ...rest, status: 'created' });
    else if (status === 'failed' || status === 'cancelled')
      snapshots(store).put({ ...rest, status: 'failed', error: `The execution ${execution} is ${status}` });
  }
}

function show(entry: SnapshotEntry): Readonly<Record<string, unknown>> {
  const { identity: _, execution: __, archive: ___, ...told } = entry;
  return { ...told, private_resource: false };
}
