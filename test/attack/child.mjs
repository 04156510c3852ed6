/**
 * Runs operations on damaged documents and says what came of each: `node child.mjs FOLDER`. It gets cases as messages, one at a
 * time, so that its parent knows which one hangs.
 */
import { randomBytes } from 'node:crypto';
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { apply, generateProvider, plan, showPlan, showState, stateList, validate } from 'landform/automation';
import { damaged, damagedJournal, damagedPlan, randomOf } from './mutate.mjs';

const [seeds, scratch] = process.argv.slice(2);
const plain = new Set(Object.getOwnPropertyNames(Object.prototype));

const environment = () => ({
  directory: scratch,
  environment: { HOME: scratch },
  emit: () => {},
  signal: new AbortController().signal,
  stopping: () => false,
  clock: () => performance.now(),
  now: () => new Date(),
  randomHex: (bytes) => randomBytes(bytes).toString('hex'),
  version: '0.0.0-test',
});

const approve = () => Promise.resolve(true);

/** What each kind of document is given to. */
const OPERATIONS = {
  configuration: { file: 'main.tf.json', run: [validate, plan] },
  variables: { file: 'terraform.tfvars.json', run: [plan] },
  settings: { file: 'landform.json', run: [plan] },
  state: { file: 'terraform.tfstate', run: [stateList, showState, plan, (env) => apply(env, { approve })] },
  journal: { file: 'terraform.tfstate.journal', run: [plan, (env) => apply(env, { approve })], damage: damagedJournal },
  plan: {
    file: 'saved.plan',
    run: [(env) => showPlan(env, { file: 'saved.plan' }), (env) => apply(env, { planFile: 'saved.plan' })],
    damage: damagedPlan,
  },
  description: {
    file: 'api.json',
    run: [(env) => generateProvider(env, { openapi: 'api.json', name: 'acme', out: 'generated' })],
  },
};

async function attack({ kind, seed }) {
  const { file, run, damage = damaged } = OPERATIONS[kind];
  const random = randomOf(seed);
  rmSync(scratch, { recursive: true, force: true });
  mkdirSync(scratch);
  cpSync(path.join(seeds, kind), scratch, { recursive: true });
  const target = path.join(scratch, file);
  writeFileSync(target, damage(random, readFileSync(target, 'utf8')));
  const wrong = [];
  const codes = [];
  for (const operation of run) {
    try {
      const { diagnostics } = await operation(environment(), {});
      codes.push(...diagnostics.map(({ code }) => code));
    } catch (error) {
      wrong.push(`${operation.name || 'apply'}: ${error instanceof Error ? error.stack : String(error)}`);
    }
  }
  for (const name of Object.getOwnPropertyNames(Object.prototype))
    if (!plain.has(name)) wrong.push(`Object.prototype.${name} was set`);
  if (codes.includes('internal-error')) wrong.push('internal-error');
  return { wrong, codes: [...new Set(codes)], memory: process.memoryUsage().rss };
}

async function answer(task) {
  process.send({ ...task, ...(await attack(task)) });
}

process.on('message', (task) => void answer(task));
process.send('ready');
