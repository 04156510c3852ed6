import { appendFile, cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../../src/model/index.js';
import { tarOf } from '../../../../src/providers/rest/exchange/archive.js';
import { quiet } from '../../../conformance/provider-driver.js';
import { stateOf } from '../served.js';
import { inManager, type Manager } from './manager.js';

const BLUEPRINT = 'conductor_blueprint';
const PLUGIN = 'conductor_plugin';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'landform-archives-'));
  await cp('test/conformance/conductor/files', folder, { recursive: true });
  await writeFile(join(folder, 'web.tar.gz'), gzipSync(await tarOf(join(folder, 'web'), 'web')));
});
afterEach(() => rm(folder, { recursive: true }));

/** Plans the configuration for what was just imported; the codes of what is said about it. */
async function planned(manager: Manager, type: string, id: string, config: JsonObject): Promise<readonly string[]> {
  const { objects } = await manager.provider.import({ type, id, context: quiet() });
  const driver = manager.of(type);
  const plan = await driver.plan(driver.config(config), objects[0]);
  expect(plan.replaces).toEqual([]);
  return driver.said.map(({ code }) => code);
}

describe('the archive of an imported blueprint', () => {
  it.each([
    ['a folder', 'web'],
    ['a file', 'web.tar.gz'],
  ])('is compared with the configuration: %s that is equal causes no message', (_form, archive) =>
    inManager(
      async (manager) => {
        const config = { blueprint_id: 'web', archive };
        await manager.of(BLUEPRINT).create(config);
        expect(await planned(manager, BLUEPRINT, 'web', config)).toEqual([]);
      },
      { directory: folder },
    ),
  );

  it('that differs is reported, and does not cause a replacement', () =>
    inManager(
      async (manager) => {
        const config = { blueprint_id: 'web', archive: 'web' };
        await manager.of(BLUEPRINT).create(config);
        await appendFile(join(folder, 'web', 'blueprint.yaml'), '# another content\n');
        expect(await planned(manager, BLUEPRINT, 'web', config)).toEqual(['other-content']);
      },
      { directory: folder },
    ));

  it('that cannot be downloaded is assumed to be equal', () =>
    inManager(
      async (manager) => {
        const config = { blueprint_id: 'web', archive: 'web' };
        await manager.of(BLUEPRINT).create(config);
        expect(await planned(manager, BLUEPRINT, 'web', config)).toEqual(['taken-on-trust']);
      },
      {
        directory: folder,
        otherwise: [
          {
            path: /^\/blueprints\/web\/archive$/,
            refuses: { status: 403, message: 'not allowed', code: 'forbidden_error' },
          },
        ],
      },
    ));
});

it('the package of an imported plugin is compared with the configuration', () =>
  inManager(
    async (manager) => {
      await writeFile(
        join(folder, 'web', 'package.json'),
        '{"package_name": "web-plugin", "package_version": "1.0.0"}',
      );
      await writeFile(join(folder, 'web.wgn'), gzipSync(await tarOf(join(folder, 'web'), 'web-plugin')));
      const config = { archive: 'web.wgn' };
      const { id } = stateOf(await manager.of(PLUGIN).create(config));
      expect(await planned(manager, PLUGIN, id as string, config)).toEqual([]);
    },
    { directory: folder },
  ));
