import { map, string } from '../define/attributes.js';

/** `keepers`: any values; when one changes, the random value is generated again. */
export const keepers = map(string(), { description: 'Any values; when one changes, a new value is generated.' });

interface WithKeepers {
  readonly keepers?: Readonly<Record<string, string>> | null;
}

/**
 * What all random resources share. The value is generated once and only kept in state, so reading it changes nothing,
 * deleting it leaves nothing behind, and an interrupted generation is simply repeated.
 */
export const drawnOnce = {
  /** A null keeper counts as absent. */
  plan(inputs: WithKeepers, prior: WithKeepers | null): { readonly replaces: readonly 'keepers'[] } {
    const same = prior !== null && inputs.keepers !== undefined && sameKeepers(prior.keepers ?? null, inputs.keepers);
    return { replaces: prior === null || same ? [] : ['keepers'] };
  },
  async read() {
    return {};
  },
  async update() {},
  async delete() {},
  async locate() {
    return null;
  },
  landsWithinSeconds: 0,
};

function sameKeepers(
  left: Readonly<Record<string, string>> | null,
  right: Readonly<Record<string, string>> | null,
): boolean {
  const [before, after] = [keptIn(left), keptIn(right)];
  return before.size === after.size && [...before].every(([name, value]) => after.get(name) === value);
}

const keptIn = (given: Readonly<Record<string, string>> | null): ReadonlyMap<string, string> =>
  new Map(Object.entries(given ?? {}).filter(([, value]) => value !== null));
