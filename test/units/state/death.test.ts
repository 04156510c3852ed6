import { describe, expect, test } from 'vitest';
import { EMPTY_STATE, integrityProblems, type JournalEntry, type ObjectState } from '../../../src/model/index.js';
import {
  memoryStore,
  openBackend,
  openSession,
  replay,
  sameContent,
  type Backend,
  type MemoryStore,
  type Session,
} from '../../../src/state/index.js';
import { HandClock } from '../../conformance/backend.js';
import { inBytes, textOf } from '../../support/bytes.js';
import { aCall, anObject, aRef } from '../../support/states.js';

/** How much of the fatal step was done. */
type Moment = 'before' | 'torn' | 'after';

const halfOf = (line: Iterable<Uint8Array>): readonly Uint8Array[] => {
  const text = textOf(line);
  return inBytes(text.slice(0, text.length / 2));
};

/**
 * A backend whose process dies at the nth step that changes what is stored: a line of the journal, a new journal, or the new
 * snapshot, which replaces the old one after the seal is appended. A dead process does no later step.
 */
function mortal(store: MemoryStore, fatal: number, moment: Moment): Backend {
  const inner = openBackend('memory', { store, clock: new HandClock() });
  let steps = 0;
  /** Begins a step: throws if the process died before it could be done. Returns what follows the step, which throws if it died then. */
  const step = (): (() => void) => {
    steps += 1;
    const dead = steps > fatal || (steps === fatal && moment !== 'after');
    if (dead) throw new Error('dead');
    return () => {
      if (steps >= fatal) throw new Error('dead');
    };
  };
  const mortalWrites: Pick<Backend, 'write' | 'appendJournal' | 'replaceJournal'> = {
    async write(lease, pieces, expected, replacing) {
      let after = (): void => undefined;
      const version = await inner.write(lease, pieces, expected, async (written) => {
        await replacing?.(written);
        after = step();
      });
      after();
      return version;
    },
    async appendJournal(lease, line) {
      if (steps + 1 === fatal && moment === 'torn') await inner.appendJournal(lease, halfOf(line));
      const after = step();
      await inner.appendJournal(lease, line);
      after();
    },
    async replaceJournal(lease, pieces) {
      const after = step();
      await inner.replaceJournal(lease, pieces);
      after();
    },
  };
  return new Proxy(inner, {
    get(target, name) {
      if (Object.hasOwn(mortalWrites, name)) return Reflect.get(mortalWrites, name) as unknown;
      const member = Reflect.get(target, name) as unknown;
      return typeof member === 'function' ? (member.bind(target) as unknown) : member;
    },
  });
}

async function open(backend: Backend, store: MemoryStore): Promise<Session> {
  delete store.holder;
  return openSession({ backend, operation: 'apply', program: 'x', write: true, clock: new HandClock() });
}

/** A run, and what it was promised. */
interface Run {
  readonly done: JournalEntry[];
  /** The entry whose promise was still open. */
  pending: JournalEntry | undefined;
  seq: number;
}

const object = (id: string): ObjectState => anObject({ attributes: { id } });

/** Creates, notes, updates, replaces, deletes and commits, with two calls left open. */
async function apply(session: Session, run: Run): Promise<void> {
  const { recorder } = session;
  const record = async (entry: JournalEntry, promise: Promise<unknown>): Promise<void> => {
    run.pending = entry;
    await promise;
    run.done.push(entry);
    run.pending = undefined;
  };
  const begin = async (address: string, deposed?: string): Promise<number> => {
    run.seq += 1;
    const call = aCall(address, deposed === undefined ? {} : { deposed, action: 'delete' });
    let seq = 0;
    await record(
      { kind: 'begin', seq: run.seq, ...call },
      recorder.begin(call).then((number) => (seq = number)),
    );
    return seq;
  };
  const settle = async (seq: number, model: number, result: ObjectState | null): Promise<void> => {
    run.seq += 1;
    const outcome = { object: result, failed: false };
    await record({ kind: 'settle', seq: run.seq, begin: model, ...outcome }, recorder.settle(seq, outcome));
  };
  const call = async (address: string, result: ObjectState | null, deposed?: string): Promise<void> => {
    const model = run.seq + 1;
    await settle(await begin(address, deposed), model, result);
  };
  await call('terraform_data.a', object('a'));
  await call('terraform_data.b[0]', object('b0'));
  await begin('terraform_data.open');
  await session.commit();
  await call('terraform_data.b[1]', object('b1'));
  run.seq += 1;
  const deposed = { resource: aRef('terraform_data.a').resource, key: undefined, deposed: '0000abcd' };
  await record(
    { kind: 'depose', seq: run.seq, ...deposed },
    recorder.depose(deposed.resource, undefined, deposed.deposed),
  );
  await call('terraform_data.a', object('a2'));
  await call('terraform_data.a', null, '0000abcd');
  await begin('terraform_data.open2');
  await session.commit();
  await call('terraform_data.b[0]', null);
  run.seq += 1;
  const outputs = { o: { value: 'x', type: 'string' as const, sensitive: false } };
  await record({ kind: 'outputs', seq: run.seq, outputs }, recorder.outputs(outputs));
  await session.commit();
}

const openNames = (interrupted: Session['interrupted']): string =>
  interrupted.map(({ begin }) => begin.resource.name).join();

/** Whether the state is what was promised, or that and the entry under way; else what it is. */
function verdict(session: Session, run: Run): string {
  const possible = [run.done, run.pending === undefined ? run.done : [...run.done, run.pending]].map((entries) =>
    replay(EMPTY_STATE, entries),
  );
  const found = possible.some(
    ({ state, interrupted }) =>
      sameContent(state, session.state) && openNames(interrupted) === openNames(session.interrupted),
  );
  const problems = integrityProblems(session.state).map(({ message }) => message);
  if (found && problems.length === 0) return 'nothing is lost';
  return [openNames(session.interrupted), ...session.state.resources.keys(), ...problems].join(' ');
}

const LAST_WRITE = 40;

describe('a killed run', () => {
  for (const moment of ['before', 'torn', 'after'] as const) {
    test(`${moment} any of its writes loses no durable record`, async () => {
      let survived = false;
      for (let fatal = 1; fatal <= LAST_WRITE; fatal += 1) {
        const store = memoryStore();
        const run: Run = { done: [], pending: undefined, seq: 0 };
        survived = await apply(await open(mortal(store, fatal, moment), store), run).then(
          () => true,
          () => false,
        );
        expect(verdict(await open(openBackend('memory', { store }), store), run)).toBe('nothing is lost');
      }
      // Else the last writes were never the fatal ones.
      expect(survived).toBe(true);
    });

    test(`${moment} any write of the recovery from an earlier kill loses no durable record either`, async () => {
      for (let fatal = 1; fatal <= LAST_WRITE; fatal += 3) {
        for (let second = 1; second <= 5; second += 1) {
          const store = memoryStore();
          const run: Run = { done: [], pending: undefined, seq: 0 };
          await apply(await open(mortal(store, fatal, 'after'), store), run).catch(() => undefined);
          await open(mortal(store, second, moment), store).catch(() => undefined);
          expect(verdict(await open(openBackend('memory', { store }), store), run)).toBe('nothing is lost');
        }
      }
    });
  }
});
