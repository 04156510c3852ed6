/**
 * A process that keeps a state, to be killed: `node journal-child.mjs MODE PATH …`. What it was promised it says at once, so
 * that its words reach the pipe before the parent can end it.
 */
import { writeSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { openBackend, openSession } from '../../src/state/index.js';

const [mode, path, ...rest] = process.argv.slice(2);
const say = (...words) => writeSync(1, `${words.join(' ')}\n`);
const open = (at) =>
  openSession({ backend: openBackend('local', { path: at }), operation: mode, program: 'test', write: true });

const provider = 'provider["terraform.io/builtin/terraform"]';
const resource = (name) => ({ module: '', mode: 'managed', type: 'terraform_data', name });
const intent = { planned: null, schemaVersion: 0, dependencies: [], createBeforeDestroy: false, requestKey: '' };
const object = (id) => ({
  status: 'ready',
  schemaVersion: 0,
  attributes: { id, input: { value: 'x'.repeat(200), type: 'string' } },
  sensitivePaths: [],
  dependencies: [],
  createBeforeDestroy: false,
});

/** Creates and deletes with four workers, and commits now and then, until it is killed. */
async function apply(prefix) {
  const session = await open(path);
  for (const { begin } of session.interrupted) {
    say('resolving', begin.resource.name);
    await session.recorder.settle(begin.seq, { object: null, failed: true });
    say('gone', begin.resource.name);
  }
  say('open');
  const made = [];
  let count = 0;
  const call = async (name, action) => {
    say(action === 'create' ? 'creating' : 'deleting', name);
    const begin = await session.recorder.begin({ resource: resource(name), key: undefined, provider, action, intent });
    say('begun', name);
    await session.recorder.settle(begin, { object: action === 'create' ? object(name) : null, failed: false });
    say(action === 'create' ? 'made' : 'gone', name);
  };
  const work = async (rounds) => {
    for (let round = 0; round < rounds; round += 1) {
      const name = `${prefix}_${(count += 1)}`;
      await call(name, 'create');
      made.push(name);
      if (made.length > 5) await call(made.shift(), 'delete');
    }
  };
  for (;;) {
    await Promise.all([work(4), work(4), work(4), work(4)]);
    await session.commit();
  }
}

/** Takes the lock of one path after the other, each at its appointed time, and says which of them it got. */
async function race(start) {
  const paths = rest.slice(1);
  for (const [index, at] of [path, ...paths].entries()) {
    const backend = openBackend('local', { path: at });
    const appointed = Number(start) + index * 15;
    await sleep(Math.max(0, appointed - Date.now() - 3));
    while (Date.now() < appointed);
    const attempt = await backend.tryLock({ operation: 'race', program: 'test' });
    if ('lease' in attempt) say('won', at, attempt.lease.fence);
  }
  // The winner stays alive until all have tried.
  say('done');
  process.stdin.resume();
}

async function hold() {
  await open(path);
  say('held');
  process.stdin.resume();
}

await { apply: () => apply(rest[0]), race: () => race(rest[0]), hold }[mode]();
