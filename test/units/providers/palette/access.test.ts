import { describe, expect, it } from 'vitest';
import { hasErrors, stringifyJson, valueToJson, impliedType, type JsonObject } from '../../../../src/model/index.js';
import { paletteProvider } from '../../../../src/providers/palette/index.js';
import type { Fetch } from '../../../../src/providers/rest/http/client.js';
import { configValue, Driver, quiet } from '../../../conformance/provider-driver.js';
import { TestClock } from '../rest/clock.js';
import {
  ACCOUNT,
  OTHER_PROJECT,
  PROFILE,
  PROJECT,
  configured,
  freshSandbox,
  inCloud,
  stateOf,
  wordsOf,
} from './cloud.js';

const PROFILE_TYPE = 'palette_cluster_profile';
const LOGIN = { email: 'janedoe@thefirm.com', password: 'password1234' };

/** The web's fetch, remembering the headers of what was sent. */
function watched(): { readonly fetch: Fetch; readonly sent: { url: string; headers: Record<string, string> }[] } {
  const sent: { url: string; headers: Record<string, string> }[] = [];
  const fetch: Fetch = (url, init) => {
    sent.push({ url: url.pathname, headers: init.headers });
    return globalThis.fetch(url, init);
  };
  return { fetch, sent };
}

/** A provider that logs in, in front of a fresh sandbox. */
async function loggedIn(
  test: (of: (type: string) => Driver, clock: TestClock, sent: ReturnType<typeof watched>['sent']) => Promise<void>,
  config: JsonObject = LOGIN,
): Promise<void> {
  const clock = new TestClock();
  const sandbox = await freshSandbox(0, clock);
  const { SPECTROCLOUD_APIKEY: _key, ...environment } = sandbox.environment;
  const { fetch, sent } = watched();
  const provider = await configured(environment, clock, config, { fetch });
  try {
    await test((type) => new Driver(provider, type), clock, sent);
  } finally {
    await provider.close();
  }
}

describe('a login with e-mail address and password', () => {
  it('happens once for all concurrent requests that need a token', () =>
    loggedIn(async (of, _clock, sent) => {
      const driver = of('palette_cloud_account_vsphere');
      await Promise.all([1, 2, 3, 4].map((n) => driver.create({ ...ACCOUNT, name: `account ${n}` })));
      expect(sent.filter(({ url }) => url === '/v1/auth/authenticate')).toHaveLength(1);
    }));

  it('sends the token alone, without the word Bearer', () =>
    loggedIn(async (of, _clock, sent) => {
      await of(PROFILE_TYPE).create(PROFILE);
      const tokens = new Set(sent.flatMap(({ headers }) => headers['authorization'] ?? []));
      expect(tokens.size).toBe(1);
      expect([...tokens][0]).toMatch(/^[0-9a-f]{48}$/);
    }));

  it('is refreshed before its 15 minutes end, and repeated after they end', () =>
    loggedIn(async (of, clock, sent) => {
      const driver = of(PROFILE_TYPE);
      const kept = await driver.create(PROFILE);
      const logins = (): string[] => sent.flatMap(({ url }) => /^\/v1\/auth\/(\w+)/.exec(url)?.[1] ?? []);
      clock.advance(14.8 * 60_000);
      await driver.read(kept);
      expect(logins()).toEqual(['authenticate', 'refresh']);
      clock.advance(20 * 60_000);
      await driver.read(kept);
      expect(logins()).toEqual(['authenticate', 'refresh', 'authenticate']);
    }));

  it('leaves neither password nor token in state', () =>
    loggedIn(async (of, _clock, sent) => {
      const driver = of(PROFILE_TYPE);
      const { state } = await driver.create(PROFILE);
      const text = stringifyJson(valueToJson(state, impliedType(driver.schema.block)) ?? null);
      const token = sent.at(-1)!.headers['authorization']!;
      expect([text.includes(token), text.includes(LOGIN.password)]).toEqual([false, false]);
    }));

  it('that is refused is reported as such, without the password', () =>
    loggedIn(
      async (of) => {
        const driver = of(PROFILE_TYPE);
        const made = await driver.attempt(await driver.plan(driver.config(PROFILE)));
        expect(made.diagnostics.map(({ code }) => code)).toEqual(['not-authenticated']);
        expect(wordsOf(made.diagnostics)).toContain('InvalidCredentials');
        expect(wordsOf(made.diagnostics)).not.toContain('planted-wrong-password');
      },
      { ...LOGIN, password: 'planted-wrong-password' },
    ));
});

describe('an API key', () => {
  it('is sent in the header ApiKey', async () => {
    const sandbox = await freshSandbox();
    const { fetch, sent } = watched();
    const provider = await configured(sandbox.environment, new TestClock(), {}, { fetch });
    await new Driver(provider, PROFILE_TYPE).create(PROFILE);
    expect(sent.every(({ headers }) => headers['ApiKey'] === 'sandbox-token')).toBe(true);
    await provider.close();
  });

  it('is returned only by its create, and authenticates any client', () =>
    inCloud(async (cloud) => {
      const driver = cloud.of('palette_api_key');
      const kept = await driver.create({ name: 'automation' });
      const key = stateOf(kept)['api_key'] as string;
      expect(key).toMatch(/^[0-9a-f]{48}$/);
      expect(stateOf(await driver.read(kept))).toEqual(stateOf(kept));
      const other = await configured(cloud.sandbox.environment, cloud.clock, { api_key: key });
      await new Driver(other, PROFILE_TYPE).create(PROFILE);
      await other.close();
      const { objects } = await cloud.provider.import({
        type: 'palette_api_key',
        id: stateOf(kept)['uid'] as string,
        context: quiet(),
      });
      expect(stateOf({ state: objects[0]!.state })).toMatchObject({ name: 'automation', api_key: null });
    }));

  it('whose create response was lost is deleted and created again, because its value is lost', () =>
    inCloud(async (cloud) => {
      cloud.sandbox.faults.configure({ script: [{ fault: 'dropAfter', operations: ['createApiKey'], times: 2 }] });
      const kept = await cloud.of('palette_api_key').create({ name: 'automation' });
      expect(stateOf(kept)['api_key']).toMatch(/^[0-9a-f]{48}$/);
      expect(cloud.held('apiKeys')).toHaveLength(1);
      expect(cloud.asked().filter((operation) => operation === 'deleteApiKey')).toHaveLength(2);
    }));

  it('is required unless there is a login', async () => {
    const provider = paletteProvider({ environment: {} });
    const { block } = provider.schemas.provider();
    const check = async (json: JsonObject): Promise<string> =>
      wordsOf((await provider.validateConfig(configValue(block, json))).diagnostics);
    expect(await check({})).toContain('SPECTROCLOUD_APIKEY');
    expect(await check({ email: 'a@example.com' })).toContain('Set password');
    expect(await check(LOGIN)).toBe('');
    expect(await check({ api_key: 'k', api: 'tomorrow' })).toContain('api');
    expect(await check({ api_key: 'k', host: 'http://palette.example.com' })).toContain('wrong-endpoint');
    expect(await check({ api_key: 'k', host: 'palette.example.com' })).toBe('');
  });
});

describe('the scope', () => {
  it('belongs to a request: two projects in one run never mix', () =>
    inCloud(async (cloud) => {
      const driver = cloud.of(PROFILE_TYPE);
      const [mine, theirs, tenants] = await Promise.all([
        driver.create(PROFILE),
        driver.create({ ...PROFILE, project_uid: OTHER_PROJECT }),
        driver.create({ ...PROFILE, context: 'tenant' }),
      ]);
      const scopes = Object.fromEntries(cloud.held('clusterProfiles').map(({ identity, scope }) => [identity, scope]));
      expect([mine, theirs, tenants].map((kept) => scopes[stateOf(kept)['uid'] as string])).toEqual([
        PROJECT,
        OTHER_PROJECT,
        '',
      ]);
      expect([mine, theirs, tenants].map((kept) => stateOf(kept)['project_uid'])).toEqual([
        PROJECT,
        OTHER_PROJECT,
        null,
      ]);
      cloud.clock.advance(60_000);
      const read = await Promise.all([mine, theirs, tenants].map((kept) => driver.read(kept)));
      expect(read.map(stateOf)).toEqual([mine, theirs, tenants].map(stateOf));
      const uid = stateOf(theirs)['uid']!;
      expect((await cloud.data(PROFILE_TYPE, { uid, project_uid: OTHER_PROJECT })).json).toMatchObject({ uid });
      expect(wordsOf((await cloud.data(PROFILE_TYPE, { uid })).diagnostics)).toContain('not-found');
    }));

  it('that is not accessible is an error, and its objects are not considered deleted', () =>
    inCloud(async (cloud) => {
      const driver = cloud.of(PROFILE_TYPE);
      const kept = await driver.create(PROFILE);
      await cloud.sandbox.drift({ action: 'delete', system: 'palette', collection: 'projects', identity: PROJECT });
      cloud.clock.advance(60_000);
      const answer = await cloud.provider.read({ type: PROFILE_TYPE, state: kept.state, context: quiet() });
      expect(hasErrors(answer.diagnostics)).toBe(true);
      expect(answer.state).toBe(kept.state);
    }));
});

describe('a missing object', () => {
  it('is recognized by 404, and by the code ResourceNotFound with any status', () =>
    inCloud(async (cloud) => {
      const driver = cloud.of(PROFILE_TYPE);
      const kept = await driver.create(PROFILE);
      const gone = { code: 'ResourceNotFound', message: 'not there', ref: '', details: {} };
      const fetch: Fetch = (url, init) =>
        url.pathname.includes(stateOf(kept)['uid'] as string)
          ? Promise.resolve(new Response(JSON.stringify(gone), { status: 500 }))
          : globalThis.fetch(url, init);
      const provider = await configured(cloud.sandbox.environment, cloud.clock, {}, { fetch });
      expect((await new Driver(provider, PROFILE_TYPE).read(kept)).state).toBeNull();
      await provider.close();
    }));
});

describe('errors', () => {
  it('are shown with their code, message and details', () =>
    inCloud(async (cloud) => {
      const driver = cloud.of(PROFILE_TYPE);
      await driver.create(PROFILE);
      const made = await driver.attempt(await driver.plan(driver.config(PROFILE)));
      expect(wordsOf(made.diagnostics)).toContain(
        'It says: The cluster profile cluster-profile-1 1.0.0 already exists. (DuplicateClusterProfile)',
      );
    }));
});

describe('rate limits of 10 and 50 requests per second', () => {
  it('are respected from the start, and no request is rejected', () =>
    inCloud(
      async (cloud) => {
        await cloud.sandbox.control('rateLimit', { enabled: true });
        const driver = cloud.of('palette_api_key');
        const started = cloud.clock.now();
        const kept = await Promise.all(Array.from({ length: 40 }, (_, n) => driver.create({ name: `key ${n}` })));
        expect(kept).toHaveLength(40);
        expect(cloud.held('apiKeys')).toHaveLength(40);
        expect(cloud.sandbox.requests.records.filter(({ status }) => status === 429)).toEqual([]);
        // 80 requests and more, ten of them at once.
        expect(cloud.clock.now() - started).toBeGreaterThan(6_000);
      },
      // One after another, so that none is running when time passes.
      { config: { concurrency: 1 } },
    ));

  it('depend on the path: profiles allow five times as many requests', () =>
    inCloud(async (cloud) => {
      const driver = cloud.of(PROFILE_TYPE);
      const kept = await driver.create(PROFILE);
      const started = cloud.clock.now();
      for (let round = 0; round < 45; round++) {
        cloud.clock.advance(1);
        await cloud.provider.import({
          type: PROFILE_TYPE,
          id: `${stateOf(kept)['uid'] as string}:project`,
          context: quiet(),
        });
      }
      expect(cloud.clock.now() - started).toBeLessThan(2_000);
    }));

  it('that are exceeded nevertheless cause a wait', () =>
    inCloud(async (cloud) => {
      cloud.sandbox.faults.configure({ script: [{ fault: 'throttle', operations: ['createApiKey'], times: 3 }] });
      const kept = await cloud.of('palette_api_key').create({ name: 'patient' });
      expect(stateOf(kept)).toMatchObject({ name: 'patient' });
      expect(cloud.held('apiKeys')).toHaveLength(1);
    }));
});

describe('lists', () => {
  it('are read page by page with the token `continue` to their end', () =>
    inCloud(async (cloud) => {
      for (let n = 0; n < 120; n++) {
        const values = { scope: PROJECT, name: `account ${n}` };
        await cloud.sandbox.drift({ action: 'add', system: 'palette', collection: 'cloudAccounts', values });
      }
      const { json, diagnostics } = await cloud.data('palette_cloud_account', { name: 'account 119' });
      expect(wordsOf(diagnostics)).toBe('');
      expect(json).toMatchObject({ name: 'account 119' });
      expect(cloud.asked()).toEqual(['listVsphereAccounts', 'listVsphereAccounts', 'listVsphereAccounts']);
    }));

  it('that are searches by POST only read, and are retried like a GET', () =>
    inCloud(async (cloud) => {
      const before = JSON.stringify(cloud.sandbox.store.snapshot());
      cloud.sandbox.faults.configure({ script: [{ fault: 'dropAfter', operations: ['searchClusters'], times: 2 }] });
      const { diagnostics } = await cloud.data('palette_cluster', { name: 'nobody' });
      expect(wordsOf(diagnostics)).toContain('There is no cluster with name "nobody"');
      expect(cloud.asked()).toEqual(['searchClusters', 'searchClusters', 'searchClusters']);
      expect(JSON.stringify(cloud.sandbox.store.snapshot())).toBe(before);
    }));
});

describe('the environment', () => {
  it('sets host, key, project, trace and the number of retries', async () => {
    const sandbox = await freshSandbox();
    const lines: string[] = [];
    sandbox.faults.configure({ script: [{ fault: 'error', operations: ['getClusterProfile'], times: 99 }] });
    const provider = await configured(
      { ...sandbox.environment, SPECTROCLOUD_TRACE: 'true', SPECTROCLOUD_RETRY_ATTEMPTS: '2' },
      new TestClock(),
      {},
      { trace: (line) => void lines.push(line) },
    );
    const answer = await provider.import({ type: PROFILE_TYPE, id: 'planted:project', context: quiet() });
    expect(wordsOf(answer.diagnostics)).toContain('service-failed');
    const asked = sandbox.requests.records.filter(({ operationId }) => operationId === 'getClusterProfile');
    expect(asked).toHaveLength(3);
    expect(lines).toEqual([expect.stringMatching(/^palette: GET \/v1\/clusterprofiles\/planted failed \d+ ms$/)]);
    expect(lines.join()).not.toContain('sandbox-token');
    await provider.close();
  });
});

describe('actions', () => {
  it.each<[string, JsonObject, string]>([
    ['palette_auth_token', { ...LOGIN }, 'Logged in as "janedoe@thefirm.com"'],
    ['palette_profile_publish', { uid: 'there' }, 'Published the cluster profile "there"'],
  ])('%s has its documented effect', (type, json, summary) =>
    inCloud(async (cloud) => {
      await cloud.sandbox.drift({
        action: 'add',
        system: 'palette',
        collection: 'clusterProfiles',
        values: { identity: 'there', scope: PROJECT, name: 'there' },
      });
      const config = configValue(cloud.provider.schemas.action(type)!.block, json);
      const { actions } = cloud.provider.abilities;
      expect((await actions!.plan({ type, config })).diagnostics).toEqual([]);
      const done = await actions!.invoke({ type, config, requestKey: 'k', context: quiet() });
      expect([wordsOf(done.diagnostics), done.summary]).toEqual(['', summary]);
    }),
  );

  it('palette_auth_token reports a wrong password without showing it', () =>
    inCloud(async (cloud) => {
      const type = 'palette_auth_token';
      const json = { ...LOGIN, password: 'planted-wrong-password' };
      const config = configValue(cloud.provider.schemas.action(type)!.block, json);
      const done = await cloud.provider.abilities.actions!.invoke({ type, config, requestKey: 'k', context: quiet() });
      expect(wordsOf(done.diagnostics)).toContain('not-authenticated');
      expect(wordsOf(done.diagnostics)).not.toContain('planted-wrong-password');
    }));
});
