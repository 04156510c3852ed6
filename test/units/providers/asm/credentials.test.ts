import nock from 'nock';
import { afterEach, describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../../src/model/index.js';
import { asmDefinition, asmProvider } from '../../../../src/providers/asm/index.js';
import { configValue, quiet } from '../../../conformance/provider-driver.js';
import { clock, configured, inService, wordsOf, type Service } from './meshes.js';

const DAY = 24 * 60 * 60 * 1000;
const PASSWORD = { HW_USER_NAME: 'me', HW_USER_PASSWORD: 'planted-password-1', HW_DOMAIN_NAME: 'acme' };

const read = async (service: Service): Promise<string> => wordsOf((await service.data('asm_meshes', {})).diagnostics);

describe('requests are authenticated', () => {
  it.each(['key', 'password', 'token'] as const)('with a %s', (way) =>
    inService(async (service) => expect(await read(service)).toBe(''), { way }),
  );

  it('with a temporary key, whose token is signed too', () =>
    inService(async (service) => expect(await read(service)).toBe(''), {
      environment: { HW_SECURITY_TOKEN: 'temporary' },
    }));

  it('with a token in preference to a key, and a key in preference to a password', () =>
    inService(
      async (service) => {
        expect(await read(service)).toBe('');
        expect(service.asked()).toEqual(['listMeshes']);
      },
      { environment: PASSWORD },
    ));
});

describe('a login', () => {
  it('happens once, and again before its token expires after a day', () =>
    inService(
      async (service) => {
        await read(service);
        clock.advance(DAY - 10 * 60_000);
        await read(service);
        expect(service.asked()).toEqual(['createToken', 'listMeshes', 'listMeshes']);
        clock.advance(10 * 60_000 - 1000);
        await read(service);
        expect(service.asked()).toEqual(['createToken', 'listMeshes']);
      },
      { way: 'password' },
    ));

  it('happens again when the service no longer accepts its token', () =>
    inService(
      async (service) => {
        await read(service);
        await service.sandbox.reset();
        expect(await read(service)).toBe('');
      },
      { way: 'password' },
    ));

  it('with a wrong password is reported as such, without the password', () =>
    inService(
      async (service) => {
        const words = await read(service);
        expect(words).toMatch(/^not-authenticated: .*The username or password is wrong/);
        expect(words).not.toContain('planted');
      },
      { way: 'password', environment: { HW_USER_PASSWORD: 'planted-password-1' } },
    ));
});

describe('a signature', () => {
  it('with a wrong secret is refused, and does not reveal the secret', () =>
    inService(
      async (service) => {
        const words = await read(service);
        expect(words).toMatch(/^not-authenticated: .*verify aksk signature fail/);
        expect(words).not.toContain('planted');
      },
      { environment: { HW_SECRET_KEY: 'planted-secret-1' } },
    ));

  it('covers paths with encoded letters', () =>
    inService(async (service) => {
      const { diagnostics } = await service.data('asm_workshops', { mesh_id: 'a mesh (größe)/1' });
      expect(wordsOf(diagnostics)).toMatch(/^not-found: /);
    }));
});

describe('a login at a regional address', () => {
  afterEach(() => {
    nock.cleanAll();
    nock.enableNetConnect();
  });

  const granted = { token: { expires_at: '2030-01-01T00:00:00.000000Z', issued_at: '2025-01-01T00:00:00.000000Z' } };

  it.each<[string, Record<string, string>, Record<string, string>]>([
    ['project_id', { HW_PROJECT_ID: 'p' }, { id: 'p' }],
    ['project_name', { HW_PROJECT_NAME: 'eu-west-101_team' }, { name: 'eu-west-101_team' }],
    ['the region', {}, { name: 'eu-west-101' }],
  ])('is for the project of %s', async (_, scope, project) => {
    nock.disableNetConnect();
    const login = nock('https://iam.eu-west-101.myhuaweicloud.com')
      .post('/v3/auth/tokens', {
        auth: {
          identity: {
            methods: ['password'],
            password: { user: { name: 'me', password: 'planted-password-1', domain: { name: 'acme' } } },
          },
          scope: { project },
        },
      })
      .matchHeader('content-type', 'application/json')
      .reply(201, granted, { 'X-Subject-Token': 'got-token' });
    const list = nock('https://asm.eu-west-101.myhuaweicloud.com', { reqheaders: { 'x-auth-token': 'got-token' } })
      .get('/v1/mine/meshes')
      .reply(200, { items: [] });
    const provider = await configured({ HW_REGION_NAME: 'eu-west-101', ...PASSWORD, ...scope });
    const config = configValue(provider.schemas.dataSource('asm_meshes')!.block, { project_id: 'mine' });
    const { diagnostics } = await provider.readData({ type: 'asm_meshes', config, context: quiet() });
    expect([wordsOf(diagnostics), login.isDone(), list.isDone()]).toEqual(['', true, true]);
  });
});

describe('a configuration', () => {
  const provider = asmProvider({ environment: {} });
  const words = async (config: JsonObject): Promise<string> =>
    wordsOf((await provider.validateConfig(configValue(provider.schemas.provider().block, config))).diagnostics);
  const key = { access_key: 'AK', secret_key: 'planted-secret-1' };

  it.each<[string, JsonObject, RegExp]>([
    ['nothing', {}, /region[^]*no credentials/],
    ['a key without its secret', { region: 'r', access_key: 'AK' }, /HW_SECRET_KEY/],
    ['a user without a password', { region: 'r', user_name: 'me', domain_name: 'd' }, /HW_USER_PASSWORD/],
    ['a user without an account', { region: 'r', user_name: 'me', password: 'planted' }, /HW_DOMAIN_NAME/],
    ['no region and no endpoint', key, /HW_REGION_NAME/],
    ['an unencrypted endpoint', { ...key, endpoint: 'http://asm.test' }, /wrong-endpoint: .*endpoint/],
    [
      'an unencrypted login',
      { region: 'r', user_name: 'me', password: 'planted', domain_name: 'd', auth_url: 'http://iam.test' },
      /wrong-endpoint: .*auth_url/,
    ],
    ['a negative number of retries', { region: 'r', ...key, retries: -1 }, /retries/],
  ])('of %s is rejected with a remedy', async (_, config, said) => {
    expect(await words(config)).toMatch(said);
    expect(await words(config)).not.toContain('planted');
  });

  it.each<[string, JsonObject]>([
    ['a region and a key', { region: 'r', ...key }],
    ['an endpoint and a token', { endpoint: 'https://asm.test', token: 't' }],
    [
      'addresses, a user and a project',
      {
        endpoint: 'https://a.test',
        auth_url: 'https://i.test/v3',
        user_name: 'u',
        password: 'p',
        domain_name: 'd',
        project_id: 'p',
      },
    ],
    ['an unencrypted address, if that is intended', { endpoint: 'http://asm.test', token: 't', insecure: true }],
  ])('of %s is sufficient', async (_, config) => {
    expect(await words(config)).toBe('');
  });

  it("may come from the environment variables of the vendor's clients", () => {
    const { attributes } = asmDefinition('1.2.3', () => 0).configuration;
    expect(Object.values(attributes).map(({ environment }) => environment)).toEqual(
      expect.arrayContaining([
        'HW_REGION_NAME',
        'HW_ACCESS_KEY',
        'HW_SECRET_KEY',
        'HW_SECURITY_TOKEN',
        'HW_AUTH_TOKEN',
        'HW_USER_NAME',
        'HW_USER_PASSWORD',
        'HW_DOMAIN_NAME',
        'HW_PROJECT_ID',
        'HW_PROJECT_NAME',
        'HW_AUTH_URL',
        'HW_INSECURE',
        'HW_MAX_RETRIES',
      ]),
    );
  });

  it('with HW_INSECURE may name an unencrypted address', async () => {
    const environment = { HW_INSECURE: 'true', HW_ASM_ENDPOINT: 'http://asm.test', HW_AUTH_TOKEN: 't' };
    const { diagnostics } = await asmProvider({ environment }).validateConfig(null);
    expect(diagnostics).toEqual([]);
  });

  it('retries as often as HW_MAX_RETRIES allows', () =>
    inService(
      async (service) => {
        service.sandbox.faults.configure({ script: [{ fault: 'error', operations: ['listMeshes'], times: 99 }] });
        expect(await read(service)).toMatch(/^service-failed: /);
        expect(service.asked()).toHaveLength(3);
      },
      { environment: { HW_MAX_RETRIES: '2' } },
    ));
});
