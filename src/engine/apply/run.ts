import {
  type Interrupted,
  type ObjectRef,
  type Plan,
  type ResourceChange,
  configuredResource,
} from '../../model/index.js';
import { objectTooLarge } from '../diagnostics.js';
import { providerText } from '../object-state.js';
import type { Values } from '../walk/values.js';
import type { Walk } from '../walk/walk.js';
import type { ApplyCounts } from './counts.js';
import type { Due } from './due.js';
import { Expansions } from './expansions.js';
import type { Recorder } from './recorder.js';
import type { PendingValidations } from './validations.js';

/**
 * Shared by the steps of one apply. Only calls that change something count towards its limit: light steps may start in
 * larger numbers.
 */
export interface ApplyRun extends Walk {
  readonly plan: Plan;
  readonly recorder: Recorder;
  readonly expansions: Expansions;
  readonly validations: PendingValidations;
  /**
   * Deposed keys assigned in this run, by instance address, for the second half of create-before-destroy replacements.
   */
  readonly deposed: Map<string, string>;
  /** The last create of each likeness, which the next one waits for. */
  readonly alike: Map<string, Promise<unknown>>;
  /** Creates of an earlier run that left no object as far as is known, by instance address. */
  readonly absent: ReadonlyMap<string, Interrupted>;
  readonly due: Due;
  readonly counts: ApplyCounts;
}

const runs = new WeakMap<Values, ApplyRun>();

/** The run with the values of the module instance that a resource or an action is in. */
export function runInside(run: ApplyRun, { module }: { readonly module: string }): ApplyRun {
  if (module === '') return run;
  const values = run.values.at(module);
  // An instance that no longer exists has only objects to delete, which need no values.
  if (values === undefined || values === 'missing') return run;
  let inside = runs.get(values);
  if (inside === undefined) runs.set(values, (inside = { ...run, values, expansions: new Expansions(values) }));
  return inside;
}

/** Records an object or its outcome. Returns false, with an error, if some attributes had to be left out. */
export async function storeWhole(
  { context, diagnostics }: Pick<ApplyRun, 'context' | 'diagnostics'>,
  address: string,
  resourceKey: string,
  recording: Promise<readonly string[]>,
): Promise<boolean> {
  const left = await recording;
  if (left.length > 0)
    diagnostics.push(objectTooLarge(address, left, configuredResource(context.configuration, resourceKey)));
  return left.length === 0;
}

export function refOf(change: ResourceChange, deposed?: string): ObjectRef {
  return {
    resource: change.resource,
    key: change.key,
    provider: providerText(change.provider),
    ...(deposed === undefined ? {} : { deposed }),
  };
}
