import type { CloudAccountEntry, CloudCredentialsEntry, Sandbox } from '../../src/sandbox/index.js';

/** The desired objects in the sandbox, in a form that allows comparison. */
export interface Wish {
  readonly name: string;
  readonly cloudProfile: string;
  readonly enabled: boolean;
  readonly metadata: Readonly<Record<string, string>>;
  /** Display names of Hetzner credentials inside the account. */
  readonly credentials: readonly string[];
  readonly gapless: boolean;
}

/** The same numbers for the same seed (mulberry32). */
export function randomOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** Desired objects by resource name. Consecutive ones create, update, replace and delete, also with duplicate display names. */
export function randomWishes(random: () => number, generation: number): Readonly<Record<string, Wish>> {
  const wishes: Record<string, Wish> = {};
  const pick = <T>(...choices: readonly T[]): T => choices[Math.floor(random() * choices.length)]!;
  for (let index = 0; index < 6; index += 1) {
    if (random() < 0.2) continue;
    wishes[`account_${index}`] = {
      name: pick('twins', `account ${index}`, `account ${index} of ${generation}`),
      cloudProfile: 'hetzner',
      enabled: random() < 0.7,
      // Metadata can't be changed in place: another value replaces the account and what is in it.
      metadata: { tier: pick('one', 'two') },
      credentials: Array.from({ length: Math.floor(random() * 3) }, (_, number) =>
        pick('key', `key ${number}`, `key of ${generation}`),
      ),
      gapless: index % 2 === 0,
    };
  }
  return wishes;
}

export function configurationOf(wishes: Readonly<Record<string, Wish>>): string {
  const accounts: Record<string, unknown> = {};
  const credentials: Record<string, unknown> = {};
  for (const [key, wish] of Object.entries(wishes)) {
    const lifecycle = wish.gapless ? { lifecycle: { create_before_destroy: true } } : {};
    accounts[key] = {
      display_name: wish.name,
      cloud_profile: wish.cloudProfile,
      enabled: wish.enabled,
      metadata: wish.metadata,
      ...lifecycle,
    };
    wish.credentials.forEach((name, number) => {
      credentials[`${key}_key_${number}`] = {
        cloud_account_identity: `\${acloud_cloud_account.${key}.identity}`,
        display_name: name,
        api_token: 'planted-secret-token',
        secret_version: '1',
        ...lifecycle,
      };
    });
  }
  return JSON.stringify({
    terraform: { required_providers: { acloud: { source: 'landform/acloud' } } },
    resource: {
      ...(Object.keys(accounts).length === 0 ? {} : { acloud_cloud_account: accounts }),
      ...(Object.keys(credentials).length === 0 ? {} : { acloud_cloud_credentials_hetzner: credentials }),
    },
  });
}

/** One line for each account: what it is and what is in it, in order, so that two worlds can be compared. */
export function linesOf(wishes: Readonly<Record<string, Wish>>): readonly string[] {
  return Object.values(wishes)
    .map((wish) => line(wish.name, wish.cloudProfile, wish.enabled, wish.metadata, wish.credentials))
    .sort();
}

export function linesOfSandbox(sandbox: Sandbox): readonly string[] {
  const accounts = sandbox.store.collection<CloudAccountEntry>('acloud', 'cloudAccounts').all();
  const credentials = sandbox.store.collection<CloudCredentialsEntry>('acloud', 'cloudCredentials').all();
  return accounts
    .map((account) =>
      line(
        account.displayName,
        account.cloudProfile,
        account.enabled,
        account.metadata ?? {},
        credentials.filter((one) => one.cloudAccountIdentity === account.identity).map((one) => one.displayName),
      ),
    )
    .sort();
}

function line(
  name: string,
  profile: string,
  enabled: boolean,
  metadata: Readonly<Record<string, string>>,
  credentials: readonly string[],
): string {
  return JSON.stringify([
    name,
    profile,
    enabled,
    Object.entries(metadata).sort(([left], [right]) => (left < right ? -1 : 1)),
    [...credentials].sort(),
  ]);
}

interface StateFile {
  readonly resources: readonly {
    readonly type: string;
    readonly mode: string;
    readonly instances: readonly {
      readonly deposed?: string;
      readonly status?: string;
      readonly attributes: Readonly<Record<string, unknown>>;
    }[];
  }[];
}

/** Identities in a state file, by resource type; throws if the state is inconsistent. */
export function identitiesOf(text: string): {
  readonly accounts: readonly string[];
  readonly credentials: readonly string[];
} {
  const state = JSON.parse(text) as StateFile;
  const of = (type: string): string[] =>
    state.resources
      .filter((resource) => resource.type === type && resource.mode === 'managed')
      .flatMap((resource) => resource.instances.map((instance) => String(instance.attributes['identity'])))
      .sort();
  return { accounts: of('acloud_cloud_account'), credentials: of('acloud_cloud_credentials_hetzner') };
}

export function identitiesOfSandbox(sandbox: Sandbox): {
  readonly accounts: readonly string[];
  readonly credentials: readonly string[];
} {
  const of = (collection: string): string[] =>
    sandbox.store
      .collection<CloudAccountEntry>('acloud', collection)
      .all()
      .map((entry) => entry.identity)
      .sort();
  return { accounts: of('cloudAccounts'), credentials: of('cloudCredentials') };
}
