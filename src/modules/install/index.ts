export { Installation, StackModules, type InstallReport } from './installation.js';
