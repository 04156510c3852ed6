import { afterAll, beforeAll, expect, it } from 'vitest';
import { DISGUISES } from '../../support/disguises.js';
import { leaksOf, secretOf } from '../../support/planted-secrets.js';
import type { Folder, Ran } from '../../support/run-landform.js';
import { EchoService, type Answer } from './echo-service.js';
import { library } from '../../support/library.js';
import { Planting } from './planting.js';
import { REFUSALS } from './refusals.js';

const NAMES = Object.keys(DISGUISES);

const planting = new Planting(0);
let service: EchoService;
let folder: Folder;

beforeAll(async () => {
  service = await EchoService.start();
  folder = await library();
}, 60_000);
afterAll(async () => {
  await service.close();
  await folder.remove();
});

/** A shelf for each disguise, called as the disguise is, with a secret of its own. */
const shelves = (more: Readonly<Record<string, object>> = {}): object => ({
  terraform: { required_providers: { acme: { source: 'acme/acme' } } },
  variable: { alarms: { type: 'list(string)', sensitive: true } },
  resource: {
    acme_shelf: Object.fromEntries(
      NAMES.map((name, index) => [`shelf_${index}`, { name, alarm_token: `\${var.alarms[${index}]}` }]),
    ),
  },
  ...more,
});

/** New secrets: the one that lets requests in, and one for each shelf. */
const freshEnvironment = (): Record<string, string> => ({
  ACME_ENDPOINT: service.url,
  ACME_TOKEN: planting.secret(),
  TF_VAR_alarms: JSON.stringify(NAMES.map(() => planting.secret())),
});

it.each(NAMES)('the search finds a secret disguised as %s', (name) => {
  expect(leaksOf(`refused: <${DISGUISES[name]!(secretOf(0))}> is wrong`)).not.toEqual([]);
  expect(leaksOf(JSON.stringify({ message: DISGUISES[name]!(secretOf(46_655)) }))).not.toEqual([]);
});

/** Refuses what is asked in this way, with the secrets that the request contains or the one that lets it in. */
function refuse(methods: RegExp, refusal: (said: string) => Answer | 'reset', what: 'contents' | 'credentials'): void {
  const asked = new Set<unknown>();
  service.behaviour = ({ method, body, ...secrets }, echo) => {
    if (!methods.test(method)) return undefined;
    // A failure is asked about again and again; the second time it is refused.
    const again = asked.has(body['name']);
    asked.add(body['name']);
    const answer = refusal(echo(secrets[what]));
    const isFailure = answer === 'reset' || answer.status >= 500;
    return again && isFailure ? { status: 400, body: { message: echo(secrets[what]) } } : answer;
  };
}

it.each(Object.entries(REFUSALS))('%s exposes no secret', { timeout: 240_000 }, async (_, refusal) => {
  await folder.write('main.tf.json', shelves());
  const env = freshEnvironment();
  refuse(/POST/, refusal, 'contents');
  await planting.run(folder, 'apply --auto-approve --parallelism 30', 1, { env });
  refuse(/POST/, refusal, 'credentials');
  await planting.run(folder, 'apply --auto-approve --parallelism 30 --json', 1, { env });
  expect(planting.leaks).toEqual([]);
});

it('objects whose fields repeat secrets expose none', { timeout: 240_000 }, async () => {
  const outputs = {
    all: { value: '${[for shelf in [acme_shelf.shelf_0, acme_shelf.shelf_1] : shelf.alarm_token]}', sensitive: true },
  };
  await folder.write('main.tf.json', shelves({ output: outputs, data: { acme_shelves: { all: {} } } }));
  service.behaviour = () => undefined;
  const env = freshEnvironment();
  const run = (line: string, code: number, input = ''): Promise<Ran> =>
    planting.run(folder, line, code, { env, input });
  await run('apply --auto-approve', 0);
  await run('apply --auto-approve', 0);
  expect((await run('plan', 0)).stdout).toContain('No changes');
  await run('plan --json', 0);
  await run('show', 0);
  await run('output', 0);
  await run('state list', 0);
  for (const index of NAMES.keys()) if (index % 5 === 0) await run(`state show acme_shelf.shelf_${index}`, 0);
  await run('state show data.acme_shelves.all', 0);
  await run(
    'console',
    0,
    NAMES.map((_, index) => `acme_shelf.shelf_${index}\nacme_shelf.shelf_${index}.alarm_token\n`).join(''),
  );
  await run('console', 0, 'data.acme_shelves.all\njsonencode(data.acme_shelves.all)\n');
  await run('graph', 0);
  service.drift();
  await run('drift', 2);
  await run('drift --json', 2);
  await run('plan', 0);
  await run('apply --auto-approve --refresh-only', 0);
  await run('plan --out saved.plan', 0);
  await run('show saved.plan', 0);
  expect(planting.leaks).toEqual([]);
});

it('the expected number of secrets was planted and received, and of outputs searched', () => {
  expect(planting.planted).toBeGreaterThan(430);
  expect(service.received.size).toBeGreaterThan(440);
  expect(planting.outputs).toBeGreaterThan(45);
});
