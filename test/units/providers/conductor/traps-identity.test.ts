import { describe, expect, it } from 'vitest';
import { plainJson, type JsonObject } from '../../../../src/model/index.js';
import { identityOf, tenantUserGroups, userGroups, users } from '../../../../src/sandbox/conductor/entries.js';
import { quiet } from '../../../conformance/provider-driver.js';
import { stateOf, wordsOf } from '../acloud/cloud.js';
import { inManager, type Manager } from './manager.js';

const ANN = { username: 'ann', password: 'planted-password-1' };

/** Calls the emulator past the provider. */
async function ask(manager: Manager, method: string, path: string, init: RequestInit = {}): Promise<Response> {
  const { url, environment } = manager.sandbox;
  const pair = `${environment['CONDUCTOR_USERNAME']}:${environment['CONDUCTOR_PASSWORD']}`;
  return fetch(`${url}/api/v3.1${path}`, {
    ...init,
    method,
    headers: {
      Authorization: `Basic ${Buffer.from(pair).toString('base64')}`,
      Tenant: 'default_tenant',
      ...(init.headers as Record<string, string> | undefined),
    },
  });
}

const bodyOf = async (response: Response): Promise<JsonObject> => (await response.json()) as JsonObject;

describe('trap 1, deleting a user', () => {
  it('uses /users: a tenant with the same name stays', () =>
    inManager(async (manager) => {
      await manager.made('tenants', { name: 'ann' });
      const user = manager.of('conductor_user');
      const kept = await user.create(ANN);
      manager.asked();
      await user.delete(kept);
      expect(manager.asked()).toEqual(['deleteUser']);
      expect(manager.sandbox.store.collection('conductor', 'tenants').get('ann')).toBeDefined();
      expect(users(manager.sandbox.store).get('ann')).toBeUndefined();
    }));
});

describe('trap 3, misspelt paths', () => {
  it('LDAP is configured at /ldap with a small L, not at /Idap', () =>
    inManager(async (manager) => {
      await manager.of('conductor_ldap_configuration').create({ server: 'ldap://ldap.example.org' });
      expect(manager.sandbox.requests.records.map(({ path }) => path)).toEqual(['/api/v3.1/ldap']);
      const misspelt = await ask(manager, 'POST', '/Idap');
      expect(misspelt.status).toBe(404);
      expect(await bodyOf(misspelt)).toMatchObject({ error_code: 'not_found_error' });
    }));
});

describe('trap 4, methods confused in the samples', () => {
  it('a snapshot is uploaded by PUT to its own name', () =>
    inManager(async (manager) => {
      await manager.of('conductor_snapshot').create({ id: 's', archive_url: 'http://example.org/a.zip' });
      const put = manager.sandbox.requests.records.find(({ method }) => method === 'PUT');
      expect(put?.path).toBe('/api/v3.1/snapshots/s/archive');
      expect((await ask(manager, 'POST', '/snapshots/s/archive')).status).toBe(405);
    }));
});

describe('trap 8, the address of a snapshot', () => {
  it('is in the query, and no body is sent', () =>
    inManager(async (manager) => {
      await manager.of('conductor_snapshot').create({ id: 's', archive_url: 'http://example.org/a.zip' });
      const put = manager.sandbox.requests.records.find(({ method }) => method === 'PUT');
      expect(new URLSearchParams(put?.query).get('snapshot_archive_url')).toBe('http://example.org/a.zip');
    }));
});

describe('trap 12, include_credentials', () => {
  it.each([
    [{}, false],
    [{ include_credentials: true }, true],
  ])('is always sent: %j means %s', (config, wanted) =>
    inManager(async (manager) => {
      await manager.of('conductor_snapshot').create({ id: 's', ...config });
      const made = manager.sandbox.store.collection('conductor', 'executions').all().at(-1);
      expect(made?.['parameters']).toMatchObject({ include_credentials: wanted });
    }),
  );
});

describe('trap 13, a delete', () => {
  it('succeeds without a body or with the deleted object', () =>
    inManager(async (manager) => {
      const site = manager.of('conductor_site');
      await site.delete(await site.create({ name: 'here' }));
      const actions = manager.provider.abilities.actions!;
      const type = 'conductor_cluster_node_removal';
      const config = { hostname: 'manager-2.example' };
      const answer = await actions.invoke({ type, config, requestKey: 'r', context: quiet() });
      expect(answer.diagnostics).toEqual([]);
      expect(answer.summary).toBe('Removed the node "manager-2.example" from the cluster');
    }));
});

describe('trap 14, volatile and secret values', () => {
  it('the last login of a user is not drift', () =>
    inManager(async (manager) => {
      const user = manager.of('conductor_user');
      const kept = await user.create(ANN);
      const first = await bodyOf(await ask(manager, 'GET', '/users/ann'));
      manager.clock.advance(5);
      const second = await bodyOf(await ask(manager, 'GET', '/users/ann'));
      expect(first['last_login_at']).not.toBe(second['last_login_at']);
      expect(stateOf(await user.read(kept))).toEqual(stateOf(kept));
      expect(Object.keys(stateOf(kept))).not.toContain('last_login_at');
    }));

  it('a password is neither stored nor shown, and is set again when its version changes', () =>
    inManager(async (manager) => {
      const user = manager.of('conductor_user');
      const kept = await user.create({ ...ANN, password_version: '1' });
      expect(JSON.stringify(plainJson(kept.state))).not.toContain(ANN.password);
      const before = users(manager.sandbox.store).get('ann')?.passwordFingerprint;
      const again = { ...ANN, password: 'planted-password-2', password_version: '1' };
      manager.asked();
      expect(stateOf(await user.plan(user.config(again), kept))).toEqual(stateOf(kept));
      await user.apply(await user.plan(user.config({ ...again, password_version: '2' }), kept));
      expect(manager.asked()).toEqual(['updateUser']);
      expect(users(manager.sandbox.store).get('ann')?.passwordFingerprint).not.toBe(before);
      expect(wordsOf(user.said)).not.toContain('planted-password');
    }));

  it('the parameters of the execution that creates a snapshot, including a database password, are ignored', () =>
    inManager(async (manager) => {
      const snapshot = manager.of('conductor_snapshot');
      const kept = await snapshot.create({ id: 's' });
      const made = manager.sandbox.store.collection('conductor', 'executions').all().at(-1);
      expect(JSON.stringify(made)).toContain('postgresql_password');
      expect(JSON.stringify(plainJson(kept.state))).not.toMatch(/postgresql|parameters/);
    }));
});

describe('trap 15, agents', () => {
  it('are requested and shown by install_method, despite the table', () =>
    inManager(async (manager) => {
      await manager.made('agents', { id: 'a', install_method: 'remote' });
      await manager.made('agents', { id: 'b', install_method: 'plugin' });
      const { json } = await manager.data('conductor_agents', { install_methods: ['plugin', 'provided'] });
      expect(json['agents']).toEqual([expect.objectContaining({ id: 'b', install_method: 'plugin' })]);
    }));
});

describe('trap 17, reserved names', () => {
  it.each([
    ['conductor_tenant', { name: 'users' }],
    ['conductor_tenant', { name: 'user-groups' }],
    ['conductor_tenant', { name: 'default_tenant' }],
    ['conductor_user_group', { name: 'users' }],
  ])('%s %j is rejected before any request', (type, config) =>
    inManager(async (manager) => {
      const driver = manager.of(type);
      const said = await driver.validate(driver.config(config));
      expect(wordsOf(said)).toContain('reserved-name');
      expect(said[0]?.path).toEqual(['name']);
      expect(manager.asked()).toEqual([]);
    }),
  );
});

describe('the role of a user in a tenant', () => {
  it("is the user's own role: roles from groups are not drift", () =>
    inManager(async (manager) => {
      await manager.made('tenants', { name: 'acme' });
      await manager.made('users', { username: 'ann' });
      const member = manager.of('conductor_tenant_user');
      const kept = await member.create({ tenant_name: 'acme', username: 'ann', role: 'viewer' });
      await manager.made('userGroups', { name: 'staff' });
      await manager.made('members', { group_name: 'staff', username: 'ann' });
      await manager.made('tenantUserGroups', { tenant_name: 'acme', member: 'staff', role: 'manager' });
      const shown = await bodyOf(await ask(manager, 'GET', '/tenants/acme?_get_data=true'));
      expect(shown['users']).toMatchObject({ ann: { 'tenant-role': 'viewer', roles: ['viewer', 'manager'] } });
      expect(stateOf(await member.read(kept))).toMatchObject({ role: 'viewer' });
      await member.delete(kept);
      expect((await member.read(kept)).state).toBeNull();
      const { store } = manager.sandbox;
      expect(tenantUserGroups(store).get(identityOf('acme', 'staff'))).toBeDefined();
      expect(userGroups(store).size).toBe(1);
    }));
});

describe('a site', () => {
  it('is renamed in place, and its id changes with its name', () =>
    inManager(async (manager) => {
      const site = manager.of('conductor_site');
      const kept = await site.create({ name: 'Tel-Aviv', location: '32.080327, 34.767420' });
      manager.asked();
      const planned = await site.plan(site.config({ name: 'Jaffa', location: '32.080327, 34.767420' }), kept);
      expect(planned.replaces).toEqual([]);
      const renamed = await site.apply(planned);
      expect(manager.asked()).toEqual(['updateSite']);
      expect(stateOf(await site.read(renamed))).toMatchObject({ name: 'Jaffa', created_by: 'admin' });
      expect(manager.sandbox.store.collection('conductor', 'sites').size).toBe(1);
    }));
});
