import { blueprintOperations } from './blueprints.js';
import type { Domain } from './domain.js';
import { filterOperations } from './filters.js';
import { pluginOperations } from './plugins.js';
import { pluginsUpdateOperations } from './plugins-updates.js';
import { searchOperations } from './searches.js';
import { secretOperations } from './secrets.js';
import { secretsProviderOperations } from './secrets-providers.js';
import { summaryOperations } from './summaries.js';

/** Resources that deployments are made of. */
export const content: readonly Domain[] = [
  blueprintOperations,
  filterOperations,
  pluginOperations,
  pluginsUpdateOperations,
  searchOperations,
  secretOperations,
  secretsProviderOperations,
  summaryOperations,
];
