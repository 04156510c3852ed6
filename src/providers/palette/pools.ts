import { errorDiagnostic, isNull, listOf, valuesEqual, type Diagnostic, type Json, listIn } from '../../model/index.js';
import { itemsByKey } from '../rest/object/items.js';
import type { Nested, PlannedChange } from '../rest/mapping/definition.js';
import { toWire } from '../rest/values/nested.js';
import { PACK_VALUES } from './packs.js';

const whole = (minimum: number): Readonly<Record<string, unknown>> => ({ type: 'integer', minimum });

/** Placement of one pool's machines, if it differs from the cluster's. */
const PLACEMENTS: Nested = {
  nesting: 'list',
  members: {
    compute_cluster: { at: '/cluster', description: 'The vSphere compute cluster.' },
    datastore: { at: '/datastore', description: 'The datastore of the disks.' },
    resource_pool: { at: '/resourcePool', description: 'The resource pool of the machines.' },
    network_name: { at: '/network/networkName', description: 'Their network.' },
  },
};

/** Machine pools. Requests group their parts in two objects; replies have them side by side. */
export const MACHINE_POOLS: Nested = {
  nesting: 'list',
  key: 'name',
  members: {
    name: { at: '/poolConfig/name', shown: '/name', required: true, description: 'Its name.' },
    size: {
      at: '/poolConfig/size',
      shown: '/size',
      type: 'number',
      required: true,
      constraint: whole(0),
      description: 'Number of machines.',
    },
    control_plane: {
      at: '/poolConfig/isControlPlane',
      shown: '/isControlPlane',
      type: 'bool',
      otherwise: false,
      description: 'Whether it runs the control plane. Default: false.',
    },
    control_plane_as_worker: {
      at: '/poolConfig/useControlPlaneAsWorker',
      shown: '/useControlPlaneAsWorker',
      type: 'bool',
      otherwise: false,
      description: 'Whether the control plane also runs workloads. Default: false.',
    },
    labels: { at: '/poolConfig/labels', shown: '/labels', type: listOf('string'), description: 'Its labels.' },
    num_cpus: {
      at: '/cloudConfig/instanceType/numCPUs',
      shown: '/instanceType/numCPUs',
      type: 'number',
      required: true,
      constraint: whole(1),
      description: 'Number of CPUs per machine.',
    },
    memory_mib: {
      at: '/cloudConfig/instanceType/memoryMiB',
      shown: '/instanceType/memoryMiB',
      type: 'number',
      required: true,
      constraint: whole(1),
      description: 'Memory per machine, in MiB.',
    },
    disk_gib: {
      at: '/cloudConfig/instanceType/diskGiB',
      shown: '/instanceType/diskGiB',
      type: 'number',
      required: true,
      constraint: whole(1),
      description: 'Disk size per machine, in GiB.',
    },
    placements: {
      at: '/cloudConfig/placements',
      shown: '/placements',
      nested: PLACEMENTS,
      description: 'Placement of its machines. That of a control plane cannot change.',
    },
    infra_profile_uid: {
      at: '/profileConfig/infraProfileUid',
      shown: 'nowhere',
      description: 'The profile of its machines. Default: the profile of the cluster. Only with `api = "documented"`.',
    },
    pack_values: {
      at: '/profileConfig/packValues',
      shown: 'nowhere',
      nested: PACK_VALUES,
      description:
        'Values of its machines that differ from their profile. Default: those of the cluster. Only with `api = "documented"`.',
    },
  },
};

/** One pool in the form of a request, from a list item. */
export function poolToWire(pool: Json): Json {
  return listIn(toWire(MACHINE_POOLS, [pool]))[0] ?? null;
}

/** The service does not move a control plane; report that before anything is changed. */
export function unmovedControlPlane({ prior, planned }: PlannedChange): readonly Diagnostic[] {
  if (prior === null) return [];
  const before = itemsByKey(prior['machine_pools'], 'name');
  return [...itemsByKey(planned['machine_pools'], 'name')].flatMap(([key, now]) => {
    const old = before.get(key);
    if (old === undefined || now['control_plane'] !== true) return [];
    if (valuesEqual(old['placements'] ?? null, now['placements'] ?? null)) return [];
    return [
      errorDiagnostic('invalid-value', 'The placement of the control plane cannot be changed', {
        detail: `Restore the previous placements of the machine pool ${key}, or replace the cluster with --replace.`,
        path: ['machine_pools'],
      }),
    ];
  });
}

/** Only the documented API has profiles of pools. */
export function poolsWithoutProfiles({ planned }: PlannedChange): readonly Diagnostic[] {
  return [...itemsByKey(planned['machine_pools'], 'name')].flatMap(([key, item]) =>
    ['infra_profile_uid', 'pack_values']
      .filter((name) => !isNull(item[name] ?? null))
      .map((name) =>
        errorDiagnostic('invalid-value', `The current API does not support ${name} of a machine pool`, {
          detail: `Remove it from the machine pool ${key}, or set api = "documented" in the provider configuration.`,
          path: ['machine_pools'],
        }),
      ),
  );
}
