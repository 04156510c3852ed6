import { content } from './content.js';
import type { Domain } from './domain.js';
import { identity } from './identity.js';
import { running } from './running.js';

export const DOMAINS: readonly Domain[] = [...identity, ...content, ...running];
