import {
  type BeginEntry,
  decodeValue,
  formatInstance,
  formatResource,
  hasErrors,
  isObjectValue,
  isWhollyKnown,
  objectValue,
  type Schema,
  unmarkDeep,
  type Value,
  valuesEqual,
} from '../../model/index.js';
import type { Provider } from '../../providers/provider.js';
import type { ReadResponse } from '../../providers/requests.js';
import type { EngineContext } from '../context.js';
import { stoppedWaiting } from '../diagnostics.js';
import { LandingWait } from './landing.js';
import { objectId } from './object-id.js';

/** Updates and deletes of an earlier run without a recorded outcome, by {@link objectId}. */
export function interruptedChanges({ interrupted }: EngineContext): ReadonlyMap<string, BeginEntry> {
  const changes = new Map<string, BeginEntry>();
  for (const { begin } of interrupted) {
    if (begin.action === 'create') continue;
    changes.set(objectId(formatInstance(formatResource(begin.resource), begin.key), begin.deposed), begin);
  }
  return changes;
}

/**
 * Reads an object whose update or delete was interrupted, until the change is visible or can no longer arrive: a late
 * update would undo a change of this run, and a late delete would remove an object that is planned to stay. An update
 * may have changed the attributes that identify the object, so a missing object is also looked up under its planned
 * ones.
 */
export async function readLateChange(
  context: EngineContext,
  provider: Provider,
  begin: BeginEntry,
  schema: Schema,
  state: Value,
  read: (state: Value) => Promise<ReadResponse>,
): Promise<ReadResponse> {
  const address = formatInstance(formatResource(begin.resource), begin.key);
  const wait = new LandingWait(context, begin, address, provider.abilities.locate);
  const planned = plannedValue(begin, schema);
  const expected = planned === null ? null : filled(planned, state);
  for (;;) {
    let found = await read(state);
    if (found.state === null && expected !== null && !hasErrors(found.diagnostics)) found = await read(expected);
    if (hasErrors(found.diagnostics) || isAsPlanned(found.state, planned)) return found;
    const next = await wait.next();
    if (next === 'over') return found;
    if (next === 'stopped')
      return { ...found, diagnostics: [...found.diagnostics, stoppedWaiting(address, begin.action)] };
  }
}

/** Undefined if the schema has changed since, because the values are then not comparable. */
function plannedValue({ action, intent }: BeginEntry, schema: Schema): Value | undefined {
  if (action === 'delete') return null;
  if (intent.schemaVersion !== schema.version) return undefined;
  return unmarkDeep(decodeValue(intent.planned));
}

/** The object as planned, with prior values where the plan was unknown. */
function filled(planned: Value | undefined, before: Value): Value {
  if (planned === undefined || !isObjectValue(planned) || !isObjectValue(before)) return null;
  const value = objectValue(planned);
  for (const [name, part] of Object.entries(planned)) if (!isWhollyKnown(part)) value[name] = before[name] ?? null;
  return value;
}

/** Whether the known values of the plan are visible. What cannot be read back is null in both. */
function isAsPlanned(found: Value, planned: Value | undefined): boolean {
  if (planned === undefined) return false;
  if (!isObjectValue(planned) || !isObjectValue(found)) return planned === found;
  return Object.entries(planned).every(
    ([name, value]) => !isWhollyKnown(value) || valuesEqual(value, found[name] ?? null),
  );
}
