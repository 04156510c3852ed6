import { parameter } from '../asked.js';
import type { Collection, Entry } from '../collection.js';
import type { Store } from '../store.js';
import type { Call, Reply } from '../system.js';

/** The stored form of a cloud account. `cloudProfile` is the profile's identity. */
export interface CloudAccountEntry extends Entry {
  readonly displayName: string;
  readonly enabled: boolean;
  readonly metadata: Readonly<Record<string, string>>;
  readonly cloudProfile: string;
  readonly primaryCloudCredentialsIdentity?: string;
}

/** The stored form of credentials. */
export interface CloudCredentialsEntry extends Entry {
  readonly cloudAccountIdentity: string;
  readonly cloudType: string;
  readonly displayName: string;
  readonly metadata: Readonly<Record<string, string>>;
  readonly createdAt: string;
  /** Only this hash of the secrets is stored, so that a test can tell which ones arrived. No reply shows it. */
  readonly secretsFingerprint?: string;
}

/** The stored form of a cluster: its reply, and the identities it is found by. */
export interface ClusterEntry extends Entry {
  readonly cloudAccountIdentity: string;
  readonly cloudCredentialsIdentity?: string;
  readonly name: string;
  readonly status: string;
  readonly createdAt: string;
  readonly deletedAt?: string;
}

export interface CloudProfileEntry extends Entry {
  readonly displayName: string;
  readonly type: string;
  readonly cloudProvider: string;
  readonly regions: readonly string[];
  readonly enabled: boolean;
  readonly public: boolean;
  readonly metadata: Readonly<Record<string, string>>;
}

export const ACLOUD = 'acloud';

export function accounts(store: Store): Collection<CloudAccountEntry> {
  return store.collection(ACLOUD, 'cloudAccounts');
}

export function credentials(store: Store): Collection<CloudCredentialsEntry> {
  return store.collection(ACLOUD, 'cloudCredentials');
}

export function clusters(store: Store): Collection<ClusterEntry> {
  return store.collection(ACLOUD, 'clusters');
}

export function profiles(store: Store): Collection<CloudProfileEntry> {
  return store.collection(ACLOUD, 'cloudProfiles');
}

export function ok(body: unknown): Reply {
  return { status: 200, body };
}

export const noContent: Reply = { status: 204 };

export function refusal(status: number, message: string, details: readonly string[] = []): Reply {
  return { status, body: { message, details } };
}

/** Runs on the account in the path, or answers 404. */
export function onAccount(call: Call, act: (account: CloudAccountEntry) => Reply): Reply {
  const identity = parameter(call, 'cloudAccountIdentity');
  const account = accounts(call.store).get(identity.toLowerCase());
  return account === undefined ? refusal(404, `Cloud account ${identity} not found.`) : act(account);
}
