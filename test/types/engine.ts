/** What the engine's phases demand of each other; the compiler is the test. Nothing here runs. */
import { applyPlan } from '../../src/engine/apply/apply.js';
import type { Recorder } from '../../src/engine/apply/recorder.js';
import type { EngineContext } from '../../src/engine/context.js';
import { createPlan, type PlanOptions } from '../../src/engine/plan/plan.js';
import { validateConfiguration } from '../../src/engine/validate/configuration.js';
import type { Plan } from '../../src/model/index.js';

/** A configuration is planned and applied once it was validated. */
export async function phases(
  context: EngineContext,
  options: PlanOptions,
  plan: Plan,
  recorder: Recorder,
): Promise<void> {
  // @ts-expect-error: nobody validated it.
  await createPlan(context, options);
  // @ts-expect-error: the same.
  await applyPlan(context, plan, recorder);
  const { configuration } = await validateConfiguration(context);
  // @ts-expect-error: it may have errors.
  await createPlan({ ...context, configuration }, options);
  if (configuration !== undefined) await createPlan({ ...context, configuration }, options);
}
