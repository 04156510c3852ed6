import { parameter, bodyOf } from '../asked.js';
import { object } from '../shape.js';
import type { Call, Reply } from '../system.js';
import { clusterConfig, pool, clusterConfigBody, poolBody } from './bodies.js';
import { changed } from './clusters.js';
import { clusters, isSeen, metadataOf, ok, refusal, refusalWith } from './entries.js';
import type { ClusterEntry } from './entries.js';
import type { Pace } from './provisioning.js';

/** Placement and pools of clusters, by the uid of their cloud configuration. */
export function configHandlers(pace: Pace): Readonly<Record<string, (call: Call) => Reply>> {
  return {
    getVsphereConfig,
    updateVsphereClusterConfig: (call) =>
      onConfig(call, (cluster) => {
        const { clusterConfig: body } = bodyOf(call, object({ clusterConfig: clusterConfigBody }));
        return changed(pace, call, cluster, { clusterConfig: clusterConfig(body) });
      }),
    addVsphereMachinePool: (call) =>
      onConfig(call, (cluster) => {
        const added = pool(bodyOf(call, poolBody));
        if (cluster.pools.some(({ name }) => name === added.name)) {
          return refusalWith('DuplicateMachinePool', 409, `The machine pool ${added.name} already exists.`);
        }
        changed(pace, call, cluster, { pools: [...cluster.pools, added] });
        return { status: 201, body: { uid: added.name } };
      }),
    updateVsphereMachinePool: (call) =>
      onPool(call, (cluster, name) => {
        const next = pool(bodyOf(call, poolBody));
        return changed(pace, call, cluster, { pools: cluster.pools.map((old) => (old.name === name ? next : old)) });
      }),
    deleteVsphereMachinePool: (call) =>
      onPool(call, (cluster, name) => {
        const rest = cluster.pools.filter((old) => old.name !== name);
        if (!rest.some(({ isControlPlane }) => isControlPlane)) {
          return refusal(400, 'The control plane cannot be removed.');
        }
        return changed(pace, call, cluster, { pools: rest });
      }),
  };
}

function getVsphereConfig(call: Call): Reply {
  return onConfig(call, (cluster) =>
    ok({
      metadata: { ...metadataOf(cluster), uid: cluster.configUid },
      spec: {
        cloudAccountRef: { uid: cluster.cloudAccountUid },
        clusterConfig: cluster.clusterConfig,
        machinePoolConfig: cluster.pools,
      },
    }),
  );
}

function onConfig(call: Call, act: (cluster: ClusterEntry) => Reply): Reply {
  const uid = parameter(call, 'configUid');
  const [cluster] = clusters(call.store).where('configUid', uid);
  return cluster === undefined || !isSeen(cluster, call)
    ? refusal(404, `The cloud configuration ${uid} does not exist.`)
    : act(cluster);
}

function onPool(call: Call, act: (cluster: ClusterEntry, name: string) => Reply): Reply {
  return onConfig(call, (cluster) => {
    const name = parameter(call, 'machinePoolName');
    const known = cluster.pools.some((old) => old.name === name);
    return known ? act(cluster, name) : refusal(404, `The machine pool ${name} does not exist.`);
  });
}
