import type { Domain } from './protocol.js';

/** Deployments, and the work done on them. */
export const running: Domain = { resources: {}, dataSources: {}, actions: {} };
