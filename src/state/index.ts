export type { Backend, Lease, LockAttempt, LockHolder, LockRequest, Snapshot } from './backend.js';
export { BACKEND_NAMES, openBackend, type BackendName, type BackendSettings } from './backends/index.js';
export type { LocalSettings } from './backends/local.js';
export { memoryStore, type MemorySettings, type MemoryStore } from './backends/memory.js';
export { systemClock, type Clock } from './clock.js';
export {
  forgetDeposed,
  listAddresses,
  removeAddress,
  replaceProvider,
  type ListFilter,
  type ProviderReplaced,
  type Removed,
} from './edit.js';
export { readState, sameContent, stateText } from './file.js';
export { moveResource, type Moved } from './move.js';
export { checkPush } from './push.js';
export type { CallToBegin, Recorder } from './recorder.js';
export { replay, type Replayed } from './replay.js';
export { openSession, type Session, type SessionOptions } from './session.js';
