import { parameter, bodyOf } from '../asked.js';
import { flag, object, record, text } from '../shape.js';
import type { Store } from '../store.js';
import type { Call, Reply } from '../system.js';
import { usedBy } from './clusters.js';
import { accounts, clusters, credentials, noContent, ok, onAccount, profiles, refusal } from './entries.js';
import type { CloudAccountEntry } from './entries.js';
import { page } from './page.js';
import { showProfile } from './profiles.js';

const createBody = object({ cloudProfile: text, displayName: text }, { metadata: record(text) });
const updateBody = object({}, { displayName: text, enabled: flag, primaryCloudCredentials: text });

export function listCloudAccounts(call: Call): Reply {
  const { 'display-name': name, 'cloud-provider-slug': slug } = call.query;
  const part = typeof name === 'string' ? name.toLowerCase() : '';
  const all = accounts(call.store).all();
  const found =
    part === '' && slug === undefined
      ? all
      : all.filter((account) => account.displayName.toLowerCase().includes(part) && isOf(call.store, account, slug));
  return page(call, found, (account) => showAccount(call.store, account));
}

function isOf(store: Store, account: CloudAccountEntry, slug: unknown): boolean {
  return slug === undefined || slug === '' || profiles(store).get(account.cloudProfile)?.cloudProvider === slug;
}

/** Names are not unique, and `enabled` cannot be set: a new account is enabled. */
export function createCloudAccount(call: Call): Reply {
  const { cloudProfile, displayName, metadata = {} } = bodyOf(call, createBody);
  if (profiles(call.store).get(cloudProfile) === undefined) {
    return refusal(400, 'Invalid request body.', [`cloudProfile: there is no cloud profile ${cloudProfile}`]);
  }
  const account = { identity: call.store.newIdentity(), displayName, enabled: true, metadata, cloudProfile };
  accounts(call.store).put(account);
  return ok(showAccount(call.store, account));
}

export function getCloudAccount(call: Call): Reply {
  return onAccount(call, (account) => ok(showAccount(call.store, account)));
}

/** What the body omits stays unchanged. */
export function updateCloudAccount(call: Call): Reply {
  return onAccount(call, (account) => {
    const {
      displayName = account.displayName,
      enabled = account.enabled,
      primaryCloudCredentials,
    } = bodyOf(call, updateBody);
    const changed = { ...account, displayName, enabled };
    return primaryCloudCredentials === undefined
      ? keep(call, changed)
      : withPrimary(call, changed, primaryCloudCredentials, 400);
  });
}

/** The account's credentials are deleted with it. */
export function deleteCloudAccount(call: Call): Reply {
  return onAccount(call, (account) => {
    if (usedBy(call, clusters(call.store).where('cloudAccountIdentity', account.identity))) {
      return refusal(400, 'The cloud account was used by a cluster in the last 24 hours and cannot be deleted.');
    }
    accounts(call.store).remove(account.identity);
    accountRemoved(call.store, account.identity);
    return noContent;
  });
}

export function setPrimaryCloudCredentials(call: Call): Reply {
  return onAccount(call, (account) => withPrimary(call, account, parameter(call, 'credentialsIdentity'), 404));
}

/** Deletes the credentials and clusters of a deleted account. */
export function accountRemoved(store: Store, identity: string): void {
  for (const own of credentials(store).where('cloudAccountIdentity', identity)) credentials(store).remove(own.identity);
  for (const own of clusters(store).where('cloudAccountIdentity', identity)) clusters(store).remove(own.identity);
}

function withPrimary(call: Call, account: CloudAccountEntry, identity: string, missing: 400 | 404): Reply {
  const own = credentials(call.store).get(identity.toLowerCase());
  if (own === undefined || own.cloudAccountIdentity !== account.identity) {
    return refusal(missing, `Cloud credentials ${identity} not found in cloud account ${account.identity}.`);
  }
  return keep(call, { ...account, primaryCloudCredentialsIdentity: own.identity });
}

function keep(call: Call, account: CloudAccountEntry): Reply {
  accounts(call.store).put(account);
  return ok(showAccount(call.store, account));
}

/** In a reply the profile is an object, and a primary that is not set is omitted. */
function showAccount(store: Store, account: CloudAccountEntry): Readonly<Record<string, unknown>> {
  const profile = profiles(store).get(account.cloudProfile);
  return {
    ...account,
    cloudProfile: profile === undefined ? { identity: account.cloudProfile } : showProfile(profile),
  };
}
