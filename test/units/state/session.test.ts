import { describe, expect, test } from 'vitest';
import { DiagnosticError, EMPTY_STATE, errorDiagnostic, type Event, type State } from '../../../src/model/index.js';
import {
  memoryStore,
  openBackend,
  openSession,
  readState,
  stateText,
  type Backend,
  type MemoryStore,
  type SessionOptions,
} from '../../../src/state/index.js';
import { HandClock } from '../../conformance/backend.js';
import { aCall, anObject, aRef, aState } from '../../support/states.js';

const made = anObject({ attributes: { id: 'made' } });

function open(backend: Backend, more: Partial<SessionOptions> = {}): ReturnType<typeof openSession> {
  return openSession({
    backend,
    operation: 'apply',
    program: 'landform 1.2.3',
    write: true,
    newLineage: () => 'lineage-1',
    clock: new HandClock(),
    ...more,
  });
}

const stored = (store: MemoryStore): State => readState(store.text!, { place: 'state' });

async function diagnosticOf(promise: Promise<unknown>): Promise<{ code: string; summary: string; detail: string }> {
  const error = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof DiagnosticError)) throw new Error(`no diagnostic: ${String(error)}`);
  const { code, summary, detail = '' } = error.diagnostics[0]!;
  return { code, summary, detail };
}

/** A store with a written state of one object, `terraform_data.old`. */
async function writtenStore(): Promise<MemoryStore> {
  const store = memoryStore();
  const session = await open(openBackend('memory', { store }));
  await session.recorder.record(aRef('terraform_data.old'), anObject());
  await session.commit();
  await session.release();
  return store;
}

describe('session', () => {
  test('a state that was never written is empty', async () => {
    const session = await open(openBackend('memory', {}));
    expect([session.state, session.interrupted]).toEqual([EMPTY_STATE, []]);
  });

  test('the first commit creates a lineage and serial 1, and each later change increments the serial', async () => {
    const store = memoryStore();
    const session = await open(openBackend('memory', { store }));
    await session.recorder.record(aRef('terraform_data.a'), made);
    expect(await session.commit()).toMatchObject({ lineage: 'lineage-1', serial: 1 });
    await session.recorder.remove(aRef('terraform_data.a'));
    expect(await session.commit()).toMatchObject({ lineage: 'lineage-1', serial: 2 });
    expect(stored(store)).toMatchObject({ lineage: 'lineage-1', serial: 2 });
  });

  test('if only the lock can be written, the journal is replayed in memory and kept', async () => {
    const store = await writtenStore();
    const dead = await open(openBackend('memory', { store }));
    await dead.recorder.record(aRef('terraform_data.dead'), made);
    await dead.release();
    const backend = openBackend('memory', { store });
    const refuse = (): Promise<never> =>
      Promise.reject(new DiagnosticError([errorDiagnostic('state-not-permitted', 'the file system is read-only')]));
    Object.assign(backend, { write: refuse, replaceJournal: refuse, appendJournal: refuse });
    const { text, journal } = store;
    expect(await diagnosticOf(open(backend))).toMatchObject({ code: 'state-not-permitted' });
    const session = await open(backend, { orRead: true });
    expect(session.unwritable).toBeInstanceOf(DiagnosticError);
    expect(session.state.resources.size).toBe(2);
    await session.release();
    expect(store).toMatchObject({ text, journal });
    await open(openBackend('memory', { store }));
  });

  test('nothing is written without a change, or after a change back', async () => {
    const store = await writtenStore();
    const before = { ...store };
    const session = await open(openBackend('memory', { store }));
    await session.commit();
    await session.recorder.record(aRef('terraform_data.old'), made);
    await session.recorder.record(aRef('terraform_data.old'), anObject());
    expect((await session.commit()).serial).toBe(1);
    await session.release();
    expect([store.text, store.journal]).toEqual([before.text, '']);
  });

  test('unchanged outputs write no journal', async () => {
    const store = await writtenStore();
    const session = await open(openBackend('memory', { store }));
    await session.recorder.outputs({});
    expect(store.journal).toBe('');
  });

  test('a commit ends the journal', async () => {
    const store = memoryStore();
    const session = await open(openBackend('memory', { store }));
    await session.recorder.record(aRef('terraform_data.a'), made);
    expect(store.journal).not.toBe('');
    await session.commit();
    expect(store.journal).toBe('');
  });

  test('recorded but uncommitted entries exist in the next session, and in its snapshot', async () => {
    const store = await writtenStore();
    const dead = await open(openBackend('memory', { store }));
    await dead.recorder.settle(await dead.recorder.begin(aCall('terraform_data.a')), { object: made, failed: false });
    await dead.release();
    const next = await open(openBackend('memory', { store }));
    const expected = aState({ 'terraform_data.old': anObject(), 'terraform_data.a': made });
    expect(next.state.resources).toEqual(expected.resources);
    expect([stored(store).serial, stored(store).resources, store.journal]).toEqual([2, expected.resources, '']);
  });

  test('a read-only session replays without writing', async () => {
    const store = await writtenStore();
    const dead = await open(openBackend('memory', { store }));
    await dead.recorder.begin(aCall('terraform_data.b'));
    await dead.recorder.record(aRef('terraform_data.a'), made);
    await dead.release();
    const before = { ...store };
    const reader = await open(openBackend('memory', { store }), { write: false });
    expect(reader.state.resources.has('terraform_data.a')).toBe(true);
    expect(reader.interrupted).toHaveLength(1);
    await expect(reader.recorder.remove(aRef('terraform_data.a'))).rejects.toThrow(/for reading/);
    await reader.release();
    expect(store).toEqual(before);
  });

  test('a read-only session needs no lock, and takes one on request', async () => {
    const store = await writtenStore();
    const writer = await open(openBackend('memory', { store }));
    await (await open(openBackend('memory', { store }), { write: false })).release();
    expect(await diagnosticOf(open(openBackend('memory', { store }), { write: false, lock: true }))).toMatchObject({
      code: 'state-locked',
    });
    await writer.release();
    await (await open(openBackend('memory', { store }), { write: false, lock: true })).release();
    expect(store.holder).toBeUndefined();
  });

  test('interrupted calls survive sessions and commits until they are settled', async () => {
    const store = await writtenStore();
    const dead = await open(openBackend('memory', { store }));
    const first = await dead.recorder.begin(aCall('terraform_data.a'));
    await dead.recorder.note(first, { id: 'x' });
    await dead.recorder.begin(aCall('terraform_data.b'));
    await dead.release();

    const second = await open(openBackend('memory', { store }));
    expect(second.interrupted.map(({ begin, notes }) => [begin.resource.name, notes])).toEqual([
      ['a', [{ id: 'x' }]],
      ['b', []],
    ]);
    await second.recorder.record(aRef('terraform_data.c'), made);
    await second.commit();
    await second.recorder.settle(second.interrupted[0]!.begin.seq, { object: made, failed: false });
    await second.commit();
    await second.release();

    const third = await open(openBackend('memory', { store }));
    expect(third.interrupted.map(({ begin }) => begin.resource.name)).toEqual(['b']);
    expect([...third.state.resources.keys()].sort()).toEqual([
      'terraform_data.a',
      'terraform_data.c',
      'terraform_data.old',
    ]);
    await third.recorder.settle(third.interrupted[0]!.begin.seq, { object: null, failed: true });
    await third.commit();
    expect(store.journal).toBe('');
  });

  test('running actions survive sessions and commits until their end is recorded', async () => {
    const store = await writtenStore();
    const trigger = {
      kind: 'lifecycle',
      event: 'after_create',
      resource: 'terraform_data.a',
      block: 0,
      index: 0,
    } as const;
    const dead = await open(openBackend('memory', { store }));
    await dead.recorder.invoke({ address: 'action.t.a', trigger, requestKey: 'one' });
    const ended = await dead.recorder.invoke({ address: 'action.t.b', requestKey: 'two' });
    await dead.recorder.invoked(ended, false);
    await dead.release();

    const next = await open(openBackend('memory', { store }));
    await next.recorder.record(aRef('terraform_data.b'), made);
    await next.commit();
    await next.release();

    const last = await open(openBackend('memory', { store }));
    expect(last.interruptedActions).toMatchObject([{ address: 'action.t.a', trigger, requestKey: 'one' }]);
    await last.recorder.invoked(last.interruptedActions[0]!.seq, true);
    await last.commit();
    await last.release();
    expect(store.journal).toBe('');
    const reader = await open(openBackend('memory', { store }), { write: false });
    expect(reader.interruptedActions).toEqual([]);
    await reader.release();
  });

  test('numbers of interrupted calls are not reused', async () => {
    const store = memoryStore();
    const dead = await open(openBackend('memory', { store }));
    const old = await dead.recorder.begin(aCall('terraform_data.a'));
    await dead.release();
    const next = await open(openBackend('memory', { store }));
    expect(next.interrupted[0]!.begin.seq).toBe(old);
    expect(await next.recorder.begin(aCall('terraform_data.b'))).toBeGreaterThan(old);
  });

  test('the current state follows the records, and a committed state does not change', async () => {
    const session = await open(openBackend('memory', {}));
    await session.recorder.record(aRef('terraform_data.a[0]'), made);
    const committed = await session.commit();
    await session.recorder.record(aRef('terraform_data.a[1]'), made);
    expect(committed.resources.get('terraform_data.a')?.instances.size).toBe(1);
    expect(session.recorder.current().resources.get('terraform_data.a')?.instances.size).toBe(2);
  });

  test('a given state is stored instead of the recorded one', async () => {
    const store = await writtenStore();
    const session = await open(openBackend('memory', { store }));
    await session.commit(aState({ 'terraform_data.moved': made }));
    expect([...stored(store).resources.keys(), stored(store).serial, stored(store).lineage]).toEqual([
      'terraform_data.moved',
      2,
      'lineage-1',
    ]);
  });

  test('a pushed state is stored unchanged', async () => {
    const store = await writtenStore();
    const session = await open(openBackend('memory', { store }));
    const pushed = aState({ 'terraform_data.x': made }, { lineage: 'other', serial: 7 });
    await session.replace(pushed);
    expect(store.text).toBe(stateText(pushed));
  });

  test('an inconsistent state is not stored', async () => {
    const store = await writtenStore();
    const before = store.text;
    const session = await open(openBackend('memory', { store }));
    const unsound = aState({ 'terraform_data.a': anObject({ dependencies: ['b.b', 'a.a'] }) });
    expect(await diagnosticOf(session.commit(unsound))).toMatchObject({ code: 'unsound-state' });
    expect(store.text).toBe(before);
  });

  describe('rejects', () => {
    /** The resource is in line 3, its instance in line 4. */
    const withInstance = (instance: string): string =>
      `{"version": 4, "serial": 1, "lineage": "l", "resources": [\n\n{"mode": "managed", "type": "terraform_data", "name": "a", "provider": "provider[\\"terraform.io/builtin/terraform\\"]", "instances": [\n${instance}]}]}`;
    const wrong: Record<string, { text: string; code: string; says: RegExp }> = {
      'a text that is not JSON': {
        text: '{\n  "version": 4,\n  oops\n}',
        code: 'corrupt-state',
        says: /line 3, column 3: not valid JSON: Expected a key in double quotes, found "o"$/,
      },
      'an older format version': { text: '{"version": 3}', code: 'state-version', says: /version 3/ },
      'a newer format': { text: '{"version": 5}', code: 'state-version', says: /version 5/ },
      'a document that is not a state': {
        text: '[]',
        code: 'state-version',
        says: /does not declare its state format version/,
      },
      'a wrong shape': {
        text: '{"version": 4,\n"serial": 1, "lineage": "l",\n"resources": [\n{"mode": "x"}]}',
        code: 'corrupt-state',
        says: /line 4, column 10: resources\[0\]\.mode/,
      },
      'a contradiction in an instance': {
        text: withInstance('{"index_key": "k", "attributes": {}, "schema_version": 0,\n"private": "no"}'),
        code: 'corrupt-state',
        says: /line 4, column 1: terraform_data\.a\["k"\]: its private bytes are not base64$/,
      },
      'a contradiction in a resource': {
        text: withInstance('{"attributes": {}, "schema_version": 0}').replace('"terraform_data"', '"data"'),
        code: 'corrupt-state',
        says: /line 3, column 1: data\.a: its address cannot be read back$/,
      },
    };
    for (const [name, { text, code, says }] of Object.entries(wrong)) {
      test(`${name}, and releases the lock`, async () => {
        const store = { ...memoryStore(), text };
        const { code: found, summary } = await diagnosticOf(open(openBackend('memory', { store })));
        expect([found, summary]).toEqual([code, expect.stringMatching(says) as string]);
        expect(store).toEqual({ ...memoryStore(), text, fence: 1 });
      });
    }

    test('an empty state next to a backup', async () => {
      const store = { ...memoryStore(), text: '', backup: 'x' };
      expect((await diagnosticOf(open(openBackend('memory', { store })))).summary).toMatch(/the file is empty/);
    });

    test('a damaged state, naming the backup if there is one', async () => {
      const store = { ...memoryStore(), text: '{', backup: 'x' };
      expect((await diagnosticOf(open(openBackend('memory', { store })))).detail).toMatch(/the backup in memory/);
    });

    test('a journal damaged in the middle', async () => {
      const store = await writtenStore();
      const dead = await open(openBackend('memory', { store }));
      for (const name of ['a', 'b', 'c']) await dead.recorder.record(aRef(`terraform_data.${name}`), made);
      await dead.release();
      store.journal = store.journal.replace('terraform_data', 'terraform_dada');
      expect(await diagnosticOf(open(openBackend('memory', { store })))).toMatchObject({
        code: 'corrupt-journal',
        summary: expect.stringMatching(/line 1/) as string,
      });
    });

    test('a journal of another state', async () => {
      const store = await writtenStore();
      const dead = await open(openBackend('memory', { store }));
      await dead.recorder.record(aRef('terraform_data.a'), made);
      await dead.release();
      const { journal } = store;
      for (const text of [
        stateText(aState({}, { lineage: 'other', serial: 1 })),
        stateText(aState({}, { lineage: 'lineage-1', serial: 2 })),
        undefined,
      ]) {
        const replaced: MemoryStore = { ...memoryStore(), journal, ...(text === undefined ? {} : { text }) };
        expect(await diagnosticOf(open(openBackend('memory', { store: replaced })))).toMatchObject({
          code: 'journal-mismatch',
        });
        expect(replaced.journal).toBe(journal);
      }
    });
  });

  test('a partial last line of a journal is dropped, and all records before it are kept', async () => {
    const store = await writtenStore();
    const dead = await open(openBackend('memory', { store }));
    await dead.recorder.record(aRef('terraform_data.a'), made);
    await dead.recorder.record(aRef('terraform_data.b'), made);
    await dead.release();
    store.journal = store.journal.slice(0, -10);
    const next = await open(openBackend('memory', { store }));
    expect([...next.state.resources.keys()].sort()).toEqual(['terraform_data.a', 'terraform_data.old']);
    await next.recorder.record(aRef('terraform_data.c'), made);
    await next.release();
    const last = await open(openBackend('memory', { store }));
    expect(last.state.resources.has('terraform_data.c')).toBe(true);
  });

  test('after a failed write no further entry is accepted, and the commit saves what is known', async () => {
    const store = await writtenStore();
    const inner = openBackend('memory', { store });
    let full = false;
    const backend = new Proxy(inner, {
      get: (target, name) => {
        const member: unknown = Reflect.get(target, name);
        if (name === 'appendJournal' && full) return () => Promise.reject(new Error('no space'));
        return typeof member === 'function' ? (member.bind(target) as unknown) : member;
      },
    });
    const session = await open(backend);
    const begin = await session.recorder.begin(aCall('terraform_data.a'));
    full = true;
    await expect(session.recorder.settle(begin, { object: made, failed: false })).rejects.toThrow('no space');
    full = false;
    expect(await diagnosticOf(session.recorder.begin(aCall('terraform_data.b')))).toMatchObject({
      code: 'journal-closed',
    });
    await session.commit();
    expect([...stored(store).resources.keys()].sort()).toEqual(['terraform_data.a', 'terraform_data.old']);
    expect(store.journal).toBe('');
  });

  test('reports a wait for the lock at once and then every five seconds, and finally its holder', async () => {
    const store = memoryStore();
    await open(openBackend('memory', { store }), { operation: 'destroy' });
    const clock = new HandClock();
    const start = clock.now();
    const events: Event[] = [];
    // For the backend no time passes, as if the holder renewed its lease all the while.
    const backend = openBackend('memory', { store, clock: new HandClock() });
    store.holder = { ...store.holder!, renewed: start, alive: start };
    const refused = await diagnosticOf(
      open(backend, { clock, lockTimeoutMs: 12_000, emit: (event) => events.push(event) }),
    );
    expect(refused).toMatchObject({
      code: 'state-locked',
      detail: expect.stringMatching(/destroy.*\n.*\n.*memory-1/) as string,
    });
    expect(clock.now() - start).toBe(12_000);
    expect(events.map((event) => event.type)).toEqual(['lock-waiting', 'lock-waiting', 'lock-waiting']);
    expect(events[0]).toMatchObject({ holder: 'this process (destroy)', elapsedMs: 0 });
  });

  test('continues as soon as the lock is free', async () => {
    const store = memoryStore();
    const first = await open(openBackend('memory', { store }));
    const clock = new HandClock();
    const sleep = clock.sleep;
    clock.sleep = async (ms) => {
      await sleep(ms);
      await first.release();
    };
    await open(openBackend('memory', { store }), { clock, lockTimeoutMs: 60_000 });
    expect(clock.now() - new HandClock().now()).toBeLessThan(1000);
  });

  test('renews its lease every ten seconds until it is released', async () => {
    const store = memoryStore();
    const clock = new HandClock();
    let tick: () => void = () => undefined;
    let stopped = false;
    clock.every = (ms: number, callback: () => void) => {
      expect(ms).toBe(10_000);
      tick = callback;
      return () => {
        stopped = true;
      };
    };
    const session = await open(openBackend('memory', { store, clock }), { clock });
    clock.time += 9_000;
    tick();
    expect(store.holder?.renewed).toBe(clock.time);
    await session.release();
    await session.release();
    expect(stopped).toBe(true);
  });

  test('a session that lost its lock records and commits nothing more', async () => {
    const store = await writtenStore();
    const clock = new HandClock();
    const lost = await open(openBackend('memory', { store, clock }), { clock });
    await lost.recorder.record(aRef('terraform_data.a'), made);
    clock.time += 31_000;
    const winner = await open(openBackend('memory', { store, clock }), { clock });
    expect(await diagnosticOf(lost.recorder.record(aRef('terraform_data.b'), made))).toMatchObject({
      code: 'lock-lost',
    });
    expect(await diagnosticOf(lost.commit())).toMatchObject({ code: 'lock-lost' });
    await lost.release();
    expect([...winner.state.resources.keys()].sort()).toEqual(['terraform_data.a', 'terraform_data.old']);
    expect((await winner.commit()).serial).toBe(2);
  });
});
