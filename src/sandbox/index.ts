export { startSandbox } from './server.js';
export { SandboxError } from './error.js';
export type { Answers } from './answers.js';
export type { Sandbox, SandboxOptions } from './sandbox.js';
export type { FaultKind, FaultSettings, ScriptedFault } from './faults.js';
export type { CloudAccountEntry, CloudCredentialsEntry } from './acloud/entries.js';
