import { mkdir, mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { gzip, tarOf } from '../../../../src/providers/rest/exchange/archive.js';
import { blueprints } from '../../../../src/sandbox/conductor/blueprint-entries.js';
import { filesIn } from '../../../../src/sandbox/conductor/archive.js';
import { stateOf } from '../served.js';
import { inManager, type Manager } from './manager.js';

const BLUEPRINT = 'conductor_blueprint';
const MAIN = 'tosca_definitions_version: cloudify_dsl_1_3\ndescription: a web server\n';
const PNG = Buffer.from('89504e470d0a1a0a00000000', 'hex');

let folder = '';

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'landform-blueprint-'));
  await mkdir(join(folder, 'web', 'scripts'), { recursive: true });
  await writeFile(join(folder, 'web', 'blueprint.yaml'), MAIN);
  await writeFile(join(folder, 'web', 'scripts', 'start.sh'), '#!/bin/sh\n');
  await writeFile(join(folder, 'icon.png'), PNG);
});

afterEach(() => rm(folder, { recursive: true }));

const inFolder = (test: (manager: Manager) => Promise<void>): Promise<void> => inManager(test, { directory: folder });

describe('a blueprint of Conductor', () => {
  it('is packed and uploaded from a folder', () =>
    inFolder(async (manager) => {
      const blueprint = manager.of(BLUEPRINT);
      const kept = await blueprint.create({ blueprint_id: 'web', archive: 'web' });
      expect(stateOf(kept)).toMatchObject({ id: 'web', description: 'a web server', main_file_name: 'blueprint.yaml' });
      const { json } = await manager.data('conductor_blueprint_archive', { blueprint_id: 'web' });
      const files = filesIn(Buffer.from(String(json['content_base64']), 'base64'));
      expect([...files.keys()]).toEqual(['content/blueprint.yaml', 'content/scripts/start.sh']);
      const again = await blueprint.plan(blueprint.config({ blueprint_id: 'web', archive: 'web' }), kept);
      expect(again.state).toEqual(kept.state);
    }));

  it('is not replaced if its files are only rewritten', () =>
    inFolder(async (manager) => {
      const blueprint = manager.of(BLUEPRINT);
      const config = blueprint.config({ blueprint_id: 'web', archive: 'web' });
      const kept = await blueprint.create({ blueprint_id: 'web', archive: 'web' });
      await utimes(join(folder, 'web', 'blueprint.yaml'), new Date(0), new Date(0));
      expect((await blueprint.plan(config, kept)).replaces).toEqual([]);
      await writeFile(join(folder, 'web', 'blueprint.yaml'), `${MAIN}inputs: {}\n`);
      expect((await blueprint.plan(config, kept)).replaces).toEqual([['archive_hash']]);
    }));

  it('is not uploaded if it has changed since the plan', () =>
    inFolder(async (manager) => {
      const blueprint = manager.of(BLUEPRINT);
      const planned = await blueprint.plan(blueprint.config({ blueprint_id: 'web', archive: 'web' }));
      await writeFile(join(folder, 'web', 'blueprint.yaml'), `${MAIN}inputs: {}\n`);
      manager.asked();
      const { diagnostics } = await blueprint.attempt(planned);
      expect(diagnostics.map(({ code }) => code)).toEqual(['file-changed']);
      expect(manager.asked()).toEqual([]);
    }));

  it('is uploaded from an existing archive', () =>
    inFolder(async (manager) => {
      await writeFile(join(folder, 'web.tar.gz'), gzip(await tarOf(join(folder, 'web'), 'mine')));
      const kept = await manager.of(BLUEPRINT).create({ blueprint_id: 'web', archive: 'web.tar.gz' });
      expect(stateOf(kept)['description']).toBe('a web server');
    }));

  it('is downloaded by the manager from an address', () =>
    inFolder(async (manager) => {
      const blueprint = manager.of(BLUEPRINT);
      const kept = await blueprint.create({ blueprint_id: 'web', archive_url: 'https://host.invalid/web.zip' });
      expect(stateOf(kept)).toMatchObject({ archive: null, archive_hash: null });
      const elsewhere = blueprint.config({ blueprint_id: 'web', archive_url: 'https://host.invalid/web-2.zip' });
      expect((await blueprint.plan(elsewhere, kept)).replaces).toEqual([['archive_url']]);
    }));

  it.each([
    ['both an archive and an address', { archive: 'web', archive_url: 'https://host.invalid/web.zip' }],
    ['neither', {}],
  ])('is rejected with %s', (_, given) =>
    inFolder(async (manager) => {
      const blueprint = manager.of(BLUEPRINT);
      const found = await blueprint.validate(blueprint.config({ blueprint_id: 'web', ...given }));
      expect(found.map(({ code }) => code)).toEqual(['one-of']);
    }),
  );

  it('reports the path that cannot be read', () =>
    inFolder(async (manager) => {
      const blueprint = manager.of(BLUEPRINT);
      await expect(blueprint.plan(blueprint.config({ blueprint_id: 'web', archive: 'nowhere' }))).rejects.toThrow(
        'nowhere cannot be sent',
      );
    }));

  it('has an icon, which is sent after the upload, updated in place and removed', () =>
    inFolder(async (manager) => {
      const blueprint = manager.of(BLUEPRINT);
      const config = { blueprint_id: 'web', archive: 'web' };
      const kept = await blueprint.create({ ...config, icon: 'icon.png' });
      const [entry] = blueprints(manager.sandbox.store).all();
      expect(entry).toHaveProperty('iconFingerprint');
      manager.asked();
      const planned = await blueprint.plan(blueprint.config(config), kept);
      expect(planned.replaces).toEqual([]);
      const without = await blueprint.apply(planned);
      expect(manager.asked()).toEqual(['setBlueprintIcon']);
      expect(stateOf(without)).toMatchObject({ icon: null, icon_hash: null });
      expect(blueprints(manager.sandbox.store).all()[0]).not.toHaveProperty('iconFingerprint');
    }));

  it('has no icon in state if that could not be sent', () =>
    inFolder(async (manager) => {
      manager.sandbox.faults.configure({ script: [{ fault: 'error', operations: ['setBlueprintIcon'], times: 99 }] });
      const blueprint = manager.of(BLUEPRINT);
      const config = blueprint.config({ blueprint_id: 'web', archive: 'web', icon: 'icon.png' });
      const made = await blueprint.attempt(await blueprint.plan(config));
      expect(stateOf({ state: made.state! })).toMatchObject({ id: 'web', icon_hash: null });
    }));

  it("is kept as failed if the manager cannot read it, with the manager's reason", () =>
    inFolder(async (manager) => {
      await writeFile(join(folder, 'web', 'blueprint.yaml'), 'inputs: {}\n');
      const blueprint = manager.of(BLUEPRINT);
      const made = await blueprint.attempt(
        await blueprint.plan(blueprint.config({ blueprint_id: 'web', archive: 'web' })),
      );
      expect(made.diagnostics[0]?.detail).toContain('tosca_definitions_version');
      expect(stateOf({ state: made.state! })['state']).toBe('failed_parsing');
    }));
});

describe('labels of a blueprint (trap 6)', () => {
  const LABELLED = { blueprint_id: 'web', archive: 'web', labels: { Team: ['a', 'b'] } };

  it('are sent as pairs with the upload, and later as an object of their own', () =>
    inFolder(async (manager) => {
      const blueprint = manager.of(BLUEPRINT);
      const kept = await blueprint.create(LABELLED);
      expect(stateOf(kept)['labels']).toEqual({ Team: ['a', 'b'] });
      const planned = await blueprint.plan(blueprint.config({ ...LABELLED, labels: { Team: ['c'] } }), kept);
      const changed = await blueprint.apply(planned);
      expect(stateOf(changed)['labels']).toEqual({ Team: ['c'] });
      expect(blueprints(manager.sandbox.store).all()[0]?.labels).toMatchObject([{ key: 'team', value: 'c' }]);
    }));

  it('that are not configured are not drift, and stay when the set is replaced', () =>
    inFolder(async (manager) => {
      await writeFile(
        join(folder, 'web', 'blueprint.yaml'),
        `${MAIN}blueprint_labels:\n  arch: { values: [x86] }\n  csys-obj-type: { values: [environment] }\n`,
      );
      const blueprint = manager.of(BLUEPRINT);
      const kept = await blueprint.create(LABELLED);
      const seen = await blueprint.read(kept);
      expect(seen.state).toEqual(kept.state);
      const without = await blueprint.apply(await blueprint.plan(blueprint.config({ ...LABELLED, labels: {} }), seen));
      expect(stateOf(without)['labels']).toEqual({});
      const left = blueprints(manager.sandbox.store)
        .all()[0]!
        .labels.map(({ key }) => key);
      expect(left).toEqual(['arch', 'csys-obj-type']);
    }));

  it('that were configured and are missing are drift', () =>
    inFolder(async (manager) => {
      const blueprint = manager.of(BLUEPRINT);
      const kept = await blueprint.create(LABELLED);
      const entry = blueprints(manager.sandbox.store).all()[0]!;
      blueprints(manager.sandbox.store).put({ ...entry, labels: [] });
      expect(stateOf(await blueprint.read(kept))['labels']).toEqual({});
    }));
});
