export { unpack, type ArchiveFormat } from './archive.js';
export { Budget } from './budget.js';
export { exchangeFolder, removeAbandoned } from './folders.js';
export { follow, refusedReply, type PackageHttp } from './http.js';
export { withoutCredentials } from './mask.js';
export { PackageError, unsafe, type PackageProblem } from './problem.js';
export { jsonOf, RegistryHosts, remembered, tokenVariable, type RegistryOptions } from './registry.js';
export { replaceText } from './replace-text.js';
