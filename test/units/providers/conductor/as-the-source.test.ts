import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../../src/model/index.js';
import { quiet, type Kept } from '../../../conformance/provider-driver.js';
import { stateOf, wordsOf } from '../served.js';
import { web } from './blueprints.js';
import { inManager, type Manager } from './manager.js';

/** What the document says and what the public source of the manager does. */
const FORMS = ['documented', 'source'] as const;

/** Creates it, reads it back, finds nothing to change, changes it in place, and deletes it. */
async function lives(manager: Manager, type: string, config: JsonObject, other: JsonObject): Promise<void> {
  const driver = manager.of(type);
  const kept = await driver.create(config);
  expect(stateOf(kept)).toMatchObject(config);
  const found = await unchanged(manager, type, config, kept);
  const planned = await driver.plan(driver.config({ ...config, ...other }), found);
  expect(planned.replaces).toEqual([]);
  const changed = await unchanged(manager, type, { ...config, ...other }, await driver.apply(planned));
  await driver.delete(changed);
}

/** A refresh and a plan that find nothing. */
async function unchanged(manager: Manager, type: string, config: JsonObject, kept: Kept): Promise<Kept> {
  const driver = manager.of(type);
  const found = await driver.read(kept);
  expect(stateOf(found)).toEqual(stateOf(kept));
  expect((await driver.plan(driver.config(config), found)).state).toEqual(found.state);
  return found;
}

async function imported(manager: Manager, type: string, id: string): Promise<Kept> {
  const { objects, diagnostics } = await manager.provider.import({ type, id, context: quiet() });
  expect(diagnostics).toEqual([]);
  return objects[0]!;
}

const SCHEDULE = 'conductor_execution_schedule';
const NIGHTLY = { id: 'nightly', deployment_id: 'shop', workflow_id: 'heal', since: '2030-1-1 2:00:00' };

describe.each(FORMS)('a schedule, %s', (answers) => {
  const deployed = async (manager: Manager): Promise<void> => {
    await web(manager);
    await manager.of('conductor_deployment').create({ id: 'shop', blueprint_id: 'web' });
  };

  it.each<readonly [rule: string, more: JsonObject, other: JsonObject]>([
    ['keeps weekdays as written', { recurrence: '1 week', weekdays: ['mo', 'tu'] }, { weekdays: ['fr'] }],
    ['keeps weekdays of a month', { recurrence: '1 month', weekdays: ['2mo', 'l-fr'] }, { slip: 5 }],
    ['does not receive omitted arguments', { recurrence: '1 day', force: true }, { slip: 5 }],
    ['sends a dry run under another name', { recurrence: '1 day', dry_run: true, wait_after_fail: 5 }, { slip: 5 }],
    ['has an iCalendar rule', { rrule: 'RRULE:FREQ=DAILY;INTERVAL=3' }, { stop_on_fail: true }],
  ])('%s', (_rule, more, other) =>
    inManager(
      async (manager) => {
        await deployed(manager);
        await lives(manager, SCHEDULE, { ...NIGHTLY, ...more }, other);
      },
      { answers },
    ),
  );

  it('is imported with the values of its configuration, and without filled-in ones', () =>
    inManager(
      async (manager) => {
        await deployed(manager);
        const config = { ...NIGHTLY, recurrence: '1 week', weekdays: ['mo'], force: true };
        await manager.of(SCHEDULE).create(config);
        const kept = await imported(manager, SCHEDULE, 'shop/nightly');
        expect(stateOf(kept)).toMatchObject({
          force: true,
          dry_run: null,
          wait_after_fail: null,
          allow_custom_parameters: null,
          weekdays: ['mo'],
        });
        const schedule = manager.of(SCHEDULE);
        const since = stateOf(kept)['since']!;
        const planned = await schedule.plan(schedule.config({ ...config, since }), kept);
        expect(planned.state).toEqual(kept.state);
      },
      { answers },
    ));

  it('is created disabled, with a second request if the manager ignores it in the first', () =>
    inManager(
      async (manager) => {
        await deployed(manager);
        manager.asked();
        const config = { ...NIGHTLY, recurrence: '1 day', enabled: false };
        const kept = await manager.of(SCHEDULE).create(config);
        expect(manager.asked()).toEqual(
          answers === 'source' ? ['createExecutionSchedule'] : ['createExecutionSchedule', 'updateExecutionSchedule'],
        );
        expect(stateOf(kept)).toMatchObject({ enabled: false });
        await unchanged(manager, SCHEDULE, config, kept);
      },
      { answers },
    ));
});

describe.each(FORMS)('a deployment without nodes, %s', (answers) => {
  const EMPTY = { plan: { description: 'Nothing.', node_templates: {}, workflows: {} } };
  const DEPLOYMENT = 'conductor_deployment';

  it.each([true, false])('is installed as configured, first with %s', (install) =>
    inManager(
      async (manager) => {
        await manager.made('blueprints', { id: 'empty', ...EMPTY });
        await lives(manager, DEPLOYMENT, { id: 'shop', blueprint_id: 'empty', install }, { install: !install });
      },
      { answers },
    ),
  );

  it('is left alone if the configuration does not mention its installation', () =>
    inManager(
      async (manager) => {
        await manager.made('blueprints', { id: 'empty', ...EMPTY });
        const config = { id: 'shop', blueprint_id: 'empty' };
        await lives(manager, DEPLOYMENT, config, { display_name: 'The shop' });
        expect(manager.asked()).not.toContain('startExecution');
      },
      { answers },
    ));
});

const FILTER = 'conductor_filter';
const ENV = { key: 'Env', values: ['Prod'], operator: 'any_of', type: 'label' };
const BOB = { key: 'created_by', values: ['bob'], operator: 'any_of', type: 'attribute' };
const SHOPS = { filter_id: 'shops', resource_type: 'deployments' };

describe.each(FORMS)('a filter, %s', (answers) => {
  it('keeps the case of its keys, and detects a change of case in a value', () =>
    inManager(
      (manager) =>
        lives(
          manager,
          FILTER,
          { ...SHOPS, filter_rules: [ENV, BOB] },
          { filter_rules: [{ ...ENV, values: ['prod'] }, BOB] },
        ),
      { answers },
    ));

  it('is replaced when all its rules of one type are removed, because no update can express that', () =>
    inManager(
      async (manager) => {
        const filter = manager.of(FILTER);
        const kept = await filter.create({ ...SHOPS, filter_rules: [ENV, BOB] });
        const less = filter.config({ ...SHOPS, filter_rules: [BOB] });
        expect((await filter.plan(less, kept)).replaces).toEqual([['filter_rules']]);
      },
      { answers },
    ));

  it('is imported without a difference in case', () =>
    inManager(
      async (manager) => {
        const filter = manager.of(FILTER);
        const config = { ...SHOPS, filter_rules: [ENV] };
        await filter.create(config);
        const kept = await imported(manager, FILTER, 'deployments/shops');
        expect((await filter.plan(filter.config(config), kept)).state).toEqual(kept.state);
      },
      { answers },
    ));
});

describe.each(FORMS)('labels, %s', (answers) => {
  it('of an imported deployment do not differ by the case of a key', () =>
    inManager(
      async (manager) => {
        await web(manager);
        const deployment = manager.of('conductor_deployment');
        const config = { id: 'shop', blueprint_id: 'web', labels: { Env: ['Prod'] } };
        await deployment.create(config);
        const kept = await imported(manager, 'conductor_deployment', 'shop');
        expect(stateOf(kept)['labels']).toEqual({ env: ['Prod'] });
        expect((await deployment.plan(deployment.config(config), kept)).state).toEqual(kept.state);
      },
      { answers },
    ));
});

describe('with files', () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'landform-source-'));
    await cp('test/conformance/conductor/files', folder, { recursive: true });
  });
  afterEach(() => rm(folder, { recursive: true }));

  const PLUGIN = 'conductor_plugin';

  it.each(FORMS)('a plugin keeps the values of its labels, %s', (answers) =>
    inManager(
      (manager) =>
        lives(
          manager,
          PLUGIN,
          { archive_url: URL, labels: { tier: ['a', 'b'] }, blueprint_labels: { uses: ['aws'] } },
          { labels: { tier: ['b'] }, resource_tags: { owner: 'shops' } },
        ),
      { answers, directory: folder },
    ),
  );

  const BLUEPRINT = 'conductor_blueprint';
  const CONFIG = { blueprint_id: 'web', archive: 'web' };

  it('a blueprint whose archive takes longer to read than a request may is awaited', () =>
    inManager(
      async (manager) => {
        await manager.sandbox.control('uploads', { seconds: 90 });
        const kept = await manager.of(BLUEPRINT).create(CONFIG);
        expect(stateOf(kept)).toMatchObject({ state: 'uploaded' });
        expect(manager.asked().filter((name) => name === 'uploadBlueprint')).toHaveLength(1);
        await unchanged(manager, BLUEPRINT, CONFIG, kept);
      },
      { directory: folder },
    ));

  it("a blueprint that cannot be read is an error with the manager's reason, and is replaced", () =>
    inManager(
      async (manager) => {
        const main = join(folder, 'web', 'blueprint.yaml');
        await writeFile(main, 'inputs: {}\n');
        const blueprint = manager.of(BLUEPRINT);
        const made = await blueprint.attempt(await blueprint.plan(blueprint.config(CONFIG)));
        expect(wordsOf(made.diagnostics)).toMatch(/work-failed: .*failed_parsing.*tosca_definitions_version/s);
        expect(made.unfinished).toBeUndefined();
        const failed = { state: made.state! };
        expect(stateOf(failed)).toMatchObject({ id: 'web', state: 'failed_parsing' });
        const again = await blueprint.plan(blueprint.config(CONFIG), await blueprint.read(failed));
        expect(again.replaces).toContainEqual(['state']);
        await blueprint.delete(failed);
      },
      { directory: folder },
    ));

  it('a blueprint whose response was lost is adopted only after its archive is read', () =>
    inManager(
      async (manager) => {
        await manager.sandbox.control('uploads', { seconds: 90 });
        manager.sandbox.faults.configure({ script: [{ fault: 'dropAfter', operations: ['uploadBlueprint'] }] });
        expect(stateOf(await manager.of(BLUEPRINT).create(CONFIG))).toMatchObject({ state: 'uploaded' });
        expect(manager.asked().filter((name) => name === 'uploadBlueprint')).toHaveLength(1);
      },
      { directory: folder },
    ));
});

const URL = 'https://host.invalid/cloudify_openstack_plugin-2.0.1-py27-none-linux_x86_64-centos-Core.wgn';
