import type { Domain } from './domain.js';

/** Deployments, and the work done on them. */
export const running: readonly Domain[] = [];
