import {
  formatKey,
  type Configuration,
  type InstanceState,
  type RefreshedEntry,
  type ResourceState,
  type State,
  configuredResource,
  allResources,
  formatResource,
  parseAddress,
  warningDiagnostic,
  type Diagnostic,
} from '../../model/index.js';
import { applyMoves, moveStatements, orderStatements, type Move, type MoveStatement } from '../walk/moved-blocks.js';

export type { Move };

const FIRST = { key: 0, text: formatKey(0) } as const;
const ONLY = { key: undefined, text: formatKey(undefined) } as const;

const NO_KEYS: ReadonlySet<string> = new Set();

/** The old and new key of the first instance when a resource gets `count`; the reverse when it loses it. */
const GETTING = [ONLY, FIRST] as const;
const LOSING = [FIRST, ONLY] as const;

/**
 * The state after `moved` blocks and implied moves, with the moves of its objects and the entries that apply must record
 * for them.
 */
export function moveObjects(state: State, configuration: Configuration): Moved {
  const statements = moveStatements(configuration);
  if (statements.length === 0) return { ...implyMoves(state, configuration), diagnostics: [] };
  const ordered = orderStatements(statements);
  // Validation reports a cycle.
  const stated = applyMoves(state, 'order' in ordered ? ordered.order : []);
  const touched = new Set([...stated.moves.keys()].flatMap((to) => keyOf(to) ?? []));
  const implied = implyMoves(stated.state, configuration, touched);
  return {
    state: implied.state,
    moves: new Map([...stated.moves, ...implied.moves]),
    entries: [...stated.entries, ...implied.entries],
    diagnostics: stated.blocked.map(moveBlocked),
  };
}

export interface Moved {
  readonly state: State;
  readonly moves: ReadonlyMap<string, Move>;
  readonly entries: readonly RefreshedEntry[];
  readonly diagnostics: readonly Diagnostic[];
}

const keyOf = (address: string): string | undefined => {
  const parsed = parseAddress(address);
  return parsed === undefined ? undefined : formatResource(parsed.resource);
};

const moveBlocked = ({ block }: MoveStatement): Diagnostic =>
  warningDiagnostic('move-blocked', `${block.from} cannot become ${block.to}: the new address is taken`, {
    source: block.source,
    ...(block.origin === undefined ? {} : { origin: block.origin }),
    detail: 'Both objects keep their addresses. Remove one of them, or the block.',
  });

/**
 * A resource that gets or loses `count` keeps its first instance: as in Terraform, `a` becomes `a[0]`, or the reverse.
 * Returns the state with the new addresses and the entries that apply must record for it.
 */
function implyMoves(
  state: State,
  configuration: Configuration,
  except: ReadonlySet<string> = NO_KEYS,
): { readonly state: State; readonly moves: ReadonlyMap<string, Move>; readonly entries: readonly RefreshedEntry[] } {
  const moves = new Map<string, Move>();
  const entries: RefreshedEntry[] = [];
  let resources: Map<string, ResourceState> | undefined;
  const counted = isAnyCounted(configuration);
  state.resources.forEach((known, key) => {
    // For most resources it is obvious that nothing moves, without a look at their configuration.
    if ((!counted && !known.instances.has(FIRST.text)) || except.has(key)) return;
    const resource = configuredResource(configuration, key);
    if (resource === undefined || resource.forEach !== undefined || resource.address.mode === 'data') return;
    const [from, to] = resource.count === undefined ? LOSING : GETTING;
    const moving = known.instances.get(from.text);
    if (moving?.current === undefined || known.instances.has(to.text)) return;
    const instances = new Map<string, InstanceState>(known.instances);
    instances.delete(from.text);
    instances.set(to.text, { key: to.key, current: moving.current, deposed: moving.deposed });
    resources ??= new Map(state.resources);
    resources.set(key, { ...known, instances });
    const move = { from: key + from.text, to: key + to.text };
    moves.set(move.to, move);
    const ref = { resource: known.address, provider: known.provider };
    entries.push(
      { ref: { ...ref, key: from.key }, object: null },
      { ref: { ...ref, key: to.key }, object: moving.current },
    );
    for (const [deposed, object] of moving.deposed) {
      entries.push(
        { ref: { ...ref, key: from.key, deposed }, object: null },
        { ref: { ...ref, key: to.key, deposed }, object },
      );
    }
  });
  return { state: resources === undefined ? state : { ...state, resources }, moves, entries };
}

function isAnyCounted(configuration: Configuration): boolean {
  for (const { count } of allResources(configuration)) if (count !== undefined) return true;
  return false;
}
