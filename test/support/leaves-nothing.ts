import http from 'node:http';
import process from 'node:process';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { afterAll, expect } from 'vitest';
import { endFile } from './per-file.js';

const REPLACEABLE: readonly (readonly [owner: object, name: string])[] = [
  [http, 'request'],
  [http, 'ClientRequest'],
  [globalThis, 'fetch'],
  [globalThis, 'Date'],
  [globalThis, 'setTimeout'],
  [Math, 'random'],
];
const originals = REPLACEABLE.map(([owner, name]): unknown => Reflect.get(owner, name));

const servers = (): number => process.getActiveResourcesInfo().filter((type) => type === 'TCPServerWrap').length;

/** What the next file of a worker finds. Modules may keep what they loaded or compiled; anything else would reach its tests. */
const surroundings = () => ({
  directory: process.cwd(),
  environment: { ...process.env },
  umask: process.umask(),
  globals: Object.getOwnPropertyNames(globalThis).sort(),
  servers: servers(),
  // nock and mocks of the clock replace these.
  replaced: REPLACEABLE.filter(([owner, name], index) => Reflect.get(owner, name) !== originals[index]).map(
    ([, name]) => name,
  ),
});

const before = surroundings();

/** A closed server disappears within a few turns of the event loop. */
const TURNS = 20;

afterAll(async () => {
  await endFile();
  for (let turn = 0; turn < TURNS && servers() > before.servers; turn += 1) await nextTurn();
  expect(surroundings(), 'a file that shares its modules leaves the worker as it was').toEqual(before);
});
