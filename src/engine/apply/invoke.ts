import {
  hasErrors,
  configuredResource,
  configuredAction,
  formatResource,
  isBefore,
  isDestroyEvent,
  isWhollyKnown,
  itemAt,
  objectSpan,
  tracedWithProblems,
  unmarkDeep,
  writtenAddress,
  type ActionConfiguration,
  type ActionInvocation,
  type Diagnostic,
  type InvokeStep,
  type Schema,
  type Value,
} from '../../model/index.js';
import type { Actions } from '../../providers/provider.js';
import type { InvokeActionResponse } from '../../providers/requests.js';
import { actionTypeMissing, actionUnknownAtApply, afterFailure, triggerUnknown } from '../action-diagnostics.js';
import { triggerHolds } from '../actions/triggers.js';
import { hiderOf, hideIn } from '../actions/hide.js';
import { callContext, placeDiagnostics } from '../context.js';
import { markSensitiveAttributes } from '../diff/sensitivity.js';
import { decodeBody } from '../evaluate/body.js';
import { type ApplyRun, runInside } from './run.js';

interface Invoking {
  readonly run: ApplyRun;
  readonly invocation: ActionInvocation;
  readonly action: ActionConfiguration;
  readonly address: string;
}

/**
 * Invokes an action. Its start is durable before the provider is called, and its end before any dependent starts. False
 * if it failed or may have failed.
 */
export async function performInvocation(whole: ApplyRun, step: InvokeStep): Promise<boolean> {
  const invocation = itemAt(whole.plan.invocations, step.invocation);
  const run = runInside(whole, invocation.action);
  const action = configuredAction(run.context.configuration, invocation.action);
  if (action === undefined) throw new Error(`${step.address} is not in the configuration of the plan`);
  const invoking: Invoking = { run, invocation, action, address: step.address };
  const { trigger } = invocation;
  const due = isDue(invoking);
  if (due !== true) {
    if (due === false && trigger.kind === 'lifecycle' && !isBefore(trigger.event)) await run.recorder.undue([trigger]);
    return due === false;
  }
  const { provider, diagnostics } = await run.providers.at(invocation.provider, step.address, action);
  run.diagnostics.push(...diagnostics);
  if (provider === undefined || hasErrors(diagnostics)) return false;
  const schema = provider.schemas.action(invocation.action.type);
  const ability = provider.abilities.actions;
  if (schema === undefined || ability === undefined) {
    run.diagnostics.push(actionTypeMissing(action, provider.schemas));
    return false;
  }
  const config = configOf(invoking, schema);
  return config === undefined ? false : invoke(invoking, ability, config);
}

/** Whether the trigger's condition holds now; an error if that is still unknown. */
function isDue({ run, invocation }: Invoking): boolean | 'error' {
  const { trigger } = invocation;
  // The plan has settled every invocation around a destroy.
  if (trigger.kind === 'invoke' || isDestroyEvent(trigger.event)) return true;
  const parsed = writtenAddress(trigger.resource);
  const resource = configuredResource(run.context.configuration, formatResource(parsed.resource));
  if (resource === undefined) throw new Error(`${trigger.resource} is not in the configuration of the plan`);
  const block = itemAt(resource.lifecycle.actionTriggers, trigger.block);
  const { holds, diagnostics } = triggerHolds(block, run.values, resource, run.expansions.scope(resource, parsed.key));
  run.diagnostics.push(...diagnostics);
  if (hasErrors(diagnostics)) return 'error';
  if (holds !== undefined) return holds;
  run.diagnostics.push(triggerUnknown(resource, block, trigger.event));
  return 'error';
}

/**
 * The planned configuration if it was wholly known; otherwise it is evaluated with the values known now. With marks.
 */
function configOf({ run, invocation, action, address }: Invoking, schema: Schema): Value | undefined {
  if (isWhollyKnown(unmarkDeep(invocation.config))) return invocation.config;
  const scope = run.expansions.scope(action, invocation.key);
  const decoded = decodeBody(action.body, schema.block, run.values.scope(scope), address);
  run.diagnostics.push(...placeDiagnostics(decoded.diagnostics, address, action));
  if (hasErrors(decoded.diagnostics)) return undefined;
  if (isWhollyKnown(unmarkDeep(decoded.value))) return markSensitiveAttributes(decoded.value, schema.block);
  run.diagnostics.push(actionUnknownAtApply(action, address, invocation.trigger));
  return undefined;
}

async function invoke(
  { run, invocation, action, address }: Invoking,
  ability: Actions,
  marked: Value,
): Promise<boolean> {
  const { trigger } = invocation;
  const requestKey = run.context.randomHex(16);
  const hide = hiderOf(marked);
  const entry = await run.recorder.invoke({
    address,
    ...(trigger.kind === 'invoke' ? {} : { trigger }),
    requestKey,
  });
  const { type } = invocation.action;
  const response = await withActionProgress(run, address, trigger, hide, async (progress) =>
    tracedWithProblems(
      () => objectSpan('invoke', type, address),
      () =>
        ability.invoke({
          type,
          config: unmarkDeep(marked),
          requestKey,
          context: callContext(run.context, { progress }),
        }),
    ),
  );
  const diagnostics = placeDiagnostics(response.diagnostics, address, action);
  const wrong = hasErrors(diagnostics);
  run.diagnostics.push(...(wrong ? explained(run, diagnostics, address, trigger, response.summary) : diagnostics));
  // It is unknown whether the action ran: the entry stays open, and the next run reports it.
  if (!(wrong && response.uncertain === true)) await run.recorder.invoked(entry, wrong);
  const left = wrong && trigger.kind === 'lifecycle' ? run.due.following(trigger) : [];
  if (left.length > 0) await run.recorder.undue(left.map((action) => action.trigger));
  if (wrong) run.counts.failedInvocations += 1;
  else run.counts.invoked += 1;
  return !wrong;
}

/** Extends the first error with what was done and what follows from it. */
function explained(
  { due }: ApplyRun,
  diagnostics: readonly Diagnostic[],
  address: string,
  trigger: ActionInvocation['trigger'],
  summary: string | undefined,
): Diagnostic[] {
  const first = diagnostics.findIndex(({ severity }) => severity === 'error');
  const left = trigger.kind === 'lifecycle' ? due.following(trigger).map((action) => action.address) : [];
  const more = afterFailure(address, trigger, summary, left);
  return diagnostics.map((diagnostic, index) =>
    index === first
      ? { ...diagnostic, detail: diagnostic.detail === undefined ? more : `${diagnostic.detail} ${more}` }
      : diagnostic,
  );
}

async function withActionProgress(
  run: ApplyRun,
  address: string,
  trigger: ActionInvocation['trigger'],
  hide: (text: string) => string,
  call: (progress: (message: string) => void) => Promise<InvokeActionResponse>,
): Promise<InvokeActionResponse> {
  const { emit, clock } = run.context;
  const started = clock();
  const about = (): { address: string; trigger: ActionInvocation['trigger']; elapsedMs: number } => ({
    address,
    trigger,
    elapsedMs: clock() - started,
  });
  emit({ type: 'action-start', ...about() });
  let response: InvokeActionResponse;
  try {
    const told = await call((message) => emit({ type: 'action-progress', message: hide(message), ...about() }));
    const { summary } = told;
    response = {
      ...told,
      diagnostics: told.diagnostics.map((diagnostic) => hideIn(diagnostic, hide)),
      ...(summary === undefined ? {} : { summary: hide(summary) }),
    };
  } catch (error) {
    emit({ type: 'action-errored', error: 'the provider failed', ...about() });
    throw error;
  }
  const error = response.diagnostics.find(({ severity }) => severity === 'error');
  const { summary } = response;
  if (error === undefined) emit({ type: 'action-complete', ...(summary === undefined ? {} : { summary }), ...about() });
  else emit({ type: 'action-errored', error: error.summary, ...about() });
  return response;
}
