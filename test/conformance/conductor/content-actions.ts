import type { ActionCase } from './action-case.js';
import { added } from './world.js';

const FILES = 'test/conformance/conductor/files';

/** Something to do with every action about what deployments are made of. */
export const contentActions: readonly ActionCase[] = [
  {
    type: 'conductor_blueprint_validation',
    config: () => ({ blueprint_id: 'web', archive: `${FILES}/web` }),
    did: /^Validated the blueprint "web" in the execution \S+$/,
    failing: { main_file_name: 'other.yaml' },
  },
  {
    type: 'conductor_plugins_update',
    config: async (world) => {
      await added(world, 'blueprints', { id: 'web' });
      await added(world, 'deployments', { id: 'web-1', blueprint_id: 'web' });
      return { blueprint_id: 'web', all_to_latest: true };
    },
    did: /^Started the plugin update \S+$/,
    failing: { blueprint_id: 'nothing' },
  },
  {
    type: 'conductor_secrets_import',
    config: () => ({ secrets: [{ key: 'db', value: 'planted-secret-8472' }] }),
    did: /^Imported the secrets$/,
    failing: { secrets: [{ key: 'db', value: 'planted-secret-8472', tenant_name: 'nowhere' }] },
  },
  {
    type: 'conductor_secrets_provider_test',
    config: () => ({ name: 'here', type: 'local' }),
    did: /^Reached the secrets provider "here"$/,
    failing: { type: 'vault' },
  },
];
