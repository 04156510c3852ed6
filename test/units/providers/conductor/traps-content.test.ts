import { describe, expect, it } from 'vitest';
import { stringifyJson, type Diagnostic, type JsonObject } from '../../../../src/model/index.js';
import type { InvokeActionResponse } from '../../../../src/providers/requests.js';
import { blueprints } from '../../../../src/sandbox/conductor/blueprint-entries.js';
import { secrets, secretsProviders } from '../../../../src/sandbox/conductor/secret-entries.js';
import { configValue, quiet } from '../../../conformance/provider-driver.js';
import { stateOf, wordsOf } from '../served.js';
import { inManager, type Manager } from './manager.js';

const VALUE = 'planted-secret-8472';
const FILES = 'test/conformance/conductor/files';

async function invoke({ provider }: Manager, type: string, json: JsonObject): Promise<InvokeActionResponse> {
  const config = configValue(provider.schemas.action(type)!.block, json);
  return provider.abilities.actions!.invoke({ type, config, requestKey: 'request-1', context: quiet() });
}

const coded = (diagnostics: readonly Diagnostic[]): readonly string[] => diagnostics.map(({ code }) => code);

describe('trap 3, misspelt paths', () => {
  it('a blueprint is deleted under /api/v3.1, and a secrets provider is read in the plural', () =>
    inManager(async (manager) => {
      const blueprint = manager.of('conductor_blueprint');
      await blueprint.delete(await blueprint.create({ blueprint_id: 'web', archive: `${FILES}/web` }));
      const provider = manager.of('conductor_secrets_provider');
      await provider.read(await provider.create({ name: 'here', type: 'local' }));
      const paths = manager.sandbox.requests.records.map(({ method, path }) => `${method} ${path}`);
      expect(paths).toContain('DELETE /api/v3.1/blueprints/web');
      expect(paths).toContain('GET /api/v3.1/secrets-providers/here');
    }));
});

describe('trap 4, methods confused in the samples', () => {
  it('secrets are imported by POST', () =>
    inManager(async (manager) => {
      const { diagnostics } = await invoke(manager, 'conductor_secrets_import', {
        secrets: [{ key: 'db', value: VALUE }],
      });
      expect(diagnostics).toEqual([]);
      const { method, path } = manager.sandbox.requests.records.at(-1)!;
      expect(`${method} ${path}`).toBe('POST /api/v3.1/secrets/share/import');
      expect(secrets(manager.sandbox.store).all()).toMatchObject([{ key: 'db', value: VALUE }]);
    }));
});

describe('trap 5, what validation and tests really do', () => {
  it('validating a blueprint calls /validate, and uploads nothing', () =>
    inManager(async (manager) => {
      const { diagnostics } = await invoke(manager, 'conductor_blueprint_validation', {
        blueprint_id: 'web',
        archive: `${FILES}/web`,
      });
      expect(diagnostics).toEqual([]);
      expect(manager.asked()).toContain('validateBlueprint');
      expect(blueprints(manager.sandbox.store).size).toBe(0);
    }));

  it("an invalid blueprint fails with the manager's message", () =>
    inManager(async (manager) => {
      const { diagnostics } = await invoke(manager, 'conductor_blueprint_validation', {
        blueprint_id: 'web',
        archive: `${FILES}/web`,
        main_file_name: 'scripts/start.sh',
      });
      expect(coded(diagnostics)).toEqual(['work-failed']);
      expect(wordsOf(diagnostics)).toContain('Invalid blueprint');
    }));

  it('testing a secrets provider sends test, and creates none', () =>
    inManager(async (manager) => {
      const { diagnostics } = await invoke(manager, 'conductor_secrets_provider_test', { name: 'here', type: 'local' });
      expect(diagnostics).toEqual([]);
      expect(secretsProviders(manager.sandbox.store).size).toBe(0);
    }));
});

describe('trap 14, volatile and secret values', () => {
  it('the time of the last change is not drift', () =>
    inManager(async (manager) => {
      const secret = manager.of('conductor_secret');
      const config = { key: 'db', value: VALUE };
      const kept = await secret.create(config);
      await manager.sandbox.drift({
        action: 'change',
        system: 'conductor',
        collection: 'secrets',
        identity: 'default_tenant/db',
        values: { updated_at: '2030-01-01T00:00:00.000Z' },
      });
      const seen = await secret.read(kept);
      expect((await secret.plan(secret.config(config), seen)).state).toEqual(seen.state);
    }));

  it('ciphertext in a response is not a value', () =>
    inManager(async (manager) => {
      const secret = manager.of('conductor_secret');
      const kept = await secret.create({ key: 'db', value: VALUE });
      const wide = await secret.plan(secret.config({ key: 'db', value: VALUE, visibility: 'global' }), kept);
      expect(stateOf(await secret.apply(wide))['value']).toBe(VALUE);
    }));

  it.each([
    ['collides', { secrets: [{ key: 'db', value: VALUE }] }, 'db in default_tenant'],
    ['has no such tenant', { secrets: [{ key: 'a', value: VALUE, tenant_name: 'nowhere' }] }, 'number 1'],
    ['cannot be decrypted', { secrets: [{ key: 'a', value: VALUE, encrypted: true }], passphrase: VALUE }, 'number 1'],
  ])('a secret that %s is reported without its value', (_, config, words) =>
    inManager(async (manager) => {
      await manager.made('secrets', { key: 'db' });
      const { diagnostics } = await invoke(manager, 'conductor_secrets_import', config);
      expect(coded(diagnostics)).toEqual(['not-all-done']);
      expect(wordsOf(diagnostics)).toContain(words);
      expect(wordsOf(diagnostics)).not.toContain(VALUE);
    }),
  );

  it.each([
    ['resource', 'conductor_secret', ['value', 'provider_options']],
    ['resource', 'conductor_secrets_provider', ['connection_parameters']],
    ['dataSource', 'conductor_secret', ['value', 'provider_options']],
    ['dataSource', 'conductor_secrets_export', ['secrets', 'passphrase']],
    ['action', 'conductor_secrets_import', ['passphrase']],
    ['action', 'conductor_secrets_provider_test', ['connection_parameters']],
  ] as const)('in the %s %s, %j are sensitive', (kind, type, names) =>
    inManager(async ({ provider }) => {
      const { attributes } = provider.schemas[kind](type)!.block;
      expect(names.map((name) => [name, attributes[name]?.sensitive])).toEqual(names.map((name) => [name, true]));
    }),
  );

  it('lists of secrets contain no values, and lists of secrets providers no parameters', () =>
    inManager(async (manager) => {
      await manager.made('secrets', { key: 'db', value: VALUE });
      await manager.made('secretsProviders', { name: 'vault', connection_parameters: { token: VALUE } });
      for (const type of ['conductor_secrets', 'conductor_secrets_providers'])
        expect(stringifyJson((await manager.data(type, {})).json)).not.toContain(VALUE);
    }));
});
