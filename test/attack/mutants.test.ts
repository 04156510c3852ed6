import { fork, type ChildProcess } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { onDisk } from '../support/on-disk.js';
import { Folder } from '../support/run-landform.js';

onDisk();

/** Enough to notice a hole soon; `LANDFORM_ATTACKS=20000 npx vitest run test/attack` looks longer. */
const ATTACKS = Number(process.env['LANDFORM_ATTACKS'] ?? 420);
/** The first seed: another one makes other documents. */
const SEED = Number(process.env['LANDFORM_ATTACK_SEED'] ?? 1);
/** A case that takes longer hangs; usual ones take a hundredth. Slow machines are given time. */
const HANGS_MS = 20_000;
const MEMORY = 1024 ** 3;

const KINDS = ['configuration', 'variables', 'settings', 'state', 'journal', 'plan', 'description'] as const;
type Kind = (typeof KINDS)[number];

interface Answer {
  readonly kind: Kind;
  readonly seed: number;
  readonly wrong: readonly string[];
  readonly codes: readonly string[];
  readonly memory: number;
}

const child = fileURLToPath(new URL('child.mjs', import.meta.url));

const CONFIGURATION = {
  variable: {
    name: {
      type: 'string',
      default: 'x',
      validation: [{ condition: '${length(var.name) < 10}', error_message: 'long' }],
    },
    sizes: { type: 'map(object({size=optional(number, 1)}))', default: { a: {}, b: { size: 2 } } },
    secret: { type: 'string', default: 'hidden', sensitive: true },
  },
  locals: {
    doubled: '${{ for k, v in var.sizes : k => v.size * 2 }}',
    text: '%{ for k, v in var.sizes }${k}%{ endfor }',
  },
  terraform: { required_providers: { random: { source: 'landform/random' } } },
  resource: {
    terraform_data: {
      a: {
        input: '${var.name}',
        lifecycle: {
          create_before_destroy: true,
          postcondition: [{ condition: '${self.id != ""}', error_message: 'no id' }],
        },
      },
      b: {
        for_each: '${var.sizes}',
        input: { size: '${each.value.size}', doubled: '${local.doubled[each.key]}', of: '${terraform_data.a.id}' },
      },
      c: {
        count: 3,
        input: ['${count.index}', 1.5, null, true, '${var.secret}'],
        triggers_replace: ['${terraform_data.a.output}'],
        depends_on: ['terraform_data.b'],
      },
    },
    random_integer: { d: { min: 1, max: '${3 + 4}' } },
  },
  output: { ids: { value: '${terraform_data.c[*].id}' }, secret: { value: '${var.secret}', sensitive: true } },
};

const CHANGED = JSON.stringify(CONFIGURATION)
  .replace('"count":3', '"count":2')
  .replace('"default":"x"', '"default":"y"');

function description(): object {
  const node = {
    type: 'object',
    properties: { child: { $ref: '#/components/schemas/Node' }, value: { type: 'number' } },
  };
  const thing = {
    type: 'object',
    required: ['name'],
    properties: {
      id: { type: 'string', readOnly: true },
      name: { type: 'string', maxLength: 10 },
      tags: { type: 'object', additionalProperties: { type: 'string' } },
      status: { type: 'string', enum: ['creating', 'ready', 'failed'] },
      tree: { allOf: [{ $ref: '#/components/schemas/Node' }] },
    },
  };
  const body = { content: { 'application/json': { schema: { $ref: '#/components/schemas/Thing' } } } };
  const list = {
    content: { 'application/json': { schema: { type: 'array', items: { $ref: '#/components/schemas/Thing' } } } },
  };
  return {
    openapi: '3.0.3',
    info: { title: 'Things', version: '1' },
    servers: [{ url: 'https://things.example' }],
    paths: {
      '/things': {
        get: { operationId: 'list', responses: { 200: { description: 'ok', ...list } } },
        post: { operationId: 'make', requestBody: body, responses: { 201: { description: 'made', ...body } } },
      },
      '/things/{id}': {
        parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'string' } }],
        get: { responses: { 200: { description: 'ok', ...body } } },
        patch: { requestBody: body, responses: { 200: { description: 'ok', ...body } } },
        delete: { responses: { 204: { description: 'gone' } } },
      },
    },
    components: { schemas: { Node: node, Thing: thing } },
  };
}

let root: string;

/** A folder of each kind, with documents that Landform wrote itself. */
beforeAll(async () => {
  root = mkdtempSync(path.join(tmpdir(), 'landform-attack-'));
  const folder = await Folder.make({ 'main.tf.json': CONFIGURATION });
  try {
    expect((await folder.run('apply --auto-approve')).code).toBe(0);
    await folder.write('main.tf.json', CHANGED);
    expect((await folder.run('plan --out saved.plan')).code).toBe(0);
    for (const kind of KINDS) cpSync(folder.path, path.join(root, kind), { recursive: true });
    writeFileSync(
      path.join(root, 'variables', 'terraform.tfvars.json'),
      JSON.stringify({ name: 'y', sizes: { c: { size: 3 } } }),
    );
    writeFileSync(
      path.join(root, 'settings', 'landform.json'),
      JSON.stringify({ stacks: {}, providers: {}, encryption: null }),
    );
    rmSync(path.join(root, 'description'), { recursive: true });
    mkdirSync(path.join(root, 'description'));
    writeFileSync(path.join(root, 'description', 'api.json'), JSON.stringify(description()));
    await interrupted(path.join(root, 'journal'));
  } finally {
    await folder.remove();
  }
}, 120_000);

afterAll(() => rmSync(root, { recursive: true, force: true }));

/** A folder whose run was killed, so that its journal is there. */
async function interrupted(directory: string): Promise<void> {
  const main = fileURLToPath(new URL('../../dist/cli/main.cjs', import.meta.url));
  const journal = path.join(directory, 'terraform.tfstate.journal');
  writeFileSync(
    path.join(directory, 'main.tf.json'),
    CHANGED.replace('"terraform_data":{', `"terraform_data":{"many":{"count":20000,"input":"\${count.index}"},`),
  );
  const run = fork(main, ['apply', '--auto-approve', '--parallelism=1'], {
    cwd: directory,
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  const lines = (): number => (existsSync(journal) ? readFileSync(journal, 'utf8').split('\n').length : 0);
  while (run.exitCode === null && lines() < 5) await sleep(1);
  const ended = run.exitCode !== null || new Promise((resolve) => run.once('close', resolve));
  run.kill('SIGKILL');
  await ended;
  expect(readFileSync(journal, 'utf8').split('\n').length).toBeGreaterThan(2);
  // A journal of few records, as short runs have.
  writeFileSync(journal, readFileSync(journal, 'utf8').split('\n').slice(0, 12).join('\n') + '\n');
  writeFileSync(path.join(directory, 'main.tf.json'), CHANGED);
}

class Attacker {
  #child: ChildProcess | undefined;
  readonly #scratch = path.join(root, `scratch-${Math.random().toString(36).slice(2)}`);

  async run(kind: Kind, seed: number): Promise<Answer> {
    this.#child ??= await this.#start();
    const running = this.#child;
    const ended = new AbortController();
    const answer = new Promise<Answer>((resolve) => {
      running.once('message', (message) => resolve(message as Answer));
      running.once('exit', (code, signal) => resolve(this.#lost(kind, seed, `the process ended: ${code ?? signal}`)));
      sleep(HANGS_MS, undefined, { signal: ended.signal }).then(
        () => resolve(this.#lost(kind, seed, `no reply within ${HANGS_MS / 1000} s`)),
        () => undefined,
      );
    });
    running.send({ kind, seed });
    try {
      return await answer;
    } finally {
      ended.abort();
      running.removeAllListeners();
    }
  }

  #lost(kind: Kind, seed: number, why: string): Answer {
    this.stop();
    return { kind, seed, wrong: [why], codes: [], memory: 0 };
  }

  #start(): Promise<ChildProcess> {
    const started = fork(child, [root, this.#scratch], {
      execArgv: ['--max-old-space-size=1024'],
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    return new Promise((resolve, reject) => {
      started.once('message', () => resolve(started));
      started.once('error', reject);
    });
  }

  stop(): void {
    this.#child?.kill('SIGKILL');
    this.#child = undefined;
  }
}

it.each(KINDS)(
  'a damaged document (%s) causes diagnostics, not an internal error, a hang or more than 1 GB of memory',
  async (kind) => {
    const attacker = new Attacker();
    const count = Math.ceil(ATTACKS / KINDS.length);
    const wrong: Answer[] = [];
    const codes = new Map<string, number>();
    let memory = 0;
    try {
      for (let index = 0; index < count; index += 1) {
        const answer = await attacker.run(kind, SEED + index);
        memory = Math.max(memory, answer.memory);
        for (const code of answer.codes) codes.set(code, (codes.get(code) ?? 0) + 1);
        if (answer.wrong.length > 0) wrong.push(answer);
      }
    } finally {
      attacker.stop();
    }
    if (process.env['LANDFORM_ATTACKS'] !== undefined)
      console.log(
        `${kind}: ${count} documents, ${codes.size} diagnostics, at most ${Math.round(memory / 1024 ** 2)} MB`,
      );
    expect(wrong.slice(0, 5)).toEqual([]);
    expect(memory).toBeLessThan(MEMORY);
  },
  30_000 + ATTACKS * 1_000,
);
