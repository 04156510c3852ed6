import {
  isJsonList,
  errorDiagnostic,
  isNull,
  valuesEqual,
  type Diagnostic,
  type Json,
  type Value,
  listIn,
} from '../../model/index.js';
import { itemsByKey } from '../rest/object/items.js';
import type { ListMapping, Part, PlannedChange, ResourceMapping, UpdateMapping } from '../rest/mapping/definition.js';
import { fromWire, nested, sentAs, shownAs, toWire } from '../rest/values/nested.js';
import { pointerGet } from '../rest/pointer.js';
import { MERGED, MERGED_METADATA, METADATA, SENT_METADATA, SHOWN_METADATA } from './labels.js';
import { PACKS, VARIABLES, latestTemplate, revisionOf } from './packs.js';
import { CREATED, IDENTITY, IN_SCOPE, SCOPE, SCOPE_IS_THERE, textAt } from './protocol.js';

type Values = Readonly<Record<string, Value>>;

export const PROFILES: ListMapping = {
  operation: 'listClusterProfiles',
  paging: { style: 'whole', items: '/items' },
};

export const PROFILE_LOOKUP = {
  list: PROFILES,
  where: { name: '/metadata/name', version: '/spec/version' },
  gives: { uid: '/metadata/uid' },
} as const;

/** One pack at a time if the set of packs is unchanged: changing one does not affect the others. */
const samePacks = (prior: Values, planned: Values): boolean => {
  const [before, after] = [itemsByKey(prior['packs'], 'name'), itemsByKey(planned['packs'], 'name')];
  return before.size === after.size && [...after.keys()].every((name) => before.has(name));
};

const member = (name: string): Part => ({
  attribute: 'each',
  encode: (pack) => pointerGet(pack, `/${name}`) ?? undefined,
});

/** The documented API's call for one pack: the planned version is in the address. */
const documentedPackUpdate: UpdateMapping = {
  operation: 'updateClusterProfilePackValues',
  parameters: { packName: member('name'), packVersion: member('tag') },
  body: { json: { '/values': member('values') } },
  object: 'none',
  carries: ['packs'],
  each: { attribute: 'packs', key: 'name', which: 'changed' },
};

/** The current API's call for one pack. */
const currentPackUpdate: UpdateMapping = {
  operation: 'updateClusterProfilePack',
  parameters: { packName: member('name') },
  body: { json: { '/pack': { attribute: 'each', encode: (pack) => listIn(toWire(PACKS, [pack]))[0] } } },
  object: 'none',
  carries: ['packs'],
  each: { attribute: 'packs', key: 'name', which: 'changed' },
};

/** What the documented call can change about a pack: its version and its values. */
const isSaidByVersion = (prior: Values, planned: Values): boolean => {
  const before = itemsByKey(prior['packs'], 'name');
  return [...itemsByKey(planned['packs'], 'name')].every(([name, now]) => {
    const old = before.get(name);
    if (old === undefined) return false;
    if (valuesEqual(old, now)) return true;
    const same = ['layer', 'type'].every((key) => valuesEqual(old[key] ?? null, now[key] ?? null));
    // A pack's uid belongs to its version, so it may change with it.
    const ofVersion = valuesEqual(old['uid'] ?? null, now['uid'] ?? null) || old['tag'] !== now['tag'];
    return same && ofVersion && typeof now['tag'] === 'string' && now['tag'] !== '';
  });
};

const ATTRIBUTES: ResourceMapping['attributes'] = {
  ...IDENTITY,
  ...SCOPE,
  name: { required: true },
  version: {
    optional: true,
    computed: true,
    default: { value: '1.0.0' },
    replaces: true,
    description:
      'Its version. Default: `1.0.0`. Another version is another profile with its own uid, so changing it replaces the profile; to keep the old one, add a second resource with `clone_of`.',
  },
  cloud_type: {
    required: true,
    replaces: true,
    description: 'The cloud type it is for: `vsphere`, or `vmware` in the documented API.',
  },
  type: {
    optional: true,
    computed: true,
    default: { value: 'cluster' },
    replaces: true,
    description: 'The part of a cluster it describes: `cluster` (the default), `infra` or `add-on`.',
  },
  clone_of: {
    optional: true,
    replaces: true,
    description:
      'The uid of a profile of which this is a new version; it is copied, and then changed to match this configuration.',
  },
  ...METADATA,
  packs: { ...nested(PACKS), required: true, constraint: { minItems: 1 }, description: 'Its layers.' },
  variables: { ...nested(VARIABLES), optional: true, description: 'Variables that clusters may set.' },
  published: {
    type: 'bool',
    computed: true,
    default: { value: true },
    description:
      'Whether to publish it, so that clusters can use its latest state. Landform publishes it after each change.',
  },
  revision: {
    computed: true,
    changesWith: ['packs'],
    description:
      'Changes whenever the content for clusters changes. Pass it to a cluster together with the uid, and the cluster is updated accordingly.',
  },
};

const REPLY: ResourceMapping['reply'] = {
  id: '/metadata/uid',
  uid: '/metadata/uid',
  name: '/metadata/name',
  version: '/spec/version',
  cloud_type: { at: '/spec', decode: (spec) => textAt(latestTemplate(spec) ?? null, '/cloudType') },
  type: { at: '/spec', decode: (spec) => textAt(latestTemplate(spec) ?? null, '/type') },
  ...SHOWN_METADATA,
  packs: {
    at: '/spec',
    decode: (spec, known) => fromWire(PACKS, pointerGet(latestTemplate(spec), '/packs') ?? null, known),
  },
  variables: shownAs('/variables/variables', VARIABLES),
  published: '/status/isPublished',
  revision: { at: '/spec/published/packs', decode: revisionOf },
};

/** A new version of another profile is a copy of it. */
const CREATE: ResourceMapping['create'] = {
  operation: 'createClusterProfile',
  body: {
    json: {
      '/metadata/name': 'name',
      ...SENT_METADATA,
      '/spec/version': 'version',
      '/spec/variables': sentAs('variables', VARIABLES),
      '/spec/template/cloudType': 'cloud_type',
      '/spec/template/type': 'type',
      '/spec/template/packs': sentAs('packs', PACKS),
    },
  },
  reply: CREATED,
  variants: [
    {
      whenSet: 'clone_of',
      operation: 'cloneClusterProfile',
      parameters: { uid: 'clone_of' },
      body: {
        json: {
          '/metadata/name': 'name',
          '/metadata/version': 'version',
          '/metadata/target/scope': 'context',
          '/metadata/target/projectUid': 'project_uid',
        },
      },
      reply: CREATED,
    },
  ],
};

/** `packUpdate` updates one pack, if `single` says that this is enough. */
function updates(
  packUpdate: UpdateMapping,
  single: (prior: Values, planned: Values) => boolean,
): readonly UpdateMapping[] {
  return [
    {
      operation: 'updateClusterProfileMetadata',
      looks: true,
      send: 'all',
      clears: 'by-omission',
      repeatable: true,
      object: 'none',
      body: { json: { '/metadata/name': 'name', ...MERGED_METADATA } },
      carries: ['name', ...MERGED],
    },
    { ...packUpdate, when: single },
    {
      operation: 'updateClusterProfile',
      when: (prior, planned) => !single(prior, planned),
      send: 'all',
      object: 'none',
      body: {
        json: {
          '/metadata/name': 'name',
          '/spec/version': 'version',
          '/spec/template/type': 'type',
          '/spec/template/packs': sentAs('packs', PACKS),
        },
      },
      carries: ['packs'],
    },
    {
      operation: 'updateClusterProfileVariables',
      clears: 'by-omission',
      object: 'none',
      body: {
        json: {
          '/variables': { attributes: ['variables'], make: (variables) => toWire(VARIABLES, variables ?? []) },
        },
      },
      carries: ['variables'],
    },
    // Changes go to the draft; clusters see them once it is published.
    {
      operation: 'publishClusterProfile',
      repeatable: true,
      object: 'none',
      clears: 'by-omission',
      carries: ['published', 'packs', 'variables'],
    },
  ];
}

/** A cluster profile; `packUpdate` updates one pack, if `fits` says that this is enough. */
function clusterProfile(packUpdate: UpdateMapping, fits: (prior: Values, planned: Values) => boolean): ResourceMapping {
  return {
    noun: 'cluster profile',
    label: 'name',
    description: 'The content of clusters, layer by layer.',
    attributes: ATTRIBUTES,
    parameters: { ...IN_SCOPE, uid: 'uid' },
    reply: REPLY,
    identity: ['uid'],
    imports: ['uid:context:version', 'uid:context'],
    lookup: { ...PROFILE_LOOKUP, name: 'name' },
    create: CREATE,
    read: {
      call: { operation: 'getClusterProfile' },
      also: [{ as: 'variables', operation: 'getClusterProfileVariables' }],
      confirmGone: SCOPE_IS_THERE,
    },
    updates: updates(packUpdate, (prior, planned) => samePacks(prior, planned) && fits(prior, planned)),
    checkPlan: noNamespaceOfClones,
    remove: { operation: 'deleteClusterProfile', blocked: usedBy },
    locate: { list: PROFILES, match: ['name', 'version'], partial: true },
  };
}

/** A clone is created with only a name and a version. */
function noNamespaceOfClones({ prior, planned }: PlannedChange): readonly Diagnostic[] {
  if (prior !== null || isNull(planned['clone_of'] ?? null) || isNull(planned['namespace'] ?? null)) return [];
  return [
    errorDiagnostic('invalid-value', 'A clone cannot have a namespace', {
      detail: 'The service has no call for that. Remove namespace, or clone_of.',
      path: ['namespace'],
    }),
  ];
}

/** A profile that clusters use cannot be deleted; the service lists them before the delete is tried. */
function usedBy(profile: Json): string | undefined {
  const clusters = pointerGet(profile, '/status/inUseClusters');
  if (!isJsonList(clusters) || clusters.length === 0) return undefined;
  const names = clusters.map((cluster) => textAt(cluster, '/name', '/uid') ?? 'one without a name');
  const shown = names.slice(0, 5).join(', ');
  const more = names.length > 5 ? ` and ${names.length - 5} more` : '';
  return (
    `Clusters use it: ${shown}${more}. Remove it from them, or delete them first, then apply again. ` +
    'The profile remains in state.'
  );
}

export const documentedClusterProfile = clusterProfile(documentedPackUpdate, isSaidByVersion);
export const currentClusterProfile = clusterProfile(currentPackUpdate, () => true);
