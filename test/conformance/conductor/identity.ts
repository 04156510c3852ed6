import { expect } from 'vitest';
import type { JsonObject } from '../../../src/model/index.js';
import type { DataSourceCase, ResourceCase } from '../provider.js';
import { added, changed, deleted, type ManagerWorld } from './world.js';

const SECRET = 'planted-secret-8472';

const ann = (world: ManagerWorld): Promise<string> => added(world, 'users', { username: 'ann' });
const staff = (world: ManagerWorld): Promise<string> => added(world, 'userGroups', { name: 'staff' });
const acme = (world: ManagerWorld): Promise<string> => added(world, 'tenants', { name: 'acme' });

const made = new WeakSet<ManagerWorld>();

/** What a configuration refers to, created once in a world: the suite asks for a configuration several times. */
async function standingOn(
  world: ManagerWorld,
  things: readonly ((world: ManagerWorld) => Promise<string>)[],
  config: JsonObject,
): Promise<JsonObject> {
  if (!made.has(world)) for (const thing of things) await thing(world);
  made.add(world);
  return config;
}

const crowd = async (world: ManagerWorld, make: (index: number) => JsonObject, collection: string): Promise<void> => {
  for (let index = 0; index < 20; index++) await added(world, collection, make(index));
};

const LICENSE = `customer_id: acme\nlicense_edition: Premium\ntrial: true\nsignature: ${SECRET}\n`;

export const identityResources: readonly ResourceCase<ManagerWorld>[] = [
  {
    type: 'conductor_tenant',
    config: () => ({ name: 'acme' }),
    bad: {
      'the default tenant': { name: 'default_tenant' },
      'a name that is also an endpoint': { name: 'users' },
      'a name that is another endpoint': { name: 'user-groups' },
      'a name of 257 letters': { name: 'a'.repeat(257) },
    },
    change: { replacing: { name: 'beta' } },
    numbered: (config, index) => ({ ...config, name: `acme-${index}` }),
    importId: (state) => state['name'] as string,
    missingId: 'nowhere',
    vanish: deleted('tenants', 'acme'),
    lost: 'found',
  },
  {
    type: 'conductor_tenant_user',
    config: async (world) => {
      await crowd(world, (index) => ({ username: `user-${index}` }), 'users');
      return standingOn(world, [acme, ann], { tenant_name: 'acme', username: 'ann', role: 'viewer' });
    },
    bad: { 'an unknown role': { role: 'king' } },
    change: { inPlace: { role: 'manager' }, replacing: { tenant_name: 'beta', username: 'bob' } },
    numbered: (config, index) => ({ ...config, username: `user-${index}` }),
    importId: (state) => `${state['tenant_name'] as string}/${state['username'] as string}`,
    missingId: 'acme/nobody',
    drift: { role: changed('tenantUsers', 'acme/ann', { role: 'operations' }) },
    vanish: deleted('tenantUsers', 'acme/ann'),
    lost: 'found',
  },
  {
    type: 'conductor_tenant_user_group',
    config: async (world) => {
      await crowd(world, (index) => ({ name: `group-${index}` }), 'userGroups');
      return standingOn(world, [acme, staff], { tenant_name: 'acme', group_name: 'staff', role: 'viewer' });
    },
    bad: { 'an unknown role': { role: 'king' } },
    change: { inPlace: { role: 'manager' }, replacing: { tenant_name: 'beta', group_name: 'others' } },
    numbered: (config, index) => ({ ...config, group_name: `group-${index}` }),
    importId: (state) => `${state['tenant_name'] as string}/${state['group_name'] as string}`,
    missingId: 'acme/nobody',
    drift: { role: changed('tenantUserGroups', 'acme/staff', { role: 'operations' }) },
    vanish: deleted('tenantUserGroups', 'acme/staff'),
    lost: 'found',
  },
  {
    type: 'conductor_user',
    config: () => ({
      username: 'ann',
      password: SECRET,
      password_version: '1',
      role: 'default',
      show_getting_started: false,
    }),
    bad: {
      'an unknown role': { role: 'king' },
      'a password of four letters': { password: 'abcd' },
      'an active flag': { active: false },
    },
    change: {
      inPlace: { role: 'sys_admin', show_getting_started: true, password_version: '2' },
      replacing: { username: 'bob' },
    },
    numbered: (config, index) => ({ ...config, username: `ann-${index}` }),
    importId: (state) => state['username'] as string,
    afterImport: { password_version: null },
    missingId: 'nobody',
    drift: {
      role: changed('users', 'ann', { role: 'sys_admin' }),
      show_getting_started: changed('users', 'ann', { show_getting_started: true }),
    },
    vanish: deleted('users', 'ann'),
    lost: 'found',
    secret: SECRET,
  },
  {
    type: 'conductor_user_group',
    config: () => ({ name: 'staff', ldap_group_dn: 'cn=staff,dc=example', role: 'sys_admin' }),
    bad: {
      'an unknown role': { role: 'king' },
      'a name that is also an endpoint': { name: 'users' },
    },
    change: { replacing: { name: 'others', ldap_group_dn: 'cn=others,dc=example', role: 'default' } },
    numbered: (config, index) => ({ ...config, name: `staff-${index}` }),
    importId: (state) => state['name'] as string,
    afterImport: { role: null },
    missingId: 'nobody',
    drift: { ldap_group_dn: changed('userGroups', 'staff', { ldap_dn: 'cn=elsewhere,dc=example' }) },
    vanish: deleted('userGroups', 'staff'),
    lost: 'found',
  },
  {
    type: 'conductor_user_group',
    title: 'conductor_user_group with nothing but a name',
    config: () => ({ name: 'plain' }),
    numbered: (config, index) => ({ ...config, name: `plain-${index}` }),
    importId: (state) => state['name'] as string,
    afterImport: { role: null },
    lost: 'found',
  },
  {
    type: 'conductor_user_group_member',
    config: async (world) => {
      await crowd(world, (index) => ({ username: `user-${index}` }), 'users');
      return standingOn(world, [ann, staff], { group_name: 'staff', username: 'ann' });
    },
    change: { replacing: { group_name: 'others', username: 'bob' } },
    numbered: (config, index) => ({ ...config, username: `user-${index}` }),
    importId: (state) => `${state['group_name'] as string}/${state['username'] as string}`,
    missingId: 'staff/nobody',
    vanish: deleted('members', 'staff/ann'),
    lost: 'found',
  },
  {
    type: 'conductor_role_permission',
    config: () => ({ role: 'viewer', permission: 'site_delete' }),
    change: { replacing: { role: 'operations', permission: 'site_create' } },
    numbered: (config, index) => ({ ...config, permission: `made_up_${index}` }),
    importId: (state) => `${state['role'] as string}/${state['permission'] as string}`,
    missingId: 'viewer/tenant_delete',
    vanish: deleted('rolePermissions', 'viewer/site_delete'),
    lost: 'found',
  },
  {
    type: 'conductor_site',
    config: () => ({ name: 'Tel-Aviv', location: '32.080327, 34.767420', visibility: 'private' }),
    bad: {
      'a location in words': { location: 'by the sea' },
      'an unknown visibility': { visibility: 'everybody' },
      'a creation time': { created_at: 'yesterday' },
    },
    change: {
      inPlace: { name: 'Jaffa', location: '32.05, 34.75', visibility: 'global' },
      replacing: { tenant: 'acme' },
    },
    numbered: (config, index) => ({ ...config, name: `site-${index}` }),
    importId: (state) => `${state['tenant'] as string}/${state['name'] as string}`,
    missingId: 'default_tenant/nowhere',
    drift: {
      location: changed('sites', 'default_tenant/Tel-Aviv', { location: '0, 0' }),
      visibility: changed('sites', 'default_tenant/Tel-Aviv', { visibility: 'tenant' }),
    },
    vanish: deleted('sites', 'default_tenant/Tel-Aviv'),
    lost: 'found',
  },
  {
    type: 'conductor_license',
    config: () => ({ content: LICENSE, content_version: '1' }),
    bad: { 'license details': { customer_id: 'me' } },
    change: { inPlace: { content_version: '2' } },
    importId: (state) => state['id'] as string,
    afterImport: { content_version: null },
    vanish: deleted('licenses', 'the'),
    secret: SECRET,
  },
  {
    type: 'conductor_ldap_configuration',
    config: () => ({
      server: 'ldaps://ldap.example.org:636',
      username: 'cn=reader,dc=example',
      password: SECRET,
      password_version: '1',
      nested_levels: 2,
    }),
    bad: { 'no levels at all': { nested_levels: 0 } },
    change: { inPlace: { server: 'ldaps://other.example.org:636', nested_levels: 3, base_dn: 'dc=example' } },
    livesInWorld: false,
    secret: SECRET,
  },
  {
    type: 'conductor_snapshot',
    config: () => ({ id: 'nightly', include_logs: false }),
    bad: { 'a status': { status: 'created' }, 'a wait of zero': { timeout_seconds: 0 } },
    change: {
      inPlace: { timeout_seconds: 60 },
      replacing: { id: 'weekly', include_credentials: true, include_logs: true, include_events: false },
    },
    numbered: (config, index) => ({ ...config, id: `nightly-${index}` }),
    importId: (state) => state['id'] as string,
    afterImport: { include_credentials: null, include_logs: null, include_events: null },
    missingId: 'never',
    vanish: deleted('snapshots', 'nightly'),
    lost: 'found',
  },
  {
    type: 'conductor_snapshot',
    title: 'conductor_snapshot from an address',
    config: () => ({ id: 'brought', archive_url: 'http://archive.example.org/a.zip' }),
    numbered: (config, index) => ({ ...config, id: `brought-${index}` }),
    change: { replacing: { archive_url: 'http://archive.example.org/b.zip' } },
    vanish: deleted('snapshots', 'brought'),
    importId: (state) => state['id'] as string,
    afterImport: { include_credentials: null, include_logs: null, include_events: null, archive_url: null },
    lost: 'found',
  },
];

export const identityDataSources: readonly DataSourceCase<ManagerWorld>[] = [
  {
    type: 'conductor_tenants',
    config: async (world) => standingOn(world, [acme], { name: 'acme' }),
    gives: { tenants: [expect.objectContaining({ name: 'acme', groups: {}, users: {} })] },
  },
  {
    type: 'conductor_users',
    config: () => ({ username: 'admin' }),
    gives: { users: [expect.objectContaining({ username: 'admin', role: 'sys_admin', groups: [] })] },
  },
  {
    type: 'conductor_user_groups',
    config: async (world) => standingOn(world, [staff], {}),
    gives: { user_groups: [expect.objectContaining({ name: 'staff', users: [], tenants: {} })] },
  },
  {
    type: 'conductor_tenant',
    config: async (world) => standingOn(world, [acme], { name: 'acme' }),
    gives: { users: {}, groups: {} },
    failing: { name: 'nowhere' },
  },
  {
    type: 'conductor_user',
    config: () => ({ username: 'admin' }),
    gives: { role: 'sys_admin', groups: [], active: true },
    failing: { username: 'somebody' },
  },
  {
    type: 'conductor_user_group',
    config: async (world) => standingOn(world, [staff], { name: 'staff' }),
    gives: { users: [], tenants: {} },
    failing: { name: 'nobody' },
  },
  {
    type: 'conductor_site',
    config: async (world) => standingOn(world, [(at) => added(at, 'sites', { name: 'here' })], { name: 'here' }),
    gives: { visibility: 'tenant' },
    failing: { name: 'nowhere' },
  },
  {
    type: 'conductor_snapshot',
    config: async (world) => standingOn(world, [(at) => added(at, 'snapshots', { id: 's' })], { id: 's' }),
    gives: { status: 'created' },
    failing: { id: 'nothing' },
  },
  { type: 'conductor_permissions', config: () => ({ role: 'viewer' }), failing: { role: 'king' } },
  { type: 'conductor_permissions', config: () => ({}) },
  {
    type: 'conductor_sites',
    config: async (world) =>
      standingOn(world, [(at) => added(at, 'sites', { name: 'here' })], { visibility: 'tenant' }),
    gives: { sites: [expect.objectContaining({ name: 'here', tenant_name: 'default_tenant' })] },
    failing: { tenant: 'nowhere' },
  },
  { type: 'conductor_token', config: () => ({}), gives: { role: 'admin' } },
  { type: 'conductor_manager_status', config: () => ({}), gives: { status: 'OK' } },
  { type: 'conductor_manager_version', config: () => ({}), gives: { version: '7.0.0', edition: 'premium' } },
  {
    type: 'conductor_cluster_nodes',
    config: () => ({ hostname: 'manager-1.example' }),
    gives: { cluster_nodes: [expect.objectContaining({ hostname: 'manager-1.example', id: 0 })] },
    failing: { hostname: 'nowhere' },
  },
  {
    type: 'conductor_cluster_nodes',
    config: () => ({}),
    gives: { cluster_nodes: [expect.objectContaining({ id: 0 }), expect.objectContaining({ id: 1 })] },
  },
  { type: 'conductor_cluster_status', config: () => ({ summary: true }), gives: { status: 'OK', services: '{}' } },
  {
    type: 'conductor_agents',
    config: async (world) =>
      standingOn(world, [(at) => added(at, 'agents', { id: 'x_asa5b3', node: 'x', deployment: 'd4' })], {
        node_ids: ['x'],
        install_methods: ['remote'],
      }),
    gives: { agents: [expect.objectContaining({ id: 'x_asa5b3', deployment: 'd4', install_method: 'remote' })] },
  },
  {
    type: 'conductor_license',
    config: async (world) => standingOn(world, [(at) => added(at, 'licenses', { customer_id: 'acme' })], {}),
    gives: { customer_id: 'acme', expired: false },
  },
  {
    type: 'conductor_metrics',
    config: async (world) => standingOn(world, [(at) => added(at, 'metrics', { id: 7, name: 'load' })], { id: '7' }),
    gives: { metrics: [expect.objectContaining({ id: '7', name: 'load' })] },
  },
  { type: 'conductor_metrics_overview', config: () => ({}), gives: { metrics: [] } },
  {
    type: 'conductor_operations',
    config: async (world) =>
      standingOn(world, [(at) => added(at, 'operations', { id: 'op', tasks_graph: 'g' })], { graph_id: 'g' }),
    gives: { operations: [expect.objectContaining({ id: 'op', state: 'PENDING' })] },
  },
  {
    type: 'conductor_tasks_graphs',
    config: async (world) =>
      standingOn(world, [(at) => added(at, 'tasksGraphs', { execution_id: 'e', name: 'abc', identity: 'g' })], {
        execution_id: 'e',
      }),
    gives: { tasks_graphs: [{ id: 'g', execution_id: 'e', name: 'abc' }] },
  },
  { type: 'conductor_workflows', config: () => ({}), gives: { workflows: [] } },
  {
    type: 'conductor_snapshots',
    config: async (world) => standingOn(world, [(at) => added(at, 'snapshots', { id: 's' })], { status: 'created' }),
    gives: { snapshots: [expect.objectContaining({ id: 's', status: 'created' })] },
  },
  {
    type: 'conductor_snapshot_archive',
    config: async (world) =>
      standingOn(world, [(at) => added(at, 'snapshots', { id: 's', archive: 'emlw' })], { snapshot_id: 's' }),
    gives: { content_base64: 'emlw', size: 3 },
    failing: { snapshot_id: 'never' },
  },
  {
    type: 'conductor_snapshot_restore_status',
    config: () => ({}),
    gives: { status: 'No `restore_snapshot` workflow currently running.' },
  },
];
