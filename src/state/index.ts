export type { Backend, Lease, LockAttempt, LockHolder, LockRequest, Snapshot } from './backend.js';
export { BACKEND_NAMES, openBackend, type BackendName, type BackendSettings } from './backends/index.js';
export { LocalBackend, type LocalSettings } from './backends/local.js';
export { MemoryBackend, memoryStore, type MemorySettings, type MemoryStore } from './backends/memory.js';
export { systemClock, type Clock } from './clock.js';
export { readState, sameContent, stateText } from './file.js';
export type { CallToBegin, Recorder } from './recorder.js';
export { replay, type Replayed } from './replay.js';
export { openSession, type Session, type SessionOptions } from './session.js';
