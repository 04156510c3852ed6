// The provider for tests with one failure: the file `failure.json` in its working directory says where and how. It creates the
// file `failed` once it has failed.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { setTimeout as sleep } from 'node:timers/promises';
import { run } from './provider.mjs';
import { bytes, dynamicValue, fieldsOf, panic, valueAt } from './wire.mjs';

const { status } = createRequire(import.meta.url)('#grpc');

/** Ways to fail, each with the provider's own answer to the call, which has its effect when it is asked for. */
const FAILURES = {
  panic: () => panic(),
  'panic-late': async (answer) => {
    await answer();
    panic();
  },
  killed: () => process.kill(process.pid, 'SIGKILL'),
  'killed-late': async (answer) => {
    await answer();
    process.kill(process.pid, 'SIGKILL');
  },
  async slow(answer) {
    await sleep(Math.random() * 60);
    const told = await answer();
    await sleep(Math.random() * 60);
    return told;
  },
  hang: () => new Promise(() => {}),
  // A group, which no message of the protocol has.
  rubbish: (_, bytes) => Buffer.concat([Buffer.from([0x0b]), bytes]),
  'rubbish-late': async (answer, bytes) => {
    await answer();
    return Buffer.concat([Buffer.from([0x0b]), bytes]);
  },
  refusal: () => {
    throw Object.assign(new Error('50% of it is broken'), { code: status.INTERNAL });
  },
  // Another object than the configuration or the plan has. The last of several equal fields counts.
  async lie(answer) {
    const told = await answer();
    return Buffer.concat([told, bytes(1, dynamicValue({ ...valueAt(fieldsOf(told), 1), size: 77 }))]);
  },
  flood(answer) {
    flood();
    return answer();
  },
  'flood-panic'() {
    flood();
    panic();
  },
};

function flood() {
  for (let line = 0; line < 2000; line += 1) process.stderr.write(`line ${line} ${'x'.repeat(1000)}\n`);
}

export function runFailing(protocol, prefix) {
  if (!existsSync('failure.json')) return run(protocol, prefix);
  const { call, turn, how, bytes = '' } = JSON.parse(readFileSync('failure.json', 'utf8'));
  let calls = 0;
  return run(protocol, prefix, (name, answer) => {
    if (name === call) calls += 1;
    // Without a turn, all of these calls.
    if (name !== call || (turn !== undefined && calls !== turn)) return answer();
    writeFileSync('failed', '');
    return FAILURES[how](answer, Buffer.from(bytes, 'hex'));
  });
}
