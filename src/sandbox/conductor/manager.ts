import { parameter } from '../asked.js';
import type { Entry } from '../collection.js';
import type { Reply } from '../system.js';
import { inTenant, ofManager } from './domain.js';
import type { Ask, Domain } from './domain.js';
import { kindOf } from './elsewhere.js';
import { collectionOf } from './entries.js';
import type { OwnedEntry } from './entries.js';
import { includedFields, listed, shown } from './list.js';
import { visibleTo } from './owned.js';
import { ok, Refused } from './refusal.js';

interface ManagerEntry extends Entry {
  readonly hostname: string;
  readonly private_ip: string;
}

/** The state of the cluster; a test can make it fail. */
interface HealthEntry extends Entry {
  readonly status: 'OK' | 'Degraded' | 'Fail';
}

interface AgentEntry extends OwnedEntry {
  readonly id: string;
  readonly node: string;
  readonly deployment: string;
  readonly install_method: string;
}

const managers = collectionOf<ManagerEntry>('managers');
const health = collectionOf<HealthEntry>('health');
const agents = collectionOf<AgentEntry>('agents');

const VERSION = '7.0.0';
const AGENT_FIELDS = [
  'id',
  'host_id',
  'ip',
  'install_method',
  'system',
  'version',
  'node',
  'deployment',
  'tenant_name',
];
const VERSION_FIELDS = ['version', 'edition', 'build', 'commit', 'date', 'distribution', 'distro_release'];

export const managerDomain: Domain = {
  operations: {
    getManagerStatus: ofManager('manager_get', (ask) => {
      const status = { status: 'OK', services: ask.query['summary'] === true ? {} : services('cloudify-restservice') };
      return shown(ask, status, ['status', 'services']);
    }),
    getManagerVersion: ofManager('manager_get', (ask) =>
      shown(
        ask,
        {
          version: VERSION,
          edition: 'premium',
          build: null,
          commit: null,
          date: null,
          distribution: 'el',
          distro_release: '9',
        },
        VERSION_FIELDS,
      ),
    ),
    listManagers: ofManager('cluster_node_list', (ask) => ok({ items: managers(ask.store).all().map(show) })),
    getManager: ofManager('cluster_node_list', (ask) => ok(show(ownManager(ask)))),
    removeManager: ofManager('cluster_node_remove', (ask) => {
      const removed = ownManager(ask);
      managers(ask.store).remove(removed.identity);
      return ok(show(removed));
    }),
    getClusterStatus: ofManager('cluster_status_get', clusterStatus),
    listAgents: inTenant('agent_list', (ask) =>
      listed(ask, {
        items: visibleTo(ask, agents(ask.store)),
        show: ({ identity: _, visibility: __, created_by: ___, created_at: ____, ...told }) => told,
        fields: AGENT_FIELDS,
        filters: {
          deployment_id: ({ deployment }, wanted) => wanted.includes(deployment),
          node_ids: ({ node }, wanted) => wanted.includes(node),
          node_instance_ids: ({ id }, wanted) => wanted.includes(id),
        },
      }),
    ),
  },
  kinds: {
    managers: {
      complete: ({ hostname = 'made-elsewhere', ...values }) => ({
        ...node(String(hostname), managersSoFar(values)),
        ...values,
      }),
    },
    health: { complete: ({ status = 'OK' }) => ({ identity: 'cluster', status }) },
    agents: kindOf('id', () => ({
      host_id: 'made-elsewhere',
      ip: '127.0.0.1',
      install_method: 'remote',
      system: 'centos core',
      version: VERSION,
      node: 'made-elsewhere',
      deployment: 'made-elsewhere',
    })),
  },
  seed(store) {
    managers(store).put(node('manager-1.example', 0));
    managers(store).put(node('manager-2.example', 1));
    health(store).put({ identity: 'cluster', status: 'OK' });
  },
};

const managersSoFar = ({ id }: Readonly<Record<string, unknown>>): number => (typeof id === 'number' ? id : 2);

function node(hostname: string, id: number): ManagerEntry & Readonly<Record<string, unknown>> {
  const address = `172.20.0.${id + 2}`;
  return {
    identity: hostname,
    id,
    hostname,
    private_ip: address,
    public_ip: `192.0.2.${id + 2}`,
    version: VERSION,
    edition: 'premium',
    distribution: 'el',
    distro_release: '9',
    fs_sync_node_id: '',
    networks: { default: address },
    ca_cert_content: 'CERT CONTENT',
  };
}

function show({ identity: _, ...told }: ManagerEntry): Readonly<Record<string, unknown>> {
  return told;
}

function ownManager(ask: Ask): ManagerEntry {
  const name = parameter(ask, 'hostname');
  const found = managers(ask.store).get(name);
  if (found === undefined) throw new Refused(404, `Manager node ${name} was not found`);
  return found;
}

/**
 * A summary of a failing cluster has a server error status, but is not an error (Conductor document, Cluster Status).
 */
function clusterStatus(ask: Ask): Reply {
  const status = health(ask.store).get('cluster')?.status ?? 'OK';
  if (ask.query['summary'] === true) return ok({ status, services: {} }, status === 'Fail' ? 500 : 200);
  const nodes = managers(ask.store)
    .all()
    .map(({ hostname, private_ip: address }) => [
      hostname,
      {
        status: 'OK',
        version: VERSION,
        public_ip: null,
        private_ip: address,
        services: services('cloudify-mgmtworker'),
      },
    ]);
  const part = { status, is_external: false, nodes: Object.fromEntries(nodes) };
  includedFields(ask, ['status', 'services']);
  return ok({ status, services: { manager: part, db: part, broker: part } });
}

function services(unit: string): Readonly<Record<string, unknown>> {
  const instance = {
    Id: `${unit}.service`,
    Description: unit,
    state: 'running',
    LoadState: 'loaded',
    ActiveState: 'active',
  };
  return {
    [unit]: {
      status: 'Active',
      is_remote: false,
      extra_info: { systemd: { display_name: unit, unit_id: `${unit}.service`, instances: [instance] } },
    },
  };
}
