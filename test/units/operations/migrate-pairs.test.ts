import { rm } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { Diagnostic } from '../../../src/model/index.js';
import { init, statePull, workspaceNew, workspaceSelect } from '../../../src/operations/index.js';
import { SHARED_PLACES, type SharedPlace } from '../../support/shared-places.js';
import { StackRoom } from '../../support/stack-room.js';

/** These have the default workspace alone. */
const ONE_WORKSPACE = new Set(['http']);
const PLACES = Object.entries(SHARED_PLACES).filter(([name]) => name !== 'local');

let room: StackRoom;
let place: SharedPlace;
afterEach(async () => {
  await room.remove();
  await place.stop();
});

const configure = (backend: object | undefined): Promise<void> =>
  room.write(
    'main.tf.json',
    JSON.stringify({
      terraform: backend === undefined ? {} : { backend },
      resource: { terraform_data: { a: { input: '${terraform.workspace}' } } },
    }),
  );
const done = async (work: Promise<{ readonly diagnostics: readonly Diagnostic[] }>): Promise<void> => {
  const { diagnostics } = await work;
  expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
};
const migrate = (): Promise<void> => done(init(room.env, { migrateState: true, forceCopy: true }));

/** The text of each workspace's state. */
async function texts(names: readonly string[]): Promise<readonly string[]> {
  const found: string[] = [];
  for (const name of names) {
    await done(workspaceSelect(room.env, { name, orCreate: false }));
    const { stacks } = await statePull(room.env);
    found.push(stacks.flatMap(({ pieces }) => [...pieces]).join(''));
  }
  return found;
}

describe.each(PLACES)('states in local files and %s', (name, open) => {
  it('move there with all workspaces, and back, as they are', async () => {
    place = await open();
    room = await StackRoom.make();
    room.environment = place.environment();
    await configure(undefined);
    const names = ONE_WORKSPACE.has(name) ? ['default'] : ['one', 'default'];
    for (const workspace of names) {
      if (workspace !== 'default') await done(workspaceNew(room.env, { name: workspace }));
      else if (names.length > 1) await done(workspaceSelect(room.env, { name: workspace, orCreate: false }));
      await done(room.apply());
    }
    const before = await texts(names);
    expect(before.map((text) => /"input": \{\s*"value": "(\w+)"/.exec(text)?.[1])).toEqual(names);
    await configure(place.backend());
    await migrate();
    expect(await place.stored()).toContain('"default"');
    expect(await texts(names)).toEqual(before);
    expect(await room.changes()).toEqual([]);
    // No local file is left to compare with.
    for (const file of ['terraform.tfstate', 'terraform.tfstate.d'])
      await rm(path.join(room.directory, file), { recursive: true, force: true });
    await configure(undefined);
    await migrate();
    expect(await texts(names)).toEqual(before);
    expect(await room.changes()).toEqual([]);
  });
});
