import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { objectValue, unmarkDeep, type Value } from '../../../src/model/index.js';
import { storedStateIn } from '../../../src/operations/compose/stored-state.js';
import { readRemoteState } from '../../../src/providers/builtin/remote-state.js';
import { AZURE_KEY, AzureServer } from '../../support/azure-server.js';
import { ConsulServer } from '../../support/consul-server.js';
import type { FaultyServer } from '../../support/faulty-server.js';
import { GcsServer } from '../../support/gcs-server.js';
import { HcpServer } from '../../support/hcp-server.js';
import { HttpStateServer } from '../../support/http-state-server.js';
import { KubernetesServer } from '../../support/kubernetes-server.js';
import { remoteEnvironment } from '../../support/remote-environment.js';
import { CERTIFICATE_FILE, TLS } from '../../support/tls-files.js';

const STATE = JSON.stringify({
  version: 4,
  serial: 1,
  lineage: 'l',
  outputs: { zone: { value: 'eu', type: 'string' }, key: { value: 'pl4nted', type: 'string', sensitive: true } },
  resources: [],
});

interface Place {
  readonly config: Readonly<Record<string, Value>>;
  readonly environment?: Readonly<Record<string, string>>;
  readonly server: Pick<FaultyServer, 'stop'>;
}

/** A state of the workspace `default`, where each backend keeps it. */
const PLACES: Record<string, () => Promise<Place>> = {
  azurerm: async () => {
    const server = await new AzureServer().start();
    server.set('k', STATE);
    const environment = { ARM_ACCESS_KEY: AZURE_KEY, AZURE_STORAGE_SERVICE_ENDPOINT: server.address };
    return { server, environment, config: { storage_account_name: 'landform', container_name: 'states', key: 'k' } };
  },
  consul: async () => {
    const server = await new ConsulServer().start();
    const entry = { flags: '0', createIndex: 1, modifyIndex: 1, lockIndex: 0, session: undefined };
    server.entries.set('k', { ...entry, value: gzipSync(STATE) });
    return { server, config: { path: 'k', address: `127.0.0.1:${server.port}`, access_token: 't0ken' } };
  },
  gcs: async () => {
    const server = await new GcsServer().start();
    server.set('p/default.tfstate', STATE);
    const config = { bucket: 'states', prefix: 'p', storage_custom_endpoint: server.endpoint };
    return { server, environment: { GOOGLE_OAUTH_ACCESS_TOKEN: 't0ken' }, config };
  },
  http: async () => {
    const server = await new HttpStateServer().start();
    server.state = STATE;
    return { server, config: { address: server.address } };
  },
  kubernetes: async () => {
    const server = await new KubernetesServer().start();
    server.resources.set('secrets/tfstate-default-s', {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: 'tfstate-default-s' },
      data: { tfstate: gzipSync(STATE).toString('base64') },
    });
    return { server, config: { secret_suffix: 's', host: server.address, token: 't0ken' } };
  },
  remote: async () => {
    const server = await new HcpServer(TLS).start();
    server.add('prod').versions.push({ id: 'sv-0', serial: 1, md5: '', bytes: Buffer.from(STATE) });
    const workspaces = objectValue({ name: 'prod' });
    const config = { hostname: `localhost:${server.port}`, organization: 'acme', token: 't0ken', workspaces };
    return { server, environment: { SSL_CERT_FILE: CERTIFICATE_FILE }, config };
  },
};

test.each(Object.entries(PLACES))('outputs are read from the backend %s', async (type, start) => {
  const { config, environment, server } = await start();
  const folder = await mkdtemp(path.join(tmpdir(), 'landform-stored-'));
  try {
    const storedState = storedStateIn(remoteEnvironment({ HOME: folder, ...environment }), folder);
    const given = objectValue({ backend: type, config: objectValue(config), workspace: null, defaults: null });
    const read = await readRemoteState(given, folder, { storedState });
    expect(read.diagnostics).toEqual([]);
    expect(unmarkDeep(read.state ?? null)).toMatchObject({ outputs: { zone: 'eu', key: 'pl4nted' } });
  } finally {
    await server.stop();
    await rm(folder, { recursive: true });
  }
});

test.each([
  ['unheard-of', {}, 'unknown-backend'],
  ['gcs', { bucket: 'states', unheard_of: 'x' }, 'invalid-backend'],
  ['http', { address: 'http://127.0.0.1:1/', retry_max: 0 }, 'state-unreachable'],
])('the backend %s with %j is an error that says why', async (type, config, code) => {
  const storedState = storedStateIn(remoteEnvironment(), '.');
  const given = objectValue({ backend: type, config: objectValue(config), workspace: null, defaults: null });
  expect(await readRemoteState(given, '.', { storedState })).toMatchObject({ state: null, diagnostics: [{ code }] });
});
