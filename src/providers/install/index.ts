export { cacheFolder, ProjectProviders } from './project-providers.js';
