import { parameter, bodyOf } from '../asked.js';
import { flag, object, record, text } from '../shape.js';
import type { Reply } from '../system.js';
import { inTenant } from './domain.js';
import type { Ask, Domain } from './domain.js';
import { kindOf } from './elsewhere.js';
import { listed, shown as showOne } from './list.js';
import type { Shown } from './list.js';
import { findOwn, findOwned, newOwned, refuseTaken, visibleTo, widened } from './owned.js';
import { noContent, ok, Refused } from './refusal.js';
import { secrets, secretsProviders } from './secret-entries.js';
import type { SecretsProviderEntry } from './secret-entries.js';

const NOUN = 'secrets_provider';

const FIELDS: readonly string[] = [
  'id',
  'name',
  'type',
  'connection_parameters',
  'visibility',
  'tenant_name',
  'created_by',
  'created_at',
  'updated_at',
  'resource_availability',
  'private_resource',
];

/** The required parameters of each connection type. */
const NEEDED: Readonly<Record<string, readonly string[]>> = {
  local: [],
  vault: ['url', 'token', 'path'],
  cloudify: ['host', 'username', 'password', 'tenant'],
};

const providerBody = object(
  { name: text, type: text },
  { connection_parameters: record(text), visibility: text, test: flag },
);

const changeBody = object({}, { type: text, connection_parameters: record(text), visibility: text });

/** External stores for the values of secrets (Conductor document, section Secrets Providers). */
export const secretsProviderOperations: Domain = {
  operations: {
    listSecretsProviders: inTenant('secrets_provider_list', list),
    getSecretsProvider: inTenant('secrets_provider_get', get),
    createSecretsProvider: inTenant('secrets_provider_create', create),
    updateSecretsProvider: inTenant('secrets_provider_update', update),
    deleteSecretsProvider: inTenant('secrets_provider_delete', remove),
  },
  kinds: {
    secretsProviders: kindOf('name', () => ({ type: 'local', connection_parameters: null, updated_at: null })),
  },
};

function list(ask: Ask): Reply {
  const items = visibleTo(ask, secretsProviders(ask.store));
  return listed(ask, { items, show, fields: FIELDS, searched: 'name' });
}

function get(ask: Ask): Reply {
  return showOne(ask, show(findOwned(ask, secretsProviders(ask.store), parameter(ask, 'provider_name'), NOUN)), FIELDS);
}

/** With `test`, it is only tested: 204, and nothing is created. */
function create(ask: Ask): Reply {
  const { name, type, connection_parameters = null, visibility, test } = bodyOf(ask, providerBody);
  refuseIncomplete(type, connection_parameters);
  if (test === true) return noContent;
  const owned = newOwned(ask, name, visibility);
  refuseTaken(ask, secretsProviders(ask.store), name, NOUN, owned.visibility);
  return keep(ask, { ...owned, name, type, connection_parameters, updated_at: null });
}

function update(ask: Ask): Reply {
  const entry = findOwn(ask, secretsProviders(ask.store), parameter(ask, 'provider_name'), NOUN);
  const {
    type = entry.type,
    connection_parameters = entry.connection_parameters,
    visibility,
  } = bodyOf(ask, changeBody);
  refuseIncomplete(type, connection_parameters);
  const updated_at = ask.now.toISOString();
  return keep(ask, { ...entry, type, connection_parameters, visibility: widened(entry, visibility, NOUN), updated_at });
}

function remove(ask: Ask): Reply {
  const entry = findOwn(ask, secretsProviders(ask.store), parameter(ask, 'provider_name'), NOUN);
  const used = secrets(ask.store)
    .where('provider_name', entry.name)
    .some(({ tenant_name: tenant }) => tenant === entry.tenant_name);
  if (used) throw new Refused(405, `Secrets provider ${entry.name} is used by secrets`);
  secretsProviders(ask.store).remove(entry.identity);
  return noContent;
}

function refuseIncomplete(type: string, connection: Readonly<Record<string, string>> | null): void {
  const missing = (NEEDED[type] ?? []).filter((name) => (connection?.[name] ?? '') === '');
  if (missing.length > 0) throw new Refused(400, `Missing in connection_parameters: ${missing.join(', ')}`);
}

function keep(ask: Ask, entry: SecretsProviderEntry): Reply {
  secretsProviders(ask.store).put(entry);
  return ok(show(entry));
}

function show({ identity: _, ...rest }: SecretsProviderEntry): Shown {
  return {
    id: rest.name,
    ...rest,
    resource_availability: rest.visibility,
    private_resource: rest.visibility === 'private',
  };
}
