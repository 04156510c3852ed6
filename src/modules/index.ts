export { installedModules, type Locate } from './locate.js';
export type { ModulesOf } from './manifest.js';
