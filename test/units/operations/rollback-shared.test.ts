import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { hasErrors } from '../../../src/model/index.js';
import type { ApplyResult } from '../../../src/operations/index.js';
import { SHARED_PLACES, type SharedPlace } from '../../support/shared-places.js';
import { StackRoom } from '../../support/stack-room.js';

/** Servers with room for one document, whose history is a file of the machine. */
const ONLY_HERE: ReadonlySet<string> = new Set(['http']);

interface Stored {
  readonly resources: readonly {
    readonly name: string;
    readonly instances: readonly { readonly attributes: { readonly input: { readonly value: string } } }[];
  }[];
}

describe.each(Object.entries(SHARED_PLACES))('a rollback of state in %s', (name, start) => {
  let place: SharedPlace;
  let here: StackRoom;
  let there: StackRoom;
  beforeEach(async () => {
    place = await start();
    here = await StackRoom.make();
    there = await StackRoom.make();
    for (const room of [here, there]) room.environment = place.environment();
  });
  afterEach(async () => {
    await Promise.all([here.remove(), there.remove()]);
    await place.stop();
  });

  /** `name` → input, or [input, what triggers its replacement]. */
  type Objects = Readonly<Record<string, string | readonly [input: string, trigger: string]>>;
  const write = async (room: StackRoom, objects: Objects): Promise<void> => {
    const resources = Object.entries(objects).map(([key, given]) => {
      const [input, trigger] = typeof given === 'string' ? [given] : given;
      return [key, { input, ...(trigger !== undefined && { triggers_replace: trigger }) }] as const;
    });
    const document = {
      terraform: { backend: place.backend() },
      resource: { terraform_data: Object.fromEntries(resources) },
    };
    await room.write('main.tf.json', JSON.stringify(document));
  };
  const applied = async (room: StackRoom, rollback = false): Promise<ApplyResult> => {
    const result = await room.apply({ rollback });
    expect(result.diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
    return result;
  };
  const inputs = async (): Promise<Readonly<Record<string, string>>> => {
    const { resources } = JSON.parse((await place.stored())!) as Stored;
    return Object.fromEntries(resources.map((one) => [one.name, one.instances[0]!.attributes.input.value]));
  };

  it('reverses what the last run did, on another machine where the history is with the state', async () => {
    const before = { kept: 'k', changed: '1', gone: 'g', replaced: ['r', '1'] } as const;
    const after = { kept: 'k', changed: '2', made: 'm', replaced: ['q', '2'] } as const;
    for (const objects of [before, after]) {
      await write(here, objects);
      await applied(here);
    }
    await write(there, after);
    if (ONLY_HERE.has(name)) {
      const { diagnostics } = await there.apply({ rollback: true });
      expect(hasErrors(diagnostics)).toBe(true);
      expect(diagnostics[0]).toMatchObject({
        code: 'no-history',
        detail: expect.stringMatching(
          /It would be in \.landform\/.*\.history, on the machine of the last run/,
        ) as string,
      });
    }
    const room = ONLY_HERE.has(name) ? here : there;
    const result = await applied(room, true);
    expect(result.stacks[0]?.counts).toMatchObject({ created: 2, updated: 1, deleted: 2 });
    expect(await inputs()).toEqual({ kept: 'k', changed: '1', gone: 'g', replaced: 'r' });
    // A rollback is a run, too.
    await applied(room, true);
    expect(await inputs()).toEqual({ kept: 'k', changed: '2', made: 'm', replaced: 'q' });
  });
});
