export { Installation, StackModules, type InstallReport } from './installation.js';
export type { ModuleHttp } from './http.js';
