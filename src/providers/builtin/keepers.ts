import { map, string } from '../define/attributes.js';

/** `keepers`: any values; when one changes, so does what was drawn. */
export const keepers = map(string(), { description: 'Any values; when one changes, a new value is generated.' });

interface WithKeepers {
  readonly keepers?: Readonly<Record<string, string>> | null;
}

/**
 * What every random resource has in common. It is drawn once and lives in state alone, so reading it changes nothing,
 * deleting it leaves nothing, and a draw that was cut off is simply made again.
 */
export const drawnOnce = {
  /** A keeper that is null counts as one that does not exist. */
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
  const [before, after] = [left, right].map(
    (map) => new Map(Object.entries(map ?? {}).filter(([, value]) => value !== null)),
  );
  return before!.size === after!.size && [...before!].every(([name, value]) => after!.get(name) === value);
}
