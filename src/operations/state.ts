import {
  asWarning,
  DiagnosticError,
  EMPTY_STATE,
  formatInstance,
  formatResource,
  hasErrors,
  parseAddress,
  type Diagnostic,
  type State,
} from '../model/index.js';
import {
  checkPush,
  listAddresses,
  moveBetween,
  moveResource,
  readGivenState,
  removeAddress,
  replaceProvider,
  setTaint,
  statePieces,
  unknownAddress,
  type Session,
} from '../state/index.js';
import { editState, withStateSession, type StateEditResult, type StateOptions } from './edit-state.js';
import type { OperationEnvironment, StackOptions } from './environment.js';
import type { GivenState } from './given-state.js';
import { guarded } from './guard.js';
import { inSeveral } from './stacks/neighbours.js';
import { readStates } from './read-states.js';
import { showState, type ShownState } from './show.js';
import { inOneStack } from './stacks/stack-address.js';

export interface StateListResult {
  readonly stacks: readonly { readonly name: string; readonly addresses: readonly string[] }[];
  readonly diagnostics: readonly Diagnostic[];
}

export async function stateList(
  env: OperationEnvironment,
  options: StackOptions & { readonly addresses?: readonly string[]; readonly id?: string } = {},
): Promise<StateListResult> {
  return guarded<StateListResult>({ stacks: [] }, async (seen) => {
    const { states, diagnostics } = await readStates(env, options, seen);
    const filter = {
      ...(options.addresses === undefined ? {} : { addresses: options.addresses }),
      ...(options.id === undefined ? {} : { id: options.id }),
    };
    return {
      stacks: states.map(({ stack, state }) => ({ name: stack.name, addresses: listAddresses(state, filter) })),
      diagnostics,
    };
  });
}

export interface StateShowResult {
  /** The stack that has the address, its state reduced to that resource instance. */
  readonly shown?: ShownState;
  readonly diagnostics: readonly Diagnostic[];
}

export async function stateShow(
  env: OperationEnvironment,
  given: StackOptions & { readonly address: string },
): Promise<StateShowResult> {
  return guarded<StateShowResult>({}, async () => {
    const { options, addresses } = inOneStack(given, [given.address]);
    const [address = ''] = addresses;
    const { stacks, diagnostics } = await showState(env, options);
    if (hasErrors(diagnostics)) return { diagnostics };
    const parsed = parseAddress(address);
    const found: ShownState[] = [];
    for (const shown of stacks) {
      const key = parsed === undefined ? undefined : formatResource(parsed.resource);
      const resource = key === undefined ? undefined : shown.state.resources.get(key);
      const instance = resource?.instances.get(formatInstance('', parsed?.key));
      if (key === undefined || resource === undefined || instance === undefined) continue;
      const only = new Map([[key, { ...resource, instances: new Map([[formatInstance('', parsed?.key), instance]]) }]]);
      found.push({ ...shown, state: { ...shown.state, resources: only, outputs: new Map() } });
    }
    const [shown] = found;
    if (found.length > 1) return { diagnostics: [...diagnostics, inSeveral(address, found)] };
    if (shown !== undefined) return { shown, diagnostics };
    // Suggests similar addresses, or reports that the address is invalid.
    removeAddress(stacks[0]?.state ?? EMPTY_STATE, address);
    return { diagnostics };
  });
}

export async function stateMove(
  env: OperationEnvironment,
  given: StateOptions & { readonly from: string; readonly to: string; readonly dryRun?: boolean },
): Promise<StateEditResult> {
  return guarded<StateEditResult>({ done: [] }, async () => {
    const { options, addresses } = inOneStack(given, [given.from, given.to]);
    const [from = '', to = ''] = addresses;
    const { stateOutPath } = options;
    if (stateOutPath !== undefined && stateOutPath !== options.statePath)
      return moveToFile(env, { ...options, from, to }, stateOutPath);
    return editState(env, options, 'state mv', (state) => {
      const moved = moveResource(state, from, to);
      return { state: moved.state, done: moved.moved.map(arrow) };
    });
  });
}

const arrow = ([from, to]: readonly [string, string]): string => `${from} → ${to}`;

/** Writes the other state first: a run that dies between the two writes leaves the object in both, never in neither. */
async function moveToFile(
  env: OperationEnvironment,
  {
    stateOutPath: _,
    ...options
  }: StateOptions & { readonly from: string; readonly to: string; readonly dryRun?: boolean },
  path: string,
): Promise<StateEditResult> {
  const { from, to, dryRun = false } = options;
  const there = { ...options, statePath: path, backupPath: undefined };
  return withStateSession(env, options, 'state mv', !dryRun, async (source) => {
    const { done, diagnostics } = await withStateSession(env, there, 'state mv', !dryRun, async (target) => {
      const moved = moveBetween(source.state, target.state, from, to);
      if (!dryRun) {
        await target.commit(moved.target);
        await source.commit(moved.source);
      }
      return { done: moved.moved.map(arrow) };
    });
    return { done, warnings: diagnostics };
  });
}

/** Removes objects from state, along with interrupted creates under the same addresses. */
export async function stateRemove(
  env: OperationEnvironment,
  given: StateOptions & { readonly addresses: readonly string[]; readonly dryRun?: boolean },
): Promise<StateEditResult> {
  return guarded<StateEditResult>({ done: [] }, async () => {
    const { options, addresses } = inOneStack(given, given.addresses);
    return editState(env, options, 'state rm', async (state, session) => {
      const done: string[] = [];
      let next = state;
      for (const address of addresses) {
        const settled = await settleInterrupted(session, address, options.dryRun ?? false);
        if (settled && !isThere(next, address)) {
          done.push(address);
          continue;
        }
        const removed = removeAddress(next, address);
        next = removed.state;
        done.push(...removed.removed);
      }
      return { state: next, done };
    });
  });
}

function isThere(state: State, address: string): boolean {
  const parsed = parseAddress(address);
  return parsed !== undefined && state.resources.has(formatResource(parsed.resource));
}

async function settleInterrupted(session: Session, address: string, dryRun: boolean): Promise<boolean> {
  let found = false;
  for (const { begin } of session.interrupted) {
    if (begin.action !== 'create' || formatInstance(formatResource(begin.resource), begin.key) !== address) continue;
    if (!dryRun) await session.recorder.settle(begin.seq, { object: null, failed: true });
    found = true;
  }
  return found;
}

export async function stateReplaceProvider(
  env: OperationEnvironment,
  options: StateOptions & { readonly from: string; readonly to: string },
): Promise<StateEditResult> {
  return editState(env, options, 'state replace-provider', (state) => {
    const { state: next, replaced } = replaceProvider(state, options.from, options.to);
    return { state: next, done: replaced };
  });
}

export interface StatePullResult {
  /** The text of a state comes in pieces: a string may be too short for it. */
  readonly stacks: readonly { readonly name: string; readonly pieces: Iterable<string> }[];
  readonly diagnostics: readonly Diagnostic[];
}

export async function statePull(env: OperationEnvironment, options: StackOptions = {}): Promise<StatePullResult> {
  return guarded<StatePullResult>({ stacks: [] }, async (seen) => {
    const { states, diagnostics } = await readStates(env, options, seen);
    return {
      stacks: states.map(({ stack, state }) => ({ name: stack.name, pieces: statePieces(state) })),
      diagnostics,
    };
  });
}

/** Replaces the stored state. Refuses a different lineage or an older serial unless forced. */
export async function statePush(
  env: OperationEnvironment,
  options: StateOptions & { readonly given: GivenState; readonly force?: boolean },
): Promise<StateEditResult> {
  return withStateSession(env, options, 'state push', true, async (session) => {
    const incoming = readGivenState(options.given, options.given.from);
    const refused = checkPush(session.state, incoming, options.force ?? false);
    if (hasErrors(refused)) throw new DiagnosticError(refused);
    await session.replace(incoming);
    return { done: [`serial ${incoming.serial}, ${incoming.resources.size} resources`] };
  });
}

/**
 * Marks an object for replacement by the next apply, or removes that mark. An instance that is not in state is an error, or a
 * warning with `allowMissing`.
 */
export async function stateTaint(
  env: OperationEnvironment,
  given: StateOptions & { readonly address: string; readonly tainted: boolean; readonly allowMissing?: boolean },
): Promise<StateEditResult> {
  return guarded<StateEditResult>({ done: [] }, async () => {
    const { options, addresses } = inOneStack(given, [given.address]);
    const [address = ''] = addresses;
    const { tainted } = options;
    return editState(env, options, tainted ? 'taint' : 'untaint', (state) => {
      const next = setTaint(state, address, tainted);
      if (next !== undefined) return { state: next, done: [address] };
      const missing = unknownAddress(state, address);
      if (options.allowMissing !== true) throw missing;
      return { state, done: [], warnings: missing.diagnostics.map(asWarning) };
    });
  });
}
