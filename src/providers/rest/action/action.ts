import {
  isJsonList,
  errorDiagnostic,
  objectValue,
  type Diagnostic,
  type Json,
  type Value,
} from '../../../model/index.js';
import type { CallContext, InvokeActionResponse } from '../../requests.js';
import type { Files } from '../exchange/files.js';
import { callOnce } from '../work/begin.js';
import type { ActionCall, ActionMapping } from '../mapping/definition.js';
import { pointerGet, textOf } from '../pointer.js';
import { jsonOf, valueFromReply, withDefaults, type Values } from '../values/projection.js';
import { secretsIn } from '../exchange/secrets-in.js';
import type { Asking, CallResult } from '../calls.js';
import type { Session } from '../session.js';
import { saveFile } from './save.js';
import { lookBy, poll } from '../work/wait.js';

/** One invocation of an action. */
export interface ActionJob {
  readonly session: Session;
  readonly mapping: ActionMapping;
  readonly context: CallContext;
  /** Aborted as soon as the user wants to stop; running calls may still finish. */
  readonly stopping: AbortSignal;
  /** The provider configuration. */
  readonly configured: Values;
  /** Content of the files that attributes name. */
  readonly files: Files;
  /** Identifies this invocation. */
  readonly requestKey: string;
  /** The folder that relative paths start from. */
  readonly directory: string;
}

/** Makes the calls of an action in order and reports what was done, even when one of them fails. */
export async function invokeAction(job: ActionJob, config: Values): Promise<InvokeActionResponse> {
  let values = withDefaults(job.mapping.attributes, config, job.configured);
  const done: string[] = [];
  const odd: Diagnostic[] = [];
  for (const [index, call] of job.mapping.calls.entries()) {
    if (call.when?.(values) === false) continue;
    const ask = { ...askTo(job, call.does, values), requestKey: `${job.requestKey}-${index}` };
    if (call.saves !== undefined) {
      const place = { path: textOf(jsonOf(values[call.saves])) ?? '', directory: job.directory };
      const saved = await saveFile(job.session, call, ask, place);
      if (saved.kind !== 'done') return ended(done, [saved.diagnostic]);
      done.push(worded(job, call.did, values));
      continue;
    }
    const result = await callOnce(job.session, call, ask);
    if (result.kind !== 'done') return ended(done, [result.diagnostic], mayBeDone(result));
    values = { ...values, ...keptOf(call, result) };
    done.push(worded(job, call.did, values));
    odd.push(...job.session.tolerated(result.unexpected));
    const lacking = call.lacks?.(result.object ?? null);
    if (lacking !== undefined) return ended(done, [notAllDone(job, call, values, lacking)]);
    const failure =
      call.wait === undefined || call.waits?.(values) === false ? undefined : await waitFor(job, call.wait, values);
    if (failure !== undefined) return ended(done, [failure]);
  }
  return ended(done, odd);
}

function ended(done: readonly string[], diagnostics: readonly Diagnostic[], uncertain = false): InvokeActionResponse {
  const text = done.join(', then ');
  return {
    diagnostics,
    ...(text === '' ? {} : { summary: `${text.charAt(0).toUpperCase()}${text.slice(1)}` }),
    ...(uncertain ? { uncertain } : {}),
  };
}

function notAllDone(job: ActionJob, call: ActionCall, values: Values, lacking: string): Diagnostic {
  const { purpose, secrets } = askTo(job, call.does, values);
  const { speaker } = job.session;
  return errorDiagnostic('not-all-done', `${speaker.name} did not complete the request to ${purpose}`, {
    detail: speaker.redactor.with(secrets).text(lacking),
  });
}

function mayBeDone(result: Exclude<CallResult, { kind: 'done' }>): boolean {
  return result.kind === 'failed' && result.outcome.kind === 'unclear';
}

function askTo({ mapping, context, files }: ActionJob, does: string, values: Values): Asking {
  return {
    purpose: worded({ mapping }, does, values),
    parameters: mapping.parameters,
    values,
    secrets: secretsIn(mapping.attributes, values),
    signal: context.signal,
    context,
    progress: (waitingFor) => context.progress(waitingFor),
    files,
  };
}

/** The parts of a reply that later calls need: strings, numbers and booleans, each of the type it has in the reply. */
function keptOf(call: ActionCall, result: Extract<CallResult, { kind: 'done' }>): Values {
  const kept: Record<string, Value> = objectValue();
  for (const [name, field] of Object.entries(call.keeps ?? {})) {
    const { at, decode } = typeof field === 'string' ? { at: field } : field;
    const found = pointerGet(result.object, at);
    const told =
      found === undefined || decode === undefined ? found : decode(found, { value: undefined, imported: false });
    kept[name] = valueFromReply(told, 'dynamic');
  }
  return kept;
}

async function waitFor(
  job: ActionJob,
  wait: NonNullable<ActionCall['wait']>,
  values: Values,
): Promise<Diagnostic | undefined> {
  const { noun } = job.mapping;
  const ask = askTo(job, `wait for the ${noun}`, values);
  const waited = await poll(
    {
      ...job,
      what: noun,
      asking: ask,
      look: (until) => lookBy(job.session, wait.call, { ...ask, until }),
      advice: {
        failed: 'Fix the cause in the service, then invoke the action again.',
        late: 'Check it in the service; invoking the action again starts a new one.',
      },
    },
    wait,
  );
  // Something without a state to become ready in is waited for until it is gone.
  if (waited.kind === 'gone' && wait.ready.length > 0) return vanished(noun);
  return waited.kind === 'failed' ? waited.diagnostic : undefined;
}

function vanished(noun: string): Diagnostic {
  return errorDiagnostic('work-failed', `The ${noun} vanished before it finished`, {
    detail: 'Find the reason in the service, then invoke the action again.',
  });
}

function worded({ mapping }: Pick<ActionJob, 'mapping'>, text: string, values: Values): string {
  return text.replaceAll(/\{([a-z0-9_]+)\}/g, (_, name: string) => {
    if (mapping.attributes[name]?.sensitive === true) return '(sensitive value)';
    const json = jsonOf(values[name]);
    if (isTexts(json)) return json.length === 0 ? 'nothing' : json.join(', ');
    return typeof json === 'string' ? `"${json}"` : json === undefined ? '(not known)' : JSON.stringify(json);
  });
}

function isTexts(json: Json | undefined): json is readonly string[] {
  return isJsonList(json) && json.every((item) => typeof item === 'string');
}
