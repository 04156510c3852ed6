import type { Store } from '../store.js';
import type { Domain } from './domain.js';
import { users } from './entries.js';
import type { UserEntry } from './entries.js';
import { listed } from './list.js';
import type { Shown } from './list.js';
import { ok } from './refusal.js';

/** A user's token is valid as long as the password, so that reading one changes nothing. */
function tokenOf({ username, passwordFingerprint }: UserEntry): string {
  return `${Buffer.from(username, 'utf8').toString('base64url')}.${passwordFingerprint}`;
}

export function tokenOwner(store: Store, token: string): UserEntry | undefined {
  const [name = ''] = token.split('.', 1);
  const user = users(store).get(Buffer.from(name, 'base64url').toString('utf8'));
  return user !== undefined && tokenOf(user) === token ? user : undefined;
}

/** Conductor document, section Tokens: the role is `admin` or `user`. */
function documented(user: UserEntry): Shown {
  return { role: user.role === 'sys_admin' ? 'admin' : 'user', value: tokenOf(user) };
}

/** In the source, a list of the user's tokens; only the reply that creates one contains its secret part. */
const TOKENS = {
  show: ({ username, role }: UserEntry): Shown => ({
    id: username,
    value: `ctok-${username}-********`,
    username,
    role,
    expiration_date: null,
    last_used: null,
    description: null,
  }),
  fields: ['id', 'value', 'username', 'role', 'expiration_date', 'last_used', 'description'],
} as const;

export const tokens: Domain = {
  operations: {
    getToken: {
      scope: 'manager',
      act: (ask) =>
        ask.answers === 'source' ? listed(ask, { ...TOKENS, items: [ask.user] }) : ok(documented(ask.user)),
    },
  },
  kinds: {},
};
