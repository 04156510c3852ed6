import type { Domain } from './domain.js';

/** What deployments are made of. */
export const content: readonly Domain[] = [];
