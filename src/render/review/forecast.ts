import type { Plan, Step } from '../../model/index.js';
import { countOf } from '../report.js';

/** What an apply of a plan will take of its providers at least; retries and polling come on top. */
export interface Forecast {
  /** Calls that change or read an object, by provider, most first. */
  readonly calls: readonly (readonly [provider: string, count: number])[];
  /** Addresses of the longest chain of calls of which each waits for the one before. */
  readonly chain: readonly string[];
}

/** Addresses of a chain that are named; the rest is counted. */
const NAMED = 4;

export function forecastOf({ steps, changes, invocations }: Pick<Plan, 'steps' | 'changes' | 'invocations'>): Forecast {
  const counts = new Map<string, number>();
  for (const step of steps) {
    if (!isCall(step)) continue;
    const source =
      step.kind === 'invoke' ? invocations[step.invocation]?.provider.source : changes[step.change]?.provider.source;
    const name = (source ?? 'unknown').split('/').at(-1) ?? '';
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  const calls = [...counts].sort(([left, one], [right, other]) => other - one || (left < right ? -1 : 1));
  return { calls, chain: longestChain(steps) };
}

/** The forecast as a sentence; undefined where it says no more than the counts of the plan. */
export function forecastText({ calls, chain }: Forecast): string | undefined {
  const total = calls.reduce((sum, [, count]) => sum + count, 0);
  if (total < 2) return undefined;
  const parts = calls.map(([name, count]) => `${name} ${count}`).join(', ');
  if (chain.length < 2)
    return `Apply makes ${countOf(total, 'provider call')} (${parts}), none of which waits for another.`;
  const named = chain.slice(0, NAMED).join(', then ');
  const more = chain.length > NAMED ? `, then ${chain.length - NAMED} more` : '';
  return `Apply makes ${countOf(total, 'provider call')} (${parts}). The longest chain is ${chain.length} calls one after another: ${named}${more}.`;
}

type Call = Exclude<Step, { readonly kind: 'gather' }>;

const isCall = (step: Step): step is Call =>
  step.kind !== 'gather' && step.kind !== 'forget' && step.kind !== 'refresh-state';

function longestChain(steps: readonly Step[]): readonly string[] {
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
    lengths.set(index, longest + (isCall(step) ? 1 : 0));
    if (last === undefined || (lengths.get(index) ?? 0) > (lengths.get(last) ?? 0)) last = index;
  }
  const chain: string[] = [];
  for (let at = last; at !== undefined; at = before.get(at)) {
    const step = steps[at];
    if (step !== undefined && isCall(step)) chain.push(step.address);
  }
  return chain.reverse();
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
