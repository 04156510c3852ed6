import { content } from './content.js';
import type { Domain } from './domain.js';
import { identity } from './identity.js';
import { running } from './running.js';

/** In the order in which they let time pass: first the work, then what waits for its end. */
export const DOMAINS: readonly Domain[] = [...running, ...content, ...identity];
