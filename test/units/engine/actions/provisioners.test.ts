import { describe, expect, test } from 'vitest';
import { EMPTY_BLOCK } from '../../../../src/model/index.js';
import { document, note, triggers, world } from './ops.js';

const AROUND = triggers(
  { events: ['before_create', 'before_destroy'], actions: ['action.ops_note.before'] },
  { events: ['after_create', 'after_destroy'], actions: ['action.ops_note.after'] },
);
const NOTES = { before: note('before'), after: note('after') };
const CONFIGURATION = document({ a: { ...AROUND, provisioner: [{ ring: {} }, { toll: { when: 'destroy' } }] } }, NOTES);

/** The world of actions with two provisioners; each fails while it is listed. */
function withProvisioners(): ReturnType<typeof world> & { readonly failing: Set<string> } {
  const all = world();
  const failing = new Set<string>();
  const provisioner = (
    name: string,
  ): [string, typeof all.rig.provisioners.byType extends ReadonlyMap<string, infer P> ? P : never] => [
    name,
    {
      block: EMPTY_BLOCK,
      isRemote: false,
      alternatives: [],
      provision: async () => {
        all.done.push(name);
        return failing.has(name) ? { reason: 'It failed' } : undefined;
      },
    },
  ];
  all.rig.provisioners = { byType: new Map([provisioner('ring'), provisioner('toll')]), connection: EMPTY_BLOCK };
  return { ...all, failing };
}

describe('actions and provisioners of one object', () => {
  test('those of a create run before the actions after it, those of a destroy after the actions before it', async () => {
    const { rig, done } = withProvisioners();
    await rig.apply(CONFIGURATION);
    expect(done.splice(0)).toEqual(['before', 'create a', 'ring', 'after']);
    await rig.apply(CONFIGURATION, { mode: 'destroy' });
    expect(done).toEqual(['before', 'toll', 'delete a', 'after']);
  });

  test('a provisioner that fails leaves the actions after the create to the replacement', async () => {
    const { rig, done, failing } = withProvisioners();
    failing.add('ring');
    const { diagnostics } = await rig.apply(CONFIGURATION);
    expect(diagnostics.map(({ code }) => code)).toEqual(['provisioner-failed']);
    expect(done.splice(0)).toEqual(['before', 'create a', 'ring']);
    failing.clear();
    const { plan } = await rig.apply(CONFIGURATION);
    expect(plan?.changes.map(({ action, reason }) => `${action} ${reason}`)).toEqual([
      'delete-create replace_because_tainted',
    ]);
    // Without "toll": a tainted object may never have been complete.
    expect(done).toEqual(['before', 'delete a', 'after', 'before', 'create a', 'ring', 'after']);
  });

  test('a provisioner that fails on destroy keeps the object', async () => {
    const { rig, done, failing } = withProvisioners();
    await rig.apply(CONFIGURATION);
    failing.add('toll');
    done.length = 0;
    await rig.apply(CONFIGURATION, { mode: 'destroy' });
    expect(done).toEqual(['before', 'toll']);
    expect((await rig.plan(CONFIGURATION)).plan?.changes.map(({ action }) => action)).toEqual(['no-op']);
  });
});
