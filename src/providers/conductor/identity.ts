import type { Domain } from './protocol.js';

/** Who may do what where, and the manager itself. */
export const identity: Domain = { resources: {}, dataSources: {}, actions: {} };
