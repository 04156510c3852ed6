import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openBackend, openSession, type Session } from '../../../src/state/index.js';
import { aCall, anObject, aRef } from '../../support/states.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'landform-history-'));
});
afterEach(() => rm(folder, { recursive: true }));

const file = (): string => path.join(folder, 'terraform.tfstate');
const open = (): Promise<Session> =>
  openSession({
    backend: openBackend('local', { path: file() }),
    operation: 'apply',
    program: 'landform',
    write: true,
  });
/** A session, which is committed unless it dies. */
const during = async (work: (session: Session) => Promise<void>, dies = false): Promise<void> => {
  const session = await open();
  await work(session);
  if (!dies) await session.commit();
  await session.release();
};
const called = async (session: Session, address: string, action: 'create' | 'update' | 'delete', id = 'new') => {
  const begin = await session.recorder.begin(aCall(address, { action }));
  const object = action === 'delete' ? null : anObject({ attributes: { id } });
  await session.recorder.settle(begin, { object, failed: false });
};
/** The instances of the history with the IDs that they had. */
const known = async (): Promise<readonly string[] | undefined> => {
  const session = await open();
  try {
    const history = await session.history();
    return history?.instances.map(
      ({ ref, before }) => `${ref.resource.name} ${before === null ? '-' : String(before.attributes['id'])}`,
    );
  } finally {
    await session.release();
  }
};

beforeEach(() =>
  during(async (session) => {
    await called(session, 'terraform_data.a', 'create', 'a');
    await called(session, 'terraform_data.b', 'create', 'b');
  }),
);

it('has what each changed instance was before the run, and nothing of those that no call changed', async () => {
  expect(await known()).toEqual(['a -', 'b -']);
  await during(async (session) => {
    await called(session, 'terraform_data.a', 'update');
    await called(session, 'terraform_data.a', 'update', 'twice');
    await called(session, 'terraform_data.b', 'delete');
    await called(session, 'terraform_data.c', 'create');
    await session.recorder.record(aRef('terraform_data.imported'), anObject());
  });
  expect(await known()).toEqual(['a a', 'b b', 'c -']);
});

it('has the object that was set aside for its replacement', async () => {
  await during(async (session) => {
    const { resource, key } = aRef('terraform_data.a');
    await session.recorder.depose(resource, key, '0000abcd');
    await called(session, 'terraform_data.a', 'create');
    const begin = await session.recorder.begin(aCall('terraform_data.a', { action: 'delete', deposed: '0000abcd' }));
    await session.recorder.settle(begin, { object: null, failed: false });
  });
  expect(await known()).toEqual(['a a']);
});

it('covers all commits of a session', async () => {
  await during(async (session) => {
    await called(session, 'terraform_data.a', 'update');
    await session.commit();
    await called(session, 'terraform_data.b', 'update');
  });
  expect(await known()).toEqual(['a a', 'b b']);
});

it('of a run that died is made from its journal', async () => {
  await during(async (session) => {
    await called(session, 'terraform_data.a', 'update');
    await called(session, 'terraform_data.c', 'create');
  }, true);
  expect(await known()).toEqual(['a a', 'c -']);
});

it('of a run that died after its commit, before the end of its journal, is kept', async () => {
  const journal = `${file()}.journal`;
  const backend = openBackend('local', { path: file() });
  let left = Buffer.alloc(0);
  const replace = backend.replaceJournal.bind(backend);
  backend.replaceJournal = async (lease, pieces) => {
    left = await readFile(journal);
    await replace(lease, pieces);
  };
  const session = await openSession({ backend, operation: 'apply', program: 'landform', write: true });
  await called(session, 'terraform_data.a', 'update');
  await session.commit();
  await session.release();
  expect(left.length).toBeGreaterThan(0);
  await writeFile(journal, left);
  expect(await known()).toEqual(['a a']);
});

it('outlives runs that change no object', async () => {
  await during((session) => session.recorder.outputs({ o: { value: 1, type: 'number', sensitive: false } }));
  await during(
    async (session) => void (await session.recorder.record(aRef('terraform_data.a'), anObject({ status: 'tainted' }))),
  );
  expect(await known()).toEqual(['a -', 'b -']);
});

it.each([
  ['adds an object', (session: Session) => session.recorder.record(aRef('terraform_data.i'), anObject())],
  ['removes one', (session: Session) => session.recorder.remove(aRef('terraform_data.a'))],
])('ends with a run that %s without changing a real one', async (_what, work) => {
  await during(async (session) => void (await work(session)));
  expect(await known()).toBeUndefined();
});

it('ends when another program writes the state', async () => {
  const text = await readFile(file(), 'utf8');
  await writeFile(
    file(),
    text.replace(/"serial": (\d+)/, (_, serial: string) => `"serial": ${Number(serial) + 1}`),
  );
  expect(await known()).toBeUndefined();
});
