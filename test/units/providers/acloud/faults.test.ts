import { describe, expect, it } from 'vitest';
import { hasErrors } from '../../../../src/model/index.js';
import type { FaultKind, ScriptedFault } from '../../../../src/sandbox/index.js';
import { quiet, type Driver, type PlannedCall } from '../../../conformance/provider-driver.js';
import { inCloud, stateOf, wordsOf, type Cloud } from './cloud.js';

const ACCOUNT = 'acloud_cloud_account';
const HETZNER = 'acloud_cloud_credentials_hetzner';
const CONFIG = { display_name: 'prod', cloud_profile: 'aws' };

const FAULTS: readonly FaultKind[] = ['reset', 'throttle', 'error', 'errorAfter', 'dropAfter'];

const script = (cloud: Cloud, ...entries: readonly ScriptedFault[]): void =>
  cloud.sandbox.faults.configure({ script: entries });

const accounts = (cloud: Cloud): number => cloud.sandbox.store.collection('acloud', 'cloudAccounts').size;

const planCreate = (driver: Driver, config: object = CONFIG): Promise<PlannedCall> =>
  driver.plan(driver.config(config as never));

describe.each(FAULTS)('under the fault %s', (fault) => {
  it.each([1, 2, 4])('a create hit %i times creates one object', (times) =>
    inCloud(async (cloud) => {
      const account = cloud.of(ACCOUNT);
      script(cloud, { fault, operations: ['createCloudAccount'], times });
      const kept = await account.create(CONFIG);
      expect(accounts(cloud)).toBe(1);
      expect(stateOf(await account.read(kept))).toEqual(stateOf(kept));
    }),
  );

  it('a create of credentials with a duplicate name creates one object', () =>
    inCloud(async (cloud) => {
      const owner = await cloud.made('cloudAccounts', { displayName: 'prod', cloudProfile: 'hetzner' });
      await cloud.made('cloudCredentials', { cloudAccountIdentity: owner, displayName: 'key', cloudType: 'hetzner' });
      const hetzner = cloud.of(HETZNER);
      script(cloud, { fault, operations: ['createHetznerCredentials'] });
      await hetzner.create({ cloud_account_identity: owner, display_name: 'key', api_token: 'planted-secret-1' });
      expect(cloud.sandbox.store.collection('acloud', 'cloudCredentials').size).toBe(2);
      expect(wordsOf(hetzner.said)).not.toContain('planted-secret');
    }));

  it('reads, updates and deletes succeed', () =>
    inCloud(async (cloud) => {
      const account = cloud.of(ACCOUNT);
      const kept = await account.create(CONFIG);
      script(
        cloud,
        ...['getCloudAccount', 'updateCloudAccount', 'deleteCloudAccount', 'listCloudAccounts'].map(
          (operation): ScriptedFault => ({ fault, operations: [operation], times: 2 }),
        ),
      );
      expect(stateOf(await account.read(kept))).toEqual(stateOf(kept));
      const planned = await account.plan(account.config({ ...CONFIG, display_name: 'production' }), kept);
      const updated = await account.apply(planned);
      expect(stateOf(updated)).toMatchObject({ display_name: 'production' });
      await account.delete(updated);
      expect(accounts(cloud)).toBe(0);
    }));
});

describe('a create without a response', () => {
  it('is not recorded as failed while its outcome is unknown, and is found by the next run', () =>
    inCloud(async (cloud) => {
      const account = cloud.of(ACCOUNT);
      const planned = await planCreate(account);
      const locator = cloud.provider.abilities.locate!;
      const { evidence } = await locator.evidence({ type: ACCOUNT, planned: planned.state, context: quiet() });
      script(
        cloud,
        { fault: 'dropAfter', operations: ['createCloudAccount'] },
        { fault: 'error', operations: ['listCloudAccounts'], times: 99 },
      );
      const context = quiet();
      const made = await account.attempt(planned, evidence, context);
      expect([made.state, made.uncertain]).toEqual([undefined, true]);
      expect(wordsOf(made.diagnostics)).toContain('outcome-unknown');
      expect(context.notes).toEqual([]);
      cloud.sandbox.faults.clear();
      const request = {
        type: ACCOUNT,
        action: 'create',
        planned: planned.state,
        evidence,
        managed: [],
        notes: [],
      } as const;
      const found = await locator.locate({ ...request, requestKey: 'k', context: quiet() });
      expect(found.outcome).toBe('found');
      expect(accounts(cloud)).toBe(1);
    }));

  it('is ambiguous if two new objects look the same, and says what to look for', () =>
    inCloud(async (cloud) => {
      const account = cloud.of(ACCOUNT);
      const planned = await planCreate(account);
      const locator = cloud.provider.abilities.locate!;
      const { evidence } = await locator.evidence({ type: ACCOUNT, planned: planned.state, context: quiet() });
      for (const _ of [1, 2]) await cloud.made('cloudAccounts', { displayName: 'prod', cloudProfile: 'aws' });
      const request = {
        type: ACCOUNT,
        action: 'create',
        planned: planned.state,
        evidence,
        managed: [],
        notes: [],
      } as const;
      const found = await locator.locate({ ...request, requestKey: 'k', context: quiet() });
      expect(found.outcome).toBe('unclear');
      expect(wordsOf(found.diagnostics)).toContain('"prod"');
    }));

  it('is never matched to an object that the same run changed to look like it', () =>
    inCloud(async (cloud) => {
      const account = cloud.of(ACCOUNT);
      const other = await account.create({ ...CONFIG, display_name: 'other' });
      const planned = await planCreate(account);
      const locator = cloud.provider.abilities.locate!;
      const { evidence } = await locator.evidence({ type: ACCOUNT, planned: planned.state, context: quiet() });
      await account.apply(await account.plan(account.config(CONFIG), other));
      script(cloud, { fault: 'dropAfter', operations: ['createCloudAccount'] });
      const made = await account.attempt(planned, evidence);
      expect(wordsOf(made.diagnostics)).not.toContain('outcome-unknown');
      expect(made.state).not.toMatchObject({ identity: stateOf(other)['identity'] });
      expect(accounts(cloud)).toBe(2);
    }));

  it('is never matched to an object that another create of the same run created', () =>
    inCloud(async (cloud) => {
      const account = cloud.of(ACCOUNT);
      const planned = await planCreate(account);
      const locator = cloud.provider.abilities.locate!;
      const evidence = async (): Promise<unknown> =>
        (await locator.evidence({ type: ACCOUNT, planned: planned.state, context: quiet() })).evidence;
      const [first, second] = [await evidence(), await evidence()];
      await account.attempt(planned, first);
      script(cloud, { fault: 'reset', operations: ['createCloudAccount'] });
      await account.attempt(planned, second);
      expect(accounts(cloud)).toBe(2);
    }));

  it('excludes objects created by this run before it records the existing ones', () =>
    inCloud(async (cloud) => {
      const account = cloud.of(ACCOUNT);
      const planned = await planCreate(account);
      const locator = cloud.provider.abilities.locate!;
      const ask = { type: ACCOUNT, planned: planned.state, context: quiet() };
      await locator.evidence(ask);
      const made = await account.create(CONFIG);
      const { evidence } = await locator.evidence(ask);
      expect(evidence).toEqual({ known: [stateOf(made)['identity']] });
    }));
});

describe('an overloaded service', () => {
  it('gets the delay it asks for', () =>
    inCloud(async (cloud) => {
      const account = cloud.of(ACCOUNT);
      cloud.sandbox.faults.configure({
        retryAfterSeconds: 7,
        script: [{ fault: 'throttle', operations: ['createCloudAccount'] }],
      });
      await account.create(CONFIG);
      expect(cloud.clock.slept.some((pause) => pause >= 7000 && pause < 8000)).toBe(true);
    }));

  it('causes an error in the end, and no object is recorded', () =>
    inCloud(
      async (cloud) => {
        const account = cloud.of(ACCOUNT);
        script(cloud, { fault: 'throttle', operations: ['createCloudAccount'], times: 99 });
        const made = await account.attempt(await planCreate(account));
        expect(made.state).toBeNull();
        expect(made.diagnostics.map(({ code }) => code)).toEqual(['service-too-busy']);
        expect(cloud.asked().filter((operation) => operation === 'createCloudAccount')).toHaveLength(3);
      },
      { config: { retries: 2 } },
    ));

  it('never receives more concurrent requests than configured', () =>
    inCloud(
      async (cloud) => {
        cloud.sandbox.faults.configure({ latencyMs: 4 });
        const account = cloud.of(ACCOUNT);
        await Promise.all(
          Array.from({ length: 30 }, (_, n) => account.create({ ...CONFIG, display_name: `account ${n}` })),
        );
        expect(cloud.sandbox.requests.mostInFlight).toBeLessThanOrEqual(3);
      },
      { config: { concurrency: 3 } },
    ));
});

it('creates each of fifty objects once while a third of all requests fail', () =>
  inCloud(
    async (cloud) => {
      cloud.sandbox.faults.configure({
        rateReset: 0.08,
        rate429: 0.08,
        rate5xx: 0.06,
        rate5xxAfter: 0.06,
        rateDropAfter: 0.08,
        seed: 7,
      });
      const account = cloud.of(ACCOUNT);
      const made = await Promise.all(
        Array.from({ length: 50 }, async (_, n) =>
          account.attempt(await planCreate(account, { ...CONFIG, display_name: `account ${n}` })),
        ),
      );
      const errors = made.filter(({ diagnostics }) => hasErrors(diagnostics));
      expect(errors).toEqual([]);
      const names = cloud.sandbox.store
        .collection('acloud', 'cloudAccounts')
        .all()
        .map((entry) => entry['displayName']);
      expect(names).toHaveLength(50);
      expect(new Set(names).size).toBe(50);
    },
    { config: { retries: 12 } },
  ));
