import { findObject } from '../../engine/index.js';
import {
  asWarning,
  DiagnosticError,
  hasErrors,
  type Diagnostic,
  type State,
  type StateEdit,
} from '../../model/index.js';
import type { Providers } from '../../providers/index.js';
import {
  applyEdits,
  checkPush,
  jsonInChunks,
  readGivenState,
  setTaint,
  unknownAddress,
  type Session,
} from '../../state/index.js';
import { chooseOne } from '../stacks/choose-one.js';
import { composeProviders, planEncryption } from '../compose/index.js';
import type { CommonOptions, OperationEnvironment } from '../environment.js';
import type { GivenState } from '../given-state.js';
import { guarded } from '../guard.js';
import { importTarget, stackHaving } from '../import.js';
import { savingTo, type SavingOptions } from '../plan-file/saving.js';
import { sealOf } from '../plan-file/seal.js';
import { verdictOf } from '../plan-policies.js';
import type { PlanResult } from '../plan.js';
import { openProject, type OpenProject, type Stack } from '../project.js';
import { inOneStack } from '../stacks/stack-address.js';
import { openStack, type SessionOptions, type StackSession } from '../stacks/stack-session.js';
import { openStateSession } from '../state-session.js';
import { stackDirectory } from '../written-stack.js';
import { earlierEdits } from './earlier-edits.js';
import { nextPlanWarnings, planOfEdits, unfinishedCalls } from './state-plan.js';

/** What a command is asked to do to the state. */
export type EditRequest =
  | { readonly kind: 'move'; readonly from: string; readonly to: string }
  | { readonly kind: 'remove'; readonly addresses: readonly string[] }
  | { readonly kind: 'replace-provider'; readonly from: string; readonly to: string }
  | { readonly kind: 'taint' | 'untaint'; readonly address: string; readonly allowMissing?: boolean }
  | { readonly kind: 'import'; readonly address: string; readonly id: string }
  | { readonly kind: 'push'; readonly given: GivenState; readonly force: boolean };

export interface PlanEditsOptions extends CommonOptions, SavingOptions {
  readonly out: string;
  /** Adds to the plan in that file, if there is one. */
  readonly append?: boolean;
}

/** Saves what a command would do to the state as a plan. Nothing is changed. */
export async function planEdits(
  env: OperationEnvironment,
  given: PlanEditsOptions,
  asked: EditRequest,
): Promise<PlanResult> {
  return guarded<PlanResult>({ stacks: [] }, async (seen) => {
    const save = savingTo(env, given);
    const { options, request } = chosen(given, asked);
    const project = await openProject(env, options, seen);
    const diagnostics: Diagnostic[] = [...project.diagnostics];
    if (hasErrors(diagnostics)) return { stacks: [], diagnostics };
    const stack =
      request.kind === 'import' ? stackHaving(project, importTarget(request.address).resourceKey) : chooseOne(project);
    const opened = await open(env, project, stack, options, request);
    try {
      const { session } = opened;
      diagnostics.push(...opened.diagnostics, ...unfinishedCalls(session));
      if (hasErrors(diagnostics)) return { stacks: [], diagnostics };
      const now = sealOf({ name: stack.name, stack, providers: {} }, session, env.version, project.workspace);
      const earlier = options.append === true ? await earlierEdits(env, options, options.out, now) : [];
      const state = applyEdits(session.state, earlier).state;
      const found = await editsOf(request, state, opened);
      diagnostics.push(...found.diagnostics);
      if (hasErrors(diagnostics)) return { stacks: [], diagnostics };
      const edits = [...earlier, ...found.edits];
      const planned = await planOfEdits(stack, opened.providers, session.state, edits, timestampOf(env));
      const { plan, info } = planned.planned;
      const seal = sealOf(planned.planned, session, env.version, project.workspace);
      const encrypting = await planEncryption(env, project, stack, opened.values);
      save?.([{ plan, info, seal, needs: [], ...(encrypting && { encrypting }) }], true);
      diagnostics.push(...nextPlanWarnings(planned, stack.configuration));
      const verdict = await verdictOf(project, [planned.planned]);
      return {
        stacks: [planned.planned],
        findings: verdict.findings,
        diagnostics: [...diagnostics, ...verdict.diagnostics],
      };
    } finally {
      await opened.close();
    }
  });
}

/** As the timestamps of other plans: in seconds. */
const timestampOf = (env: OperationEnvironment): string =>
  env
    .now()
    .toISOString()
    .replace(/\.\d+Z$/, 'Z');

/** The request without names of stacks in its addresses, and options that choose that stack. */
function chosen<O extends CommonOptions>(
  given: O,
  request: EditRequest,
): { readonly options: O; readonly request: EditRequest } {
  switch (request.kind) {
    case 'move': {
      const { options, addresses } = inOneStack(given, [request.from, request.to]);
      const [from = '', to = ''] = addresses;
      return { options, request: { ...request, from, to } };
    }
    case 'remove': {
      const { options, addresses } = inOneStack(given, request.addresses);
      return { options, request: { ...request, addresses } };
    }
    case 'taint':
    case 'untaint':
    case 'import': {
      const { options, addresses } = inOneStack(given, [request.address]);
      const [address = ''] = addresses;
      return { options, request: { ...request, address } };
    }
    default:
      return { options: given, request };
  }
}

/** A stack whose state is to be edited. */
interface Opened {
  readonly session: Session;
  readonly providers: Providers;
  readonly diagnostics: readonly Diagnostic[];
  readonly values?: StackSession['variables']['values'];
  /** The stack with its variables, to read an object. */
  readonly reading?: StackSession;
  close(): Promise<void>;
}

/** Only an import asks a service, and so needs the variables that configure a provider. */
async function open(
  env: OperationEnvironment,
  project: OpenProject,
  stack: Stack,
  options: PlanEditsOptions,
  request: EditRequest,
): Promise<Opened> {
  const opening: SessionOptions = { ...options, operation: 'plan', write: options.lock ?? true, orRead: true };
  if (request.kind === 'import') {
    const reading = await openStack(env, project, stack, opening);
    const { session, diagnostics, variables } = reading;
    const { providers } = reading.context();
    return { session, providers, diagnostics, values: variables.values, reading, close: () => reading.close() };
  }
  const { session, warnings } = await openStateSession(env, project, stack, opening);
  const providers = composeProviders(env, project, { directory: stackDirectory(project, stack) });
  return {
    session,
    providers,
    diagnostics: warnings,
    close: async () => {
      await providers.close();
      await session.release();
    },
  };
}

interface Edits {
  readonly edits: readonly StateEdit[];
  readonly diagnostics: readonly Diagnostic[];
}

async function editsOf(request: EditRequest, state: State, { session, reading }: Opened): Promise<Edits> {
  switch (request.kind) {
    case 'move':
    case 'replace-provider':
      return { edits: [request], diagnostics: [] };
    case 'remove':
      return { edits: request.addresses.map((address) => ({ kind: 'remove', address })), diagnostics: [] };
    case 'taint':
    case 'untaint': {
      const { kind, address } = request;
      const isMissing = request.allowMissing === true && setTaint(state, address, kind === 'taint') === undefined;
      if (!isMissing) return { edits: [{ kind, address }], diagnostics: [] };
      return { edits: [], diagnostics: unknownAddress(state, address).diagnostics.map(asWarning) };
    }
    case 'push': {
      const incoming = readGivenState(request.given, request.given.from);
      const refused = checkPush(session.state, incoming, request.force);
      if (hasErrors(refused)) throw new DiagnosticError(refused);
      return { edits: [{ kind: 'push', state: jsonInChunks(request.given) }], diagnostics: [] };
    }
    case 'import': {
      if (reading === undefined) return { edits: [], diagnostics: [] };
      const { id, address } = request;
      const { found, diagnostics } = await findObject(
        { ...reading.context(), state },
        { ...importTarget(address), id },
      );
      if (found === undefined) return { edits: [], diagnostics };
      const { ref, object, hasSecretId } = found;
      return { edits: [{ kind: 'import', ...(hasSecretId ? {} : { id }), ref, object }], diagnostics };
    }
  }
}
