import { formatProviderConfig } from './address.js';
import type { ResourceChange } from './change.js';
import type { Plan } from './plan.js';
import type { GatherStep, Step } from './step.js';
import type { ServiceLimit, TimeForecast } from './time-forecast.js';

/** What an apply of a plan will take of its providers at least; retries and polling come on top. */
export interface Forecast {
  /** Calls that change or read an object, by provider, most first. */
  readonly calls: readonly (readonly [provider: string, count: number])[];
  /** Addresses of the longest chain of calls of which each waits for the one before. */
  readonly chain: readonly string[];
}

/** How long calls of one kind took. */
export interface CallTimes {
  readonly calls: number;
  readonly totalMs: number;
  readonly mostMs: number;
}

/** What a service accepts now. */
export interface Pace {
  /** Equal for configurations whose requests count together. */
  readonly service: string;
  /** Requests at a time; fewer after it asked to slow down. */
  readonly concurrency: number;
  /** Unlimited if absent. */
  readonly perSecond?: number | undefined;
}

/** What a run knows about the time that calls take. */
export interface Experience {
  /** Maximum number of calls at a time. */
  readonly parallelism: number;
  /** From earlier runs, by {@link callKind}. */
  readonly earlier: ReadonlyMap<string, CallTimes>;
  /** Mean time of a read in this run, by the source of its provider. */
  readonly reads: ReadonlyMap<string, number>;
  /** By provider configuration. */
  readonly paces: ReadonlyMap<string, Pace>;
}

export const callKind = (source: string, type: string, action: string): string => `${source} ${type} ${action}`;

const providerName = (source: string): string => source.split('/').at(-1) ?? '';

export function forecastOf(plan: Pick<Plan, 'steps' | 'changes' | 'invocations'>): Forecast {
  const { steps } = plan;
  const counts = new Map<string, number>();
  for (const step of steps) {
    if (!isCall(step)) continue;
    const name = providerName(targetOf(plan, step)?.provider.source ?? 'unknown');
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  const calls = [...counts].sort(([left, one], [right, other]) => other - one || (left < right ? -1 : 1));
  const chain = longestChain(steps, (step) => (isCall(step) ? 1 : 0));
  return { calls, chain: chain.steps.flatMap((step) => (isCall(step) ? step.address : [])) };
}

/** The time of an apply; undefined if nothing is known about it. */
export function timeForecastOf(
  plan: Pick<Plan, 'steps' | 'changes' | 'invocations'>,
  { parallelism, earlier, reads, paces }: Experience,
): TimeForecast | undefined {
  const steps = plan.steps.length > 0 ? plan.steps : unordered(plan.changes);
  let [calls, seen, asReads, workMs, longestWorkMs] = [0, 0, 0, 0, 0];
  const limits = new Map<string, ServiceLimit>();
  const mean = new Map<number, number>();
  const most = new Map<number, number>();
  for (const step of steps) {
    if (!isCall(step)) continue;
    calls += 1;
    const target = targetOf(plan, step);
    if (target === undefined) continue;
    const { source, alias, module } = target.provider;
    const times = earlier.get(callKind(source, target.type, ACTIONS[step.kind]));
    const read = reads.get(source);
    const ms = times === undefined ? (read ?? 0) : times.totalMs / Math.max(1, times.calls);
    const longest = times === undefined ? ms : times.mostMs;
    if (times !== undefined) seen += 1;
    else if (read !== undefined) asReads += 1;
    mean.set(step.index, ms);
    most.set(step.index, longest);
    workMs += ms;
    longestWorkMs += longest;
    const pace = paces.get(formatProviderConfig(source, alias, module));
    if (pace === undefined) continue;
    const { service, concurrency, perSecond } = pace;
    const limit = limits.get(service) ?? {
      provider: providerName(source),
      calls: 0,
      workMs: 0,
      concurrency,
      perSecond,
    };
    limits.set(service, { ...limit, calls: limit.calls + 1, workMs: limit.workMs + ms });
  }
  if (seen + asReads === 0 && [...limits.values()].every(({ perSecond }) => perSecond === undefined)) return undefined;
  return {
    calls,
    seen,
    asReads,
    parallelism,
    chainMs: Math.round(longestChain(steps, ({ index }) => mean.get(index) ?? 0).length),
    longestChainMs: Math.round(longestChain(steps, ({ index }) => most.get(index) ?? 0).length),
    workMs: Math.round(workMs),
    longestWorkMs: Math.round(longestWorkMs),
    limits: [...limits.values()].map((limit) => ({ ...limit, workMs: Math.round(limit.workMs) })),
  };
}

/** A plan of a run, and the indexes of those whose apply it waits for. */
export interface ForecastInRun {
  readonly forecast: TimeForecast;
  readonly needs: readonly number[];
}

/** The forecast of plans that are applied in one run, with one limit for all. */
export function forecastOfRun(plans: readonly ForecastInRun[]): TimeForecast | undefined {
  const [first] = plans;
  if (first === undefined) return undefined;
  const sum = (of: (forecast: TimeForecast) => number): number =>
    plans.reduce((total, { forecast }) => total + of(forecast), 0);
  const steps = plans.map(({ needs }, index): GatherStep => ({ index, kind: 'gather', needs }));
  const chain = (of: (forecast: TimeForecast) => number): number =>
    longestChain(steps, ({ index }) => of(plans[index]?.forecast ?? first.forecast)).length;
  const limits = new Map<string, ServiceLimit>();
  for (const { forecast } of plans)
    for (const limit of forecast.limits) {
      const key = `${limit.provider} ${limit.perSecond ?? ''}`;
      const known = limits.get(key);
      const together = known && {
        ...known,
        calls: known.calls + limit.calls,
        workMs: known.workMs + limit.workMs,
        concurrency: Math.min(known.concurrency, limit.concurrency),
      };
      limits.set(key, together ?? limit);
    }
  return {
    calls: sum(({ calls }) => calls),
    seen: sum(({ seen }) => seen),
    asReads: sum(({ asReads }) => asReads),
    parallelism: first.forecast.parallelism,
    chainMs: chain(({ chainMs }) => chainMs),
    longestChainMs: chain(({ longestChainMs }) => longestChainMs),
    workMs: sum(({ workMs }) => workMs),
    longestWorkMs: sum(({ longestWorkMs }) => longestWorkMs),
    limits: [...limits.values()],
  };
}

type Call = Exclude<Step, GatherStep>;

const ACTIONS: Readonly<Record<Call['kind'], string>> = {
  create: 'create',
  'create-deposing': 'create',
  update: 'update',
  delete: 'delete',
  'delete-deposed': 'delete',
  read: 'read',
  invoke: 'invoke',
  forget: '',
  'refresh-state': '',
};

const isCall = (step: Step): step is Call =>
  step.kind !== 'gather' && step.kind !== 'forget' && step.kind !== 'refresh-state';

function targetOf({ changes, invocations }: Pick<Plan, 'changes' | 'invocations'>, step: Call) {
  if (step.kind === 'invoke') {
    const invocation = invocations[step.invocation];
    return invocation && { provider: invocation.provider, type: invocation.action.type };
  }
  const change = changes[step.change];
  return change && { provider: change.provider, type: change.resource.type };
}

/** The steps of a plan that is only shown: only the two of a replacement wait for each other. */
function unordered(changes: readonly ResourceChange[]): readonly Step[] {
  const steps: Step[] = [];
  for (const [change, { action, address, check }] of changes.entries()) {
    const kinds = check === undefined ? KINDS[action] : [];
    kinds.forEach((kind, place) => {
      const index = steps.length;
      steps.push({ index, kind, address, change, needs: place === 0 ? [] : [index - 1] });
    });
  }
  return steps;
}

const KINDS: Readonly<Record<ResourceChange['action'], readonly ('create' | 'update' | 'delete' | 'read')[]>> = {
  create: ['create'],
  update: ['update'],
  delete: ['delete'],
  'delete-create': ['delete', 'create'],
  'create-delete': ['create', 'delete'],
  read: ['read'],
  forget: [],
  'no-op': [],
};

/** The chain of steps, each waiting for the one before, whose lengths add up to the most. */
function longestChain(
  steps: readonly Step[],
  lengthOf: (step: Step) => number,
): { readonly steps: readonly Step[]; readonly length: number } {
  const lengths = new Map<number, number>();
  const before = new Map<number, number>();
  let last: number | undefined;
  for (const index of inOrder(steps)) {
    const step = steps[index];
    if (step === undefined) continue;
    let longest = 0;
    for (const need of step.needs) {
      const length = lengths.get(need) ?? 0;
      if (length <= longest) continue;
      longest = length;
      before.set(index, need);
    }
    lengths.set(index, longest + lengthOf(step));
    if (last === undefined || (lengths.get(index) ?? 0) > (lengths.get(last) ?? 0)) last = index;
  }
  const chain: Step[] = [];
  for (let at = last; at !== undefined; at = before.get(at)) chain.push(...steps.slice(at, at + 1));
  return { steps: chain.reverse(), length: last === undefined ? 0 : (lengths.get(last) ?? 0) };
}

/** Indexes of the steps, each after those that it waits for. */
function inOrder(steps: readonly Step[]): readonly number[] {
  const waits = steps.map(({ needs }) => needs.length);
  const dependents = new Map<number, number[]>();
  for (const [index, { needs }] of steps.entries())
    for (const need of needs) {
      const known = dependents.get(need);
      if (known === undefined) dependents.set(need, [index]);
      else known.push(index);
    }
  const order = steps.flatMap(({ needs }, index) => (needs.length === 0 ? index : []));
  // The list grows while it is read.
  for (const index of order) {
    for (const dependent of dependents.get(index) ?? []) {
      const left = (waits[dependent] ?? 0) - 1;
      waits[dependent] = left;
      if (left === 0) order.push(dependent);
    }
  }
  return order;
}
