import nock from 'nock';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { hasErrors, type JsonObject } from '../../../../src/model/index.js';
import type { Provider } from '../../../../src/providers/index.js';
import { Description } from '../../../../src/providers/rest/description/description.js';
import { configValue, Driver, quiet } from '../../../conformance/provider-driver.js';
import { keeping } from '../../../../src/providers/rest/object/kept.js';
import { TestClock } from '../rest/clock.js';
import { configured, jsonOf, stateOf, wordsOf } from './cloud.js';

const HOST = 'https://acloud.test';
const TOKEN = 'pat-4711-planted';
const ACCOUNTS = '/api/v1/orgs/acme/cloud-accounts';
const OWNER = '11111111-1111-4111-8111-111111111111';
const OWN = '22222222-2222-4222-8222-222222222222';

const PROFILE = {
  cloudProvider: 'aws',
  cloudProviderRegionResponses: [{}],
  cloudProviderResponse: {},
  displayName: 'Amazon Web Services',
  enabled: true,
  identity: 'aws-profile',
  metadata: {},
  public: true,
  regions: ['eu-west-1'],
  type: 'aws',
};

/** As the document shapes it, member by member. */
const account = (values: JsonObject = {}): JsonObject => ({
  cloudProfile: PROFILE,
  displayName: 'prod',
  enabled: true,
  identity: OWNER,
  metadata: { a: '1' },
  primaryCloudCredentialsIdentity: OWN,
  ...values,
});

const credentials = (values: JsonObject = {}): JsonObject => ({
  cloudAccountIdentity: OWNER,
  cloudType: 'aws',
  createdAt: '2026-01-01T00:00:00Z',
  displayName: 'key',
  identity: OWN,
  isPrimary: true,
  metadata: {},
  ...values,
});

const page = (content: readonly JsonObject[], values: JsonObject = {}): JsonObject => ({
  content,
  empty: content.length === 0,
  first: true,
  last: true,
  number: 0,
  numberOfElements: content.length,
  pageable: {
    offset: 0,
    pageNumber: 0,
    pageSize: 50,
    paged: true,
    sort: { empty: true, sorted: false, unsorted: true },
    unpaged: false,
  },
  size: 50,
  sort: { empty: true, sorted: false, unsorted: true },
  totalElements: content.length,
  totalPages: 1,
  ...values,
});

const ENVIRONMENT = {
  ACLOUD_API_ENDPOINT: HOST,
  ACLOUD_PERSONAL_ACCESS_TOKEN: TOKEN,
  ACLOUD_ORGANISATION: 'acme',
};

let provider: Provider;
let clock: TestClock;
const of = (type: string): Driver => new Driver(provider, `acloud_${type}`);
const service = (): nock.Scope =>
  nock(HOST, { reqheaders: { authorization: `Token ${TOKEN}`, accept: 'application/json' } });

async function data(type: string, config: JsonObject): Promise<{ json: JsonObject; words: string }> {
  const block = provider.schemas.dataSource(`acloud_${type}`)!.block;
  const answer = await provider.readData({
    type: `acloud_${type}`,
    config: configValue(block, config),
    context: quiet(),
  });
  return { json: answer.state === null ? {} : jsonOf(answer.state), words: wordsOf(answer.diagnostics) };
}

beforeEach(async () => {
  nock.disableNetConnect();
  clock = new TestClock();
  provider = await configured(ENVIRONMENT, clock, { retries: 2 });
});

afterEach(() => {
  const pending = nock.pendingMocks();
  nock.cleanAll();
  nock.enableNetConnect();
  if (pending.length > 0) throw new Error(`never asked for: ${pending.join(', ')}`);
});

describe('the endpoints, as documented', () => {
  it('POST cloud-accounts, which returns 200', async () => {
    service().get(ACCOUNTS).query({ page: '0', 'display-name': 'prod' }).reply(200, page([]));
    service()
      .post(ACCOUNTS, { cloudProfile: 'aws-profile', displayName: 'prod', metadata: { a: '1' } })
      .matchHeader('content-type', 'application/json')
      .reply(200, account());
    const kept = await of('cloud_account').create({
      display_name: 'prod',
      cloud_profile: 'aws-profile',
      metadata: { a: '1' },
    });
    expect(stateOf(kept)).toMatchObject({ id: OWNER, identity: OWNER, cloud_profile: 'aws-profile', enabled: true });
  });

  it('GET, PATCH and DELETE cloud-accounts/{cloudAccountIdentity}', async () => {
    const driver = of('cloud_account');
    service()
      .get(`${ACCOUNTS}/${OWNER}`)
      .reply(200, account({ displayName: 'prod' }));
    const { objects } = await provider.import({ type: driver.type, id: `acme/${OWNER}`, context: quiet() });
    const config = { display_name: 'production', cloud_profile: 'aws-profile', metadata: { a: '1' } };
    const planned = await driver.plan(driver.config(config), { state: objects[0]!.state });
    service()
      .patch(`${ACCOUNTS}/${OWNER}`, { displayName: 'production' })
      .reply(200, account({ displayName: 'production' }));
    const updated = await driver.apply(planned);
    service().delete(`${ACCOUNTS}/${OWNER}`).reply(204);
    await driver.delete(updated);
    expect(driver.said).toEqual([]);
  });

  it('PATCH with every accepted field: displayName, enabled, primaryCloudCredentials', async () => {
    const driver = of('cloud_account');
    service().get(`${ACCOUNTS}/${OWNER}`).reply(200, account());
    const { objects } = await provider.import({ type: driver.type, id: `acme/${OWNER}`, context: quiet() });
    const config = {
      display_name: 'production',
      cloud_profile: 'aws-profile',
      metadata: { a: '1' },
      enabled: false,
      primary_cloud_credentials_identity: OWN,
    };
    const whole = { displayName: 'production', enabled: false, primaryCloudCredentials: OWN };
    service()
      .patch(`${ACCOUNTS}/${OWNER}`, whole)
      .reply(200, account({ displayName: 'production', enabled: false }));
    const updated = await driver.apply(await driver.plan(driver.config(config), { state: objects[0]!.state }));
    expect(stateOf(updated)).toMatchObject(config);
  });

  it('GET cloud-accounts with both filters', async () => {
    service()
      .get(ACCOUNTS)
      .query({ page: '0', 'display-name': 'pro', 'cloud-provider-slug': 'aws' })
      .reply(200, page([account()]));
    const { json } = await data('cloud_accounts', { display_name: 'pro', cloud_provider_slug: 'aws' });
    expect(json['cloud_accounts']).toEqual([
      expect.objectContaining({ identity: OWNER, display_name: 'prod', primary_cloud_credentials_identity: OWN }),
    ]);
  });

  it('GET cloud-accounts page by page, until last', async () => {
    service()
      .get(ACCOUNTS)
      .query({ page: '0' })
      .reply(200, page([account()], { last: false, totalElements: 2 }));
    service()
      .get(ACCOUNTS)
      .query({ page: '1' })
      .reply(200, page([account({ identity: OWN })], { number: 1, totalElements: 2 }));
    const { json } = await data('cloud_accounts', {});
    expect(json['cloud_accounts']).toHaveLength(2);
  });

  it('GET cloud-accounts/{cloudAccountIdentity}/clusters', async () => {
    const cluster = {
      identity: OWN,
      name: 'shop',
      status: 'hibernating',
      cpu: 9007199254740993n,
      enableNATGateway: true,
    };
    const body = JSON.stringify(page([]), undefined, 1).replace(
      '"content": []',
      `"content": [{"identity": "${OWN}", "name": "shop", "status": "hibernating", "cpu": ${cluster.cpu}, "enableNATGateway": true, "addons": {"x": 1}}]`,
    );
    service()
      .get(`${ACCOUNTS}/${OWNER}/clusters`)
      .query({ page: '0' })
      .reply(200, body.replace('"totalElements": 0', '"totalElements": 1'));
    const { json } = await data('cloud_account_clusters', { cloud_account_identity: OWNER });
    const [found] = json['clusters'] as readonly JsonObject[];
    expect(found).toMatchObject({ name: 'shop', status: 'hibernating', enable_nat_gateway: true, addons: '{"x":1}' });
    expect(found!['cpu']).toMatchObject({ mantissa: 9007199254740993n });
  });

  it('GET cloud-accounts/{cloudAccountIdentity}/credentials', async () => {
    service()
      .get(`${ACCOUNTS}/${OWNER}/credentials`)
      .query({ page: '0' })
      .reply(200, page([credentials()]));
    const { json } = await data('cloud_credentials', { cloud_account_identity: OWNER });
    expect(json['cloud_credentials']).toEqual([
      expect.objectContaining({ identity: OWN, is_primary: true, cloud_type: 'aws' }),
    ]);
  });

  it.each<[string, JsonObject, Record<string, string>]>([
    ['aws', { access_key_id: 'AKIA', access_key_secret: 's3cr' }, { accessKeyId: 'AKIA', accessKeySecret: 's3cr' }],
    [
      'azure',
      { client_id: 'c', client_secret: 's', subscription_id: 'u', tenant_id: 't' },
      { clientId: 'c', clientSecret: 's', subscriptionId: 'u', tenantId: 't' },
    ],
    ['digitalocean', { api_key: 'k' }, { apiKey: 'k' }],
    ['hetzner', { api_token: 't' }, { apiToken: 't' }],
    ['openstack', { credential_id: 'i', credential_secret: 's' }, { credentialId: 'i', credentialSecret: 's' }],
    [
      'vsphere',
      { username: 'u', password: 'p', provision_username: 'x', provision_password: 'y' },
      { username: 'u', password: 'p', provisionUsername: 'x', provisionPassword: 'y' },
    ],
  ])('POST and DELETE credentials/%s', async (kind, parts, sent) => {
    const list = `${ACCOUNTS}/${OWNER}/credentials`;
    service().get(list).query({ page: '0' }).reply(200, page([]));
    const body = { displayName: 'key', metadata: { a: '1' }, credentials: sent };
    service()
      .post(`${list}/${kind}`, body)
      .reply(200, credentials({ cloudType: kind, metadata: { a: '1' } }));
    const driver = of(`cloud_credentials_${kind}`);
    const kept = await driver.create({
      cloud_account_identity: OWNER,
      display_name: 'key',
      metadata: { a: '1' },
      ...parts,
    });
    expect(stateOf(kept)).toMatchObject({ identity: OWN, cloud_type: kind, created_at: '2026-01-01T00:00:00Z' });
    service().delete(`${list}/${OWN}`).reply(204);
    await driver.delete(kept);
  });

  it('POST credentials/dummy, which accepts no body', async () => {
    const list = `${ACCOUNTS}/${OWNER}/credentials`;
    service().get(list).query({ page: '0' }).reply(200, page([]));
    nock(HOST, { badheaders: ['content-type'] })
      .post(`${list}/dummy`, (body) => body === '')
      .reply(200, credentials({ cloudType: 'dummy', displayName: 'dummy' }));
    const kept = await of('cloud_credentials_dummy').create({ cloud_account_identity: OWNER });
    expect(stateOf(kept)).toMatchObject({ display_name: 'dummy', cloud_type: 'dummy' });
  });

  it('POST credentials/{credentialsIdentity}/set-primary', async () => {
    const config = { cloud_account_identity: OWNER, credentials_identity: OWN };
    service().post(`${ACCOUNTS}/${OWNER}/credentials/${OWN}/set-primary`, '').reply(200, account());
    const kept = await of('primary_cloud_credentials').create(config);
    expect(stateOf(kept)).toEqual({ id: OWNER, organisation: 'acme', ...config });
  });

  it('GET cloud-profiles', async () => {
    service()
      .get('/api/v1/orgs/acme/cloud-profiles')
      .query({ page: '0' })
      .reply(200, page([PROFILE]));
    const { json } = await data('cloud_profiles', { display_name: 'Amazon Web Services' });
    expect(json['cloud_profiles']).toEqual([
      expect.objectContaining({ identity: 'aws-profile', regions: ['eu-west-1'] }),
    ]);
  });

  it('are the sixteen of the document and one more', () => {
    const operations = [
      ...new Description(new URL('../../../../src/providers/acloud/', import.meta.url).href).operations(),
    ];
    expect(operations.map(({ id }) => id).sort()).toEqual([
      'createAwsCredentials',
      'createAzureCredentials',
      'createCloudAccount',
      'createDigitalOceanCredentials',
      'createDummyCredentials',
      'createHetznerCredentials',
      'createOpenStackCredentials',
      'createVSphereCredentials',
      'deleteCloudAccount',
      'deleteCloudCredentials',
      'getCloudAccount',
      'listCloudAccountClusters',
      'listCloudAccounts',
      'listCloudCredentials',
      'listCloudProfiles',
      'setPrimaryCloudCredentials',
      'updateCloudAccount',
    ]);
  });
});

describe('a 404', () => {
  const known = (driver: Driver) =>
    driver.config({ organisation: 'acme', cloud_profile: 'aws-profile', display_name: 'prod', identity: OWNER });
  const organisation = (status: number): nock.Scope =>
    service()
      .get(ACCOUNTS)
      .query({ size: '1' })
      .reply(status, status === 200 ? page([]) : { message: 'Not Found' });

  it('of an account means that the account is deleted if its organisation exists', async () => {
    const driver = of('cloud_account');
    service().get(`${ACCOUNTS}/${OWNER}`).reply(404, { message: 'Not Found' });
    organisation(200);
    const kept = keeping({ place: { endpoint: HOST } }).private;
    expect((await driver.read({ state: known(driver), private: kept })).state).toBeNull();
  });

  it('of everything means that the address is wrong, and nothing is dropped from state', async () => {
    const driver = of('cloud_account');
    const state = known(driver);
    service().get(`${ACCOUNTS}/${OWNER}`).reply(404, { message: 'Not Found' });
    organisation(404);
    const answer = await provider.read({ type: driver.type, state, context: quiet() });
    expect(answer).toMatchObject({ state, diagnostics: [{ code: 'wrong-address' }] });
  });

  it('of everything does not count as a completed delete', async () => {
    const driver = of('cloud_account');
    service().delete(`${ACCOUNTS}/${OWNER}`).reply(404, { message: 'Not Found' });
    organisation(404);
    const prior = known(driver);
    const answer = await driver.attempt({ state: null, config: null, prior, replaces: [] });
    expect(answer).toMatchObject({ state: undefined, diagnostics: [{ code: 'wrong-address' }] });
  });
});

describe('responses', () => {
  const read = async (): Promise<string> => {
    const state = { organisation: 'acme', cloud_profile: 'aws-profile', display_name: 'prod', identity: OWNER };
    const driver = of('cloud_account');
    const answer = await provider.read({ type: driver.type, state: driver.config(state), context: quiet() });
    expect(hasErrors(answer.diagnostics)).toBe(true);
    expect(answer.state).not.toBeNull();
    return wordsOf(answer.diagnostics);
  };
  const get = (): nock.Interceptor => service().get(`${ACCOUNTS}/${OWNER}`);

  it('with {message, details[]} are shown with both', async () => {
    get().reply(403, { message: 'No access', details: ['ask the owner', `token ${TOKEN} has no role`] });
    const words = await read();
    expect(words).toContain('No access (ask the owner; token (sensitive value) has no role)');
    expect(words).not.toContain(TOKEN);
  });

  it('with plain text are shown', async () => {
    get().times(3).reply(500, 'database is down', { 'content-type': 'text/plain' });
    expect(await read()).toContain('It says: database is down.');
  });

  it("that are a gateway's HTML page are not quoted", async () => {
    get().times(3).reply(502, '<html><body>Bad gateway</body></html>');
    expect(await read()).not.toContain('<html>');
  });

  it('with status 401 point to the token', async () => {
    get().reply(401, { message: 'Full authentication is required' });
    expect(await read()).toContain('not-authenticated');
  });

  it('that do not match the description are reported by operation and path, without the value, and known values are kept', async () => {
    get().reply(200, account({ enabled: 'very-secret-value' }));
    const driver = of('cloud_account');
    const state = driver.config({
      identity: OWNER,
      display_name: 'prod',
      cloud_profile: 'p',
      organisation: 'acme',
      enabled: true,
    });
    const answer = await provider.read({ type: driver.type, state, context: quiet() });
    const words = wordsOf(answer.diagnostics);
    expect(stateOf({ state: answer.state })).toMatchObject({ enabled: true });
    expect(hasErrors(answer.diagnostics)).toBe(false);
    expect(words).toContain('unexpected-reply');
    expect(words).toContain('getCloudAccount');
    expect(words).toContain('/enabled must be boolean');
    expect(words).not.toContain('very-secret-value');
  });

  it('that are not JSON do not match the description', async () => {
    get().reply(200, 'hello');
    expect(await read()).toContain('unexpected-reply');
  });

  it('may contain null for missing values', async () => {
    get().reply(200, account({ primaryCloudCredentialsIdentity: null, metadata: null }));
    const { objects, diagnostics } = await provider.import({
      type: 'acloud_cloud_account',
      id: `acme/${OWNER}`,
      context: quiet(),
    });
    expect(diagnostics).toEqual([]);
    expect(jsonOf(objects[0]!.state)).toMatchObject({ metadata: null, enabled: true });
  });

  it('may contain `sort` as a list in a page', async () => {
    const sort = [{ property: 'name', direction: 'ASC' }];
    const { pageable } = page([]) as { pageable: JsonObject };
    service()
      .get('/api/v1/orgs/acme/cloud-profiles')
      .query({ page: '0' })
      .reply(200, page([PROFILE], { sort, pageable: { ...pageable, sort } }));
    expect((await data('cloud_profiles', {})).words).toBe('');
  });

  it('to a create that do not match lose nothing: the object is noted and kept', async () => {
    service().get(ACCOUNTS).query({ page: '0', 'display-name': 'prod' }).reply(200, page([]));
    service()
      .post(ACCOUNTS)
      .reply(200, account({ enabled: 'yes' }));
    const driver = of('cloud_account');
    const context = quiet();
    const planned = await driver.plan(driver.config({ display_name: 'prod', cloud_profile: 'aws-profile' }));
    const made = await driver.attempt(planned, undefined, context);
    expect(made.diagnostics.map(({ code }) => code)).toEqual(['unexpected-reply']);
    expect(stateOf({ state: made.state! })).toMatchObject({ identity: OWNER, display_name: 'prod' });
    expect(context.notes).toEqual([{ identity: { organisation: 'acme', identity: OWNER } }]);
  });

  it('to a create without an identity lead to a search in the list', async () => {
    service().get(ACCOUNTS).query({ page: '0', 'display-name': 'prod' }).reply(200, page([]));
    service().post(ACCOUNTS).reply(200, {});
    service()
      .get(ACCOUNTS)
      .query({ page: '0', 'display-name': 'prod' })
      .reply(200, page([account()]));
    const driver = of('cloud_account');
    const planned = await driver.plan(driver.config({ display_name: 'prod', cloud_profile: 'aws-profile' }));
    const made = await driver.attempt(planned);
    expect(stateOf({ state: made.state! })).toMatchObject({ identity: OWNER });
  });

  it('to a refused create may repeat a secret, which is not shown', async () => {
    const list = `${ACCOUNTS}/${OWNER}/credentials`;
    service().get(list).query({ page: '0' }).reply(200, page([]));
    service()
      .post(`${list}/aws`)
      .reply(400, (_, body) => ({ message: `bad: ${JSON.stringify(body)}`, details: ['planted "quoted" secret'] }));
    const driver = of('cloud_credentials_aws');
    const secret = 'planted "quoted" secret';
    const config = { cloud_account_identity: OWNER, access_key_id: 'AKIA', access_key_secret: secret };
    const made = await driver.attempt(await driver.plan(driver.config(config)));
    expect(made.state).toBeNull();
    const words = wordsOf(made.diagnostics);
    expect(words).toContain('(sensitive value)');
    expect(words).toContain('AKIA');
    expect(words).not.toContain('planted');
  });
});
