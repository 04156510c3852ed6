import { errorDiagnostic, type Diagnostic, type Json, type Value } from '../../model/index.js';
import type { AttributeMapping, ResourceMapping } from '../rest/mapping/definition.js';
import { IN_TENANT, MANAGER_IS_THERE, PAGES, TENANT } from './protocol.js';
import { isTakenOut, VISIBILITY } from './sharing.js';

/** The value in a reply to a change is ciphertext (Conductor document, section Create Secret). */
const WITHOUT_VALUE = { at: '', without: ['/value'] } as const;

/** A hidden value is returned empty to users who may not see it: then the known one is kept. */
export const VALUE_REPLY = {
  at: '/value',
  missing: 'keep',
  decode: (value: Json) => (value === '' ? undefined : value),
} as const;

export const KEY: AttributeMapping = { required: true, description: 'Key of the secret, unique in its tenant.' };

export const secret: ResourceMapping = {
  noun: 'secret',
  label: 'key',
  description: 'A secret value of a tenant.',
  attributes: {
    id: { computed: true, description: 'The same as `key`.' },
    key: KEY,
    tenant: TENANT,
    value: { optional: true, sensitive: true, replacesWhen: isTakenOut, description: 'The secret value.' },
    schema: { type: 'dynamic', optional: true, description: 'A JSON Schema that the value must match.' },
    is_hidden_value: {
      type: 'bool',
      optional: true,
      computed: true,
      default: { value: false },
      description:
        'Whether only its creator and administrators see the value. Changes to it are hidden from others. Default: false.',
    },
    visibility: { ...VISIBILITY, default: { value: 'tenant' } },
    provider_name: {
      optional: true,
      replacesWhen: isTakenOut,
      description: 'Name of the secrets provider that stores the value.',
    },
    provider_options: {
      type: 'dynamic',
      optional: true,
      sensitive: true,
      replacesWhen: isTakenOut,
      description: 'Parameters with which the secrets provider finds the value.',
    },
    created_by: { optional: true, computed: true, description: 'Name of the user who owns it. Default: the creator.' },
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
    // A second request is refused: the key is taken.
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
    // Lists omit the value, but show when it was changed.
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

/** Something must store the value. */
function valueOrProvider(config: Readonly<Record<string, Value>>): readonly Diagnostic[] {
  if ((config['value'] ?? null) !== null || (config['provider_name'] ?? null) !== null) return [];
  return [
    errorDiagnostic('one-of', 'Neither value nor provider_name is set', {
      detail: 'Set the secret value, or the secrets provider that stores it.',
      path: ['value'],
    }),
  ];
}
