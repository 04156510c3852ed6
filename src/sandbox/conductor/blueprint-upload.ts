import { isRecord } from '../description.js';
import { messageOf } from '../error.js';
import type { Store } from '../store.js';
import { blueprints } from './blueprint-entries.js';
import type { BlueprintEntry } from './blueprint-entries.js';
import { parseBlueprint, UnreadableArchive } from './blueprint-parse.js';
import type { Ask } from './domain.js';
import { identityOf } from './entries.js';
import { begin } from './executing.js';
import { labelPairs, labelsOf, pairsOf } from './label-entries.js';
import { executions, pace } from './running-entries.js';
import type { PaceEntry } from './running-entries.js';

/** States of an upload: these two, then one of its end states. */
const UNDER_WAY: readonly string[] = ['pending', 'uploading'];
const FAILED: readonly string[] = ['failed_uploading', 'failed_extracting', 'failed_parsing'];

export const isOver = ({ state }: BlueprintEntry): boolean => !UNDER_WAY.includes(state);
export const hasFailed = ({ state }: BlueprintEntry): boolean => FAILED.includes(state);

const PACE = 'uploads';

/** The control `uploads`: how many seconds the manager takes to parse an archive. */
export function setUploadPace(values: Readonly<Record<string, unknown>>, store: Store): PaceEntry {
  const seconds = typeof values['seconds'] === 'number' ? values['seconds'] : 0;
  const entry = { identity: PACE, seconds, failing: [] };
  pace(store).put(entry);
  return entry;
}

/**
 * Stores the blueprint and starts the execution that parses its archive. Unless the control `uploads` is set, it ends
 * at once if the client waits for it, and otherwise takes as long as any execution.
 */
export function beginUpload(ask: Ask, inBackground: boolean, made: BlueprintEntry): BlueprintEntry {
  const { store, tenant, user, now } = ask;
  const slow = pace(store).get(PACE)?.seconds;
  begin(
    store,
    {
      tenant,
      user: user.username,
      workflow: 'upload_blueprint',
      blueprint: made.id,
      parameters: { blueprint_id: made.id, app_file_name: made.main_file_name, validate_only: false },
      system: true,
      now,
      ...(slow === undefined && inBackground ? {} : { seconds: slow ?? 0 }),
    },
    ({ id }) => blueprints(store).put({ ...made, upload_execution: id }),
  );
  finishUploads(store, now);
  return blueprints(store).latest(made);
}

/** Parses the archives whose execution has ended. */
export function finishUploads(store: Store, now: Date): void {
  for (const state of UNDER_WAY) {
    for (const entry of blueprints(store).where('state', state)) {
      const execution = executions(store).get(identityOf(entry.tenant_name, entry.upload_execution ?? ''));
      if (execution?.open === true) continue;
      const updated_at = now.toISOString();
      const failed = execution?.status === 'terminated' ? undefined : (execution?.error ?? 'The upload was cancelled');
      const read = failed === undefined ? readArchive(entry, now) : { state: 'failed_parsing', error: failed };
      blueprints(store).put({ ...entry, ...read, updated_at });
      if (execution !== undefined && read.error !== null)
        executions(store).put({ ...execution, status: 'failed', error: read.error });
    }
  }
}

type Read = Pick<BlueprintEntry, 'state' | 'error'> & Partial<BlueprintEntry>;

function readArchive(entry: BlueprintEntry, now: Date): Read {
  try {
    const plan =
      entry.archive === undefined ? {} : parseBlueprint(Buffer.from(entry.archive, 'base64'), entry.main_file_name);
    const pairs = labelPairs([...labelsInPlan(plan), ...pairsOf(entry.labels).map(([key, value]) => ({ key, value }))]);
    return { state: 'uploaded', error: null, plan, labels: labelsOf(pairs, entry.labels, now) };
  } catch (problem) {
    const state = problem instanceof UnreadableArchive ? 'failed_extracting' : 'failed_parsing';
    return { state, error: messageOf(problem) };
  }
}

/** Labels that a blueprint defines for itself. */
function labelsInPlan(plan: BlueprintEntry['plan']): readonly unknown[] {
  const labels = plan['blueprint_labels'];
  return Object.entries(isRecord(labels) ? labels : {}).flatMap(([key, label]) =>
    [isRecord(label) ? label['values'] : label].flat().map((value) => ({ key, value })),
  );
}
