import { describe, expect, it } from 'vitest';
import { hasErrors, type Diagnostic, type JsonObject } from '../../../../src/model/index.js';
import { conductorProvider } from '../../../../src/providers/conductor/index.js';
import { identityOf, tenantUsers, users } from '../../../../src/sandbox/conductor/entries.js';
import { configValue, quiet } from '../../../conformance/provider-driver.js';
import { wordsOf } from '../acloud/cloud.js';
import { inManager, type Manager } from './manager.js';

const PASSWORD = 'planted-password-1';

/** What a provider says when it tries to make a site. */
async function whyNoSite(manager: Manager, site: JsonObject = {}): Promise<readonly Diagnostic[]> {
  const driver = manager.of('conductor_site');
  const config = driver.config({ name: 'here', ...site });
  const refused = await driver.validate(config);
  if (hasErrors(refused)) return refused;
  return (await driver.attempt(await driver.plan(config))).diagnostics;
}

/** Lets the user the provider works as do only what a viewer may. */
function becomeViewer({ sandbox: { store } }: Manager): void {
  users(store).put({ ...users(store).get('admin')!, role: 'default' });
  const identity = identityOf('default_tenant', 'admin');
  tenantUsers(store).put({ identity, tenant_name: 'default_tenant', member: 'admin', role: 'viewer' });
}

describe('diagnostics', () => {
  it('for wrong credentials say that they are wrong, and where they are set', () =>
    inManager(
      async (manager) => {
        const words = wordsOf(await whyNoSite(manager));
        expect(words).toMatch(/not-authenticated: .*status 401/);
        expect(words).toContain('User Unauthorized');
        expect(words).toContain('Check the credentials');
        expect(words).not.toContain(PASSWORD);
      },
      { config: { password: PASSWORD } },
    ));

  it('for an invalid token say so', () =>
    inManager(async (manager) => expect(wordsOf(await whyNoSite(manager))).toContain('not-authenticated'), {
      config: { token: 'planted-token-1' },
    }));

  it('for a missing tenant name it', () =>
    inManager(async (manager) => {
      const words = wordsOf(await whyNoSite(manager, { tenant: 'nowhere' }));
      expect(words).toContain('not-allowed');
      expect(words).toContain('invalid tenant name: nowhere');
    }));

  it('for a value that is too long name the attribute, before any request', () =>
    inManager(async (manager) => {
      const said = await whyNoSite(manager, { name: 'a'.repeat(257) });
      expect(said).toEqual([expect.objectContaining({ code: 'invalid-value', path: ['name'] })]);
      expect(wordsOf(said)).toContain('256');
      expect(manager.asked()).toEqual([]);
    }));

  it('for a missing permission name it and the tenant', () =>
    inManager(async (manager) => {
      becomeViewer(manager);
      const words = wordsOf(await whyNoSite(manager));
      expect(words).toContain('not-allowed');
      expect(words).toContain('site_create in the tenant default_tenant');
    }));
});

describe('the configuration of the provider', () => {
  const check = async (config: JsonObject, environment: Readonly<Record<string, string>> = {}): Promise<string> => {
    const provider = conductorProvider({ environment });
    const value = configValue(provider.schemas.provider().block, config);
    return wordsOf((await provider.validateConfig(value)).diagnostics);
  };
  const login = { username: 'admin', password: PASSWORD };

  it.each<[string, JsonObject, string]>([
    ['no endpoint', login, 'The provider has no endpoint'],
    ['an endpoint that is not an address', { ...login, endpoint: 'manager' }, 'wrong-endpoint'],
    ['credentials over plain http', { ...login, endpoint: 'http://manager.example.org' }, 'insecure = true'],
    ['missing credentials', { endpoint: 'https://m.example.org' }, 'neither a token nor a user'],
    ['no password', { endpoint: 'https://m.example.org', username: 'admin' }, 'no password'],
    ['no user', { endpoint: 'https://m.example.org', password: PASSWORD }, 'no username'],
    ['a timeout of zero', { ...login, endpoint: 'https://m.example.org', timeout_seconds: 0 }, 'timeout_seconds'],
  ])('is rejected for %s', async (_, config, words) => {
    const said = await check(config);
    expect(said).toContain(words);
    expect(said).not.toContain(PASSWORD);
  });

  it.each<[string, JsonObject]>([
    ['a user and password', { ...login, endpoint: 'https://m.example.org' }],
    ['a token', { token: 't', endpoint: 'https://m.example.org/api/v3.1/' }],
    ['plain http on request', { ...login, endpoint: 'http://m.example.org', insecure: true }],
    ['plain http on this machine', { ...login, endpoint: 'http://127.0.0.1:8080' }],
  ])('is accepted with %s', async (_, config) => expect(await check(config)).toBe(''));

  it('can also come from the environment, attribute by attribute', () =>
    inManager(async ({ provider, sandbox }) => {
      const variables = Object.values(provider.schemas.provider().block.attributes);
      expect(variables.length).toBeGreaterThan(10);
      expect(
        await check(
          {},
          {
            CONDUCTOR_ENDPOINT: 'http://manager.example.org',
            CONDUCTOR_TOKEN: 't',
            CONDUCTOR_TENANT: 'acme',
            CONDUCTOR_INSECURE: 'true',
            CONDUCTOR_TIMEOUT_SECONDS: '5',
            CONDUCTOR_RETRIES: '0',
            CONDUCTOR_CONCURRENCY: '2',
            CONDUCTOR_REQUESTS_PER_SECOND: '3',
          },
        ),
      ).toBe('');
      expect(Object.keys(sandbox.environment)).toContain('CONDUCTOR_ENDPOINT');
    }));
});

describe('a token', () => {
  it('authenticates the provider as the user it was created for', () =>
    inManager(async (manager) => {
      const { json } = await manager.data('conductor_token', {});
      const { environment } = manager.sandbox;
      const provider = conductorProvider({ environment: { CONDUCTOR_ENDPOINT: environment['CONDUCTOR_ENDPOINT'] } });
      const config = configValue(provider.schemas.provider().block, { token: json['value']! });
      expect((await provider.configure({ config, planning: false, directory: '.' })).diagnostics).toEqual([]);
      const { block } = provider.schemas.dataSource('conductor_users')!;
      const context = quiet();
      const read = await provider.readData({ type: 'conductor_users', config: configValue(block, {}), context });
      expect(read.diagnostics).toEqual([]);
      expect(provider.schemas.dataSource('conductor_token')!.block.attributes['value']?.sensitive).toBe(true);
    }));
});
