import type { Value } from '../../model/index.js';
import type { AttributeMapping, DataSourceMapping, ResourceMapping, WaitMapping } from '../rest/mapping/definition.js';
import { MANAGER_IS_THERE, NAME_LIMITS, PAGES } from './protocol.js';

const FLAG: AttributeMapping = { type: 'bool', optional: true, computed: true };

/** A snapshot tells by itself how far it is, so that a lost answer does not matter. */
const UNTIL_THERE: WaitMapping = {
  field: '/status',
  ready: ['created', 'uploaded'],
  pending: ['creating', 'uploading'],
  failed: ['failed'],
  firstSeconds: 0.1,
  intervalSeconds: 5,
  deadlineSeconds: 3600,
  deadline: 'timeout_seconds',
  reason: '/error',
};

/** Of one that was imported nobody knows where it came from: it is kept, since it is of a moment that does not come again. */
const wasGiven = (prior: Value): boolean => prior !== null;

/** Made by an execution, or brought from elsewhere (Conductor document, section Snapshots). */
export const snapshot: ResourceMapping = {
  noun: 'snapshot',
  label: 'id',
  description: 'Everything the manager holds, at one moment: made here, or brought as an archive.',
  attributes: {
    id: { required: true, constraint: NAME_LIMITS, description: 'Name of the snapshot.' },
    // The document names two different values for when this is left out: it is always sent.
    include_credentials: { ...FLAG, default: { value: false, onlyNew: true } },
    include_logs: { ...FLAG, default: { value: true, onlyNew: true } },
    include_events: { ...FLAG, default: { value: true, onlyNew: true } },
    queue: { ...FLAG, computed: false, replaces: false },
    archive: {
      optional: true,
      replacesWhen: wasGiven,
      description: 'File to bring instead of making a snapshot: a zip archive.',
    },
    archive_hash: { computed: true, description: 'SHA-256 of that file.' },
    archive_url: {
      optional: true,
      replacesWhen: wasGiven,
      description: 'Address the manager fetches the archive from.',
    },
    timeout_seconds: {
      type: 'number',
      optional: true,
      local: true,
      constraint: { type: 'integer', minimum: 1 },
      description: 'For how many seconds to wait until it is there. Default: 3600.',
    },
    status: { computed: true },
    created_at: { computed: true },
  },
  files: { archive: { hash: 'archive_hash' } },
  parameters: { snapshot_id: 'id' },
  reply: { id: '/id', status: '/status', created_at: '/created_at' },
  identity: ['id'],
  imports: ['id'],
  create: {
    operation: 'createSnapshot',
    body: {
      json: {
        '/include_credentials': 'include_credentials',
        '/include_logs': 'include_logs',
        '/include_events': 'include_events',
        '/queue': 'queue',
      },
    },
    repeatable: false,
    // The reply is the execution, whose parameters hold secrets of the manager: nothing else of it is looked at.
    reply: {},
    wait: UNTIL_THERE,
    variants: [
      {
        whenSet: 'archive',
        operation: 'uploadSnapshot',
        body: { raw: { file: 'archive' }, type: 'application/octet-stream' },
        repeatable: false,
        wait: UNTIL_THERE,
      },
      {
        whenSet: 'archive_url',
        operation: 'uploadSnapshot',
        // Tabled as a field of the body, sampled as a query, which is what works.
        parameters: { snapshot_archive_url: 'archive_url' },
        repeatable: false,
        wait: UNTIL_THERE,
      },
    ],
  },
  read: {
    list: { operation: 'listSnapshots', parameters: { id: 'id' }, paging: PAGES, by: { id: '/id' } },
    confirmGone: MANAGER_IS_THERE,
  },
  remove: { operation: 'deleteSnapshot' },
  locate: { match: [] },
};

export const snapshotData: Readonly<Record<string, DataSourceMapping>> = {
  conductor_snapshots: {
    noun: 'list of snapshots',
    description: 'The snapshots a manager has.',
    attributes: { status: { optional: true, description: 'Only snapshots in this state.' } },
    parameters: { status: 'status' },
    many: {
      list: { operation: 'listSnapshots', paging: PAGES },
      into: 'snapshots',
      item: '#/components/schemas/Snapshot',
    },
  },
  conductor_snapshot_archive: {
    noun: 'archive of a snapshot',
    description:
      'The archive of a snapshot, as text. For a large one, use the action conductor_snapshot_download, which writes a file.',
    attributes: {
      snapshot_id: { required: true, description: 'Name of the snapshot.' },
      content_base64: {
        computed: true,
        sensitive: true,
        description: 'The archive in base64.',
      },
      sha256: { computed: true, description: 'SHA-256 of the archive.' },
      size: { type: 'number', computed: true, description: 'Its length in bytes.' },
    },
    parameters: { snapshot_id: 'snapshot_id' },
    download: {
      call: { operation: 'downloadSnapshot' },
      content: 'content_base64',
      hash: 'sha256',
      size: 'size',
    },
  },
  conductor_snapshot_restore_status: {
    noun: 'state of a restore',
    description: 'Whether a snapshot is being restored.',
    attributes: { status: { computed: true } },
    parameters: {},
    one: { call: { operation: 'getSnapshotStatus' }, reply: { status: '/status' } },
  },
};
