import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, beforeEach, describe, expect, it, test } from 'vitest';
import { startSandbox, type Sandbox } from '../../src/sandbox/index.js';

type Json = Readonly<Record<string, unknown>>;

/** Method and path as a document prints them, and the body, in which types stand for values. */
interface Sample {
  readonly line: number;
  readonly method: string;
  readonly path: string;
  readonly body?: Json;
}

const samplesOf = (system: string): readonly Sample[] =>
  JSON.parse(readFileSync(new URL(`${system}.json`, import.meta.url), 'utf8')) as readonly Sample[];

let sandbox: Sandbox;

beforeAll(async () => {
  sandbox = await startSandbox({ systems: ['acloud', 'asm', 'palette'], checkReplies: true });
});
beforeEach(() => sandbox.reset());
afterAll(() => sandbox.close());

/** Creates an object past the provider, and returns its identity. */
async function made(system: string, collection: string, values: Json): Promise<string> {
  const [entry] = await sandbox.drift({ action: 'add', system, collection, values });
  return entry!.identity;
}

async function answered({ method, path, body }: Sample, headers: Readonly<Record<string, string>>): Promise<string> {
  const answer = await fetch(sandbox.url + path, {
    method,
    headers: { ...headers, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return answer.ok ? 'passes' : `${answer.status} ${await answer.text()}`;
}

const placed = (path: string, values: Json): string =>
  path.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    if (!(name in values)) throw new Error(`no value for {${name}}`);
    return String(values[name]);
  });

const titleOf = ({ line, method, path }: Sample): string => `${line}: ${method} ${path}`;

describe('acloud: calls printed in the document work', () => {
  const BODIES: readonly (readonly [RegExp, Json])[] = [
    [/^POST \S+cloud-accounts$/, { cloudProfile: 'dummy', displayName: 'an account', metadata: { team: 'a' } }],
    [/^PATCH /, { displayName: 'renamed', enabled: false }],
    [/aws$/, { displayName: 'c', accessKeyId: 'k', secretAccessKey: 's' }],
    [/azure$/, { displayName: 'c', subscriptionId: 's', tenantId: 't', clientId: 'c', clientSecret: 's' }],
    [/digitalocean$/, { displayName: 'c', token: 't' }],
    [/hetzner$/, { displayName: 'c', apiToken: 't'.repeat(64) }],
    [/openstack$/, { displayName: 'c', credentialId: 'i', credentialSecret: 's' }],
    [/vsphere$/, { displayName: 'c', username: 'u', password: 'p' }],
  ];

  for (const sample of samplesOf('acloud')) {
    it(`line ${titleOf(sample)}`, async () => {
      const cloudProfile = /credentials\/(?!\{)(\w+)$/.exec(sample.path)?.[1] ?? 'dummy';
      const account = await made('acloud', 'cloudAccounts', { cloudProfile, displayName: 'a' });
      const credentials = await made('acloud', 'cloudCredentials', { cloudAccountIdentity: account });
      const names = { organisationSlug: 'acme', cloudAccountIdentity: account, credentialsIdentity: credentials };
      const body = BODIES.find(([pattern]) => pattern.test(`${sample.method} ${sample.path}`))?.[1];
      const call = { ...sample, path: placed(sample.path, names), ...(body === undefined ? {} : { body }) };
      expect(await answered(call, { authorization: `Token ${sandbox.token}` })).toBe('passes');
    });
  }
});

describe('palette: calls printed in the document work with values for their types', () => {
  const PACKS = ['ubuntu-vsphere', 'kubernetes', 'cni-calico', 'csi-vsphere-csi'];
  const TEMPLATE = {
    cloudType: 'vsphere',
    type: 'cluster',
    packs: [{ name: 'kubernetes', tag: '1.19.16', packUid: 'p', layer: 'k8s', type: 'spectro', values: '' }],
  };
  const VALUES: Json = { integer: 2, boolean: true, object: {}, 'date-time': '2030-01-01T00:00:00Z' };

  for (const sample of samplesOf('palette')) {
    it(`line ${titleOf(sample)}`, async () => {
      const profile = await made('palette', 'clusterProfiles', { name: 'base', published: TEMPLATE });
      const account = await made('palette', 'cloudAccounts', { name: 'vcenter' });
      const cluster = await made('palette', 'clusters', { name: 'cluster-1', cloudAccountUid: account });
      const texts: Json = { cloudAccountUid: account, profileUid: profile, infraProfileUid: profile, type: 'cluster' };
      const filled = (value: unknown, name: string, index = 0): unknown => {
        if (Array.isArray(value)) return value.map((item, at) => filled(item, name, at));
        if (typeof value === 'object' && value !== null)
          return Object.fromEntries(
            Object.entries(value).map(([key, item]) => [
              key,
              filled(item, key === 'name' ? `${name}.name` : key, index),
            ]),
          );
        if (value === 'string') return name === 'packs.name' ? PACKS[index] : (texts[name] ?? 'a-text');
        return typeof value === 'string' && value in VALUES ? VALUES[value] : value;
      };
      const path = placed(sample.path, {
        uid: sample.path.includes('clusterprofiles') ? profile : cluster,
        packName: 'kubernetes',
        packVersion: '1.19.16',
      });
      const body = (
        sample.body === undefined && sample.method === 'PUT' ? { values: 'a: b' } : filled(sample.body, '')
      ) as Json;
      const { SPECTROCLOUD_APIKEY: ApiKey = '', SPECTROCLOUD_PROJECT_UID: ProjectUid = '' } = sandbox.environment;
      expect(await answered({ ...sample, path, body }, { ApiKey, ProjectUid })).toBe('passes');
    });
  }
});

describe('asm: the call printed in the document works', () => {
  for (const sample of samplesOf('asm')) {
    it(`line ${titleOf(sample)}`, async () => {
      const mesh = await made('asm', 'meshes', { name: 'mesh' });
      const ingress = { elbId: 'elb', elbIp: '192.0.2.1', port: 80 };
      const body = { metadata: { name: 'task' }, spec: { primaryCluster: 'a-cluster', ingress } };
      const call = { ...sample, path: placed(sample.path, { mesh_id: mesh }), body };
      expect(await answered(call, { 'X-Auth-Token': sandbox.token })).toBe('passes');
    });
  }
});

test('the documents contain 17, 6 and 1 calls', () => {
  expect(['acloud', 'palette', 'asm'].map((system) => samplesOf(system).length)).toEqual([17, 6, 1]);
});
