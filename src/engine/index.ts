export { applyPlan, type ApplyOutcome } from './apply/apply.js';
export { addApplyCounts, noCounts } from './apply/counts.js';
export { whileApplying, type CreateOutcome, type EngineContext } from './context.js';
export { earlySettings } from './early-settings.js';
export { conforms } from './diff/conforms.js';
export { applyIgnoreChanges } from './diff/ignore-changes.js';
export { contentOf } from './evaluate/block-content.js';
export { evaluate } from './evaluate/evaluate.js';
export { compileGlob } from './evaluate/functions/glob.js';
export type { Scope } from './evaluate/scope.js';
export type { FileAccess, FileProblem } from './evaluate/surroundings.js';
export { buildGraph } from './graph/build.js';
export { findObject, importObject } from './import.js';
export { unconfiguredImports } from './unconfigured-imports.js';
export { createPlan, type PlanOptions } from './plan/plan.js';
export { mergeEntries } from './plan/refreshed.js';
export { stateChanges, stateOutputChanges } from './plan/state-changes.js';
export { judge } from './walk/conditions.js';
export { valuesFromState } from './walk/values-from-state.js';
export { prepareCalled } from './walk/provider-functions.js';
export type { ResourceValues } from './walk/values.js';
export { providerAddress, providerSourceOf } from './walk/provider-configurations.js';
export { schedule } from './walk/schedule.js';
export { validateConfiguration } from './validate/configuration.js';
export {
  configurationToDestroy,
  sealedConfiguration,
  type ValidConfiguration,
} from './validate/valid-configuration.js';
export { validateEvaluation } from './validate/dry-run.js';
export { constantValue, defaultOf, keptVariables, settleVariables, type GivenVariable } from './variables.js';
export { notInterrupted } from './diagnostics.js';
export { lostCreate, lostCreates, type LostCreate } from './refresh/lost-create.js';
