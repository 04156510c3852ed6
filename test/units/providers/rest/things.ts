import { parseJson, type Json, type JsonObject } from '../../../../src/model/index.js';
import type { Fetch } from '../../../../src/providers/rest/http/client.js';
import type { ResourceMapping, RestProviderDefinition } from '../../../../src/providers/rest/mapping/definition.js';
import { restProvider } from '../../../../src/providers/rest/provider.js';
import { configValue, Driver } from '../../../conformance/provider-driver.js';
import { TestClock } from './clock.js';

/** A kind of thing whose name the user gives, that takes time to be made and to go, and that is changed in two ways. */
export const THING: ResourceMapping = {
  noun: 'thing',
  label: 'name',
  description: 'A thing.',
  attributes: {
    id: { computed: true },
    name: { required: true },
    title: { required: true, same: 'trimmed' },
    size: { type: 'number', optional: true, computed: true, default: { value: 3 } },
    colour: { optional: true },
    notes: { optional: true, same: 'any-case' },
    revision: { type: 'number', computed: true, changesWith: ['title', 'size'] },
    patience: { type: 'number', optional: true, local: true },
  },
  parameters: { name: 'name' },
  reply: {
    id: '/name',
    title: '/title',
    size: '/size',
    colour: '/colour',
    notes: '/notes',
    revision: '/revision',
  },
  identity: ['name'],
  imports: ['name'],
  create: {
    operation: 'putThing',
    body: { json: { '/title': 'title', '/size': 'size', '/colour': 'colour', '/notes': 'notes' } },
    wait: {
      field: '/state',
      ready: ['ready'],
      pending: ['creating'],
      failed: ['broken'],
      intervalSeconds: 10,
      deadlineSeconds: 60,
      deadline: 'patience',
      reason: '/reason',
    },
  },
  read: { call: { operation: 'getThing' } },
  updates: [
    { operation: 'patchThing', repeatable: true, body: { json: { '/title': 'title', '/size': 'size' } }, send: 'all' },
    {
      operation: 'putThing',
      object: 'none',
      body: { json: { '/notes': 'notes', '/title': 'title' } },
      carries: ['notes'],
    },
  ],
  remove: {
    operation: 'deleteThing',
    wait: { field: '/state', ready: [], pending: [], failed: [], intervalSeconds: 5, deadlineSeconds: 30 },
  },
  locate: { match: ['title'] },
};

export interface Things {
  readonly of: Driver;
  readonly clock: TestClock;
  /** What the service holds, by name. */
  readonly held: Map<string, JsonObject>;
  /** Method, and body if there is one, of every request. */
  readonly asked: [string, Json | null][];
}

/** A provider of things, and the service: `answer` may say something else than the service would. */
export async function things(
  answer?: (method: string, held: Map<string, JsonObject>) => JsonObject | number | Error | undefined,
  mapping: ResourceMapping = THING,
): Promise<Things> {
  const clock = new TestClock();
  const held = new Map<string, JsonObject>();
  const asked: Things['asked'] = [];
  const fetch: Fetch = async (url, { method, body }) => {
    const json = typeof body === 'string' ? parseJson(body) : null;
    asked.push([method, json]);
    const reply =
      answer?.(method, held) ?? serve(held, method, url.pathname.split('/').at(-1)!, json as JsonObject | null);
    if (reply instanceof Error) throw reply;
    const status = typeof reply === 'number' ? reply : 200;
    return {
      status,
      headers: new Headers(),
      text: async () => (typeof reply === 'number' ? '' : JSON.stringify(reply)),
    };
  };
  const provider = restProvider(definitionOf(mapping), { environment: {}, fetch, clock, random: () => 0.5 });
  const config = configValue(provider.schemas.provider().block, {});
  await provider.configure({ config, planning: false, directory: '.' });
  return { of: new Driver(provider, 'things_thing'), clock, held, asked };
}

function serve(
  held: Map<string, JsonObject>,
  method: string,
  name: string,
  body: JsonObject | null,
): JsonObject | number {
  const thing = held.get(name);
  if (method === 'PUT' || (method === 'PATCH' && thing !== undefined)) {
    const revision = ((thing?.['revision'] as number | undefined) ?? 0) + 1;
    held.set(name, { state: 'ready', ...thing, ...body, name, revision });
    return held.get(name)!;
  }
  if (thing === undefined) return 404;
  if (method === 'DELETE') held.delete(name);
  return thing;
}

const definitionOf = (mapping: ResourceMapping): RestProviderDefinition => ({
  name: 'things',
  source: 'registry.terraform.io/acme/things',
  version: '1.0.0',
  beside: new URL('./fixtures/', import.meta.url).href,
  configuration: {
    attributes: {},
    needed: [],
    settings: () => ({ authentication: { scheme: 'none' }, timeoutSeconds: 5, retries: 3, concurrency: 4 }),
  },
  resources: { things_thing: mapping },
  dataSources: {},
  errors: { message: ['/message'] },
});
