export { ProjectProviders } from './project-providers.js';
