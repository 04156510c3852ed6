import { describe, expect, it } from 'vitest';
import { hasErrors } from '../../../../src/model/index.js';
import { quiet, type Kept, type PlannedCall } from '../../../conformance/provider-driver.js';
import { inCloud, stateOf, wordsOf, type Cloud } from './cloud.js';

const ACCOUNT = 'acloud_cloud_account';
const AWS = 'acloud_cloud_credentials_aws';
const PRIMARY = 'acloud_primary_cloud_credentials';

const deletion = (kept: Kept): PlannedCall => ({ state: null, config: null, prior: kept.state, replaces: [] });

/** An account with a cluster on it. */
async function inUse(cloud: Cloud, config: object = {}): Promise<{ kept: Kept; cluster: { identity: string } }> {
  const kept = await cloud.of(ACCOUNT).create({ display_name: 'prod', cloud_profile: 'aws', ...config });
  const cloudAccount = stateOf(kept)['identity'];
  const cluster = (await cloud.sandbox.control('clusters', { cloudAccount, name: 'shop' })) as { identity: string };
  return { kept, cluster };
}

describe('a delete that is refused because a cluster used the object in the last 24 hours', () => {
  it('reports it, names the clusters, and loses nothing', () =>
    inCloud(async (cloud) => {
      const { kept } = await inUse(cloud);
      const answer = await cloud.of(ACCOUNT).attempt(deletion(kept));
      expect(answer.state).toBeUndefined();
      expect(answer.diagnostics.map(({ code }) => code)).toEqual(['delete-refused']);
      const words = wordsOf(answer.diagnostics);
      expect(words).toContain('24 hours');
      expect(words).toContain('shop (started)');
      expect(words).toContain('delete_wait_seconds');
      expect(cloud.clock.slept).toEqual([]);
    }));

  it('is retried as long as delete_wait_seconds allows', () =>
    inCloud(async (cloud) => {
      const { kept } = await inUse(cloud, { delete_wait_seconds: 150 });
      const progress: string[] = [];
      const context = { ...quiet(), progress: (message: string) => void progress.push(message) };
      cloud.asked();
      const answer = await cloud.of(ACCOUNT).attempt(deletion(kept), undefined, context);
      expect(answer.diagnostics.map(({ code }) => code)).toEqual(['delete-refused']);
      expect(cloud.clock.slept).toEqual([60_000, 60_000, 30_000]);
      expect(progress).toHaveLength(3);
      expect(cloud.asked().filter((operation) => operation === 'deleteCloudAccount')).toHaveLength(4);
    }));

  it('is retried as long as the provider allows if the resource sets no limit', () =>
    inCloud(
      async (cloud) => {
        const { kept } = await inUse(cloud);
        await cloud.of(ACCOUNT).attempt(deletion(kept));
        const decided = await inUse(cloud, { delete_wait_seconds: 0, display_name: 'decided' });
        await cloud.of(ACCOUNT).attempt(deletion(decided.kept));
        expect(cloud.clock.slept).toEqual([60_000, 30_000]);
      },
      { config: { delete_wait_seconds: 90 } },
    ));

  it('succeeds as soon as the service permits it', () =>
    inCloud(async (cloud) => {
      const { kept, cluster } = await inUse(cloud, { delete_wait_seconds: 86_400 });
      const progress = (): void => {
        void cloud.sandbox.drift({ action: 'delete', collection: 'clusters', identity: cluster.identity });
      };
      const answer = await cloud.of(ACCOUNT).attempt(deletion(kept), undefined, { ...quiet(), progress });
      expect([answer.state, answer.diagnostics]).toEqual([null, []]);
      expect(cloud.clock.slept).toEqual([60_000]);
    }));

  it('stops waiting when the run is stopped', () =>
    inCloud(async (cloud) => {
      const { kept } = await inUse(cloud, { delete_wait_seconds: 86_400 });
      const progress = (): void => void cloud.provider.stop();
      const answer = await cloud.of(ACCOUNT).attempt(deletion(kept), undefined, { ...quiet(), progress });
      expect(answer.diagnostics.map(({ code }) => code)).toEqual(['delete-refused']);
      expect(answer.state).toBeUndefined();
    }));

  it('stops waiting when the attribute is changed in place', () =>
    inCloud(async (cloud) => {
      const account = cloud.of(ACCOUNT);
      const config = { display_name: 'prod', cloud_profile: 'aws' };
      const kept = await account.create(config);
      cloud.asked();
      const planned = await account.plan(account.config({ ...config, delete_wait_seconds: 60 }), kept);
      expect(planned.replaces).toEqual([]);
      expect(stateOf(await account.apply(planned))['delete_wait_seconds']).toBe(60);
      expect(cloud.asked()).toEqual([]);
    }));
});

describe('rotation of a secret', () => {
  const config = (owner: string, version: string, secret: string) => ({
    cloud_account_identity: owner,
    display_name: 'key',
    access_key_id: `AKIA${version}`,
    access_key_secret: secret,
    secret_version: version,
  });

  /** An account with credentials in use, and new credentials made before the old ones go. */
  async function rotated(cloud: Cloud): Promise<{ old: Kept; fresh: Kept; primary: Kept; owner: string }> {
    const owner = await cloud.made('cloudAccounts', { displayName: 'prod', cloudProfile: 'aws' });
    const [aws, choice] = [cloud.of(AWS), cloud.of(PRIMARY)];
    const old = await aws.create(config(owner, '1', 'secret-one'));
    const chosen = { cloud_account_identity: owner, credentials_identity: stateOf(old)['identity']! };
    const first = await choice.create(chosen);
    const planned = await aws.plan(aws.config(config(owner, '2', 'secret-two')), old);
    expect(planned.replaces).toEqual([['access_key_id'], ['secret_version']]);
    const fresh = await aws.create(config(owner, '2', 'secret-two'));
    const next = { ...chosen, credentials_identity: stateOf(fresh)['identity']! };
    const change = await choice.plan(choice.config(next), first);
    expect(change.replaces).toEqual([]);
    return { old, fresh, primary: await choice.apply(change), owner };
  }

  it('creates, sets primary, and deletes', () =>
    inCloud(async (cloud) => {
      const { old, fresh, primary, owner } = await rotated(cloud);
      await cloud.of(AWS).delete(old);
      expect(stateOf(primary)['credentials_identity']).toBe(stateOf(fresh)['identity']);
      const { json } = await cloud.data('acloud_cloud_credentials', { cloud_account_identity: owner });
      expect(json).toMatchObject({
        cloud_credentials: [{ identity: stateOf(fresh)['identity'], is_primary: true }],
      });
    }));

  it('loses nothing if the last step is refused', () =>
    inCloud(async (cloud) => {
      const { old, fresh, owner } = await rotated(cloud);
      const aws = cloud.of(AWS);
      const cloudCredentials = stateOf(old)['identity'];
      await cloud.sandbox.control('clusters', { cloudAccount: owner, cloudCredentials, name: 'shop' });
      const refused = await aws.attempt(deletion(old));
      expect(refused.state).toBeUndefined();
      expect(hasErrors(refused.diagnostics)).toBe(true);
      expect(wordsOf(refused.diagnostics)).toContain('shop (started)');
      expect(stateOf(await aws.read(old))).toEqual(stateOf(old));
      expect(stateOf(await aws.read(fresh))).toEqual(stateOf(fresh));
    }));

  it('is not detected without a new secret_version, because no secret is stored', () =>
    inCloud(async (cloud) => {
      const owner = await cloud.made('cloudAccounts', { displayName: 'prod', cloudProfile: 'aws' });
      const aws = cloud.of(AWS);
      const kept = await aws.create(config(owner, '1', 'secret-one'));
      expect(JSON.stringify(stateOf(kept))).not.toContain('secret-one');
      const planned = await aws.plan(aws.config(config(owner, '1', 'secret-two')), kept);
      expect(planned.state).toEqual(kept.state);
    }));
});
