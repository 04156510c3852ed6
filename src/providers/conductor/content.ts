import { blueprint, blueprintDataSources } from './blueprint.js';
import { contentActions } from './content-actions.js';
import { filter, filterDataSources } from './filter.js';
import { lookingDataSources } from './looking.js';
import { plugin, pluginDataSources } from './plugin.js';
import type { Domain } from './protocol.js';
import { secretDataSources } from './secret-data.js';
import { secret } from './secret.js';
import { secretsProvider } from './secrets-provider.js';

/** Resources that deployments are made of. */
export const content: Domain = {
  resources: {
    conductor_blueprint: blueprint,
    conductor_filter: filter,
    conductor_plugin: plugin,
    conductor_secret: secret,
    conductor_secrets_provider: secretsProvider,
  },
  dataSources: {
    ...blueprintDataSources,
    ...filterDataSources,
    ...lookingDataSources,
    ...pluginDataSources,
    ...secretDataSources,
  },
  actions: contentActions,
};
