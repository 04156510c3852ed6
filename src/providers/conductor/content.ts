import type { Domain } from './protocol.js';

/** What deployments are made of. */
export const content: Domain = { resources: {}, dataSources: {}, actions: {} };
