import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import { startManager, type ManagerClient } from '../units/sandbox/manager-client.js';
import { requestOf, Unusable, type Surroundings } from './curl.js';
import { furnish } from './manager-world.js';

interface Sample {
  readonly line: number;
  readonly command: string;
  readonly corrected?: readonly string[];
}

const SAMPLES = JSON.parse(readFileSync(new URL('conductor.json', import.meta.url), 'utf8')) as readonly Sample[];

/** Samples that need other values than the things that are there: most make a new thing, or name another kind of it. */
const VALUES: Readonly<Record<string, readonly number[]>> = {
  '{ "blueprint-id": "fresh" }': [583, 698],
  '{ "deployment-id": "fresh" }': [2145],
  '{ "group-id": "execution-group-id" }': [3213, 3304, 3344, 3375],
  '{ "schedule-id": "fresh" }': [3516],
  '{ "filter-id": "fresh" }': [4276],
  '{ "metric-id": 8 }': [5033],
  '{ "permission-name": "tenant_create" }': [5564],
  '{ "secret-key": "fresh" }': [6420],
  '{ "provider-name": "fresh" }': [6984],
  '{ "site-name": "fresh" }': [7352],
  '{ "snapshot-id": "fresh" }': [7581],
  '{ "group-name": "people" }': [9135, 9179],
  '{ "group-name": "fresh" }': [9638, 9680],
  '{ "role-name": "default" }': [10163],
};

/** Samples that no client could send. */
const UNUSABLE: Readonly<Record<string, readonly number[]>> = {
  'its body is not JSON': [
    577, // `application_file_name": …` lacks a quotation mark
    692, // the same
    3615, // `True`, as Python has it
    5712, // the braces end before `resource_tags`
  ],
  // `curl --header -u user:password …`
  '--header has no header behind it': [1072, 1105],
};

/** Samples that a manager refuses, and why it does. */
const REFUSED: Readonly<Record<string, readonly number[]>> = {
  '404: the path lacks /api/v3.1': [791],
  '404: the query begins with &': [5145, 5191],
  '415: the sample does not say that it sends JSON': [1582, 5437, 5469, 8515],
};

const among = (table: Readonly<Record<string, readonly number[]>>, { line }: Sample): string | undefined =>
  Object.keys(table).find((key) => table[key]!.includes(line));

let manager: ManagerClient;

beforeAll(async () => {
  manager = await startManager({ token: 'admin' });
});

afterAll(() => manager.sandbox.close());

async function surroundings(sample: Sample): Promise<Surroundings> {
  const { values, files } = await furnish(manager);
  const others = JSON.parse(among(VALUES, sample) ?? '{}') as Readonly<Record<string, unknown>>;
  const isOfExecutions = others['group-id'] === 'execution-group-id';
  // A snapshot is restored without force while there are no deployments.
  if (sample.command.includes('/restore')) await empty();
  return { values: { ...values, ...(isOfExecutions ? { 'group-id': values['execution-group-id'] } : others) }, files };
}

async function empty(): Promise<void> {
  for (const { identity } of manager.sandbox.store.collection('conductor', 'deployments').all())
    await manager.sandbox.drift({ action: 'delete', system: 'conductor', collection: 'deployments', identity });
}

/** `works`, the status of a refusal with the answer itself, or why the command can't be sent. */
async function outcome(sample: Sample): Promise<string> {
  const around = await surroundings(sample);
  try {
    const { method, path, headers, body } = requestOf(sample.command, around);
    const answer = await fetch(manager.sandbox.url + path, {
      method,
      headers,
      ...(body === undefined ? {} : { body }),
    });
    const text = await answer.text();
    return answer.ok ? 'works' : `${answer.status}: ${method} ${path} ${text}`;
  } catch (problem) {
    if (problem instanceof Unusable) return problem.message;
    throw problem;
  }
}

describe('a call printed in the document', () => {
  for (const sample of SAMPLES) {
    const left = among(UNUSABLE, sample) ?? among(REFUSED, sample) ?? 'works';
    it(`line ${sample.line}, ${left}: ${sample.command.replaceAll(/\s+/g, ' ').slice(0, 120)}`, async () => {
      // Of a refusal, its status counts.
      expect(await outcome(sample)).toMatch(left.replace(/^(\d+: ).*/, '$1'));
    });
  }
});

test('all but thirteen of the 186 printed calls work', () => {
  const left = (table: Readonly<Record<string, readonly number[]>>): number =>
    SAMPLES.filter((sample) => among(table, sample) !== undefined).length;
  expect([SAMPLES.length, left(UNUSABLE), left(REFUSED)]).toEqual([186, 6, 7]);
});
