import type { Store } from '../store.js';
import { clusters } from './entries.js';
import type { ClusterEntry, Work } from './entries.js';

/** How long work takes, and whether repaves wait for approval; changed by the control `provisioning`. */
export interface Pace {
  milliseconds: number;
  approvals: boolean;
  /** Why the next new cluster will fail, if it will. */
  failing: string | undefined;
}

interface Phase {
  /** The share of the time at which it ends. */
  readonly until: number;
  readonly state: string;
  readonly message: string;
}

/** The steps of every operation; a cluster is running before it is healthy. */
const PHASES: Readonly<Record<Work['kind'], readonly Phase[]>> = {
  create: [
    { until: 0.15, state: 'Pending', message: 'waiting in the queue' },
    { until: 0.5, state: 'Provisioning', message: 'creating the control plane machines' },
    { until: 0.75, state: 'Provisioning', message: 'creating the worker machines' },
    { until: 1, state: 'Running', message: 'installing packs' },
  ],
  change: [
    { until: 0.5, state: 'Provisioning', message: 'updating the control plane' },
    { until: 0.8, state: 'Provisioning', message: 'updating the workers' },
    { until: 1, state: 'Running', message: 'installing packs' },
  ],
  delete: [{ until: 1, state: 'Deleting', message: 'removing machines' }],
};

/** A deleted cluster can still be read for as long as its removal took. */
const REMEMBERED = 2;

/** Advances all running operations to the present time. */
export function advanceClusters(pace: Pace, store: Store, now: Date): void {
  for (const cluster of clusters(store).all()) {
    if (cluster.work === undefined || cluster.repave === 'Pending') continue;
    const passed = now.getTime() - Date.parse(cluster.work.since);
    const share = pace.milliseconds <= 0 ? Infinity : passed / pace.milliseconds;
    const next = progressed(cluster, cluster.work, share);
    if (next === undefined) clusters(store).remove(cluster.identity);
    else if (next.state !== cluster.state || next.message !== cluster.message || next.work !== cluster.work) {
      clusters(store).put(next);
    }
  }
}

function progressed(cluster: ClusterEntry, work: Work, share: number): ClusterEntry | undefined {
  const { work: _work, repave: _repave, ...rest } = cluster;
  if (work.failing !== undefined && share >= 0.5) return { ...rest, state: 'Error', message: work.failing };
  const phase = PHASES[work.kind].find(({ until }) => share < until);
  if (phase !== undefined) {
    return {
      ...cluster,
      state: phase.state,
      message: phase.message,
      health: work.kind === 'create' ? 'Unknown' : 'UnHealthy',
    };
  }
  if (work.kind !== 'delete') return { ...rest, state: 'Running', health: 'Healthy', message: 'healthy' };
  return share < REMEMBERED ? { ...cluster, state: 'Deleted', message: 'deleted' } : undefined;
}
