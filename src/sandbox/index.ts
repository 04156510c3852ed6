export { startSandbox } from './server.js';
export { SandboxError } from './error.js';
export type { Sandbox, SandboxOptions } from './sandbox.js';
export type { Drift, Target } from './drift.js';
export type { FaultFilter, FaultKind, Faults, FaultSettings, ScriptedFault } from './faults.js';
export type { Collection, Entry } from './collection.js';
export type { RequestLog, RequestRecord } from './requests.js';
export type { Snapshot, Store } from './store.js';
export type { CloudAccountEntry, CloudCredentialsEntry, ClusterEntry, CloudProfileEntry } from './acloud/entries.js';
