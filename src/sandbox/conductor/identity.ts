import type { Domain } from './domain.js';
import { tokens } from './tokens.js';

/** Who may do what where, and the manager itself. */
export const identity: readonly Domain[] = [tokens];
