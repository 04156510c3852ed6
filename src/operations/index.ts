export { apply, type ApplyOptions, type ApplyResult } from './apply.js';
export type { AppliedStack } from './stacks/apply-stack.js';
export { comment, type CommentOptions, type CommentResult } from './comment.js';
export { consoleSession, type ConsoleResult, type ConsoleSession } from './console.js';
export { absorb, type AbsorbResult, type Offer } from './absorb/absorb.js';
export type { Left } from './absorb/propose.js';
export { drift, type DriftOptions, type DriftResult, type StackDrift } from './drift.js';
export type {
  CommonOptions,
  AskVariable,
  GivenVariables,
  LockOptions,
  OperationEnvironment,
  PlanningOptions,
  StackOptions,
  Substitutes,
  VariableOptions,
} from './environment.js';
export { suggestMoves, writeMoves, type SuggestedMove } from './suggest-moves.js';
export { TERRAFORM_VERSION } from '../model/index.js';
export type { Annotation } from './forge/forge.js';
export { rewriteState, type StateRewrite } from './encrypt-state.js';
export { forceUnlock, type ForceUnlockResult } from './force-unlock.js';
export {
  emulatedDescription,
  generateProvider,
  triedDescription,
  type DescriptionOptions,
  type EmulatedDescription,
  type GeneratedProvider,
  type GenerateProviderOptions,
  type TriedDescription,
} from './generate/generate-provider.js';
export { convertConfiguration, type Converted, type ConvertOptions } from './convert.js';
export { format, formatBytes, type FormatResult, type FormattedFile, type FormatOptions } from './format.js';
export { graph, type GraphResult, type NodeKind, type StackGraph } from './graph.js';
export { issue, type IssueOptions, type IssueResult } from './issue.js';
export { importResource, type ImportResult } from './import.js';
export { mirrorProviders } from './mirror-providers.js';
export { lockProviders } from './lock-providers.js';
export { get, init, type CalledModule, type GetResult, type InitOptions, type InitResult } from './init.js';
export type { ApproveCopies, PlannedCopy } from './migrate-state.js';
export { isEmptyFolder } from './starter/start.js';
export { projectNames, type ProjectNames } from './project-names.js';
export type { Pipeline } from './recipes/recipe.js';
export { STARTS, type Start } from './starter/templates.js';
export { output, type OutputResult } from './output.js';
export type { Program } from '../program/index.js';
export { plan, type PlanFileOptions, type PlanResult } from './plan.js';
export type { StackPlan } from './plan-stack.js';
export { resourcePlaces } from './resource-places.js';
export { splitAddress } from './stacks/stack-address.js';
export { policyCheck, type PolicyCheckResult } from './policy-check.js';
export { providersSchema, type ProvidersSchemaResult } from './providers-schema.js';
export { packageProvider, serveProvider, type PackageResult, type ServeResult } from './serve-provider.js';
export {
  showPlan,
  showState,
  type ShownPlan,
  type ShownState,
  type ShowPlanOptions,
  type ShowPlanResult,
  type ShowStateResult,
} from './show.js';
export {
  stateList,
  stateMove,
  statePull,
  statePush,
  stateRemove,
  stateReplaceProvider,
  stateShow,
  stateTaint,
  type StateListResult,
  type StatePullResult,
  type StateShowResult,
} from './state.js';
export type { StateEditResult } from './edit-state.js';
export { stateInFile, stateInMemory, type GivenState } from './given-state.js';
export { planEdits, type EditRequest, type PlanEditsOptions } from './edits/plan-edits.js';
export { synth, type SynthResult } from './synth.js';
export { migrate, prepareMigration, type Migration } from './migrate/cdktf.js';
export {
  workspaceDelete,
  workspaceList,
  workspaceNew,
  workspaceSelect,
  workspaceShow,
  type WorkspaceEditResult,
  type WorkspaceListResult,
} from './workspaces.js';
export { commandTrace, tracedByHost, type CommandTrace } from './compose/trace.js';
export { validate, type ValidateResult } from './validate.js';
export { isStateFile, showStateFile } from './state-file.js';
export { providersRequired, type ProvidersRequiredResult } from './providers-required.js';
export { generateConstructs } from './generate/generate-constructs.js';
export type { GeneratedConstructs } from './generate/generated-constructs.js';
export { generateModule, type GeneratedModule, type GenerateModuleOptions } from './generate/generate-module.js';
export type { AskOutcome, LostCreateOptions } from './lost-creates.js';
export {
  test,
  type TestedFile,
  type TestedRun,
  type TestObserver,
  type TestOptions,
  type TestResult,
} from './test/index.js';
