import { createCipheriv, createDecipheriv, createHash } from 'node:crypto';

import { bodyOf } from '../asked.js';
import { flag, list, nullable, object, record, text } from '../shape.js';
import type { Shaped } from '../shape.js';
import type { Reply } from '../system.js';
import type { Ask } from './domain.js';
import { identityOf, tenants } from './entries.js';
import { passing, type Listing } from './list.js';
import { ok } from './refusal.js';
import { secrets } from './secret-entries.js';
import type { SecretEntry } from './secret-entries.js';

const sharedSecret = object(
  { key: text },
  {
    value: nullable(text),
    visibility: text,
    tenant_name: nullable(text),
    is_hidden_value: flag,
    encrypted: flag,
  },
);

type Shared = Shaped<typeof sharedSecret>;

const importBody = object(
  { secrets_list: list(sharedSecret) },
  { tenant_map_dict: record(text), passphrase: text, override_collisions: flag },
);

/** A bare array without pagination (Conductor document, section Export Secrets). */
export function exportSecrets(ask: Ask, listing: Listing<SecretEntry>): Reply {
  const { _passphrase: passphrase, 'non-encrypted': plain } = ask.query;
  const encrypted = typeof passphrase === 'string' && plain !== true;
  const items = listing.items.filter((entry) => ask.query['_all_tenants'] === true || entry.tenant_name === ask.tenant);
  const own = passing(ask, { ...listing, items });
  return ok(
    own.map(({ key, value, visibility, tenant_name, is_hidden_value }) => ({
      key,
      value: encrypted ? encrypt(value, passphrase) : value,
      visibility,
      tenant_name,
      is_hidden_value,
      encrypted,
    })),
  );
}

/** Secrets that cannot be imported are reported, and the rest is imported. */
export function importSecrets(ask: Ask): Reply {
  const {
    secrets_list: secretsList,
    tenant_map_dict: map = {},
    passphrase,
    override_collisions: override,
  } = bodyOf(ask, importBody);
  const colliding: Record<string, string[]> = {};
  const errors: Record<string, Record<string, string>> = {};
  secretsList.forEach((shared, index) => {
    const from = shared.tenant_name ?? ask.tenant;
    const tenant = Object.hasOwn(map, from) ? (map[from] ?? from) : from;
    const value = shared.encrypted === true ? decrypt(shared.value ?? '', passphrase) : (shared.value ?? undefined);
    const wrong = problems(ask, tenant, value);
    if (value === undefined || Object.keys(wrong).length > 0) errors[index] = wrong;
    else if (secrets(ask.store).get(identityOf(tenant, shared.key)) !== undefined && override !== true)
      (colliding[tenant] ??= []).push(shared.key);
    else secrets(ask.store).put(taken(ask, shared, tenant, value));
  });
  return ok({ colliding_secrets: colliding, secrets_errors: errors });
}

function problems(ask: Ask, tenant: string, value: string | undefined): Record<string, string> {
  return {
    ...(tenants(ask.store).get(tenant) === undefined ? { tenant_name: `Tenant ${tenant} does not exist` } : {}),
    ...(value === undefined ? { value: 'Missing, or cannot be decrypted with this passphrase' } : {}),
  };
}

function taken(ask: Ask, shared: Shared, tenant: string, value: string): SecretEntry {
  const now = ask.now.toISOString();
  return {
    identity: identityOf(tenant, shared.key),
    key: shared.key,
    value,
    tenant_name: tenant,
    visibility: shared.visibility ?? 'tenant',
    is_hidden_value: shared.is_hidden_value ?? false,
    schema: null,
    provider_name: null,
    provider_options: null,
    created_by: ask.user.username,
    created_at: now,
    updated_at: now,
  };
}

/** The same passphrase and value give the same ciphertext. */
function encrypt(value: string, passphrase: string): string {
  const { key, iv } = keyOf(passphrase);
  const cipher = createCipheriv('aes-256-gcm', key, iv);
  const text = Buffer.concat([cipher.update(value, 'utf8'), cipher.final()]);
  return Buffer.concat([cipher.getAuthTag(), text]).toString('base64');
}

function decrypt(text: string, passphrase: string | undefined): string | undefined {
  if (passphrase === undefined) return undefined;
  const { key, iv } = keyOf(passphrase);
  const bytes = Buffer.from(text, 'base64');
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, iv).setAuthTag(bytes.subarray(0, 16));
    return decipher.update(bytes.subarray(16), undefined, 'utf8') + decipher.final('utf8');
  } catch {
    return undefined;
  }
}

function keyOf(passphrase: string): { readonly key: Buffer; readonly iv: Buffer } {
  const digest = createHash('sha512').update(passphrase).digest();
  return { key: digest.subarray(0, 32), iv: digest.subarray(32, 44) };
}
