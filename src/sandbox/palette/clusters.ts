import { bodyOf } from '../asked.js';
import { list, object, text } from '../shape.js';
import type { Call, Reply } from '../system.js';
import {
  attach,
  clusterConfig,
  pool,
  profilesIn,
  repaves,
  strangeProfile,
  clusterBody,
  profileBody,
} from './bodies.js';
import type { ProfileBody } from './bodies.js';
import {
  accounts,
  changedMaps,
  clusters,
  created,
  isSeen,
  keptOf,
  metadataOf,
  noContent,
  ok,
  onEntry,
  page,
  profiles,
  refusal,
  refusalWith,
  scopeOf,
} from './entries.js';
import type { AttachedProfile, ClusterEntry } from './entries.js';
import { showTemplate } from './profiles.js';
import type { Pace } from './provisioning.js';

/** Handlers of changes that take the given time. */
export function clusterHandlers(pace: Pace): Readonly<Record<string, (call: Call) => Reply>> {
  return {
    createVsphereCluster: (call) => createVsphereCluster(pace, call),
    updateVsphereCluster: (call) => updateVsphereCluster(pace, call),
    replaceClusterProfiles: (call) => setProfiles(pace, call, 'replace'),
    mergeClusterProfiles: (call) => setProfiles(pace, call, 'merge'),
    getCluster,
    deleteCluster,
    updateClusterMetadata,
    approveRepave,
    searchClusters,
    getClusterOverview,
  };
}

function createVsphereCluster(pace: Pace, call: Call): Reply {
  const body = bodyOf(call, clusterBody);
  const { spec, metadata } = body;
  const [name, scope] = [metadata?.name ?? '', scopeOf(call.headers)];
  if (name === '') return refusal(400, 'A cluster needs a name.');
  if (
    clusters(call.store)
      .where('name', name)
      .some((other) => other.scope === scope && other.state !== 'Deleted')
  ) {
    return refusalWith('DuplicateClusterName', 409, `The cluster ${name} already exists.`);
  }
  const account = accounts(call.store).get(spec?.cloudAccountUid ?? '');
  if (account === undefined || !isSeen(account, call)) {
    return refusalWith('InvalidCloudAccount', 400, `The cloud account ${spec?.cloudAccountUid ?? ''} does not exist.`);
  }
  const pools = (spec?.machinepoolconfig ?? []).map(pool);
  if (!pools.some(({ isControlPlane }) => isControlPlane)) return refusal(400, 'A cluster needs a control plane.');
  const attached = attachAll(call, profilesIn(body), []);
  if (attached.refused !== undefined) return attached.refused;
  const strange = strangeProfile(call, pools);
  if (strange !== undefined) return invalidProfile(strange);
  const { failing } = pace;
  pace.failing = undefined;
  const entry: ClusterEntry = {
    identity: call.store.newIdentity(),
    scope,
    name,
    ...keptOf(metadata),
    cloudAccountUid: account.identity,
    configUid: call.store.newIdentity(),
    clusterConfig: clusterConfig(spec?.cloudConfig ?? {}),
    profiles: attached.profiles,
    pools,
    state: 'Unknown',
    health: 'Unknown',
    message: 'just requested',
    work: { kind: 'create', since: call.now.toISOString(), ...(failing === undefined ? {} : { failing }) },
  };
  clusters(call.store).put(entry);
  return created(entry.identity);
}

const invalidProfile = (uid: string): Reply =>
  refusalWith('InvalidClusterProfile', 400, `There is no published cluster profile ${uid}.`);

type Attached =
  { readonly profiles: readonly AttachedProfile[]; readonly refused?: undefined } | { readonly refused: Reply };

/** The profiles as they are now, or why one of them cannot be attached. */
function attachAll(call: Call, wanted: readonly ProfileBody[], before: readonly AttachedProfile[]): Attached {
  if (wanted.length === 0) return { refused: refusal(400, 'A cluster needs a cluster profile.') };
  const attached: AttachedProfile[] = [];
  for (const body of wanted) {
    const made = attach(
      call,
      body,
      before.find(({ uid }) => uid === body.uid),
    );
    if (made === undefined) return { refused: invalidProfile(body.uid) };
    attached.push(made);
  }
  return { profiles: attached };
}

/** The documented call: the body represents the whole cluster. */
function updateVsphereCluster(pace: Pace, call: Call): Reply {
  return onEntry(call, clusters(call.store), (cluster) => {
    const body = bodyOf(call, clusterBody);
    const wanted = profilesIn(body);
    const whole = wanted.map((profile) => ({ packValues: [], ...profile }));
    const attached = wanted.length === 0 ? { profiles: cluster.profiles } : attachAll(call, whole, []);
    if (attached.refused !== undefined) return attached.refused;
    const { spec, metadata } = body;
    const others = cluster.profiles.slice(1);
    const pools = spec?.machinepoolconfig?.map(pool) ?? cluster.pools;
    const strange = strangeProfile(call, pools);
    if (strange !== undefined) return invalidProfile(strange);
    return changed(pace, call, cluster, {
      ...changedMaps(metadata),
      profiles: [...attached.profiles, ...(wanted.length === 0 ? [] : others)],
      ...(spec?.cloudConfig === undefined ? {} : { clusterConfig: clusterConfig(spec.cloudConfig) }),
      pools,
    });
  });
}

/** PUT replaces all attached profiles; PATCH updates those it names, and attaches new ones. */
function setProfiles(pace: Pace, call: Call, how: 'replace' | 'merge'): Reply {
  return onEntry(call, clusters(call.store), (cluster) => {
    const { profiles: wanted } = bodyOf(call, object({ profiles: list(profileBody) }));
    const attached = attachAll(call, wanted, cluster.profiles);
    if (attached.refused !== undefined) return attached.refused;
    const named = new Map(attached.profiles.map((profile) => [profile.uid, profile]));
    const kept = cluster.profiles.map((profile) => named.get(profile.uid) ?? profile);
    const fresh = [...named.values()].filter(({ uid }) => !cluster.profiles.some((profile) => profile.uid === uid));
    return changed(pace, call, cluster, { profiles: how === 'replace' ? [...named.values()] : [...kept, ...fresh] });
  });
}

/** Starts a change. One that replaces nodes may wait for approval. */
export function changed(pace: Pace, call: Call, cluster: ClusterEntry, change: Partial<ClusterEntry>): Reply {
  if (cluster.work?.kind === 'delete') return refusalWith('ClusterDeleting', 409, 'The cluster is being deleted.');
  const waits = pace.approvals && repaves(cluster.profiles, change.profiles ?? cluster.profiles);
  clusters(call.store).put({
    ...cluster,
    ...change,
    ...(waits ? { repave: 'Pending' as const } : {}),
    state: 'Provisioning',
    health: 'UnHealthy',
    message: waits ? 'waiting for approval of a repave' : 'updating',
    work: { kind: cluster.work?.kind ?? 'change', since: call.now.toISOString() },
  });
  return noContent;
}

const getCluster = (call: Call): Reply =>
  onEntry(call, clusters(call.store), (cluster) => {
    const templates = cluster.profiles.map(({ uid, packs }) => {
      const profile = profiles(call.store).get(uid);
      return profile === undefined ? { uid } : showTemplate(profile, { cloudType: 'vsphere', type: 'cluster', packs });
    });
    return ok({
      metadata: metadataOf(cluster),
      spec: {
        cloudType: 'vsphere',
        cloudConfigRef: { uid: cluster.configUid, kind: 'VsphereCloudConfig' },
        clusterProfileTemplates: templates,
      },
      status: {
        state: cluster.state,
        conditions: conditionsOf(cluster),
        ...(cluster.repave === undefined ? {} : { repave: { state: cluster.repave } }),
      },
    });
  });

function deleteCluster(call: Call): Reply {
  return onEntry(call, clusters(call.store), (cluster) => {
    if (cluster.state === 'Deleted' || call.query['forceDelete'] === true) {
      clusters(call.store).remove(cluster.identity);
    } else if (cluster.work?.kind !== 'delete') {
      const { repave: _repave, ...rest } = cluster;
      const work = { kind: 'delete' as const, since: call.now.toISOString() };
      clusters(call.store).put({ ...rest, state: 'Deleting', message: 'removing machines', work });
    }
    return noContent;
  });
}

function updateClusterMetadata(call: Call): Reply {
  return onEntry(call, clusters(call.store), (cluster) => {
    clusters(call.store).put({ ...cluster, ...changedMaps(bodyOf(call, clusterBody).metadata) });
    return noContent;
  });
}

function approveRepave(call: Call): Reply {
  return onEntry(call, clusters(call.store), (cluster) => {
    if (cluster.repave !== 'Pending')
      return refusalWith('NoPendingRepave', 409, 'No repave of the cluster is pending.');
    const { repave: _repave, ...rest } = cluster;
    clusters(call.store).put({ ...rest, repave: 'Approved', work: { kind: 'change', since: call.now.toISOString() } });
    return noContent;
  });
}

/** Supports the one query it is used for: clusters with certain names. */
function searchClusters(call: Call): Reply {
  const names = namesAskedFor(call);
  const seen = clusters(call.store)
    .all()
    .filter((cluster) => isSeen(cluster, call) && cluster.state !== 'Deleted');
  return page(call, names === undefined ? seen : seen.filter(({ name }) => names.includes(name)), showSummary);
}

const matching = object({}, { string: object({}, { match: object({}, { values: list(text) }) }) });
const filter = object({}, { property: text, condition: matching });
const searchBody = object({}, { filter: object({}, { filterGroups: list(object({}, { filters: list(filter) })) }) });

function namesAskedFor(call: Call): readonly string[] | undefined {
  const filters = (bodyOf(call, searchBody).filter?.filterGroups ?? []).flatMap(({ filters: inside = [] }) => inside);
  return filters.find(({ property }) => property === 'clusterName')?.condition?.string?.match?.values;
}

const getClusterOverview = (call: Call): Reply =>
  onEntry(call, clusters(call.store), (cluster) => ok(showSummary(cluster)));

function showSummary(cluster: ClusterEntry): unknown {
  const { state, health } = cluster;
  return {
    metadata: metadataOf(cluster),
    status: { state, conditions: conditionsOf(cluster), health: { state: health } },
  };
}

function conditionsOf({ message }: ClusterEntry): unknown {
  return [{ type: 'Progress', status: 'True', message }];
}
