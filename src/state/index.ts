export type { Backend, Lease, Workspaces } from './backend.js';
export { KNOWN_BACKENDS, openBackend } from './backends/index.js';
export { LocalWorkspaces } from './backends/local-workspaces.js';
export { memoryStore, type MemoryStore } from './backends/memory.js';
export { unknownBackend } from './diagnostics.js';
export { systemClock, type Clock } from './clock.js';
export { forgetDeposed, listAddresses, removeAddress, replaceProvider, unknownAddress } from './edit.js';
export { placeOfPath } from './place-in-text.js';
export {
  jsonInChunks,
  readGivenState,
  readState,
  sameContent,
  statePieces,
  stateText,
  type StateBytes,
} from './file.js';
export { currentMoment } from './moment.js';
export { applyEdits } from './edits.js';
export { moveBetween } from './move-between.js';
export { moveResource } from './move.js';
export { checkPush } from './push.js';
export { replay } from './replay.js';
export type { BeforeLastRun, History } from './history.js';
export { openSession, type HistoryPlace, type Session, type SessionOptions } from './session.js';
export { setTaint } from './taint.js';
