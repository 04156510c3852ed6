import { createHash } from 'node:crypto';

import { parameter, bodyOf } from '../asked.js';
import { object, record, text } from '../shape.js';
import type { Store } from '../store.js';
import type { Call, Handler, Reply } from '../system.js';
import { usedBy } from './clusters.js';
import { accounts, clusters, credentials, noContent, ok, onAccount, profiles, refusal } from './entries.js';
import type { CloudCredentialsEntry } from './entries.js';
import { page } from './page.js';

interface CredentialsKind {
  /** The value of `cloudType`. */
  readonly type: string;
  /** Types of the profiles whose accounts accept these. */
  readonly fits: readonly string[];
  /** Their required members. */
  readonly needs: readonly string[];
}

const createBody = object({}, { displayName: text, credentials: record(text), metadata: record(text) });

const KINDS: Readonly<Record<string, CredentialsKind>> = {
  createAwsCredentials: { type: 'aws', fits: ['aws'], needs: ['accessKeyId', 'accessKeySecret'] },
  createAzureCredentials: {
    type: 'azure',
    fits: ['azure'],
    needs: ['clientId', 'clientSecret', 'subscriptionId', 'tenantId'],
  },
  createDigitalOceanCredentials: { type: 'digitalocean', fits: ['digitalocean'], needs: ['apiKey'] },
  createDummyCredentials: { type: 'dummy', fits: ['none', 'empty'], needs: [] },
  createHetznerCredentials: { type: 'hetzner', fits: ['hetzner'], needs: ['apiToken'] },
  createOpenStackCredentials: { type: 'openstack', fits: ['openstack'], needs: ['credentialId', 'credentialSecret'] },
  createVSphereCredentials: { type: 'vsphere', fits: ['vsphere'], needs: ['username', 'password'] },
};

/** One handler for each kind of credentials. */
export const createCredentials: Readonly<Record<string, Handler>> = Object.fromEntries(
  Object.entries(KINDS).map(([operation, kind]) => [operation, (call: Call) => create(call, kind)]),
);

function create(call: Call, kind: CredentialsKind): Reply {
  return onAccount(call, (account) => {
    const type = profiles(call.store).get(account.cloudProfile)?.type ?? '';
    if (!kind.fits.includes(type)) {
      return refusal(400, `${kind.type} credentials do not fit a cloud account of type ${type}.`);
    }
    const { displayName = kind.type, credentials: secrets, metadata = {} } = bodyOf(call, createBody);
    // The document requires no members, but incomplete credentials would be useless, so they are refused.
    const missing = secrets === undefined ? [] : kind.needs.filter((name) => (secrets[name] ?? '') === '');
    if (missing.length > 0) {
      return refusal(
        400,
        'Invalid request body.',
        missing.map((name) => `credentials.${name}: is required`),
      );
    }
    const made: CloudCredentialsEntry = {
      identity: call.store.newIdentity(),
      cloudAccountIdentity: account.identity,
      cloudType: kind.type,
      displayName,
      metadata,
      createdAt: call.now.toISOString(),
      ...(secrets === undefined ? {} : { secretsFingerprint: fingerprint(secrets) }),
    };
    credentials(call.store).put(made);
    return ok(showCredentials(call.store, made));
  });
}

export function listCloudCredentials(call: Call): Reply {
  return onAccount(call, (account) =>
    page(call, credentials(call.store).where('cloudAccountIdentity', account.identity), (own) =>
      showCredentials(call.store, own),
    ),
  );
}

export function deleteCloudCredentials(call: Call): Reply {
  return onAccount(call, (account) => {
    const identity = parameter(call, 'credentialsIdentity');
    const own = credentials(call.store).get(identity.toLowerCase());
    if (own === undefined || own.cloudAccountIdentity !== account.identity) {
      return refusal(404, `Cloud credentials ${identity} not found in cloud account ${account.identity}.`);
    }
    if (usedBy(call, clusters(call.store).where('cloudCredentialsIdentity', own.identity))) {
      return refusal(400, 'The cloud credentials were used by a cluster in the last 24 hours and cannot be deleted.');
    }
    credentials(call.store).remove(own.identity);
    credentialsRemoved(call.store, own.identity, account.identity);
    return noContent;
  });
}

/** An account whose primary credentials are deleted has none. */
export function credentialsRemoved(store: Store, identity: string, accountIdentity: string): void {
  const account = accounts(store).get(accountIdentity);
  if (account?.primaryCloudCredentialsIdentity !== identity) return;
  const { primaryCloudCredentialsIdentity: _, ...rest } = account;
  accounts(store).put(rest);
}

/** The first 16 hex digits of the SHA-256 of the members, sorted by name, as JSON. */
export function fingerprint(secrets: Readonly<Record<string, string>>): string {
  const sorted = Object.entries(secrets).sort(([one], [other]) => (one < other ? -1 : 1));
  return createHash('sha256').update(JSON.stringify(sorted)).digest('hex').slice(0, 16);
}

function showCredentials(store: Store, own: CloudCredentialsEntry): Readonly<Record<string, unknown>> {
  const { secretsFingerprint: _, ...shown } = own;
  const account = accounts(store).get(own.cloudAccountIdentity);
  return { ...shown, isPrimary: account?.primaryCloudCredentialsIdentity === own.identity };
}
