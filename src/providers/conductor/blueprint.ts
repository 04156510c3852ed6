import {
  isNull,
  mapOf,
  setOf,
  Unknown,
  errorDiagnostic,
  type Diagnostic,
  type Json,
  type Value,
  objectIn,
} from '../../model/index.js';
import type {
  AttributeMapping,
  DataSourceMapping,
  FieldMapping,
  ResourceMapping,
  WaitMapping,
} from '../rest/mapping/definition.js';
import { hindersReplacement, REFUSED_IN_USE } from './blueprint-use.js';
import { allLabels, LABELS, LABELS_REPLY, labelsPart } from './labels.js';
import { ALL_TENANTS, IN_TENANT, PAGES, TENANT } from './protocol.js';
import { VISIBILITY } from './sharing.js';
import { PATIENCE } from './work.js';

const ID: AttributeMapping = { required: true, description: 'Identifier of the blueprint, unique in its tenant.' };

/** `PUT` on an existing blueprint is refused, so after a lost reply the blueprint is looked up. */
const UPLOAD = {
  blueprint_archive: { file: 'archive' },
  params: {
    json: {
      '/application_file_name': 'main_file_name',
      '/blueprint_archive_url': 'archive_url',
      '/visibility': 'visibility',
      '/labels': labelsPart('labels', 'pairs'),
      // Parsing an archive may take longer than the request timeout.
      '/async_upload': { value: true },
    },
  },
} as const;

/** States of an upload (public source, BlueprintUploadState). */
const FAILED = [
  'failed_uploading',
  'failed_extracting',
  'failed_extracting_to_file_server',
  'failed_parsing',
  'invalid',
];

/** Polls a blueprint until the manager has parsed its archive. */
const UNTIL_UPLOADED: WaitMapping = {
  field: uploadState,
  ready: ['uploaded'],
  pending: ['pending', 'uploading', 'extracting', 'parsing', 'validating'],
  failed: FAILED,
  hopeless: FAILED,
  forGood: true,
  reason: '/error',
  firstSeconds: 0.1,
  intervalSeconds: 5,
  deadlineSeconds: 3600,
  deadline: 'execution_timeout_seconds',
};

/** A manager that shows no state has parsed the archive once it shows the plan. */
function uploadState(shown: Json): string | undefined {
  const { state, plan } = objectIn(shown);
  if (typeof state === 'string') return state;
  return plan === undefined || plan === null ? undefined : 'uploaded';
}

/** Everything but the plan, which is long. */
const SHOWN = 'id,tenant_name,main_file_name,visibility,labels,description,state,created_at,created_by,updated_at';

export const blueprint: ResourceMapping = {
  noun: 'blueprint',
  label: 'blueprint_id',
  description:
    'A description of something to deploy, uploaded as an archive. Uploaded content is immutable: different content replaces the blueprint.',
  attributes: {
    id: { computed: true, description: 'The same as `blueprint_id`.' },
    blueprint_id: ID,
    tenant: TENANT,
    archive: {
      optional: true,
      local: true,
      description:
        'Path of the folder that contains the blueprint, or of a `.zip` or `.tar.gz` archive of it. A folder is always packed the same way, so only different content causes a replacement.',
    },
    archive_hash: { computed: true, replaces: true, description: 'SHA-256 of the content of `archive`.' },
    archive_url: { optional: true, description: 'URL from which the manager fetches the archive.' },
    main_file_name: {
      optional: true,
      computed: true,
      replaces: true,
      default: { value: 'blueprint.yaml' },
      description: 'Name of the main file in the archive. Default: `blueprint.yaml`.',
    },
    visibility: { ...VISIBILITY, default: { value: 'tenant' } },
    labels: LABELS,
    icon: { optional: true, local: true, description: 'Path of a PNG image to show for the blueprint.' },
    icon_hash: { computed: true, description: 'SHA-256 of the content of `icon`.' },
    force_delete: {
      type: 'bool',
      optional: true,
      local: true,
      description: 'Whether to delete it even if other blueprints use it. Default: false.',
    },
    execution_timeout_seconds: {
      ...PATIENCE,
      description: 'Seconds to wait until the manager has parsed the archive. Default: 3600.',
    },
    description: { computed: true },
    state: {
      computed: true,
      description:
        'State of its upload: `uploaded`. Landform waits for it, and replaces a blueprint whose upload failed.',
    },
    created_at: { computed: true },
    created_by: { computed: true },
    updated_at: { computed: true, changesWith: ['visibility', 'labels', 'icon_hash'] },
  },
  files: {
    archive: { hash: 'archive_hash', or: 'archive_url', folder: true, kept: { operation: 'downloadBlueprint' } },
    icon: { hash: 'icon_hash' },
  },
  parameters: { ...IN_TENANT, blueprint_id: 'blueprint_id' },
  reply: {
    id: '/id',
    blueprint_id: '/id',
    tenant: { at: '/tenant_name', missing: 'keep' },
    main_file_name: '/main_file_name',
    visibility: '/visibility',
    labels: LABELS_REPLY,
    description: '/description',
    state: { at: '', decode: uploadState },
    created_at: '/created_at',
    created_by: '/created_by',
    updated_at: '/updated_at',
  },
  identity: ['tenant', 'blueprint_id'],
  imports: ['tenant/blueprint_id', 'blueprint_id'],
  create: { operation: 'uploadBlueprint', repeatable: false, body: { multipart: UPLOAD }, wait: UNTIL_UPLOADED },
  settles: 'state',
  // There is no call that reads one blueprint: the list is filtered by the ID (Conductor document, section Get
  // Blueprint).
  read: {
    list: {
      operation: 'listBlueprints',
      parameters: { id: 'blueprint_id' },
      paging: PAGES,
      by: { blueprint_id: '/id', tenant: '/tenant_name' },
    },
    crowd: {
      operation: 'listBlueprints',
      parameters: { _include: { value: SHOWN } },
      paging: PAGES,
      by: { blueprint_id: '/id', tenant: '/tenant_name' },
      unchanged: [],
    },
  },
  updates: [
    {
      operation: 'updateBlueprint',
      repeatable: true,
      looks: true,
      body: { json: { '/labels': labelsPart('labels') } },
    },
    { operation: 'setBlueprintVisibility', repeatable: true, body: { json: { '/visibility': 'visibility' } } },
    {
      operation: 'setBlueprintIcon',
      repeatable: true,
      carries: ['icon_hash'],
      // Without an image the icon is removed.
      clears: 'by-omission',
      body: { raw: { file: 'icon' }, type: 'image/png' },
    },
  ],
  remove: { operation: 'deleteBlueprint', parameters: { force: 'force_delete' }, refused: REFUSED_IN_USE },
  hinders: hindersReplacement,
  locate: { match: ['main_file_name', 'visibility'] },
  check: archiveOrUrl('blueprint'),
};

/** Exactly one of the two ways to provide content. */
export function archiveOrUrl(noun: string): (config: Readonly<Record<string, Value>>) => readonly Diagnostic[] {
  return (config) => {
    const given = ['archive', 'archive_url'].filter((name) => !isNull(config[name] ?? null));
    if (given.length === 1 || given.some((name) => config[name] instanceof Unknown)) return [];
    const what = given.length === 0 ? 'Neither archive nor archive_url is' : 'Both archive and archive_url are';
    return [
      errorDiagnostic('one-of', `${what} given for the ${noun}`, {
        detail: 'Set archive to upload local content, or archive_url to let the manager fetch it.',
        path: ['archive'],
      }),
    ];
  };
}

const ALL_LABELS: FieldMapping = { at: '/labels', decode: allLabels };

/** The attributes of a data source that downloads an archive. */
export const ARCHIVE: Readonly<Record<string, AttributeMapping>> = {
  content_base64: { computed: true, description: 'The archive in base64.' },
  sha256: { computed: true, description: 'SHA-256 of the archive.' },
  size: { type: 'number', computed: true, description: 'Length of the archive in bytes.' },
};

/** The destination of a download; see {@link ARCHIVE}. */
export const INTO = { content: 'content_base64', hash: 'sha256', size: 'size' } as const;

export const blueprintDataSources: Readonly<Record<string, DataSourceMapping>> = {
  conductor_blueprint: {
    noun: 'blueprint',
    description: 'One blueprint, as the manager parsed it.',
    attributes: {
      id: { computed: true, description: 'The same as `blueprint_id`.' },
      blueprint_id: ID,
      tenant: TENANT,
      description: { computed: true },
      main_file_name: { computed: true },
      plan: { type: 'dynamic', computed: true, description: 'The blueprint as the manager parsed it.' },
      requirements: { type: 'dynamic', computed: true, description: 'Inputs that a deployment requires.' },
      visibility: { computed: true },
      labels: { type: mapOf(setOf('string')), computed: true, description: 'All its labels, each with its values.' },
      state: { computed: true, description: 'State of its upload.' },
      created_by: { computed: true },
      created_at: { computed: true },
      updated_at: { computed: true },
    },
    parameters: { ...IN_TENANT, id: 'blueprint_id' },
    one: {
      list: { operation: 'listBlueprints', paging: PAGES },
      where: { blueprint_id: '/id' },
      reply: {
        id: '/id',
        description: '/description',
        main_file_name: '/main_file_name',
        plan: '/plan',
        requirements: '/requirements',
        visibility: '/visibility',
        labels: ALL_LABELS,
        state: '/state',
        created_by: '/created_by',
        created_at: '/created_at',
        updated_at: '/updated_at',
      },
    },
  },
  conductor_blueprints: {
    noun: 'list of blueprints',
    description: 'The blueprints of a tenant.',
    attributes: {
      tenant: TENANT,
      all_tenants: ALL_TENANTS,
      search: { optional: true, description: 'Only blueprints whose ID contains this text.' },
      filter_id: { optional: true, description: 'Only blueprints that match this stored filter.' },
    },
    parameters: { ...IN_TENANT, _all_tenants: 'all_tenants', _search: 'search', _filter_id: 'filter_id' },
    many: {
      list: { operation: 'listBlueprints', paging: PAGES },
      into: 'blueprints',
      description: 'The matching blueprints, without their plans.',
      item: '#/components/schemas/Blueprint',
      omit: ['plan'],
    },
  },
  conductor_blueprint_archive: {
    noun: 'archive of a blueprint',
    description: 'The archive from which a blueprint was created.',
    attributes: { blueprint_id: ID, tenant: TENANT, ...ARCHIVE },
    parameters: { ...IN_TENANT, blueprint_id: 'blueprint_id' },
    download: { call: { operation: 'downloadBlueprint' }, ...INTO },
  },
  conductor_blueprint_labels: {
    noun: 'list of labels of blueprints',
    description: 'The keys of all blueprint labels in a tenant, or all values of one key.',
    attributes: {
      tenant: TENANT,
      key: { optional: true, description: 'Key whose values are listed. If omitted, the keys are listed.' },
    },
    parameters: { ...IN_TENANT, label_key: 'key' },
    many: {
      list: { operation: 'listBlueprintLabelKeys', paging: PAGES },
      instead: [{ when: 'key', list: { operation: 'listBlueprintLabelValues', paging: PAGES } }],
      into: 'labels',
      description: 'The keys, or the values of `key`.',
      item: '#/components/schemas/LabelText',
    },
  },
};
