import { list, number, object, text } from '../shape.js';
import type { Store } from '../store.js';
import { identityOf } from './entries.js';
import { happened } from './events.js';
import { finishWork, giveUpWork } from './outcomes.js';
import { executionGroups, executions, pace } from './running-entries.js';
import type { ExecutionEntry, Failing, PaceEntry } from './running-entries.js';

/** The parameters of a requested execution. */
export interface Begin {
  readonly tenant: string;
  readonly user: string;
  readonly workflow: string;
  readonly deployment?: { readonly id: string; readonly identity: string; readonly blueprint_id: string };
  readonly blueprint?: string;
  readonly parameters?: Readonly<Record<string, unknown>>;
  /** An internal execution of the manager. */
  readonly system?: boolean;
  /** May run concurrently with others on the same deployment. */
  readonly force?: boolean;
  readonly visibility?: string;
  readonly scheduledFor?: string;
  readonly group?: string;
  readonly schedule?: string;
  readonly operations?: number;
  /** How long it takes; by default like any other. */
  readonly seconds?: number;
  readonly now: Date;
}

export const FINAL: readonly string[] = ['terminated', 'failed', 'cancelled'];

/** Queues an execution; it starts as soon as it can, and ends by itself. `named` is called before it may start. */
export function begin(store: Store, asked: Begin, named?: (entry: ExecutionEntry) => void): ExecutionEntry {
  const { tenant, user, workflow, deployment, now } = asked;
  const id = store.newIdentity();
  const entry: ExecutionEntry = {
    identity: identityOf(tenant, id),
    id,
    tenant_name: tenant,
    visibility: asked.visibility ?? 'tenant',
    created_by: user,
    created_at: now.toISOString(),
    workflow_id: workflow,
    deployment_id: deployment?.id ?? null,
    blueprint_id: deployment?.blueprint_id ?? asked.blueprint ?? null,
    status: asked.scheduledFor === undefined ? 'pending' : 'scheduled',
    error: null,
    parameters: asked.parameters ?? {},
    is_system_workflow: asked.system === true,
    started_at: null,
    ended_at: null,
    scheduled_for: asked.scheduledFor ?? null,
    total_operations: asked.operations ?? 0,
    execution_group_id: asked.group ?? null,
    open: true,
    ...(deployment === undefined || asked.force === true ? {} : { occupies: deployment.identity }),
    ...(asked.seconds === undefined ? {} : { seconds: asked.seconds }),
    ...(asked.schedule === undefined ? {} : { schedule: asked.schedule }),
  };
  executions(store).put(entry);
  named?.(entry);
  proceed(store, now);
  return executions(store).latest(entry);
}

/** Whether a running or queued execution has exclusive use of the deployment. */
export function isOccupied(store: Store, deployment: string): boolean {
  return executions(store)
    .where('occupies', deployment)
    .some(({ open, status }) => open && status !== 'scheduled');
}

/** Ends due executions and starts those that can start, each at its own time, until nothing is left to do by now. */
export function proceed(store: Store, now: Date): void {
  for (;;) {
    const [next] = dueBy(store, now);
    if (next !== undefined) end(store, next.entry, new Date(next.due));
    startWaiting(store, next === undefined ? now : new Date(next.due));
    if (next === undefined && dueBy(store, now).length === 0) return;
  }
}

/** The running executions that have ended by now, earliest first. */
function dueBy(store: Store, now: Date): { readonly entry: ExecutionEntry; readonly due: string }[] {
  return executions(store)
    .where('open', true)
    .flatMap((entry) => (entry.due !== undefined && entry.due <= now.toISOString() ? [{ entry, due: entry.due }] : []))
    .sort((one, other) => (one.due < other.due ? -1 : 1));
}

function startWaiting(store: Store, now: Date): void {
  const open = executions(store).where('open', true);
  const busy = new Set(open.flatMap((entry) => (isRunning(entry) ? (entry.occupies ?? []) : [])));
  for (const entry of open) {
    if (isRunning(entry)) continue;
    if (entry.status === 'scheduled' && (entry.scheduled_for ?? '') > now.toISOString()) continue;
    const blocked = (entry.occupies !== undefined && busy.has(entry.occupies)) || isHeldBack(store, entry);
    if (blocked) {
      if (entry.status !== 'queued') executions(store).put({ ...entry, status: 'queued' });
      continue;
    }
    if (entry.occupies !== undefined) busy.add(entry.occupies);
    start(store, entry, now);
  }
}

/** The concurrency of a group is limited. */
function isHeldBack(store: Store, { execution_group_id: id, tenant_name: tenant }: ExecutionEntry): boolean {
  const group = id === null ? undefined : executionGroups(store).get(identityOf(tenant, id));
  if (group === undefined) return false;
  const running = executions(store)
    .where('execution_group_id', id)
    .filter((entry) => entry.open && isRunning(entry));
  return running.length >= group.concurrency;
}

function isRunning({ status }: ExecutionEntry): boolean {
  return status === 'started' || status.endsWith('cancelling');
}

function start(store: Store, entry: ExecutionEntry, now: Date): void {
  const due = new Date(now.getTime() + (entry.seconds ?? paceOf(store).seconds) * 1000).toISOString();
  const started = { ...entry, status: 'started', started_at: now.toISOString(), due };
  executions(store).put(started);
  happened(store, started, now, {
    event_type: 'workflow_started',
    message: `Starting '${entry.workflow_id}' workflow execution`,
  });
}

function end(store: Store, entry: ExecutionEntry, at: Date): void {
  if (entry.status !== 'started') return settle(store, entry, 'cancelled', null, at);
  const failure = takeFailure(store, entry);
  if (failure !== undefined)
    return settle(store, entry, 'failed', failure.error ?? 'RuntimeError: the sandbox is configured to fail', at);
  settle(store, entry, 'terminated', null, at);
}

/** Records how an execution ended, and its consequences. */
export function settle(store: Store, entry: ExecutionEntry, status: string, error: string | null, at: Date): void {
  const { due: _, ...rest } = entry;
  const ended = { ...rest, status, error, ended_at: at.toISOString(), open: false };
  executions(store).put(ended);
  if (status === 'terminated') finishWork(store, ended, at);
  else giveUpWork(store, ended, at);
}

/** Asks a running execution to end early; a queued one ends at once. */
export function cancel(store: Store, entry: ExecutionEntry, action: string, now: Date): ExecutionEntry {
  if (isRunning(entry)) executions(store).put({ ...entry, status: CANCELLING[action] ?? 'cancelling' });
  else settle(store, entry, 'cancelled', null, now);
  return executions(store).latest(entry);
}

const CANCELLING: Readonly<Record<string, string>> = { 'force-cancel': 'force_cancelling', kill: 'kill_cancelling' };

/** Resumes an execution that failed or was cancelled. */
export function resume(store: Store, entry: ExecutionEntry, now: Date): ExecutionEntry {
  executions(store).put({ ...entry, status: 'pending', error: null, ended_at: null, open: true });
  proceed(store, now);
  return executions(store).latest(entry);
}

const PACE = 'executions';

export function paceOf(store: Store): PaceEntry {
  return pace(store).get(PACE) ?? { identity: PACE, seconds: 0.1, failing: [] };
}

const isPace = object(
  {},
  { seconds: number, failing: list(object({}, { workflow: text, deployment: text, error: text, times: number })) },
);

/** The control `executions`: how long they take, and which of the next ones fail. */
export function setPace(values: Readonly<Record<string, unknown>>, store: Store): PaceEntry {
  const before = paceOf(store);
  const { seconds = before.seconds, failing = before.failing } = isPace(values) ? values : before;
  const entry = { identity: PACE, seconds, failing };
  pace(store).put(entry);
  return entry;
}

function takeFailure(store: Store, entry: ExecutionEntry): Failing | undefined {
  const current = paceOf(store);
  const found = current.failing.find(
    ({ workflow, deployment }) =>
      (workflow === undefined || workflow === entry.workflow_id) &&
      (deployment === undefined || deployment === entry.deployment_id),
  );
  const times = found?.times;
  if (times === undefined) return found;
  const left = current.failing.flatMap((failing) =>
    failing !== found ? failing : times > 1 ? { ...failing, times: times - 1 } : [],
  );
  pace(store).put({ ...current, failing: left });
  return found;
}
