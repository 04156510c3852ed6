export { placeOf, sourceOf, textEdits, writtenBy } from './apply.js';
export { fitBody, type PlacedEdit } from './fit.js';
export { FolderSource, type Source } from './folder.js';
export { applyEdits } from './layout.js';
export { isReason, type Reason } from './node.js';
export { ProgramSource } from './program/source.js';
