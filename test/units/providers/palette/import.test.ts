import { describe, expect, it } from 'vitest';
import { valuesEqual, type JsonObject } from '../../../../src/model/index.js';
import { quiet, type Kept } from '../../../conformance/provider-driver.js';
import { inCloud, LAYERS, PROFILE, stateOf, wordsOf, type Cloud } from './cloud.js';

const TYPE = 'palette_cluster_profile';
const packsOf = (kept: Kept): JsonObject =>
  Object.fromEntries((stateOf(kept)['packs'] as JsonObject[]).map((pack) => [pack['name'] as string, pack]));

/** A profile that somebody made by hand, and imported. */
async function imported(cloud: Cloud, labels: JsonObject = { team: 'shop' }): Promise<Kept> {
  const made = await cloud.of(TYPE).create({ ...PROFILE, labels });
  const { objects } = await cloud.provider.import({
    type: TYPE,
    id: `${stateOf(made)['uid'] as string}:project`,
    context: quiet(),
  });
  return { state: objects[0]!.state, private: objects[0]!.private };
}

/** The same with nothing said but what has to be. */
const LEAN = { ...PROFILE, packs: LAYERS.map(({ name, tag }) => ({ name: name!, tag: tag! })) };

describe('an imported profile', () => {
  it('keeps what the configuration omits: values, uids, layers and types of packs, and labels', async () => {
    await inCloud(async (cloud) => {
      const driver = cloud.of(TYPE);
      const kept = await driver.read(await imported(cloud));
      expect(packsOf(kept)['ubuntu-vsphere']).toMatchObject({
        values: expect.stringMatching(/^os: ubuntu\s*$/) as string,
        layer: 'os',
      });
      const planned = await driver.plan(driver.config(LEAN), kept);
      expect(valuesEqual(planned.state, kept.state)).toBe(true);
    });
  });

  it('keeps it through other changes, and after them', async () => {
    await inCloud(async (cloud) => {
      const driver = cloud.of(TYPE);
      const kept = await driver.read(await imported(cloud));
      const packs = LEAN.packs.map((pack) => (pack.name === 'cni-calico' ? { ...pack, tag: '3.19.0' } : pack));
      const config = driver.config({ ...LEAN, packs });
      const changed = await driver.apply(await driver.plan(config, kept));
      expect(packsOf(changed)['cni-calico']).toMatchObject({ tag: '3.19.0' });
      expect(packsOf(changed)['ubuntu-vsphere']).toMatchObject({
        values: expect.stringMatching(/^os: ubuntu\s*$/) as string,
        layer: 'os',
      });
      const read = await driver.read(changed);
      expect(valuesEqual((await driver.plan(config, read)).state, read.state)).toBe(true);
    });
  });

  it('keeps entries of a map when the configuration changes others, and says so', async () => {
    await inCloud(async (cloud) => {
      const driver = cloud.of(TYPE);
      const kept = await driver.read(await imported(cloud, { team: 'shop', tier: 'gold' }));
      const config = driver.config({ ...LEAN, labels: { team: 'market', more: 'yes' } });
      const planned = await driver.plan(config, kept);
      const said = wordsOf(driver.said);
      expect(said).toContain('Other labels of the imported cluster profile "cluster-profile-1" stay unchanged');
      expect(said).toContain('does not mention tier');
      const changed = await driver.apply(planned);
      expect(cloud.held('clusterProfiles')[0]!['labels']).toEqual({ team: 'market', more: 'yes', tier: 'gold' });
      const read = await driver.read(changed);
      expect(stateOf(read)['labels']).toEqual({ team: 'market', more: 'yes' });
      expect(valuesEqual((await driver.plan(config, read)).state, read.state)).toBe(true);
    });
  });

  it('gets what the configuration sets', async () => {
    await inCloud(async (cloud) => {
      const driver = cloud.of(TYPE);
      const kept = await driver.read(await imported(cloud));
      const packs = LEAN.packs.map((pack) =>
        pack.name === 'ubuntu-vsphere' ? { ...pack, values: 'os: other' } : pack,
      );
      const changed = await driver.apply(await driver.plan(driver.config({ ...LEAN, packs }), kept));
      expect(packsOf(changed)['ubuntu-vsphere']).toMatchObject({
        values: expect.stringMatching(/^os: other\s*$/) as string,
      });
    });
  });
});

it('a profile created here loses what the configuration drops', async () => {
  await inCloud(async (cloud) => {
    const driver = cloud.of(TYPE);
    const kept = await driver.create({ ...PROFILE, labels: { team: 'shop' } });
    const { state } = await driver.plan(driver.config(LEAN), kept);
    expect(stateOf({ state })['labels']).toBeNull();
    expect(packsOf({ state })['ubuntu-vsphere']).toMatchObject({ values: null });
  });
});

it('the expiry of an API key is equal in every format of the service, also after an import', async () => {
  await inCloud(async (cloud) => {
    const driver = cloud.of('palette_api_key');
    const config = { name: 'ci', expiry: '2027-01-31T00:00:00Z' };
    const made = await driver.create(config);
    const { objects } = await cloud.provider.import({
      type: driver.type,
      id: stateOf(made)['uid'] as string,
      context: quiet(),
    });
    const [object] = objects;
    const planned = await driver.plan(driver.config(config), object);
    expect(valuesEqual(planned.state, object!.state)).toBe(true);
  });
});
