import { markPaths, type Path, type ResourceChange, type Schema, type Value } from '../../model/index.js';
import { markSensitiveAttributes } from '../diff/sensitivity.js';
import { toObjectState } from '../object-state.js';
import { refOf, storeWhole, type ApplyRun } from './run.js';

/** Records what a data source has read, with the marks of its configuration. */
export async function recordRead(
  run: ApplyRun,
  change: ResourceChange,
  schema: Schema,
  found: Value,
  marks: readonly Path[],
): Promise<{ readonly value: Value; readonly whole: boolean }> {
  const value = markSensitiveAttributes(markPaths(found, marks), schema.block);
  const object = toObjectState(value, schema, { status: 'ready', dependencies: [], createBeforeDestroy: false });
  const whole = await storeWhole(run, change.address, change.resourceKey, run.recorder.record(refOf(change), object));
  run.values.set(change.resourceKey, change.key, value);
  run.counts.read += 1;
  return { value, whole };
}
