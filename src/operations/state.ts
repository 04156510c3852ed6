import {
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
  moveResource,
  openSession,
  readState,
  removeAddress,
  replaceProvider,
  stateText,
  type Session,
} from '../state/index.js';
import { chooseOne } from './choose-one.js';
import { composeBackend } from './compose.js';
import type { LockOptions, OperationEnvironment, StackOptions } from './environment.js';
import { guarded } from './guard.js';
import { openProject, type Stack } from './project.js';
import { readStates } from './read-states.js';
import { showState, type ShownState } from './show.js';

type StateOptions = StackOptions & LockOptions;

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
  /** The stack that holds the address, its state cut down to that one resource instance. */
  readonly shown?: ShownState;
  readonly diagnostics: readonly Diagnostic[];
}

export async function stateShow(
  env: OperationEnvironment,
  options: StackOptions & { readonly address: string },
): Promise<StateShowResult> {
  return guarded<StateShowResult>({}, async () => {
    const { stacks, diagnostics } = await showState(env, options);
    if (hasErrors(diagnostics)) return { diagnostics };
    const parsed = parseAddress(options.address);
    for (const shown of stacks) {
      const key = parsed === undefined ? undefined : formatResource(parsed.resource);
      const resource = key === undefined ? undefined : shown.state.resources.get(key);
      const instance = resource?.instances.get(formatInstance('', parsed?.key));
      if (key === undefined || resource === undefined || instance === undefined) continue;
      const only = new Map([[key, { ...resource, instances: new Map([[formatInstance('', parsed?.key), instance]]) }]]);
      return { shown: { ...shown, state: { ...shown.state, resources: only, outputs: new Map() } }, diagnostics };
    }
    // Names what is near, or says that the address cannot be read.
    removeAddress(stacks[0]?.state ?? EMPTY_STATE, options.address);
    return { diagnostics };
  });
}

export interface StateEditResult {
  /** What was done, an address a line. */
  readonly done: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
}

export async function stateMove(
  env: OperationEnvironment,
  options: StateOptions & { readonly from: string; readonly to: string },
): Promise<StateEditResult> {
  return edit(env, options, 'state mv', (state) => {
    const moved = moveResource(state, options.from, options.to);
    return { state: moved.state, done: moved.moved.map(([from, to]) => `${from} → ${to}`) };
  });
}

/** Forgets objects. An interrupted create under such an address is forgotten with them. */
export async function stateRemove(
  env: OperationEnvironment,
  options: StateOptions & { readonly addresses: readonly string[] },
): Promise<StateEditResult> {
  return edit(env, options, 'state rm', async (state, session) => {
    const done: string[] = [];
    let next = state;
    for (const address of options.addresses) {
      const settled = await settleInterrupted(session, address);
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
}

function isThere(state: State, address: string): boolean {
  const parsed = parseAddress(address);
  return parsed !== undefined && state.resources.has(formatResource(parsed.resource));
}

async function settleInterrupted(session: Session, address: string): Promise<boolean> {
  let found = false;
  for (const { begin } of session.interrupted) {
    if (begin.action !== 'create' || formatInstance(formatResource(begin.resource), begin.key) !== address) continue;
    await session.recorder.settle(begin.seq, { object: null, failed: true });
    found = true;
  }
  return found;
}

export async function stateReplaceProvider(
  env: OperationEnvironment,
  options: StateOptions & { readonly from: string; readonly to: string },
): Promise<StateEditResult> {
  return edit(env, options, 'state replace-provider', (state) => {
    const { state: next, replaced } = replaceProvider(state, options.from, options.to);
    return { state: next, done: replaced };
  });
}

export interface StatePullResult {
  readonly stacks: readonly { readonly name: string; readonly text: string }[];
  readonly diagnostics: readonly Diagnostic[];
}

export async function statePull(env: OperationEnvironment, options: StackOptions = {}): Promise<StatePullResult> {
  return guarded<StatePullResult>({ stacks: [] }, async (seen) => {
    const { states, diagnostics } = await readStates(env, options, seen);
    return { stacks: states.map(({ stack, state }) => ({ name: stack.name, text: stateText(state) })), diagnostics };
  });
}

/** Puts a whole state in the place of the one there is. A foreign lineage or an older serial is refused unless forced. */
export async function statePush(
  env: OperationEnvironment,
  options: StateOptions & { readonly text: string; readonly from: string; readonly force?: boolean },
): Promise<StateEditResult> {
  return withWriteSession(env, options, 'state push', async (session) => {
    const incoming = readState(options.text, { place: options.from });
    const refused = checkPush(session.state, incoming, options.force ?? false);
    if (hasErrors(refused)) throw new DiagnosticError(refused);
    await session.replace(incoming);
    return [`serial ${incoming.serial}, ${incoming.resources.size} resources`];
  });
}

async function edit(
  env: OperationEnvironment,
  options: StateOptions,
  operation: string,
  change: (
    state: State,
    session: Session,
  ) => { state: State; done: readonly string[] } | Promise<{ state: State; done: readonly string[] }>,
): Promise<StateEditResult> {
  return withWriteSession(env, options, operation, async (session) => {
    const { state, done } = await change(session.state, session);
    await session.commit(state);
    return done;
  });
}

async function withWriteSession(
  env: OperationEnvironment,
  options: StateOptions,
  operation: string,
  work: (session: Session, stack: Stack) => Promise<readonly string[]>,
): Promise<StateEditResult> {
  return guarded<StateEditResult>({ done: [] }, async (seen) => {
    const project = await openProject(env, options, seen);
    if (hasErrors(project.diagnostics)) return { done: [], diagnostics: project.diagnostics };
    const stack = chooseOne(project);
    env.hold?.();
    const session = await openSession({
      backend: composeBackend(project, stack),
      operation,
      program: `landform ${env.version}`,
      write: true,
      lockTimeoutMs: options.lockTimeoutMs ?? 0,
      emit: env.emit,
      ...(env.stop === undefined ? {} : { stop: env.stop }),
    });
    try {
      return { done: await work(session, stack), diagnostics: project.diagnostics };
    } finally {
      await session.release();
    }
  });
}
