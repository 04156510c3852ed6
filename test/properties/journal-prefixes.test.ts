import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  EMPTY_STATE,
  formatInstance,
  formatKey,
  formatResource,
  integrityProblems,
  type DueAction,
  type JournalEntry,
} from '../../src/model/index.js';
import { memoryStore, openBackend, openSession, replay, sameContent, type Session } from '../../src/state/index.js';
import { aCall, anObject, aRef } from '../support/states.js';

/** What somebody might do next; the number chooses among what is possible then. */
const deed = fc.record({
  kind: fc.constantFrom(
    'begin',
    'begin',
    'note',
    'settle',
    'settle',
    'invoke',
    'invoked',
    'undue',
    'record',
    'remove',
    'depose',
    'outputs',
    'commit',
  ),
  address: fc.constantFrom('a.a', 'a.b[0]', 'a.b[1]', 'module.m["x"].a.c["k"]', 'data.d.d'),
  choice: fc.nat(),
  deposed: fc.constantFrom(undefined, '0000beef', '0000abcd'),
  gone: fc.boolean(),
});

type Deed = typeof deed extends fc.Arbitrary<infer D> ? D : never;

interface World {
  readonly session: Session;
  readonly entries: JournalEntry[];
  /** Numbers of the recorder, with those of the entries. */
  readonly open: [number, number][];
  readonly openActions: [number, number][];
  seq: number;
}

const hasCurrent = (world: World, address: string, deposed: string): boolean => {
  const { resource, key } = aRef(address);
  const instance = world.session.recorder
    .current()
    .resources.get(formatResource(resource))
    ?.instances.get(formatKey(key));
  return instance?.current !== undefined && !instance.deposed.has(deposed);
};

/** One of a few actions that may be due. */
const dueAt = (choice: number): DueAction => ({
  address: 'action.t.n',
  trigger: { kind: 'lifecycle', resource: 'a.a', event: 'after_create', block: 0, index: choice % 4 },
});

/** Does it by the recorder, and notes the entry that should come of it. */
async function perform(world: World, { kind, address, choice, deposed, gone }: Deed): Promise<void> {
  const { session, entries, open, openActions } = world;
  const { recorder } = session;
  const managed = !address.startsWith('data.');
  const ref = aRef(address, managed ? deposed : undefined);
  const object = anObject({
    attributes: { id: String(choice) },
    status: managed && choice % 3 === 0 ? 'tainted' : 'ready',
  });
  const seq = (world.seq += 1);
  const chosen = choice % Math.max(1, open.length);
  switch (kind) {
    case 'begin': {
      if (!managed) return;
      const call = aCall(address, deposed === undefined ? {} : { deposed });
      open.push([await recorder.begin(call), seq]);
      entries.push({ kind, seq, ...call });
      return;
    }
    case 'note':
      if (open.length === 0) return;
      await recorder.note(open[chosen]![0], { choice });
      entries.push({ kind, seq, begin: open[chosen]![1], data: { choice } });
      return;
    case 'settle': {
      if (open.length === 0) return;
      const [[number, begin]] = open.splice(chosen, 1) as [[number, number]];
      const due = choice % 2 === 0 ? { due: [dueAt(choice)] } : {};
      const outcome = { object: gone ? null : object, failed: gone, ...due };
      await recorder.settle(number, outcome);
      entries.push({ kind, seq, begin, ...outcome });
      return;
    }
    case 'invoke': {
      const trigger = choice % 2 === 0 ? { trigger: dueAt(choice).trigger } : {};
      const action = { address: `action.${address}`, requestKey: String(seq), ...trigger };
      openActions.push([await recorder.invoke(action), seq]);
      entries.push({ kind, seq, ...action });
      return;
    }
    case 'invoked': {
      if (openActions.length === 0) return;
      const [[number, invoke]] = openActions.splice(choice % openActions.length, 1) as [[number, number]];
      await recorder.invoked(number, gone);
      entries.push({ kind, seq, invoke, failed: gone });
      return;
    }
    case 'undue': {
      const triggers = [dueAt(choice).trigger];
      await recorder.undue(triggers);
      entries.push({ kind, seq, triggers });
      return;
    }
    case 'record':
      await recorder.record(ref, object);
      entries.push({ kind: 'object', seq, ...ref, object });
      return;
    case 'remove':
      await recorder.remove(ref);
      entries.push({ kind, seq, ...ref });
      return;
    case 'depose': {
      const key = deposed ?? '00000000';
      if (!managed || !hasCurrent(world, address, key)) return;
      await recorder.depose(ref.resource, ref.key, key);
      entries.push({ kind, seq, resource: ref.resource, key: ref.key, deposed: key });
      return;
    }
    case 'outputs': {
      const outputs = { o: { value: choice, type: 'number' as const, sensitive: gone } };
      await recorder.outputs(outputs);
      entries.push({ kind, seq, outputs });
      return;
    }
    case 'commit':
      await session.commit();
      return;
  }
}

describe('a journal', () => {
  test('produces a consistent state at every length, identical while running, when committed and when replayed', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(deed, { maxLength: 30 }), async (deeds) => {
        const store = memoryStore();
        const openAgain = () =>
          openSession({ backend: openBackend('memory', { store }), operation: 'apply', program: 'x', write: true });
        const world: World = { session: await openAgain(), entries: [], open: [], openActions: [], seq: 0 };
        for (const next of deeds) await perform(world, next);
        for (let length = 0; length <= world.entries.length; length += 1) {
          const { state, problems } = replay(EMPTY_STATE, world.entries.slice(0, length));
          expect([...problems, ...integrityProblems(state)]).toEqual([]);
        }
        const { state, interrupted, interruptedActions, dueActions } = replay(EMPTY_STATE, world.entries);
        expect(sameContent(world.session.recorder.current(), state)).toBe(true);
        await world.session.release();
        const next = await openAgain();
        expect(sameContent(next.state, state)).toBe(true);
        const names = (list: Session['interrupted']): unknown[] =>
          list.map(({ begin, notes }) => [
            formatInstance(formatResource(begin.resource), begin.key),
            begin.deposed,
            notes,
          ]);
        expect(names(next.interrupted)).toEqual(names(interrupted));
        const keys = (list: Session['interruptedActions']): string[] => list.map(({ requestKey }) => requestKey);
        expect(keys(next.interruptedActions)).toEqual(keys(interruptedActions));
        expect(next.dueActions).toEqual(dueActions);
        await next.release();
      }),
    );
  });
});
