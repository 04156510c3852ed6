import { listOf, objectOf, parseJson, type JsonObject } from '../../../../src/model/index.js';
import { jsonSent, jsonShown } from '../../../../src/providers/rest/author.js';
import type { Fetch } from '../../../../src/providers/rest/http/client.js';
import type { FollowMapping, ResourceMapping } from '../../../../src/providers/rest/mapping/definition.js';
import { restProvider } from '../../../../src/providers/rest/provider.js';
import { configValue, Driver } from '../../../conformance/provider-driver.js';
import { TestClock } from './clock.js';

const STATUS = {
  field: '/status',
  ready: ['done'],
  pending: ['busy'],
  failed: ['failed'],
  reason: '/why',
  intervalSeconds: 5,
  deadlineSeconds: 60,
} as const;

/** The status is at an address in a header, and names the created object. */
export const BY_HEADER: FollowMapping = { ...STATUS, address: { header: 'status-at' }, gives: { id: '/made' } };
/** The answer names the work, and an operation asks for it. */
export const BY_CALL: FollowMapping = { ...STATUS, call: { operation: 'getWork' }, keeps: { work: '/work' } };

/** A part that is made, changed and removed by work with a status of its own. */
export const PART: ResourceMapping = {
  noun: 'part',
  label: 'name',
  description: 'A part.',
  attributes: {
    id: { computed: true },
    name: { required: true },
    note: { optional: true },
    password: { optional: true, sensitive: true, writeOnly: true },
    password_version: { optional: true, local: true, versionOf: 'password' },
    shape: { optional: true, same: 'json' },
    rules: {
      type: listOf(objectOf({ match: 'string', weight: 'number' }, ['weight'])),
      optional: true,
      same: 'filled-in',
    },
  },
  parameters: { id: 'id' },
  reply: { id: '/id', name: '/name', note: '/note', shape: jsonShown('/shape'), rules: '/rules' },
  identity: ['id'],
  imports: ['id'],
  create: {
    operation: 'createPart',
    body: {
      json: {
        '/name': 'name',
        '/note': 'note',
        '/password': 'password',
        '/shape': jsonSent('shape'),
        '/rules': 'rules',
      },
    },
    object: 'none',
    follow: BY_HEADER,
  },
  read: { call: { operation: 'getPart' } },
  updates: [
    {
      operation: 'changePart',
      body: {
        json: { '/name': 'name', '/note': 'note', '/password': 'password' },
        type: 'application/merge-patch+json',
      },
      clears: 'as-null',
      follow: BY_HEADER,
    },
  ],
  remove: { operation: 'deletePart', follow: BY_HEADER },
};

export interface Answer {
  readonly status?: number;
  readonly headers?: Record<string, string>;
  readonly body?: JsonObject;
}

export interface Asked {
  readonly what: string;
  readonly body: unknown;
  readonly type: string | undefined;
}

export interface Works {
  readonly of: Driver;
  readonly clock: TestClock;
  readonly asked: Asked[];
}

/** A provider of parts, and a service that answers as the test says. */
export async function works(answer: (what: string) => Answer, mapping: ResourceMapping = PART): Promise<Works> {
  const clock = new TestClock();
  const asked: Asked[] = [];
  const fetch: Fetch = async (url, { method, body, headers }) => {
    const what = `${method} ${url.pathname}`;
    asked.push({ what, body: typeof body === 'string' ? parseJson(body) : undefined, type: headers['content-type'] });
    const { status = 200, headers: more = {}, body: said } = answer(what);
    return { status, headers: new Headers(more), text: async () => (said === undefined ? '' : JSON.stringify(said)) };
  };
  const provider = restProvider(
    {
      name: 'works',
      source: 'registry.terraform.io/acme/works',
      version: '1.0.0',
      beside: new URL('./fixtures/works/', import.meta.url).href,
      configuration: {
        attributes: {},
        needed: [],
        settings: () => ({ authentication: { scheme: 'none' }, timeoutSeconds: 5, retries: 0, concurrency: 4 }),
      },
      resources: { works_part: mapping },
      dataSources: {},
      errors: { message: ['/message'] },
    },
    { environment: {}, fetch, clock, random: () => 0.5 },
  );
  const config = configValue(provider.schemas.provider().block, {});
  await provider.configure({ config, planning: false, directory: '.' });
  return { of: new Driver(provider, 'works_part'), clock, asked };
}
