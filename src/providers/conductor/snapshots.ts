import type { Value } from '../../model/index.js';
import type { AttributeMapping, DataSourceMapping, ResourceMapping, WaitMapping } from '../rest/mapping/definition.js';
import { MANAGER_IS_THERE, NAME_LIMITS, PAGES } from './protocol.js';

const FLAG: AttributeMapping = { type: 'bool', optional: true, computed: true };

/** A snapshot shows its own progress, so a lost reply does not matter. */
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

/** The origin of an imported snapshot is unknown: it is kept, since that moment cannot be captured again. */
const wasGiven = (prior: Value): boolean => prior !== null;

/** Created by an execution, or uploaded (Conductor document, section Snapshots). */
export const snapshot: ResourceMapping = {
  noun: 'snapshot',
  label: 'id',
  description: 'The complete state of the manager at one point in time, created by Landform or uploaded as an archive.',
  attributes: {
    id: { required: true, constraint: NAME_LIMITS, description: 'Name of the snapshot.' },
    // The document gives two different defaults, so the value is always sent.
    include_credentials: { ...FLAG, default: { value: false, onlyNew: true } },
    include_logs: { ...FLAG, default: { value: true, onlyNew: true } },
    include_events: { ...FLAG, default: { value: true, onlyNew: true } },
    queue: { ...FLAG, computed: false, replaces: false },
    archive: {
      optional: true,
      replacesWhen: wasGiven,
      description: 'File to upload instead of creating a snapshot: a zip archive.',
    },
    archive_hash: { computed: true, description: 'SHA-256 of that file.' },
    archive_url: {
      optional: true,
      replacesWhen: wasGiven,
      description: 'URL from which the manager fetches the archive.',
    },
    timeout_seconds: {
      type: 'number',
      optional: true,
      local: true,
      constraint: { type: 'integer', minimum: 1 },
      description: 'Seconds to wait until it is complete. Default: 3600.',
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
    // The reply is the execution, whose parameters contain secrets of the manager: nothing else of it is read.
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
        // Listed as a field of the body, but sent in the query in the samples, which is what works.
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
    description: 'The snapshots of a manager.',
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
      'The archive of a snapshot, as a string. For a large one, use the action conductor_snapshot_download, which writes a file.',
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
