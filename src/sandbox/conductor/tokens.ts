import type { Store } from '../store.js';
import type { Domain } from './domain.js';
import { users } from './entries.js';
import type { UserEntry } from './entries.js';
import { ok } from './refusal.js';

/** A user's token holds as long as the password does, so that reading one changes nothing. */
function tokenOf({ username, passwordFingerprint }: UserEntry): string {
  return `${Buffer.from(username, 'utf8').toString('base64url')}.${passwordFingerprint}`;
}

export function tokenOwner(store: Store, token: string): UserEntry | undefined {
  const [name = ''] = token.split('.', 1);
  const user = users(store).get(Buffer.from(name, 'base64url').toString('utf8'));
  return user !== undefined && tokenOf(user) === token ? user : undefined;
}

export const tokens: Domain = {
  operations: {
    getToken: {
      scope: 'manager',
      act: ({ user }) => ok({ role: user.role, value: tokenOf(user) }),
    },
  },
  kinds: {},
};
