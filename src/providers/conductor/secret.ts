import { errorDiagnostic, mapOf, type Diagnostic, type Json, type Value } from '../../model/index.js';
import type { AttributeMapping, DataSourceMapping, ResourceMapping } from '../rest/mapping.js';
import { ALL_TENANTS, BARE, IN_TENANT, MANAGER_IS_THERE, PAGES, TENANT } from './protocol.js';
import { isTakenOut, VISIBILITY } from './sharing.js';

/** What a reply to a change shows as the value is ciphertext (Conductor document, section Create Secret). */
const WITHOUT_VALUE = { at: '', without: ['/value'] } as const;

/** A hidden value comes back empty to those who may not see it: then the one we know counts. */
const VALUE_REPLY = {
  at: '/value',
  missing: 'keep',
  decode: (value: Json) => (value === '' ? undefined : value),
} as const;

const KEY: AttributeMapping = { required: true, description: 'Key of the secret, unique in its tenant.' };

export const secret: ResourceMapping = {
  noun: 'secret',
  label: 'key',
  description: 'A value that is kept secret for a tenant.',
  attributes: {
    id: { computed: true, description: 'The same as `key`.' },
    key: KEY,
    tenant: TENANT,
    value: { optional: true, sensitive: true, replacesWhen: isTakenOut, description: 'What is kept secret.' },
    schema: { type: 'dynamic', optional: true, description: 'A JSON Schema the value has to fit.' },
    is_hidden_value: {
      type: 'bool',
      optional: true,
      computed: true,
      default: { value: false },
      description:
        'Whether only its maker and administrators see the value. Others can not tell that somebody changed it. Default: false.',
    },
    visibility: { ...VISIBILITY, default: { value: 'tenant' } },
    provider_name: {
      optional: true,
      replacesWhen: isTakenOut,
      description: 'Name of the secrets provider that holds the value.',
    },
    provider_options: {
      type: 'dynamic',
      optional: true,
      sensitive: true,
      replacesWhen: isTakenOut,
      description: 'What the secrets provider needs to find the value.',
    },
    created_by: { optional: true, computed: true, description: 'Name of the user who owns it. Default: who makes it.' },
    created_at: { computed: true },
    updated_at: {
      computed: true,
      changesWith: ['value', 'is_hidden_value', 'visibility', 'provider_name', 'provider_options', 'created_by'],
    },
  },
  parameters: { ...IN_TENANT, secret_key: 'key' },
  reply: {
    id: '/key',
    key: '/key',
    tenant: { at: '/tenant_name', missing: 'keep' },
    value: VALUE_REPLY,
    schema: { at: '/schema', missing: 'keep' },
    is_hidden_value: '/is_hidden_value',
    visibility: '/visibility',
    provider_name: '/provider_name',
    provider_options: { at: '/provider_options', missing: 'keep' },
    created_by: '/created_by',
    created_at: '/created_at',
    updated_at: '/updated_at',
  },
  identity: ['tenant', 'key'],
  imports: ['tenant/key', 'key'],
  create: {
    operation: 'createSecret',
    // Asked a second time it is refused: the key is taken.
    repeatable: false,
    object: WITHOUT_VALUE,
    body: {
      json: {
        '/value': 'value',
        '/update_if_exists': { value: false },
        '/visibility': 'visibility',
        '/is_hidden_value': 'is_hidden_value',
        '/schema': 'schema',
        '/provider_name': 'provider_name',
        '/provider_options': 'provider_options',
      },
    },
  },
  read: {
    call: { operation: 'getSecret' },
    // Lists leave out the value, but not when it was changed.
    crowd: {
      operation: 'listSecrets',
      paging: PAGES,
      by: { key: '/key', tenant: '/tenant_name' },
      unchanged: ['created_at', 'updated_at'],
    },
    confirmGone: MANAGER_IS_THERE,
  },
  updates: [
    {
      operation: 'updateSecret',
      repeatable: true,
      object: WITHOUT_VALUE,
      body: {
        json: {
          '/value': 'value',
          '/is_hidden_value': 'is_hidden_value',
          '/provider_name': 'provider_name',
          '/provider_options': 'provider_options',
          '/creator': 'created_by',
        },
      },
    },
    {
      operation: 'setSecretVisibility',
      repeatable: true,
      object: WITHOUT_VALUE,
      body: { json: { '/visibility': 'visibility' } },
    },
  ],
  remove: { operation: 'deleteSecret' },
  locate: { match: ['value', 'is_hidden_value', 'visibility'] },
  check: valueOrProvider,
};

/** Somebody has to hold the value. */
function valueOrProvider(config: Readonly<Record<string, Value>>): readonly Diagnostic[] {
  if ((config['value'] ?? null) !== null || (config['provider_name'] ?? null) !== null) return [];
  return [
    errorDiagnostic('one-of', 'Neither value nor provider_name is given', {
      detail: 'Give the value that is to be kept secret, or the secrets provider that holds it.',
      path: ['value'],
    }),
  ];
}

export const secretsProvider: ResourceMapping = {
  noun: 'secrets provider',
  label: 'name',
  description: 'A place that holds the values of secrets.',
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
        'How to reach it. `vault` needs url, token and path; `cloudify` needs host, username, password and tenant; `local` nothing.',
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
      // A type is no use without its parameters, so what stays is sent along.
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

export const secretDataSources: Readonly<Record<string, DataSourceMapping>> = {
  conductor_secret: {
    noun: 'secret',
    description: 'One secret, with its value unless that is left out.',
    attributes: {
      key: KEY,
      tenant: TENANT,
      skip_value: { type: 'bool', optional: true, description: 'Whether to leave out the value. Default: false.' },
      value: { computed: true, sensitive: true, description: 'The value; nothing when it is hidden from the user.' },
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
      item: '#/components/schemas/Secret',
      omit: ['value', 'schema', 'provider_options'],
    },
  },
  conductor_secrets_export: {
    noun: 'export of secrets',
    description: 'All secrets of a tenant with their values, to be taken over by another manager.',
    attributes: {
      tenant: TENANT,
      all_tenants: ALL_TENANTS,
      passphrase: {
        optional: true,
        sensitive: true,
        constraint: { minLength: 8 },
        description: 'What the values are encrypted with, at least 8 characters. Without one they come as they are.',
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
      item: '#/components/schemas/SecretsProvider',
      omit: ['connection_parameters'],
    },
  },
};
