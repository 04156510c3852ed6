import type { DataSourceMapping } from '../rest/mapping/definition.js';
import { ALL_TENANTS, BARE, IN_TENANT, PAGES, TENANT } from './protocol.js';
import { KEY, VALUE_REPLY } from './secret.js';

export const secretDataSources: Readonly<Record<string, DataSourceMapping>> = {
  conductor_secret: {
    noun: 'secret',
    description: 'One secret, with its value unless that is omitted.',
    attributes: {
      key: KEY,
      tenant: TENANT,
      skip_value: { type: 'bool', optional: true, description: 'Whether to omit the value. Default: false.' },
      value: { computed: true, sensitive: true, description: 'The value; null if it is hidden from the user.' },
      schema: { type: 'dynamic', computed: true },
      is_hidden_value: { type: 'bool', computed: true },
      visibility: { computed: true },
      provider_name: { computed: true },
      provider_options: { type: 'dynamic', computed: true, sensitive: true },
      created_by: { computed: true },
      created_at: { computed: true },
      updated_at: { computed: true },
    },
    parameters: { ...IN_TENANT, secret_key: 'key', _skip_value: 'skip_value' },
    one: {
      call: { operation: 'getSecret' },
      reply: {
        value: { ...VALUE_REPLY, missing: 'null' },
        schema: '/schema',
        is_hidden_value: '/is_hidden_value',
        visibility: '/visibility',
        provider_name: '/provider_name',
        provider_options: '/provider_options',
        created_by: '/created_by',
        created_at: '/created_at',
        updated_at: '/updated_at',
      },
    },
  },
  conductor_secrets: {
    noun: 'list of secrets',
    description: 'The secrets of a tenant, without their values.',
    attributes: {
      tenant: TENANT,
      all_tenants: ALL_TENANTS,
      search: { optional: true, description: 'Only secrets whose key contains this text.' },
    },
    parameters: { ...IN_TENANT, _all_tenants: 'all_tenants', _search: 'search' },
    many: {
      list: { operation: 'listSecrets', paging: PAGES },
      into: 'secrets',
      description: 'The matching secrets.',
      item: '#/components/schemas/Secret',
      omit: ['value', 'schema', 'provider_options'],
    },
  },
  conductor_secrets_export: {
    noun: 'export of secrets',
    description: 'All secrets of a tenant with their values, for an import into another manager.',
    attributes: {
      tenant: TENANT,
      all_tenants: ALL_TENANTS,
      passphrase: {
        optional: true,
        sensitive: true,
        constraint: { minLength: 8 },
        description:
          'Passphrase to encrypt the values with, at least 8 characters. If omitted, the values are not encrypted.',
      },
    },
    parameters: {
      ...IN_TENANT,
      _all_tenants: 'all_tenants',
      _passphrase: 'passphrase',
    },
    many: {
      list: { operation: 'exportSecrets', paging: BARE },
      into: 'secrets',
      description: 'The secrets, in the format that the action `conductor_secrets_import` accepts.',
      item: '#/components/schemas/SharedSecret',
      sensitive: true,
    },
  },
  conductor_secrets_providers: {
    noun: 'list of secrets providers',
    description: 'The secrets providers of a tenant, without their connection parameters.',
    attributes: {
      tenant: TENANT,
      all_tenants: ALL_TENANTS,
      search: { optional: true, description: 'Only secrets providers whose name contains this text.' },
    },
    parameters: { ...IN_TENANT, _all_tenants: 'all_tenants', _search: 'search' },
    many: {
      list: { operation: 'listSecretsProviders', paging: PAGES },
      into: 'secrets_providers',
      description: 'The matching secrets providers.',
      item: '#/components/schemas/SecretsProvider',
      omit: ['connection_parameters'],
    },
  },
};
