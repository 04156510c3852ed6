import { listOf, mapOf, type Json, listIn, objectIn } from '../../model/index.js';
import type { ActionMapping, AttributeMapping, Nested } from '../rest/mapping/definition.js';
import { textOf } from '../rest/pointer.js';
import { nested, sentAs } from '../rest/values/nested.js';
import { archiveOrUrl } from './blueprint.js';
import { ACTS_IN_TENANT, IN_TENANT, PAGES } from './protocol.js';
import { PATIENCE, UNTIL_EXECUTION_ENDS } from './work.js';

const FLAG: AttributeMapping = { type: 'bool', optional: true };
const NAMES: AttributeMapping = { type: listOf('string'), optional: true };
const WAITING = { tenant: ACTS_IN_TENANT, execution_timeout_seconds: PATIENCE };

/** Secrets in the form of an export. */
const SHARED = {
  nesting: 'list',
  members: {
    key: { at: '/key', required: true, description: 'Key of the secret.' },
    value: { at: '/value', required: true, sensitive: true, description: 'Its value, possibly encrypted.' },
    visibility: { at: '/visibility', optional: true, description: 'Visibility.' },
    tenant_name: { at: '/tenant_name', optional: true, description: 'Tenant it comes from.' },
    is_hidden_value: {
      at: '/is_hidden_value',
      type: 'bool',
      optional: true,
      description: 'Whether its value is hidden.',
    },
    encrypted: { at: '/encrypted', type: 'bool', optional: true, description: 'Whether `value` is encrypted.' },
  },
} as const satisfies Nested;

/**
 * Keys and positions in the list: the manager's messages about values are not repeated, since they may contain them.
 */
function notImported(answer: Json): string | undefined {
  const { colliding_secrets: colliding, secrets_errors: errors } = objectIn(answer);
  const there = Object.entries(objectIn(colliding)).map(
    ([tenant, keys]) =>
      `${listIn(keys)
        .flatMap((key) => textOf(key) ?? [])
        .join(', ')} in ${tenant}`,
  );
  const wrong = Object.keys(objectIn(errors)).map((index) => `number ${Number(index) + 1}`);
  const sentences = [
    there.length === 0 ? '' : `Already existing: ${there.join('; ')}. Set override_collisions to overwrite them.`,
    wrong.length === 0 ? '' : `Invalid in the list: ${wrong.join(', ')}. Check their tenants, and the passphrase.`,
  ].filter((text) => text !== '');
  return sentences.length === 0 ? undefined : sentences.join(' ');
}

export const contentActions: Readonly<Record<string, ActionMapping>> = {
  conductor_blueprint_validation: {
    noun: 'validation of a blueprint',
    description: 'Lets the manager validate a blueprint without storing it, and waits for the result.',
    attributes: {
      ...WAITING,
      blueprint_id: { required: true, description: 'ID for the blueprint.' },
      archive: {
        optional: true,
        description: 'Path of the folder that contains the blueprint, or of an archive of it.',
      },
      archive_url: { optional: true, description: 'URL from which the manager fetches the archive.' },
      main_file_name: {
        optional: true,
        description: 'Name of the main file in the archive. Default: `blueprint.yaml`.',
      },
      visibility: { optional: true, constraint: { enum: ['private', 'tenant', 'global'] } },
    },
    files: { archive: { folder: true } },
    parameters: { ...IN_TENANT, blueprint_id: 'blueprint_id', execution_id: 'execution_id' },
    calls: [
      {
        // Without /validate at the end, it would upload (Conductor document, section Validate Blueprint, second
        // sample).
        operation: 'validateBlueprint',
        does: 'validate the blueprint {blueprint_id}',
        did: 'validated the blueprint {blueprint_id} in the execution {execution_id}',
        body: {
          multipart: {
            blueprint_archive: { file: 'archive' },
            params: {
              json: {
                '/application_file_name': 'main_file_name',
                '/blueprint_archive_url': 'archive_url',
                '/visibility': 'visibility',
              },
            },
          },
        },
        keeps: { execution_id: '/id' },
        wait: UNTIL_EXECUTION_ENDS,
      },
    ],
    check: archiveOrUrl('blueprint'),
  },
  conductor_plugins_update: {
    noun: 'update of plugins',
    description: 'Updates the plugins of all deployments of a blueprint, and waits until that is done.',
    attributes: {
      ...WAITING,
      blueprint_id: { required: true, description: 'ID of the blueprint whose deployments are updated.' },
      plugin_names: NAMES,
      to_latest: NAMES,
      all_to_latest: FLAG,
      to_minor: NAMES,
      all_to_minor: FLAG,
      force: FLAG,
      auto_correct_types: FLAG,
      reevaluate_active_statuses: FLAG,
    },
    parameters: { ...IN_TENANT, blueprint_id: 'blueprint_id', plugins_update_id: 'plugins_update_id' },
    calls: [
      {
        operation: 'initiatePluginsUpdate',
        does: 'update the plugins of the blueprint {blueprint_id}',
        did: 'started the plugin update {plugins_update_id}',
        // With underscores: the hyphens of the curl sample are a mistake (Conductor document, section Update Plugins).
        body: {
          json: {
            '/plugin_names': 'plugin_names',
            '/to_latest': 'to_latest',
            '/all_to_latest': 'all_to_latest',
            '/to_minor': 'to_minor',
            '/all_to_minor': 'all_to_minor',
            '/force': 'force',
            '/auto_correct_types': 'auto_correct_types',
            '/reevaluate_active_statuses': 'reevaluate_active_statuses',
          },
        },
        begun: {
          list: { operation: 'listPluginsUpdates', parameters: { blueprint_id: 'blueprint_id' }, paging: PAGES },
          identity: '/id',
        },
        keeps: { plugins_update_id: '/id' },
        wait: {
          call: { operation: 'getPluginsUpdate' },
          field: '/state',
          ready: ['successful', 'no_changes_required'],
          pending: ['updating', 'executing_workflow', 'finalizing'],
          failed: ['failed'],
          firstSeconds: 0.1,
          intervalSeconds: 5,
          deadlineSeconds: 3600,
          deadline: 'execution_timeout_seconds',
        },
      },
    ],
  },
  conductor_secrets_import: {
    noun: 'import of secrets',
    description: 'Imports secrets that were exported from another manager or tenant.',
    attributes: {
      tenant: ACTS_IN_TENANT,
      secrets: {
        ...nested(SHARED),
        required: true,
        description: 'The secrets, in the format of the data source `conductor_secrets_export`.',
      },
      tenant_map: {
        type: mapOf('string'),
        optional: true,
        description:
          'Source tenant → target tenant. If omitted, secrets are imported into the tenant of the same name.',
      },
      passphrase: { optional: true, sensitive: true, description: 'Passphrase to decrypt encrypted values.' },
      override_collisions: {
        ...FLAG,
        description: 'Whether to overwrite existing secrets. Default: false.',
      },
    },
    parameters: IN_TENANT,
    calls: [
      {
        // POST: the PATCH of the curl sample is a mistake (Conductor document, section Import Secrets).
        operation: 'importSecrets',
        does: 'import the secrets',
        did: 'imported the secrets',
        // A second import collides with the first.
        repeatable: false,
        body: {
          json: {
            '/secrets_list': sentAs('secrets', SHARED),
            '/tenant_map_dict': 'tenant_map',
            '/passphrase': 'passphrase',
            '/override_collisions': 'override_collisions',
          },
        },
        lacks: notImported,
      },
    ],
  },
  conductor_secrets_provider_test: {
    noun: 'test of a secrets provider',
    description: 'Tests whether a secrets provider can be reached with these parameters. Nothing is created.',
    attributes: {
      tenant: ACTS_IN_TENANT,
      name: { required: true, description: 'Name of the existing or planned secrets provider.' },
      type: { required: true },
      connection_parameters: {
        type: mapOf('string'),
        optional: true,
        sensitive: true,
        description: 'Connection parameters.',
      },
    },
    parameters: IN_TENANT,
    calls: [
      {
        operation: 'createSecretsProvider',
        does: 'test the secrets provider {name}',
        did: 'reached the secrets provider {name}',
        body: {
          json: {
            '/name': 'name',
            '/type': 'type',
            '/connection_parameters': 'connection_parameters',
            // Without this parameter, as in the Python sample, it would be created (Conductor document, section Test
            // Secrets Provider).
            '/test': { value: true },
          },
        },
      },
    ],
  },
};
