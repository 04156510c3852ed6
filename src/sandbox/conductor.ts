import { isPrivileged, refuseEntry, tenantAsked, whoAsks } from './conductor/access.js';
import type { Ask, Served } from './conductor/domain.js';
import { CONDUCTOR, fingerprint, identityOf, rolePermissions, users } from './conductor/entries.js';
import { DOMAINS } from './conductor/domains.js';
import { asInSource, refusal, Refused } from './conductor/refusal.js';
import { respelt } from './conductor/spellings.js';
import { rolesWith } from './conductor/roles.js';
import type { Store } from './store.js';
import type { Arrival, Call, Handler, System } from './system.js';

/** The predefined administrator. */
export interface ConductorAccess {
  readonly username: string;
  readonly password: string;
}

/**
 * A Conductor manager, as documented; where the document is silent, behaves like the public source of Cloudify Manager.
 */
export function conductor(access: ConductorAccess): System {
  return {
    name: CONDUCTOR,
    basePath: '/api/v3.1',
    handlers: Object.fromEntries([...OPERATIONS].map(([id, served]) => [id, handlerOf(served)])),
    kinds: Object.fromEntries(DOMAINS.flatMap(({ kinds }) => Object.entries(kinds))),
    controls: Object.fromEntries(DOMAINS.flatMap(({ controls = {} }) => Object.entries(controls))),
    nullIsAbsent: false,
    exactJson: true,
    anyCaseBooleans: true,
    respelt,
    authorize: (arrival, store) => refuseEntry(arrival, servedBy(arrival), store),
    refusal,
    seed: (store) => seed(store, access),
    advance(store, now) {
      for (const domain of DOMAINS) domain.advance?.(store, now);
    },
    environment: (url) => ({
      // Sandbox controls take effect at once.
      CONDUCTOR_LANDS_WITHIN_SECONDS: '1',
      CONDUCTOR_ENDPOINT: url,
      CONDUCTOR_USERNAME: access.username,
      CONDUCTOR_PASSWORD: access.password,
      CONDUCTOR_TENANT: 'default_tenant',
    }),
  };
}

const OPERATIONS: ReadonlyMap<string, Served> = new Map(
  DOMAINS.flatMap(({ operations }) => Object.entries(operations)),
);

function servedBy({ operation: { id } }: Arrival): Served {
  const served = OPERATIONS.get(id);
  if (served === undefined) throw new Error(`The emulator does not serve ${id}.`);
  return served;
}

function handlerOf(served: Served): Handler {
  return (call) => {
    try {
      return served.scope === 'open' ? served.act(call) : served.act(askOf(call));
    } catch (problem) {
      if (problem instanceof Refused) return call.answers === 'source' ? asInSource(problem.reply) : problem.reply;
      throw problem;
    }
  };
}

function askOf(call: Call): Ask {
  const { headers, store } = call;
  const tenant = tenantAsked(headers);
  const user = whoAsks(headers, store);
  if (user === undefined) throw new Refused(401, 'User Unauthorized');
  return { ...call, tenant, user, privileged: isPrivileged(store, user, tenant) };
}

function seed(store: Store, { username, password }: ConductorAccess): void {
  users(store).put({
    identity: username,
    username,
    passwordFingerprint: fingerprint(password),
    role: 'sys_admin',
    active: true,
    show_getting_started: true,
    first_login_at: null,
  });
  for (const { permission } of OPERATIONS.values()) {
    if (permission === undefined) continue;
    for (const role of rolesWith(permission))
      rolePermissions(store).put({ identity: identityOf(role, permission), role, permission });
  }
  for (const domain of DOMAINS) domain.seed?.(store);
}
