import { content } from './content.js';
import type { Domain } from './domain.js';
import { identity } from './identity.js';
import { running } from './running.js';

/** In the order in which they advance time: first executions, then what waits for their end. */
export const DOMAINS: readonly Domain[] = [...running, ...content, ...identity];
