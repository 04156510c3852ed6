import { describe, expect, it } from 'vitest';
import { stringifyJson } from '../../../../src/model/index.js';
import { identityOf, tenantUsers, users } from '../../../../src/sandbox/conductor/entries.js';
import { stateOf } from '../served.js';
import { inManager, type Manager } from './manager.js';

const SECRET = 'conductor_secret';
const VALUE = 'planted-secret-8472';

/** The user the provider works as may do what a user of the tenant may, and no more. */
function becomeOrdinary({ sandbox: { store } }: Manager): void {
  const admin = users(store).get('admin')!;
  users(store).put({ ...admin, role: 'default' });
  const identity = identityOf('default_tenant', 'admin');
  tenantUsers(store).put({ identity, tenant_name: 'default_tenant', member: 'admin', role: 'user' });
}

describe('a secret of Conductor', () => {
  it('keeps its configured value, although responses to changes contain ciphertext', () =>
    inManager(async (manager) => {
      const secret = manager.of(SECRET);
      const config = { key: 'db', value: VALUE };
      const kept = await secret.create(config);
      expect(stateOf(kept)).toMatchObject({ key: 'db', value: VALUE, visibility: 'tenant', tenant: 'default_tenant' });
      const again = await secret.plan(secret.config({ ...config, value: `${VALUE}-2` }), kept);
      expect(again.replaces).toEqual([]);
      const changed = await secret.apply(again);
      expect(stateOf(changed)['value']).toBe(`${VALUE}-2`);
      expect(stateOf(await secret.read(changed))['value']).toBe(`${VALUE}-2`);
    }));

  it('keeps the known part of a hidden value, which is never returned', () =>
    inManager(async (manager) => {
      const secret = manager.of(SECRET);
      const kept = await secret.create({ key: 'db', value: VALUE, is_hidden_value: true });
      becomeOrdinary(manager);
      await manager.sandbox.drift({
        action: 'change',
        system: 'conductor',
        collection: 'secrets',
        identity: 'default_tenant/db',
        values: { created_by: 'ann' },
      });
      expect(stateOf(await secret.read(kept))['value']).toBe(VALUE);
    }));

  it.each([
    ['private', 'tenant', []],
    ['tenant', 'global', []],
    ['global', 'tenant', [['visibility']]],
    ['tenant', 'private', [['visibility']]],
  ])('changes from %s to %s in place only if that widens it', (from, to, replaces) =>
    inManager(async (manager) => {
      const secret = manager.of(SECRET);
      const kept = await secret.create({ key: 'db', value: VALUE, visibility: from });
      manager.asked();
      const planned = await secret.plan(secret.config({ key: 'db', value: VALUE, visibility: to }), kept);
      expect(planned.replaces).toEqual(replaces);
      if (replaces.length > 0) return;
      expect(stateOf(await secret.apply(planned))['visibility']).toBe(to);
      expect(manager.asked()).toEqual(['setSecretVisibility']);
    }),
  );

  it('needs a value or a secrets provider', () =>
    inManager(async (manager) => {
      const secret = manager.of(SECRET);
      const found = await secret.validate(secret.config({ key: 'db' }));
      expect(found.map(({ code }) => code)).toEqual(['one-of']);
    }));

  it('shows its value in no diagnostic, even if the service rejects it', () =>
    inManager(async (manager) => {
      const secret = manager.of(SECRET);
      const planned = await secret.plan(
        secret.config({ key: 'db', value: VALUE, schema: { type: 'string', maxLength: 3 } }),
      );
      const answer = await secret.attempt(planned);
      expect(answer.diagnostics.map(({ code }) => code)).toEqual(['request-refused']);
      expect(JSON.stringify(secret.said)).not.toContain(VALUE);
    }));

  it('is exported as a bare array, encrypted with a passphrase', () =>
    inManager(async (manager) => {
      await manager.of(SECRET).create({ key: 'db', value: VALUE });
      const plain = await manager.data('conductor_secrets_export', {});
      expect(plain.json['secrets']).toMatchObject([{ key: 'db', value: VALUE, encrypted: false }]);
      const { json } = await manager.data('conductor_secrets_export', { passphrase: 'a passphrase' });
      expect(json['secrets']).toMatchObject([{ key: 'db', encrypted: true }]);
      expect(stringifyJson(json['secrets']!)).not.toContain(VALUE);
      const schema = manager.provider.schemas.dataSource('conductor_secrets_export')!;
      expect(schema.block.attributes['secrets']).toMatchObject({ sensitive: true });
    }));
});
