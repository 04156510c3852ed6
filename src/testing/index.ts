export { createHarness, type Harness, type HarnessOptions } from './harness.js';
export { startSandbox, SandboxError, type Sandbox, type SandboxOptions } from '../sandbox/index.js';
export { emulate, type EmulateOptions } from './emulate.js';
export { checkDescription, type CheckedDescription } from './checking/check-description.js';
export { COLUMNS, type CheckedResource, type Column, type Verdict } from './checking/verdicts.js';
export { knownAfterApply, type MockedAttributes, type MockedProviderOptions, type Mocks } from './mocks.js';
export { sensitiveValue } from './compare.js';
export {
  matchers,
  type ExpectedAttributes,
  type ExpectedPlan,
  type PlanMatchers,
  type Target,
  type TargetType,
} from './matchers.js';
export type { Planned, PlannedAction } from './planned.js';
export { planSerializer, planSnapshot } from './snapshot.js';
