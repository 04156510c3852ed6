import { blueprintOperations } from './blueprints.js';
import type { Domain } from './domain.js';
import { filterOperations } from './filters.js';
import { secretOperations } from './secrets.js';
import { secretsProviderOperations } from './secrets-providers.js';

/** What deployments are made of. */
export const content: readonly Domain[] = [
  blueprintOperations,
  secretOperations,
  secretsProviderOperations,
  filterOperations,
];
