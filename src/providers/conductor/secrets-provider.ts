import { mapOf, type Json } from '../../model/index.js';
import type { ResourceMapping } from '../rest/mapping/definition.js';
import { IN_TENANT, MANAGER_IS_THERE, PAGES, TENANT } from './protocol.js';
import { isTakenOut, VISIBILITY } from './sharing.js';

export const secretsProvider: ResourceMapping = {
  noun: 'secrets provider',
  label: 'name',
  description: 'An external store for the values of secrets.',
  attributes: {
    id: { computed: true, description: 'The same as `name`.' },
    name: { required: true, description: 'Name of the secrets provider, unique in its tenant.' },
    tenant: TENANT,
    type: { required: true },
    connection_parameters: {
      type: mapOf('string'),
      optional: true,
      sensitive: true,
      replacesWhen: isTakenOut,
      description:
        'Connection parameters. `vault` needs url, token and path; `cloudify` needs host, username, password and tenant; `local` none.',
    },
    visibility: { ...VISIBILITY, default: { value: 'tenant' } },
    created_by: { computed: true },
    created_at: { computed: true },
    updated_at: { computed: true, changesWith: ['type', 'connection_parameters', 'visibility'] },
  },
  parameters: { ...IN_TENANT, provider_name: 'name' },
  reply: {
    id: '/name',
    name: '/name',
    tenant: { at: '/tenant_name', missing: 'keep' },
    type: '/type',
    connection_parameters: { at: '/connection_parameters', missing: 'keep', decode: unlessCiphertext },
    visibility: '/visibility',
    created_by: '/created_by',
    created_at: '/created_at',
    updated_at: '/updated_at',
  },
  identity: ['tenant', 'name'],
  imports: ['tenant/name', 'name'],
  create: {
    operation: 'createSecretsProvider',
    repeatable: false,
    body: {
      json: {
        '/name': 'name',
        '/type': 'type',
        '/connection_parameters': 'connection_parameters',
        '/visibility': 'visibility',
      },
    },
  },
  read: {
    call: { operation: 'getSecretsProvider' },
    crowd: {
      operation: 'listSecretsProviders',
      paging: PAGES,
      by: { name: '/name', tenant: '/tenant_name' },
      unchanged: ['created_at', 'updated_at'],
    },
    confirmGone: MANAGER_IS_THERE,
  },
  updates: [
    {
      operation: 'updateSecretsProvider',
      repeatable: true,
      // A type is useless without its parameters, so the unchanged ones are sent along.
      send: 'all',
      body: {
        json: { '/type': 'type', '/connection_parameters': 'connection_parameters', '/visibility': 'visibility' },
      },
    },
  ],
  remove: { operation: 'deleteSecretsProvider' },
  locate: { match: ['type', 'visibility'] },
};

function unlessCiphertext(shown: Json): Json | undefined {
  return typeof shown === 'string' ? undefined : shown;
}
