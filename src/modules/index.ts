export { installedModules, type Locate } from './locate.js';
