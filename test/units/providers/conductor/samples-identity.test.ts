import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../../src/model/index.js';
import { stateOf } from '../acloud/cloud.js';
import { FIRST_PAGE, onTheWire, page } from './wire.js';

/** Requests and replies as the document prints them, with its placeholders filled in. */
const wire = onTheWire();

const WITH_DATA = { _get_data: true };

describe("the document's samples of tenants", () => {
  it('create one without a body, read it, and delete it', async () => {
    const tenant = wire.of('conductor_tenant');
    wire.expects('POST', '/tenants/acme', { sends: '', reply: { name: 'acme', groups: 0, users: 0 } });
    const kept = await tenant.create({ name: 'acme' });
    wire.expects('GET', '/tenants/acme', { reply: { name: 'acme', groups: 1, users: 7 } });
    expect((await tenant.read(kept)).state).toEqual(kept.state);
    wire.expects('DELETE', '/tenants/acme', { sends: '', status: 204 });
    await tenant.delete(kept);
  });

  it('add a user, give another role, and remove with the keys in the body', async () => {
    const member = wire.of('conductor_tenant_user');
    const keys = { tenant_name: 'acme', username: 'my-user' };
    const shows = (role: string): JsonObject => ({
      name: 'acme',
      groups: {},
      users: { 'my-user': { 'tenant-role': role, roles: [role, 'manager'] } },
    });
    wire.expects('PUT', '/tenants/users', {
      query: WITH_DATA,
      sends: { ...keys, role: 'viewer' },
      reply: shows('viewer'),
    });
    const kept = await member.create({ ...keys, role: 'viewer' });
    wire.expects('GET', '/tenants/acme', { query: WITH_DATA, reply: shows('viewer') });
    expect((await member.read(kept)).state).toEqual(kept.state);
    wire.expects('PATCH', '/tenants/users', {
      query: WITH_DATA,
      sends: { ...keys, role: 'operations' },
      reply: shows('operations'),
    });
    const changed = await member.apply(await member.plan(member.config({ ...keys, role: 'operations' }), kept));
    expect(stateOf(changed)).toEqual({ ...keys, role: 'operations' });
    wire.expects('DELETE', '/tenants/users', { sends: keys, status: 204 });
    await member.delete(changed);
  });

  it('add a user group, whose role is a plain string', async () => {
    const member = wire.of('conductor_tenant_user_group');
    const keys = { tenant_name: 'acme', group_name: 'staff' };
    wire.expects('PUT', '/tenants/user-groups', {
      query: WITH_DATA,
      sends: keys,
      reply: { name: 'acme', groups: { staff: 'user' }, users: {} },
    });
    const kept = await member.create(keys);
    expect(stateOf(kept)).toEqual({ ...keys, role: 'user' });
    wire.expects('DELETE', '/tenants/user-groups', { sends: keys, status: 204 });
    await member.delete(kept);
  });

  it('list them with their users', async () => {
    const admin = { 'tenant-role': 'user', roles: ['user'] };
    wire.expects('GET', '/tenants', {
      query: { ...WITH_DATA, ...FIRST_PAGE },
      reply: page([{ name: 'default_tenant', groups: {}, users: { admin } }]),
    });
    expect(await wire.data('conductor_tenants')).toMatchObject({
      tenants: [{ name: 'default_tenant', groups: {}, users: { admin: { tenant_role: 'user', roles: ['user'] } } }],
    });
  });
});

const USER: JsonObject = {
  active: true,
  first_login_at: '2021-12-20T16:17:13.673Z',
  group_system_roles: {},
  groups: 0,
  is_locked: false,
  last_login_at: '2021-12-21T13:32:06.194Z',
  password_hash: null,
  role: 'default',
  show_getting_started: true,
  tenant_roles: null,
  tenants: 1,
  username: 'ann',
};

describe("the document's samples of users", () => {
  it('create one, and set one field with each POST', async () => {
    const user = wire.of('conductor_user');
    const config = { username: 'ann', password: 'planted-1', password_version: '1', role: 'default' };
    wire.expects('PUT', '/users', {
      sends: { username: 'ann', password: 'planted-1', role: 'default' },
      reply: USER,
    });
    const kept = await user.create(config);
    const after = { ...USER, role: 'sys_admin', show_getting_started: false };
    wire.expects('POST', '/users/ann', { sends: { role: 'sys_admin' }, reply: { ...USER, role: 'sys_admin' } });
    wire.expects('POST', '/users/ann', { sends: { show_getting_started: false }, reply: after });
    wire.expects('POST', '/users/ann', { sends: { password: 'planted-2' }, reply: after });
    const wanted = { role: 'sys_admin', show_getting_started: false, password: 'planted-2', password_version: '2' };
    const changed = await user.apply(await user.plan(user.config({ ...config, ...wanted }), kept));
    wire.expects('GET', '/users/ann', { reply: { ...after, last_login_at: '2026-01-01T00:00:00.000Z' } });
    expect((await user.read(changed)).state).toEqual(changed.state);
    wire.expects('DELETE', '/users/ann', { status: 204 });
    await user.delete(changed);
  });

  it('list them with their tenants', async () => {
    const tenants = { default_tenant: { roles: ['user'], 'tenant-role': 'user' } };
    const tenantRoles = { direct: { default_tenant: 'user' }, groups: {} };
    wire.expects('GET', '/users', {
      query: { ...WITH_DATA, ...FIRST_PAGE },
      reply: page([{ ...USER, groups: [], tenants, tenant_roles: tenantRoles }], 1000),
    });
    expect(await wire.data('conductor_users')).toMatchObject({
      users: [{ username: 'ann', tenants: { default_tenant: { tenant_role: 'user' } } }],
    });
  });

  it('create a group of them, whose fields are named differently in responses', async () => {
    const group = wire.of('conductor_user_group');
    const shown = { ldap_dn: 'ldap_group_dn', tenants: 0, name: 'staff', users: 0 };
    wire.expects('POST', '/user-groups', {
      sends: { group_name: 'staff', ldap_group_dn: 'ldap_group_dn', role: 'default' },
      reply: shown,
    });
    const kept = await group.create({ name: 'staff', ldap_group_dn: 'ldap_group_dn' });
    wire.expects('GET', '/user-groups/staff', { reply: { ...shown, users: 3 } });
    expect((await group.read(kept)).state).toEqual(kept.state);
    wire.expects('DELETE', '/user-groups/staff', { status: 204 });
    await group.delete(kept);
  });

  it('add a user to a group, and remove it', async () => {
    const member = wire.of('conductor_user_group_member');
    const keys = { group_name: 'staff', username: 'ann' };
    const shown = { ldap_dn: 'ldap_group_dn', tenants: {}, name: 'staff', users: ['bob', 'ann'] };
    wire.expects('PUT', '/user-groups/users', { query: WITH_DATA, sends: keys, reply: shown });
    const kept = await member.create(keys);
    wire.expects('GET', '/user-groups/staff', { query: WITH_DATA, reply: shown });
    expect((await member.read(kept)).state).toEqual(kept.state);
    wire.expects('DELETE', '/user-groups/users', { sends: keys, status: 204 });
    await member.delete(kept);
  });
});

describe("the document's samples of permissions", () => {
  it('grant a permission to a role, and revoke it', async () => {
    const permission = wire.of('conductor_role_permission');
    const pair = { role: 'viewer', permission: 'blueprint_list' };
    wire.expects('PUT', '/permissions/viewer/blueprint_list', { reply: pair });
    const kept = await permission.create(pair);
    wire.expects('GET', '/permissions/viewer', {
      query: FIRST_PAGE,
      reply: page([{ role: 'viewer', permission: 'agent_list' }, pair], 1000),
    });
    expect((await permission.read(kept)).state).toEqual(kept.state);
    wire.expects('DELETE', '/permissions/viewer/blueprint_list', { status: 204 });
    await permission.delete(kept);
  });
});

describe("the document's samples of sites", () => {
  const SITE = {
    created_at: '2019-06-12T10:53:32.838Z',
    created_by: 'admin',
    location: '32.080327, 34.767420',
    name: 'Tel-Aviv',
    visibility: 'tenant',
    tenant_name: 'default_tenant',
  };

  it('create one, rename it, and delete it', async () => {
    const site = wire.of('conductor_site');
    const { location } = SITE;
    wire.expects('PUT', '/sites/Tel-Aviv', {
      sends: { location, visibility: 'private' },
      reply: { ...SITE, visibility: 'private' },
    });
    const kept = await site.create({ name: 'Tel-Aviv', location, visibility: 'private' });
    const renamed = { ...SITE, name: 'Jaffa' };
    wire.expects('POST', '/sites/Tel-Aviv', { sends: { new_name: 'Jaffa', visibility: 'tenant' }, reply: renamed });
    const planned = await site.plan(site.config({ name: 'Jaffa', location, visibility: 'tenant' }), kept);
    const changed = await site.apply(planned);
    wire.expects('GET', '/sites/Jaffa', { reply: renamed });
    expect((await site.read(changed)).state).toEqual(changed.state);
    wire.expects('DELETE', '/sites/Jaffa', { status: 204 });
    await site.delete(changed);
  });
});

describe("the document's samples of the license and LDAP", () => {
  const LICENSE = {
    expiration_date: '2018-11-24T00:00:00.000Z',
    cloudify_version: '4.6',
    license_edition: 'Spire',
    capabilities: ['Mock1', 'Mock2'],
    trial: false,
    customer_id: 'CloudifyMock',
    expired: true,
  };

  it('upload a license unchanged, find it in a list of one, and delete it', async () => {
    const license = wire.of('conductor_license');
    const content = 'license:\n  customer_id: CloudifyMock\nsignature: planted-signature\n';
    wire.expects('PUT', '/license', { sends: content, type: 'application/octet-stream', reply: LICENSE });
    const kept = await license.create({ content });
    expect(stateOf(kept)).toMatchObject({ id: 'license', content: null, capabilities: ['Mock1', 'Mock2'] });
    wire.expects('GET', '/license', { reply: page([LICENSE], 1000) });
    expect((await license.read(kept)).state).toEqual(kept.state);
    wire.expects('DELETE', '/license', { status: 204 });
    await license.delete(kept);
    wire.expects('GET', '/license', { reply: page([], 1000) });
    expect((await license.read(kept)).state).toBeNull();
  });

  it('configure LDAP, and omit unset fields', async () => {
    const ldap = wire.of('conductor_ldap_configuration');
    wire.expects('POST', '/ldap', {
      sends: {
        ldap_server: 'ldap://ldap-service.default.svc.cluster.local',
        ldap_is_active_directory: false,
        ldap_username: 'cn=admin,dc=example,dc=org',
        ldap_password: 'planted-admin',
        ldap_base_dn: 'dc=example,dc=org',
        ldap_user_filter: 'uid={username}',
      },
      reply: {
        ldap_server: 'ldap://ldap-service.default.svc.cluster.local',
        ldap_username: 'cn=admin,dc=example,dc=org',
        ldap_domain: '',
        ldap_is_active_directory: false,
        ldap_dn_extra: '',
      },
    });
    const kept = await ldap.create({
      server: 'ldap://ldap-service.default.svc.cluster.local',
      is_active_directory: false,
      username: 'cn=admin,dc=example,dc=org',
      password: 'planted-admin',
      base_dn: 'dc=example,dc=org',
      user_filter: 'uid={username}',
    });
    expect(JSON.stringify(stateOf(kept))).not.toContain('planted');
    await ldap.delete(kept);
  });
});

describe("the document's samples of snapshots", () => {
  it('create one, which returns an execution, and wait until it exists', async () => {
    const snapshot = wire.of('conductor_snapshot');
    wire.expects('PUT', '/snapshots/snapshot4', {
      sends: { include_credentials: false, include_logs: true, include_events: true },
      reply: {
        status: 'pending',
        parameters: {
          config: { postgresql_password: 'cloudify' },
          include_credentials: true,
          snapshot_id: 'snapshot4',
        },
        is_system_workflow: true,
        blueprint_id: null,
        tenant_name: 'default_tenant',
        created_at: '2017-05-11T16:16:45.948Z',
        created_by: 'admin',
        private_resource: false,
        workflow_id: 'create_snapshot',
        error: '',
        deployment_id: null,
        id: 'bb9cd6df-7acd-4649-9fc1-fe062759cde8',
      },
    });
    for (const status of ['creating', 'creating', 'created']) {
      const item = { id: 'snapshot4', status, error: '', created_at: '2017-05-11T16:16:45.948Z' };
      wire.expects('GET', '/snapshots', { query: { id: 'snapshot4', ...FIRST_PAGE }, reply: page([item]) });
    }
    const item = { id: 'snapshot4', status: 'created', error: '', created_at: '2017-05-11T16:16:45.948Z' };
    wire.expects('GET', '/snapshots', { query: { id: 'snapshot4', ...FIRST_PAGE }, reply: page([item]) });
    const kept = await snapshot.create({ id: 'snapshot4' });
    expect(stateOf(kept)).toMatchObject({ status: 'created', include_credentials: false });
    wire.expects('DELETE', '/snapshots/snapshot4', { status: 204 });
    await snapshot.delete(kept);
  });

  it('report why one could not be created', async () => {
    const snapshot = wire.of('conductor_snapshot');
    wire.expects('PUT', '/snapshots/s', { reply: { id: 'e', status: 'pending', workflow_id: 'create_snapshot' } });
    const item = { id: 's', status: 'failed', error: 'No space left on device' };
    wire.expects('GET', '/snapshots', { query: { id: 's', ...FIRST_PAGE }, reply: page([item]) });
    wire.expects('GET', '/snapshots', { query: { id: 's', ...FIRST_PAGE }, reply: page([item]) });
    const { diagnostics } = await snapshot.attempt(await snapshot.plan(snapshot.config({ id: 's' })));
    expect(diagnostics).toEqual([expect.objectContaining({ code: 'work-failed' })]);
    expect(diagnostics[0]?.detail).toContain('It says: No space left on device');
  });
});

describe("the document's samples of the manager", () => {
  it('list the nodes of the cluster, without pages or metadata', async () => {
    const node = {
      id: 0,
      hostname: 'node1.openstack.local',
      networks: { default: '172.20.0.2', network_2: '174.40.0.4' },
    };
    wire.expects('GET', '/managers', { reply: { items: [node] } });
    expect(await wire.data('conductor_cluster_nodes')).toMatchObject({ cluster_nodes: [node] });
  });

  it.each([
    ['directly', { role: 'admin', value: 'planted-token' }],
    ['in a list, as in version 7', page([{ role: 'admin', value: 'planted-token' }])],
  ])('return a token %s', async (_, reply) => {
    wire.expects('GET', '/tokens', { reply });
    expect(await wire.data('conductor_token')).toEqual({ role: 'admin', value: 'planted-token' });
  });

  it('return operations as a bare array, and a task graph as a bare object', async () => {
    const operation = {
      id: 'operation-id',
      state: 'PENDING',
      dependencies: [],
      type: 'SubgraphTask',
      agent_name: null,
    };
    wire.expects('GET', '/operations', { query: { graph_id: '123' }, reply: [operation] });
    expect(await wire.data('conductor_operations', { graph_id: '123' })).toMatchObject({ operations: [operation] });
    const graph = { id: 'aaabbbccc', execution_id: '123', name: 'abc' };
    wire.expects('GET', '/tasks_graphs', { query: { execution_id: '123', name: 'abc' }, reply: graph });
    expect(await wire.data('conductor_tasks_graphs', { execution_id: '123', name: 'abc' })).toMatchObject({
      tasks_graphs: [graph],
    });
  });

  it('summarize the metrics with empty pagination', async () => {
    const items = [{ event_type: 'workflow', event_id: 'workflow_1', average_duration: 326.370019, success_rate: 1 }];
    wire.expects('GET', '/metrics-overview', { reply: { items, metadata: { pagination: {} } } });
    expect(await wire.data('conductor_metrics_overview')).toMatchObject({ metrics: items });
  });

  it('find agents by several nodes, with the key repeated', async () => {
    const agent = { id: 'x_asa5b3', host_id: 'x_asa5b3', node: 'x', install_method: 'remote', deployment: 'd4' };
    wire.expects('GET', '/agents', {
      query: { node_ids: ['node_1', 'node_2'], ...FIRST_PAGE },
      reply: page([agent], 1),
    });
    expect(await wire.data('conductor_agents', { node_ids: ['node_1', 'node_2'] })).toMatchObject({ agents: [agent] });
  });
});

describe('a list of several pages', () => {
  it('is read completely: the total counts, not the reported size', async () => {
    const sites = Array.from({ length: 2500 }, (_, index) => ({ name: `s-${index}` }));
    for (const offset of [0, 1000, 2000]) {
      const items = sites.slice(offset, offset + 1000);
      wire.expects('GET', '/sites', {
        query: { _size: 1000, _offset: offset },
        reply: { items, metadata: { pagination: { total: 2500, offset, size: 10_000 } } },
      });
    }
    const { sites: found } = await wire.data('conductor_sites');
    expect((found as readonly JsonObject[]).map(({ name }) => name)).toEqual(sites.map(({ name }) => name));
  });
});
