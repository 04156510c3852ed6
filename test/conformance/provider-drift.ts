/* oxlint-disable vitest/no-conditional-expect, vitest/valid-title, vitest/expect-expect, vitest/no-conditional-tests -- tests are made from cases */
import { expect } from 'vitest';
import { plainJson, type JsonObject } from '../../src/model/index.js';
import type { Driver } from './provider-driver.js';
import type { ResourceCase } from './provider-resource.js';
import { shown, type World } from './provider-world.js';

type Test<W extends World> = (
  name: string,
  body: (driver: Driver, config: JsonObject, world: W) => Promise<void>,
) => void;

/** Changes and deletions outside of Landform are detected by the next read and reverted by the next apply. */
export function describeDrift<W extends World>(resource: ResourceCase<W>, test: Test<W>): void {
  for (const [attribute, drift] of Object.entries(resource.drift ?? {})) {
    test(`detects that ${attribute} was changed outside of Landform, and reverts it`, async (driver, json, world) => {
      const created = await driver.create(json);
      const before = plainJson(created.state) as JsonObject;
      await drift(world, before);
      const read = await driver.read(created);
      expect((plainJson(read.state) as JsonObject)[attribute]).not.toEqual(before[attribute]);
      const planned = await driver.plan(driver.config(json), read);
      expect(shown(planned)).not.toEqual(shown(read));
      const repaired = await repair(driver, json, planned, read);
      expect((plainJson(repaired.state) as JsonObject)[attribute]).toEqual(before[attribute]);
      expect(shown(await driver.plan(driver.config(json), repaired))).toEqual(shown(repaired));
    });
  }
  const { vanish } = resource;
  if (vanish !== undefined) {
    test('detects that it was deleted outside of Landform, and creates it again', async (driver, json, world) => {
      const created = await driver.create(json);
      await vanish(world, plainJson(created.state) as JsonObject);
      expect((await driver.read(created)).state).toBeNull();
      await driver.delete(created);
      const anew = await driver.create(json);
      expect(shown(await driver.read(anew))).toEqual(shown(anew));
    });
  }
}

async function repair(
  driver: Driver,
  json: JsonObject,
  planned: Awaited<ReturnType<Driver['plan']>>,
  read: Awaited<ReturnType<Driver['read']>>,
): ReturnType<Driver['read']> {
  if (planned.replaces.length === 0) return driver.read(await driver.apply(planned));
  await driver.delete(read);
  return driver.read(await driver.create(json));
}
