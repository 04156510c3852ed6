import { WEB } from '../units/providers/conductor/blueprints.js';
import type { Body, ManagerClient } from '../units/sandbox/manager-client.js';
import { zip } from '../units/sandbox/zip.js';
import type { Surroundings } from './curl.js';

const MAIN = 'tosca_definitions_version: cloudify_dsl_1_3\ninputs: { port: { default: 80 } }\n';
const PNG = new Uint8Array(Buffer.from('89504e470d0a1a0a', 'hex'));

/** What the samples of the document presuppose: one thing of each kind, and another where a sample needs one that is free. */
export async function furnish({ sandbox, ask, add }: ManagerClient): Promise<Surroundings> {
  await sandbox.reset();
  for (const name of ['acme', 'empty']) await add('tenants', { name });
  for (const username of ['ann', 'bob']) await add('users', { username });
  for (const name of ['staff', 'people']) await add('userGroups', { name });
  await add('members', { group_name: 'staff', username: 'ann' });
  await add('tenantUsers', { tenant_name: 'acme', member: 'ann' });
  await add('tenantUserGroups', { tenant_name: 'acme', member: 'staff' });
  await add('sites', { name: 'london' });
  for (const id of ['web', 'unused']) await add('blueprints', { id, plan: WEB, labels: LABELS, archive: '' });
  for (const id of ['app', 'app2', 'dep1', 'dep2', 'dep3', 'busy'])
    await add('deployments', { id, blueprint_id: 'web', inputs: { port: 1, motto: 'm' }, labels: LABELS });
  for (const id of ['fleet', 'g1']) await add('deploymentGroups', { id, deployment_ids: ['dep3'] });
  for (const kind of ['deploymentFilters', 'blueprintFilters']) await add(kind, { id: 'mine' });
  await add('secrets', { key: 'password' });
  await add('secretsProviders', { name: 'keys' });
  await add('plugins', { id: 'plugin-1', archive: '' });
  await add('snapshots', { id: 'nightly' });
  await add('schedules', { id: 'daily', deployment_id: 'app' });
  await add('dependencies', {
    id: 'd1',
    dependency_creator: 'component.x',
    source_deployment_id: 'app',
    target_deployment_id: 'app2',
  });
  await add('metrics', { id: 7 });
  await add('tasksGraphs', { identity: '123', execution_id: '123', name: 'abc' });
  await add('operations', { id: 'op-1', tasks_graph: '123' });
  await add('licenses', {});
  await sandbox.control('executions', { seconds: 3600 });
  const made = async (method: string, path: string, body?: Body): Promise<string> => {
    const answer = await ask(method, path, body);
    if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
    return String(answer.body['id']);
  };
  const execution = await made('POST', '/executions', { deployment_id: 'busy', workflow_id: 'install' });
  const group = await made('POST', '/execution-groups', { deployment_group_id: 'g1', workflow_id: 'install' });
  const update = await made('POST', '/deployment-updates/app2/update/initiate', { inputs: { port: 2 } });
  const plugins = await made('POST', '/plugins-updates/web/update/initiate', { all_to_latest: true });
  const token = String((await ask('GET', '/tokens')).body['value']);
  await sandbox.drift({
    action: 'change',
    system: 'conductor',
    collection: 'nodeInstances',
    where: { deployment_id: 'app' },
    values: { version: 0 },
  });
  const [instance] = sandbox.store.collection('conductor', 'nodeInstances').where('deployment_id', 'app');
  return {
    values: {
      ...VALUES,
      'execution-id': execution,
      'execution-group-id': group,
      'deployment-update-id': update,
      'plugins-update-id': plugins,
      'manager-token': token,
      'node-instance-id': instance!['id'],
    },
    files: {
      '.tar.gz': zip({ 'b/blueprint.yaml': MAIN }),
      '.png': PNG,
      'license_path>': new Uint8Array(Buffer.from('customer_id: acme\n')),
    },
  };
}

const LABELS = [{ key: 'env', value: 'test', created_at: '2030-01-01T00:00:00.000Z', creator_id: 0 }];
const RULES = [{ key: 'created_by', values: ['alice', 'bob'], operator: 'starts_with', type: 'attribute' }];

/** By the placeholder's name, in lower case and with hyphens. */
const VALUES: Readonly<Record<string, unknown>> = {
  'manager-tenant': 'default_tenant',
  'manager-username': 'admin',
  'manager-password': 'admin',
  'manager-pasword': 'admin',
  endpoint: 'status',
  'path-to-ca-cert': 'ca.pem',
  'blueprint-id': 'web',
  'deployment-id': 'app',
  'deployment-group-id': 'fleet',
  'group-id': 'fleet',
  'schedule-id': 'daily',
  'filter-id': 'mine',
  'plugin-id': 'plugin-1',
  'snapshot-id': 'nightly',
  'metric-id': 7,
  'operation-id': 'op-1',
  'secret-key': 'password',
  'provider-name': 'keys',
  'provider-type': 'local',
  'provider-options': {},
  'site-name': 'london',
  'site-new-name': 'paris',
  'site-location': '51.5, -0.1',
  'tenant-name': 'acme',
  'tenant-name-to-delete': 'empty',
  'new-tenant-name': 'fresh',
  username: 'ann',
  'username-to-delete': 'bob',
  'username-to-remove': 'ann',
  'username-to-update': 'ann',
  'username-to-add': 'bob',
  'new-username': 'carl',
  'new-password': 'secret-2',
  password: 'secret-1',
  'group-name': 'staff',
  'user-group-name-to-delete': 'people',
  'role-name': 'manager',
  'user-role': 'default',
  'permission-name': 'site_list',
  'new-owner': 'ann',
  'creator-name': 'ann',
  'new-labels': { env: 'test' },
  'new-blueprint-labels': { env: 'test' },
  'new-resource-tags': { env: 'test' },
  'ldap-group-dn': 'cn=staff',
  hostname: 'manager-2.example',
  'label-key': 'env',
  'label-value': 'test',
  key1: 'env',
  key2: 'tier',
  val1: 'test',
  val2: 'web',
  visibility: 'tenant',
  'new-visibility': 'tenant',
  filename: 'blueprint',
  resource: 'deployments',
  'filter-rules-list': RULES,
  'new-filter-rules-list': RULES,
  'a-list-of-filter-rules-as-described-above': RULES,
  'num-executions': 1,
  'node-1': 'server',
  'node-2': 'server',
  'dependency-creator': 'component.x',
  'source-deployment': 'app',
  'target-deployment': 'app2',
  'secret-value': 'v',
  passphrase: 'pass',
  title: 'My plugin',
  'metric-name': 'cpu',
  'metric-value': '0.5',
  'utc-datetime': '2030-01-01T00:00:00.000Z',
  inputs: { port: 3 },
  'reinstall-list': [],
  'skip-install': false,
  'skip-uninstall': false,
  'skip-reinstall': false,
  force: false,
  'ignore-failure': false,
  'install-first': false,
  'update-plugins': true,
  'plugin-names': [],
  'to-latest': [],
  'to-minor': [],
  'all-to-latest': true,
  'all-to-minor': false,
  'auto-correct-types': false,
  'reevaluate-active-statuses': false,
  'true|false': true,
  'true/false': false,
};
