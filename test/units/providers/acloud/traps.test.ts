import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { hasErrors, withAttribute, type ObjectValue } from '../../../../src/model/index.js';
import { quiet } from '../../../conformance/provider-driver.js';
import { inCloud, stateOf, wordsOf } from './cloud.js';

const ACCOUNT = 'acloud_cloud_account';
const DUMMY = 'acloud_cloud_credentials_dummy';
const PRIMARY = 'acloud_primary_cloud_credentials';

describe('acloud', () => {
  it('creates a disabled account by POST, then PATCH, because POST does not accept `enabled`', () =>
    inCloud(async (cloud) => {
      const account = cloud.of(ACCOUNT);
      const kept = await account.create({ display_name: 'idle', cloud_profile: 'dummy', enabled: false });
      expect(stateOf(kept)).toMatchObject({ enabled: false });
      expect(cloud.asked()).toEqual(['listCloudAccounts', 'createCloudAccount', 'updateCloudAccount']);
    }));

  it('needs no PATCH for an enabled account', () =>
    inCloud(async (cloud) => {
      await cloud.of(ACCOUNT).create({ display_name: 'busy', cloud_profile: 'dummy' });
      expect(cloud.asked()).toEqual(['listCloudAccounts', 'createCloudAccount']);
    }));

  it('records the identity immediately after a POST', () =>
    inCloud(async (cloud) => {
      const account = cloud.of(ACCOUNT);
      const context = quiet();
      const notedAt: string[][] = [];
      const note = async (data: object): Promise<void> => {
        notedAt.push(cloud.asked());
        await context.note(data as never);
      };
      const planned = await account.plan(
        account.config({ display_name: 'idle', cloud_profile: 'dummy', enabled: false }),
      );
      const made = await account.attempt(planned, undefined, { ...context, note });
      expect(notedAt).toEqual([['listCloudAccounts', 'createCloudAccount']]);
      expect(context.notes).toEqual([
        { identity: { organisation: 'acme', identity: stateOf({ state: made.state! })['identity'] } },
      ]);
      expect(cloud.asked()).toEqual(['updateCloudAccount']);
    }));

  it('keeps the account in state if the PATCH after its POST fails', () =>
    inCloud(async (cloud) => {
      cloud.sandbox.faults.configure({ script: [{ fault: 'error', operations: ['updateCloudAccount'], times: 99 }] });
      const account = cloud.of(ACCOUNT);
      const planned = await account.plan(
        account.config({ display_name: 'idle', cloud_profile: 'dummy', enabled: false }),
      );
      const made = await account.attempt(planned);
      expect(hasErrors(made.diagnostics)).toBe(true);
      expect(stateOf({ state: made.state! })).toMatchObject({ display_name: 'idle', enabled: true });
    }));

  it.each([
    ['cloud_profile', { cloud_profile: 'hetzner' }],
    ['metadata', { metadata: { a: '2' } }],
    ['organisation', { organisation: 'elsewhere' }],
  ])('replaces an account whose %s changes', (name, change) =>
    inCloud(async (cloud) => {
      const account = cloud.of(ACCOUNT);
      const config = { display_name: 'prod', cloud_profile: 'aws', metadata: { a: '1' } };
      const kept = await account.create(config);
      const planned = await account.plan(account.config({ ...config, ...change }), kept);
      expect(planned.replaces).toEqual([[name]]);
    }),
  );

  it('sends cloudProfile as a string and receives it as an object', () =>
    inCloud(async (cloud) => {
      const account = cloud.of(ACCOUNT);
      const kept = await account.create({ display_name: 'prod', cloud_profile: 'hetzner' });
      expect(stateOf(kept)['cloud_profile']).toBe('hetzner');
      expect(stateOf(await account.read(kept))['cloud_profile']).toBe('hetzner');
    }));

  it('sends primaryCloudCredentials and reads primaryCloudCredentialsIdentity', () =>
    inCloud(async (cloud) => {
      const account = cloud.of(ACCOUNT);
      const config = { display_name: 'prod', cloud_profile: 'dummy' };
      const kept = await account.create(config);
      const owner = stateOf(kept)['identity'] as string;
      const [first, second] = [
        await cloud.made('cloudCredentials', { cloudAccountIdentity: owner }),
        await cloud.made('cloudCredentials', { cloudAccountIdentity: owner }),
      ];
      const chosen = { ...config, primary_cloud_credentials_identity: first };
      const updated = await account.apply(await account.plan(account.config(chosen), kept));
      expect(stateOf(updated)['primary_cloud_credentials_identity']).toBe(first);
      await cloud.sandbox.drift({
        action: 'change',
        collection: 'cloudAccounts',
        where: { identity: owner },
        values: { primaryCloudCredentialsIdentity: second },
      });
      cloud.clock.advance(60_000);
      expect(stateOf(await account.read(updated))['primary_cloud_credentials_identity']).toBe(second);
    }));

  it('sends nothing when the configuration no longer chooses primary credentials', () =>
    inCloud(async (cloud) => {
      const account = cloud.of(ACCOUNT);
      const config = { display_name: 'prod', cloud_profile: 'dummy' };
      const kept = await account.create(config);
      const primary_cloud_credentials_identity = await cloud.made('cloudCredentials', {
        cloudAccountIdentity: stateOf(kept)['identity']!,
      });
      const chosen = account.config({ ...config, primary_cloud_credentials_identity });
      const updated = await account.apply(await account.plan(chosen, kept));
      cloud.asked();
      const released = await account.apply(await account.plan(account.config(config), updated));
      expect(stateOf(released)).toEqual(stateOf(kept));
      expect(cloud.asked()).toEqual([]);
    }));

  it('manages the choice of primary credentials only if it is configured', () =>
    inCloud(async (cloud) => {
      const account = cloud.of(ACCOUNT);
      const kept = await account.create({ display_name: 'prod', cloud_profile: 'dummy' });
      const owner = stateOf(kept)['identity'] as string;
      const credentials = await cloud.made('cloudCredentials', { cloudAccountIdentity: owner });
      await cloud.of(PRIMARY).create({ cloud_account_identity: owner, credentials_identity: credentials });
      expect(stateOf(await account.read(kept))).toEqual(stateOf(kept));
    }));

  it.each([
    ['ab', false],
    ['abc', true],
    ['a'.repeat(64), true],
    ['a'.repeat(65), false],
  ])('validates that the name %s has 3 to 64 letters before any call', (name, fits) =>
    inCloud(async (cloud) => {
      const account = cloud.of(ACCOUNT);
      const diagnostics = await account.validate(account.config({ display_name: name, cloud_profile: 'dummy' }));
      expect(hasErrors(diagnostics)).toBe(!fits);
      expect(cloud.asked()).toEqual([]);
    }),
  );

  it('validates an unknown name as soon as it is known', () =>
    inCloud(async (cloud) => {
      const account = cloud.of(ACCOUNT);
      const planned = await account.plan(account.config({ display_name: 'ab', cloud_profile: 'dummy' }));
      const made = await account.attempt(planned);
      expect(wordsOf(made.diagnostics)).toContain('display_name');
      expect([made.state, cloud.asked()]).toEqual([null, []]);
    }));

  it('treats a missing account as deleted, not as an error', () =>
    inCloud(async (cloud) => {
      const account = cloud.of(ACCOUNT);
      const kept = await account.create({ display_name: 'prod', cloud_profile: 'dummy' });
      await cloud.sandbox.drift({ action: 'delete', collection: 'cloudAccounts', where: { displayName: 'prod' } });
      expect((await account.read(kept)).state).toBeNull();
    }));

  it('treats credentials as deleted when their account is', () =>
    inCloud(async (cloud) => {
      const owner = await cloud.made('cloudAccounts', { displayName: 'prod' });
      const credentials = cloud.of(DUMMY);
      const kept = await credentials.create({ cloud_account_identity: owner });
      await cloud.sandbox.drift({ action: 'delete', collection: 'cloudAccounts', where: { identity: owner } });
      expect((await credentials.read(kept)).state).toBeNull();
      await credentials.delete(kept);
    }));

  it('does not treat everything in an inaccessible organisation as deleted', () =>
    inCloud(async (cloud) => {
      const account = cloud.of(ACCOUNT);
      const kept = await account.create({ display_name: 'prod', cloud_profile: 'dummy' });
      const moved = withAttribute(kept.state as ObjectValue, 'organisation', 'elsewhere');
      const answer = await cloud.provider.read({ type: ACCOUNT, state: moved, context: quiet() });
      expect(hasErrors(answer.diagnostics)).toBe(true);
      expect(answer.state).toBe(moved);
    }));

  it('reads a list to its last page', () =>
    inCloud(async (cloud) => {
      for (let index = 0; index < 120; index++) await cloud.made('cloudAccounts', { displayName: `account ${index}` });
      const { json } = await cloud.data('acloud_cloud_accounts', {});
      expect(json['cloud_accounts']).toHaveLength(120);
      expect(cloud.asked()).toEqual(['listCloudAccounts', 'listCloudAccounts', 'listCloudAccounts']);
    }));

  it('reads a hundred credentials of one account with one list request', () =>
    inCloud(async (cloud) => {
      const owner = await cloud.made('cloudAccounts', { displayName: 'prod' });
      const credentials = cloud.of(DUMMY);
      const kept = await Promise.all(
        Array.from({ length: 40 }, () => credentials.create({ cloud_account_identity: owner })),
      );
      cloud.clock.advance(60_000);
      cloud.asked();
      const read = await Promise.all(kept.map((one) => credentials.read(one)));
      expect(read.map(stateOf)).toEqual(kept.map(stateOf));
      expect(cloud.asked()).toEqual(['listCloudCredentials']);
    }));

  it('accepts an undocumented cluster status', () =>
    inCloud(async (cloud) => {
      const owner = await cloud.made('cloudAccounts', { displayName: 'prod' });
      await cloud.sandbox.control('clusters', { cloudAccount: owner, name: 'one', status: 'hibernating' });
      const { json } = await cloud.data('acloud_cloud_account_clusters', { cloud_account_identity: owner });
      expect(json['clusters']).toEqual([expect.objectContaining({ name: 'one', status: 'hibernating' })]);
    }));

  it('names unnamed credentials, and does not rename others', () =>
    inCloud(async (cloud) => {
      const owner = await cloud.made('cloudAccounts', { displayName: 'prod', cloudProfile: 'digitalocean' });
      const type = cloud.of('acloud_cloud_credentials_digitalocean');
      const config = { cloud_account_identity: owner, api_key: 'secret' };
      expect(stateOf(await type.create(config))).toMatchObject({ display_name: 'digitalocean' });
      const named = await type.create({ ...config, display_name: 'key' });
      expect((await type.plan(type.config(config), named)).state).toEqual(named.state);
    }));

  it('finds an account by its name only if the name is unique', () =>
    inCloud(async (cloud) => {
      await cloud.made('cloudAccounts', { displayName: 'prod' });
      await cloud.made('cloudAccounts', { displayName: 'prod 2' });
      const { json } = await cloud.data('acloud_cloud_account', { display_name: 'prod' });
      expect(json).toMatchObject({ display_name: 'prod', organisation: 'acme' });
      await cloud.made('cloudAccounts', { displayName: 'prod' });
      cloud.clock.advance(60_000);
      const twice = await cloud.data('acloud_cloud_account', { display_name: 'prod' });
      expect(wordsOf(twice.diagnostics)).toContain('There are 2');
    }));

  it('uses the configuration for attributes that an imported object does not show', () =>
    inCloud(async (cloud) => {
      const owner = await cloud.made('cloudAccounts', { displayName: 'prod', cloudProfile: 'aws' });
      const identity = await cloud.made('cloudCredentials', {
        cloudAccountIdentity: owner,
        cloudType: 'aws',
        displayName: 'key',
      });
      const aws = cloud.of('acloud_cloud_credentials_aws');
      const id = `acme/${owner}/${identity}`;
      const { objects } = await cloud.provider.import({ type: aws.type, id, context: quiet() });
      const config = {
        cloud_account_identity: owner,
        display_name: 'key',
        access_key_id: 'AKIA',
        access_key_secret: 'secret-1',
      };
      const planned = await aws.plan(aws.config(config), { state: objects[0]!.state });
      expect(planned.replaces).toEqual([]);
      expect(wordsOf(aws.said)).toContain('taken-on-trust');
      cloud.asked();
      const taken = await aws.apply(planned);
      expect([stateOf(taken)['access_key_id'], cloud.asked()]).toEqual(['AKIA', []]);
      const later = await aws.plan(aws.config({ ...config, access_key_id: 'AKIB' }), taken);
      expect(later.replaces).toEqual([['access_key_id']]);
    }));

  it('does not import credentials as another kind', () =>
    inCloud(async (cloud) => {
      const owner = await cloud.made('cloudAccounts', { displayName: 'prod' });
      const identity = await cloud.made('cloudCredentials', { cloudAccountIdentity: owner });
      const id = `acme/${owner}/${identity}`;
      const type = 'acloud_cloud_credentials_aws';
      const { objects, diagnostics } = await cloud.provider.import({ type, id, context: quiet() });
      expect(objects).toEqual([]);
      expect(wordsOf(diagnostics)).toContain('acloud_cloud_credentials_dummy');
    }));

  it.each(['acme', 'acme/', `acme/${randomUUID()}/more/still`, ''])('reports the expected ID format for "%s"', (id) =>
    inCloud(async (cloud) => {
      const { objects, diagnostics } = await cloud.provider.import({ type: ACCOUNT, id, context: quiet() });
      expect(objects).toEqual([]);
      expect(wordsOf(diagnostics)).toContain('<organisation>/<identity>');
    }),
  );

  it('only forgets a choice of primary credentials, and says so', () =>
    inCloud(async (cloud) => {
      const owner = await cloud.made('cloudAccounts', { displayName: 'prod' });
      const credentials = await cloud.made('cloudCredentials', { cloudAccountIdentity: owner });
      const primary = cloud.of(PRIMARY);
      const kept = await primary.create({ cloud_account_identity: owner, credentials_identity: credentials });
      cloud.asked();
      await primary.delete(kept);
      expect(wordsOf(primary.said)).toContain('only-forgotten');
      expect(cloud.asked()).toEqual([]);
    }));

  it('treats a choice of primary credentials as deleted if the account has none', () =>
    inCloud(async (cloud) => {
      const owner = await cloud.made('cloudAccounts', { displayName: 'prod' });
      const credentials = cloud.of(DUMMY);
      const kept = await credentials.create({ cloud_account_identity: owner });
      const primary = cloud.of(PRIMARY);
      const chosen = await primary.create({
        cloud_account_identity: owner,
        credentials_identity: stateOf(kept)['identity']!,
      });
      await credentials.delete(kept);
      expect((await primary.read(chosen)).state).toBeNull();
    }));
});
