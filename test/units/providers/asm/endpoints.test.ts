import nock from 'nock';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../../src/model/index.js';
import type { Provider } from '../../../../src/providers/index.js';
import { Description } from '../../../../src/providers/rest/description/description.js';
import { configValue, Driver, quiet } from '../../../conformance/provider-driver.js';
import { configured, MESH, stateOf, TASK, wordsOf } from './meshes.js';

const HOST = 'https://asm.eu-west-101.myhuaweicloud.com';
const TOKEN = 'a-token-4711-planted';
const PROJECT = '719217bc273743ea8bc34480';
const MESH_ID = '2789682f-7e1b-11ee-9662-0255ac10080a';
const UID = '9a6b1c9e-0d1f-4e9c-8f0e-0255ac101231';
const MESHES = `/v1/${PROJECT}/meshes`;
const WORKSHOPS = `/v2/meshes/${MESH_ID}/workshops`;

/** The members of the document's tables, all of them. */
const workshop = (values: JsonObject = {}): JsonObject => ({
  description: 'A shop of books',
  metadata: { name: 'bookinfo', uid: UID, creationTimestamp: '2025-06-01T00:00:00Z' },
  spec: {
    primaryCluster: 'a-cluster',
    ingress: {
      elbId: 'an-elb',
      elbIp: '192.0.2.7',
      port: 8080,
      imageAddress: 'swr.eu-west-101.myhuaweicloud.com/asm/bookinfo',
    },
  },
  status: { updateTime: '2025-06-01T00:00:01Z' },
  ...values,
});

/** As the public reference of the service shows one. */
const mesh = (phase: string, clusters: JsonObject = {}): JsonObject => ({
  apiVersion: 'v1',
  kind: 'Mesh',
  metadata: { name: 'mesh-one', uid: MESH_ID, creationTimestamp: '2023-11-08T09:42:39Z' },
  spec: {
    type: 'InCluster',
    version: '1.18.7-r1',
    region: 'eu-west-101',
    extendParams: { clusters: [{ clusterID: 'a-cluster', projectID: PROJECT, ...clusters }] },
  },
  status: { phase },
});

let provider: Provider;
const of = (type: string): Driver => new Driver(provider, type);
const service = (): nock.Scope => nock(HOST, { reqheaders: { 'x-auth-token': TOKEN, accept: 'application/json' } });

async function data(type: string, config: JsonObject): Promise<JsonObject> {
  const block = provider.schemas.dataSource(type)!.block;
  const answer = await provider.readData({ type, config: configValue(block, config), context: quiet() });
  expect(wordsOf(answer.diagnostics)).toBe('');
  return stateOf(answer);
}

beforeEach(async () => {
  nock.disableNetConnect();
  provider = await configured({
    HW_REGION_NAME: 'eu-west-101',
    HW_AUTH_TOKEN: TOKEN,
    HW_PROJECT_ID: PROJECT,
    HW_MAX_RETRIES: '2',
  });
});

afterEach(() => {
  const pending = nock.pendingMocks();
  nock.cleanAll();
  nock.enableNetConnect();
  if (pending.length > 0) throw new Error(`never asked for: ${pending.join(', ')}`);
});

describe('the endpoint, as documented', () => {
  it('POST workshops, with all its inputs and outputs', async () => {
    service().get(WORKSHOPS).reply(200, { items: [] });
    service()
      .post(WORKSHOPS, {
        description: 'A shop of books',
        metadata: { name: 'bookinfo' },
        spec: {
          primaryCluster: 'a-cluster',
          ingress: {
            elbId: 'an-elb',
            elbIp: '192.0.2.7',
            port: 8080,
            imageAddress: 'swr.eu-west-101.myhuaweicloud.com/asm/bookinfo',
          },
        },
      })
      .matchHeader('content-type', 'application/json')
      .reply(200, workshop());
    const kept = await of('asm_workshop').create({
      ...TASK,
      mesh_id: MESH_ID,
      description: 'A shop of books',
      image_address: 'swr.eu-west-101.myhuaweicloud.com/asm/bookinfo',
    });
    expect(stateOf(kept)).toEqual({
      id: UID,
      uid: UID,
      mesh_id: MESH_ID,
      ...TASK,
      description: 'A shop of books',
      image_address: 'swr.eu-west-101.myhuaweicloud.com/asm/bookinfo',
      creation_timestamp: '2025-06-01T00:00:00Z',
      update_time: '2025-06-01T00:00:01Z',
    });
  });

  it("GET workshops may return a bare array, as on the vendor's page", async () => {
    service().get(WORKSHOPS).reply(200, []);
    service().post(WORKSHOPS).reply(200, workshop());
    const kept = await of('asm_workshop').create({ ...TASK, mesh_id: MESH_ID, description: 'A shop of books' });
    service()
      .get(WORKSHOPS)
      .reply(200, [{ workshop: workshop() }] as never);
    expect((await of('asm_workshop').read(kept)).state).toEqual(kept.state);
  });

  it('POST workshops with only the required inputs', async () => {
    service().get(WORKSHOPS).reply(200, { items: [] });
    service()
      .post(WORKSHOPS, {
        metadata: { name: 'bookinfo' },
        spec: { primaryCluster: 'a-cluster', ingress: { elbId: 'an-elb', elbIp: '192.0.2.7', port: 8080 } },
      })
      .reply(200, workshop({ description: '' }));
    const kept = await of('asm_workshop').create({ ...TASK, mesh_id: MESH_ID });
    expect(stateOf(kept)).toMatchObject({
      description: null,
      image_address: 'swr.eu-west-101.myhuaweicloud.com/asm/bookinfo',
    });
  });

  it.each([
    [400, 'request-refused', 'ASM.01400001'],
    [500, 'service-failed', 'ASM.01500001'],
  ])('POST workshops returns %i with an errorCode alone', async (status, code, errorCode) => {
    service()
      .get(WORKSHOPS)
      .times(status === 500 ? 99 : 1)
      .reply(200, { items: [] });
    service()
      .post(WORKSHOPS)
      .times(status === 500 ? 99 : 1)
      .reply(status, { errorCode });
    const driver = of('asm_workshop');
    const answer = await driver.attempt(await driver.plan(driver.config({ ...TASK, mesh_id: MESH_ID })));
    nock.cleanAll();
    expect([answer.state, wordsOf(answer.diagnostics)]).toEqual([
      null,
      expect.stringMatching(`^${code}: .*${errorCode}`),
    ]);
  });
});

describe('endpoints documented elsewhere', () => {
  it('GET workshops and DELETE workshops/{workshop}, which returns 200 without a body', async () => {
    service()
      .get(WORKSHOPS)
      .reply(200, { items: [{ workshop: workshop() }] });
    const { objects } = await provider.import({ type: 'asm_workshop', id: `${MESH_ID}/${UID}`, context: quiet() });
    service().delete(`${WORKSHOPS}/bookinfo`).reply(200);
    await of('asm_workshop').delete({ state: objects[0]!.state });
  });

  it('DELETE with an unknown name of a task that the list still contains', async () => {
    service()
      .get(WORKSHOPS)
      .twice()
      .reply(200, { items: [{ workshop: workshop() }] });
    const { objects } = await provider.import({ type: 'asm_workshop', id: `${MESH_ID}/${UID}`, context: quiet() });
    for (const name of ['bookinfo', UID])
      service()
        .delete(`${WORKSHOPS}/${name}`)
        .reply(404, { errorCode: 'ASM.01404001', errorMsg: 'Resource not found.' });
    const driver = of('asm_workshop');
    const prior = objects[0]!.state;
    const answer = await driver.attempt({ state: null, config: null, prior, replaces: [] });
    expect([answer.state, wordsOf(answer.diagnostics)]).toEqual([
      undefined,
      expect.stringMatching(/^delete-refused: /),
    ]);
  });

  it('POST meshes, which returns 201, then GET meshes/{mesh_id}, then DELETE', async () => {
    const selector = (key: string, values: string[]) => ({
      fieldSelector: { key, operator: 'In', values },
    });
    service().get(MESHES).reply(200, { apiVersion: 'v1', kind: 'MeshList', items: [] });
    service()
      .post(MESHES, {
        apiVersion: 'v1',
        kind: 'Mesh',
        metadata: { name: 'mesh-one', labels: { team: 'a' } },
        spec: {
          type: 'InCluster',
          version: '1.18.7-r1',
          tags: [{ key: 'cost', value: 'b' }],
          extendParams: {
            clusters: [
              {
                clusterID: 'a-cluster',
                projectID: PROJECT,
                installation: { nodes: selector('UID', ['a-node']) },
                injection: { namespaces: selector('Name', ['default']) },
              },
            ],
          },
        },
      })
      .reply(201, mesh('Creating', { installation: { nodes: selector('UID', ['a-node']) } }));
    for (const phase of ['Creating', 'Running']) service().get(`${MESHES}/${MESH_ID}`).reply(200, mesh(phase));
    const driver = of('asm_mesh');
    const kept = await driver.create({
      ...MESH,
      clusters: [{ ...MESH.clusters[0], namespaces: ['default'] }],
      labels: { team: 'a' },
      tags: { cost: 'b' },
    });
    expect(stateOf(kept)).toMatchObject({
      uid: MESH_ID,
      project_id: PROJECT,
      phase: 'Running',
      cluster_ids: ['a-cluster'],
    });
    service().delete(`${MESHES}/${MESH_ID}`).reply(200, mesh('Deleting'));
    service().get(`${MESHES}/${MESH_ID}`).reply(200, mesh('Deleting'));
    service().get(`${MESHES}/${MESH_ID}`).reply(404, { errorCode: 'ASM.01404001', errorMsg: 'Resource not found.' });
    service().get(MESHES).reply(200, { items: [] });
    await driver.delete(kept);
  });

  it('GET workshops and GET meshes, as data sources', async () => {
    service()
      .get(WORKSHOPS)
      .reply(200, { items: [{ workshop: workshop() }] });
    expect(await data('asm_workshops', { mesh_id: MESH_ID })).toMatchObject({
      workshops: [
        {
          metadata: { name: 'bookinfo', uid: UID },
          spec: { primary_cluster: 'a-cluster', ingress: { elb_id: 'an-elb', port: 8080 } },
          status: { update_time: '2025-06-01T00:00:01Z' },
        },
      ],
    });
    service()
      .get(MESHES)
      .reply(200, { items: [mesh('Running')] });
    expect(await data('asm_meshes', {})).toMatchObject({
      meshes: [{ metadata: { name: 'mesh-one' }, spec: { version: '1.18.7-r1' }, status: { phase: 'Running' } }],
    });
  });

  it('cover the description, except for POST auth/tokens in credentials.test.ts', () => {
    const description = new Description(new URL('../../../../src/providers/asm/', import.meta.url).href);
    expect([...description.operations()].map(({ method, path }) => `${method} ${path}`).sort()).toEqual([
      'DELETE /v1/{project_id}/meshes/{mesh_id}',
      'DELETE /v2/meshes/{mesh_id}/workshops/{workshop}',
      'GET /v1/{project_id}/meshes',
      'GET /v1/{project_id}/meshes/{mesh_id}',
      'GET /v2/meshes/{mesh_id}/workshops',
      'POST /v1/{project_id}/meshes',
      'POST /v2/meshes/{mesh_id}/workshops',
      'POST /v3/auth/tokens',
    ]);
  });
});
