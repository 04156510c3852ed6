import { Unknown, errorDiagnostic, listOf, mapOf, type Diagnostic, type Value } from '../../model/index.js';
import type { AttributeMapping, DataSourceMapping } from '../rest/mapping/definition.js';
import { textOf } from '../rest/pointer.js';
import { CLUSTERS_NAMED } from './cluster.js';
import { SHOWN_UIDS } from './attached.js';
import { latestTemplate, revisionOf } from './packs.js';
import { PROFILE_LOOKUP } from './profile.js';
import { IN_SCOPE, PAGES, PAGE_SIZE, SCOPE, textAt } from './protocol.js';

const ID: AttributeMapping = { computed: true, description: 'The same as `uid`.' };

const named = (noun: string): Readonly<Record<string, AttributeMapping>> => ({
  id: ID,
  uid: { optional: true, computed: true, description: `The uid of the ${noun}. Set this or the name.` },
  name: { optional: true, computed: true, description: `The name of the ${noun}. Set this or the uid.` },
  ...SCOPE_INPUTS,
});

const SCOPE_INPUTS: Readonly<Record<string, AttributeMapping>> = {
  context: {
    ...SCOPE.context,
    replaces: false,
    description: 'Scope of the object: `project` or `tenant`. Default: `project`.',
  },
  project_uid: {
    ...SCOPE.project_uid,
    replaces: false,
    description: "The project it belongs to. Default: the provider's project.",
  },
};

export const dataSources: Readonly<Record<string, DataSourceMapping>> = {
  palette_cluster_profile: {
    noun: 'cluster profile',
    description: 'One cluster profile, by its uid, or by its name and version.',
    attributes: {
      ...named('profile'),
      version: {
        optional: true,
        computed: true,
        description: 'Its version; needed if several have that name.',
      },
      cloud_type: { computed: true, description: 'The cloud type it is for.' },
      type: { computed: true, description: 'The part of a cluster it describes.' },
      labels: { type: mapOf('string'), computed: true, description: 'Its labels.' },
      published: {
        type: 'bool',
        computed: true,
        description: 'Whether clusters can be created from its latest state.',
      },
      revision: { computed: true, description: 'Changes whenever the content for clusters changes.' },
      in_use_by: { type: listOf('string'), computed: true, description: 'The uids of the clusters that use it.' },
    },
    parameters: { ...IN_SCOPE, uid: 'uid' },
    one: {
      call: { operation: 'getClusterProfile' },
      callWhen: ['uid'],
      lookup: PROFILE_LOOKUP,
      reply: {
        id: '/metadata/uid',
        uid: '/metadata/uid',
        name: '/metadata/name',
        version: '/spec/version',
        cloud_type: { at: '/spec', decode: (spec) => textAt(latestTemplate(spec) ?? null, '/cloudType') },
        type: { at: '/spec', decode: (spec) => textAt(latestTemplate(spec) ?? null, '/type') },
        labels: '/metadata/labels',
        published: '/status/isPublished',
        revision: { at: '/spec/published/packs', decode: revisionOf },
        in_use_by: '/status/inUseClusterUids',
      },
    },
    check: byUidOrName,
  },
  palette_cluster: {
    noun: 'cluster',
    description: 'One cluster of any kind, by its uid or its name.',
    attributes: {
      ...named('cluster'),
      cloud_type: { computed: true, description: 'The cloud type it runs on.' },
      state: { computed: true, description: 'Its state, such as `Running`.' },
      labels: { type: mapOf('string'), computed: true, description: 'Its labels.' },
      profile_uids: { type: listOf('string'), computed: true, description: 'Its profiles.' },
    },
    parameters: { ...IN_SCOPE, uid: 'uid' },
    one: {
      call: { operation: 'getCluster' },
      callWhen: ['uid'],
      lookup: { list: CLUSTERS_NAMED, where: { name: '/metadata/name' }, gives: { uid: '/metadata/uid' } },
      reply: {
        id: '/metadata/uid',
        uid: '/metadata/uid',
        name: '/metadata/name',
        cloud_type: '/spec/cloudType',
        state: '/status/state',
        labels: '/metadata/labels',
        profile_uids: SHOWN_UIDS,
      },
    },
    check: byUidOrName,
  },
  palette_pack: {
    noun: 'pack',
    description: 'One version of a pack in a registry.',
    attributes: {
      id: ID,
      uid: { computed: true, description: 'The `uid` of a pack in a profile.' },
      name: { required: true, description: 'Its name, such as `kubernetes`.' },
      version: { required: true, description: 'Its version, such as `1.21.10`: the `tag` of a pack in a profile.' },
      registry_uid: { optional: true, computed: true, description: 'The registry; needed if several contain it.' },
      ...SCOPE_INPUTS,
      layer: { computed: true, description: 'Its layer.' },
      type: { computed: true, description: 'Its kind.' },
      values: { computed: true, description: 'Its default values, as YAML.' },
    },
    parameters: IN_SCOPE,
    one: {
      list: {
        operation: 'listPacks',
        parameters: {
          ...PAGE_SIZE,
          filters: { attribute: 'name', encode: (name) => `metadata.name=${textOf(name) ?? ''}` },
        },
        paging: PAGES,
      },
      where: { name: '/metadata/name', version: '/spec/version', registry_uid: '/spec/registryUid' },
      reply: {
        id: '/metadata/uid',
        uid: '/metadata/uid',
        registry_uid: '/spec/registryUid',
        layer: '/spec/layer',
        type: '/spec/type',
        values: '/spec/values',
      },
    },
  },
  palette_cloud_account: {
    noun: 'vSphere cloud account',
    description: 'One vSphere cloud account, by its uid or its name. Its password is not shown.',
    attributes: {
      ...named('account'),
      vcenter_server: { computed: true, description: 'Address of the vCenter.' },
      username: { computed: true, description: 'User of the vCenter.' },
    },
    parameters: { ...IN_SCOPE, uid: 'uid' },
    one: {
      call: { operation: 'getVsphereAccount' },
      callWhen: ['uid'],
      list: { operation: 'listVsphereAccounts', parameters: PAGE_SIZE, paging: PAGES },
      where: { name: '/metadata/name' },
      reply: {
        id: '/metadata/uid',
        uid: '/metadata/uid',
        name: '/metadata/name',
        vcenter_server: '/spec/vcenterServer',
        username: '/spec/username',
      },
    },
    check: byUidOrName,
  },
};

function byUidOrName(config: Readonly<Record<string, Value>>): readonly Diagnostic[] {
  const given = ['uid', 'name'].filter((name) => (config[name] ?? null) !== null);
  if (given.length === 1 || given.some((name) => config[name] instanceof Unknown)) return [];
  const what = given.length === 0 ? 'Neither uid nor name is' : 'Both uid and name are';
  return [
    errorDiagnostic('one-of', `${what} given to find it`, {
      detail: 'Set exactly one: uid finds it after a rename, too; name must be its full name.',
    }),
  ];
}
