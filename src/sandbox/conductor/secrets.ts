import { parameter, bodyOf } from '../asked.js';
import { anything, flag, object, text } from '../shape.js';
import type { Shaped } from '../shape.js';
import type { Reply } from '../system.js';
import { inTenant } from './domain.js';
import type { Ask, Domain } from './domain.js';
import { kindOf } from './elsewhere.js';
import { fingerprint, identityOf, users } from './entries.js';
import { listed, type Listing } from './list.js';
import type { Shown } from './list.js';
import { findOwn, findOwned, newOwned, refuseTaken, visibleTo, widened, visibilityAsked } from './owned.js';
import { noContent, ok, Refused } from './refusal.js';
import { secrets, secretsProviders } from './secret-entries.js';
import type { SecretEntry } from './secret-entries.js';
import { exportSecrets, importSecrets } from './secrets-share.js';
import { fitsSchema } from './secret-schema.js';

const NOUN = 'secret';

const FIELDS: readonly string[] = [
  'key',
  'visibility',
  'tenant_name',
  'is_hidden_value',
  'provider_name',
  'created_by',
  'created_at',
  'updated_at',
  'resource_availability',
  'private_resource',
];

const secretBody = object(
  {},
  {
    value: text,
    update_if_exists: flag,
    visibility: text,
    is_hidden_value: flag,
    schema: anything,
    creator: text,
    provider_name: text,
    provider_options: anything,
  },
);

type SecretChange = Shaped<typeof secretBody>;

/** Secrets of a tenant (Conductor document, section Secrets). */
export const secretOperations: Domain = {
  operations: {
    listSecrets: inTenant('secret_list', (ask) => listed(ask, listing(ask))),
    getSecret: inTenant('secret_get', get),
    createSecret: inTenant('secret_create', create),
    updateSecret: inTenant('secret_update', update),
    deleteSecret: inTenant('secret_delete', remove),
    setSecretVisibility: inTenant('secret_update', setVisibility),
    exportSecrets: inTenant('secret_export', (ask) => exportSecrets(ask, listing(ask))),
    importSecrets: inTenant('secret_import', importSecrets),
  },
  kinds: {
    secrets: kindOf('key', (now) => ({
      value: 'made elsewhere',
      updated_at: now,
      is_hidden_value: false,
      schema: null,
      provider_name: null,
      provider_options: null,
    })),
  },
};

const listing = (ask: Ask): Listing<SecretEntry> => ({
  items: visibleTo(ask, secrets(ask.store)),
  show: withoutValue,
  fields: FIELDS,
  searched: 'key',
});

/** Only its creator and administrators see the value of a hidden secret. */
function get(ask: Ask): Reply {
  const entry = findOwned(ask, secrets(ask.store), parameter(ask, 'secret_key'), NOUN);
  if (ask.query['_skip_value'] === true) return ok(shown(entry));
  const readable = !entry.is_hidden_value || entry.created_by === ask.user.username || ask.privileged;
  return ok(shown(entry, readable ? entry.value : ''));
}

function create(ask: Ask): Reply {
  const key = parameter(ask, 'secret_key');
  const body = bodyOf(ask, secretBody);
  const found = secrets(ask.store).get(identityOf(ask.tenant, key));
  if (found !== undefined && body.update_if_exists === true) return keep(ask, changed(ask, found, body));
  const owned = newOwned(ask, key, body.visibility);
  refuseTaken(ask, secrets(ask.store), key, NOUN, owned.visibility);
  if (body.value === undefined && body.provider_name === undefined)
    throw new Refused(400, 'Missing value of the secret');
  const entry: SecretEntry = {
    ...owned,
    key,
    value: body.value ?? '',
    schema: body.schema ?? null,
    is_hidden_value: body.is_hidden_value ?? false,
    provider_name: body.provider_name ?? null,
    provider_options: body.provider_options ?? null,
    updated_at: owned.created_at,
  };
  return keep(ask, entry);
}

function update(ask: Ask): Reply {
  const entry = findOwn(ask, secrets(ask.store), parameter(ask, 'secret_key'), NOUN);
  return keep(ask, changed(ask, entry, bodyOf(ask, secretBody)));
}

function setVisibility(ask: Ask): Reply {
  const entry = findOwn(ask, secrets(ask.store), parameter(ask, 'secret_key'), NOUN);
  return keep(ask, changed(ask, entry, { visibility: visibilityAsked(ask) }));
}

function remove(ask: Ask): Reply {
  const entry = findOwn(ask, secrets(ask.store), parameter(ask, 'secret_key'), NOUN);
  secrets(ask.store).remove(entry.identity);
  return noContent;
}

/** What the body omits stays unchanged. */
function changed(ask: Ask, entry: SecretEntry, body: SecretChange): SecretEntry {
  const { value, is_hidden_value, provider_name, provider_options, creator } = body;
  if (creator !== undefined && users(ask.store).get(creator) === undefined)
    throw new Refused(404, `Requested \`User\` with ID \`${creator}\` was not found`);
  return {
    ...entry,
    value: value ?? entry.value,
    is_hidden_value: is_hidden_value ?? entry.is_hidden_value,
    provider_name: provider_name ?? entry.provider_name,
    provider_options: provider_options ?? entry.provider_options,
    created_by: creator ?? entry.created_by,
    visibility: widened(entry, body.visibility, NOUN),
    updated_at: ask.now.toISOString(),
  };
}

function keep(ask: Ask, entry: SecretEntry): Reply {
  if (typeof entry.provider_name === 'string')
    findOwned(ask, secretsProviders(ask.store), entry.provider_name, 'secrets_provider');
  if (!fitsSchema(entry.value, entry.schema))
    throw new Refused(400, 'The value does not match the schema of the secret');
  secrets(ask.store).put(entry);
  return ok(shown(entry, ciphertext(entry.value)));
}

/** Replies to changes show this instead of the value. */
export function ciphertext(value: string): string {
  return `gAAAAAB${fingerprint(`secret ${value}`)}==`;
}

function shown(entry: SecretEntry, value?: string): Shown {
  const { schema, provider_options } = entry;
  return { ...withoutValue(entry), schema, provider_options, ...(value === undefined ? {} : { value }) };
}

function withoutValue({
  identity: _,
  value: _value,
  schema: _schema,
  provider_options: _options,
  ...rest
}: SecretEntry): Shown {
  return {
    ...rest,
    resource_availability: rest.visibility,
    private_resource: rest.visibility === 'private',
  };
}
