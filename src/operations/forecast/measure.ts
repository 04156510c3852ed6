import { callKind, invocationAddress, type CallTimes, type Emit, type Plan } from '../../model/index.js';

/** The events of a run, listened to for the time that calls take. */
export class Measure {
  readonly emit: Emit;
  /** Calls that are not among the changes: reads, and what failed. */
  #done = 0;
  /** Milliseconds of each read that took any, by address. */
  readonly #reads = new Map<string, number>();
  readonly #changes: { readonly address: string; readonly action: string; readonly ms: number }[] = [];

  constructor(emit: Emit) {
    this.emit = (event) => {
      switch (event.type) {
        case 'refresh-complete':
          this.#done += 1;
          if (event.elapsedMs > 0) this.#reads.set(event.address, event.elapsedMs);
          break;
        case 'apply-complete':
          this.#changes.push({ address: event.address, action: event.action, ms: event.elapsedMs });
          break;
        case 'action-complete':
          this.#changes.push({ address: event.address, action: 'invoke', ms: event.elapsedMs });
          break;
        case 'apply-errored':
        case 'action-errored':
          this.#done += 1;
          break;
        default:
      }
      emit(event);
    };
  }

  /** Calls that ended, failed ones as well. */
  get calls(): number {
    return this.#done + this.#changes.length;
  }

  /** The mean time of a read, by the source of the provider. */
  reads({ changes, drift }: Pick<Plan, 'changes' | 'drift'>): ReadonlyMap<string, number> {
    const sums = new Map<string, { count: number; ms: number }>();
    const told = new Set<string>();
    for (const { address, provider } of [...changes, ...drift]) {
      const ms = this.#reads.get(address);
      if (ms === undefined || told.has(address)) continue;
      told.add(address);
      const sum = sums.get(provider.source) ?? { count: 0, ms: 0 };
      sums.set(provider.source, { count: sum.count + 1, ms: sum.ms + ms });
    }
    return new Map([...sums].map(([source, { count, ms }]) => [source, ms / count]));
  }

  /** The times of the calls that succeeded, by kind. */
  times({ changes, invocations }: Pick<Plan, 'changes' | 'invocations'>): ReadonlyMap<string, CallTimes> {
    const kinds = new Map<string, { readonly source: string; readonly type: string }>();
    for (const { address, provider, resource } of changes)
      kinds.set(address, { source: provider.source, type: resource.type });
    for (const one of invocations)
      kinds.set(invocationAddress(one), { source: one.provider.source, type: one.action.type });
    const times = new Map<string, CallTimes>();
    for (const { address, action, ms } of this.#changes) {
      const of = kinds.get(address);
      if (of === undefined) continue;
      const kind = callKind(of.source, of.type, action);
      const known = times.get(kind) ?? { calls: 0, totalMs: 0, mostMs: 0 };
      times.set(kind, {
        calls: known.calls + 1,
        totalMs: known.totalMs + ms,
        mostMs: Math.max(known.mostMs, ms),
      });
    }
    return times;
  }
}
