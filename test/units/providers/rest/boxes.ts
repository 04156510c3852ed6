import { parseJson, type Json, type JsonObject } from '../../../../src/model/index.js';
import type { Fetch } from '../../../../src/providers/rest/http/client.js';
import type {
  AttributeMapping,
  ConfigurationMapping,
  ResourceMapping,
} from '../../../../src/providers/rest/mapping/definition.js';
import { restProvider } from '../../../../src/providers/rest/provider.js';
import { configValue, Driver } from '../../../conformance/provider-driver.js';
import { TestClock } from './clock.js';

/** A box with a name and one more attribute, which the service may write as it likes. */
export function box(content: AttributeMapping, more: Partial<ResourceMapping> = {}): ResourceMapping {
  return {
    noun: 'box',
    label: 'name',
    description: 'A box.',
    attributes: { id: { computed: true }, name: { required: true }, content },
    parameters: { id: 'id' },
    reply: { id: '/id', name: '/name', content: '/content' },
    identity: ['id'],
    imports: ['id'],
    create: { operation: 'createBox', body: { json: { '/name': 'name', '/content': 'content' } } },
    read: { call: { operation: 'getBox' } },
    updates: [{ operation: 'changeBox', send: 'all', body: { json: { '/name': 'name', '/content': 'content' } } }],
    remove: { operation: 'deleteBox' },
    locate: { list: { operation: 'listBoxes', paging: { style: 'whole', items: '/items' } }, match: ['name'] },
    ...more,
  };
}

export interface Boxes {
  readonly of: Driver;
  readonly held: Map<string, JsonObject>;
  /** Method and body of every request that changes something. */
  readonly changes: [string, Json][];
}

/** A provider of boxes, and a service that shows an object as `shows` writes it, or answers with a status where that is a number. */
export async function boxes(
  mapping: ResourceMapping,
  shows: (kept: JsonObject, method: string) => Json = (kept) => kept,
  settings: {
    readonly configuration?: ConfigurationMapping;
    readonly environment?: Record<string, string>;
    readonly list?: (items: readonly Json[]) => Json;
  } = {},
): Promise<Boxes> {
  const held = new Map<string, JsonObject>();
  const changes: Boxes['changes'] = [];
  const answer = (method: string, id: string | undefined, body: JsonObject | null): Json | number => {
    if (method !== 'GET') changes.push([method, body]);
    const list = settings.list ?? ((items): Json => ({ items }));
    if (id === undefined && method === 'GET') return list([...held.values()].map((one) => shows(one, 'LIST')));
    const key = id ?? `box-${held.size + 1}`;
    if (method === 'POST' || (method === 'PUT' && held.has(key))) held.set(key, { ...body, id: key });
    const found = held.get(key);
    if (found === undefined) return 404;
    if (method === 'DELETE') return held.delete(key) ? 204 : 404;
    return shows(found, method);
  };
  const fetch: Fetch = async (url, { method, body }) => {
    const id = url.pathname.split('/')[2];
    const said = answer(method, id, typeof body === 'string' ? (parseJson(body) as JsonObject) : null);
    const status = typeof said === 'number' ? said : method === 'POST' ? 201 : 200;
    return { status, headers: new Headers(), text: async () => (typeof said === 'number' ? '' : JSON.stringify(said)) };
  };
  const provider = restProvider(
    {
      name: 'boxes',
      source: 'registry.terraform.io/acme/boxes',
      version: '1.0.0',
      beside: new URL('./fixtures/boxes/', import.meta.url).href,
      configuration: settings.configuration ?? {
        attributes: {},
        needed: [],
        settings: () => ({ authentication: { scheme: 'none' }, timeoutSeconds: 5, retries: 0, concurrency: 4 }),
      },
      resources: { boxes_box: mapping },
      dataSources: {},
      errors: { message: ['/message'] },
    },
    { environment: settings.environment ?? {}, fetch, clock: new TestClock(), random: () => 0.5 },
  );
  const config = configValue(provider.schemas.provider().block, {});
  await provider.configure({ config, planning: false, directory: '.' });
  return { of: new Driver(provider, 'boxes_box'), held, changes };
}
