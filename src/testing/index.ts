export { createHarness, type Harness, type HarnessOptions } from './harness.js';
export { startSandbox, SandboxError, type Sandbox, type SandboxOptions } from '../sandbox/index.js';
export { emulate, type EmulateOptions } from './emulate.js';
export { checkDescription, type CheckedDescription } from './checking/check-description.js';
export { COLUMNS, type CheckedResource, type Column, type Verdict } from './checking/verdicts.js';
