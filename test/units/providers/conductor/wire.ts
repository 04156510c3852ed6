import nock from 'nock';
import { afterEach, beforeEach, expect } from 'vitest';
import type { JsonObject } from '../../../../src/model/index.js';
import { conductorProvider } from '../../../../src/providers/conductor/index.js';
import type { Provider } from '../../../../src/providers/index.js';
import type { InvokeActionResponse } from '../../../../src/providers/requests.js';
import { configValue, Driver, quiet } from '../../../conformance/provider-driver.js';
import { jsonOf } from '../served.js';
import { TestClock } from '../rest/clock.js';

/** Single exchanges with a manager that does not exist: each is written down beforehand, and has to take place. */
export interface Wire {
  of(type: string): Driver;
  data(type: string, config?: JsonObject): Promise<JsonObject>;
  /** Invokes an action. */
  invoke(type: string, config: JsonObject): Promise<InvokeActionResponse>;
  /** Expects one request, and answers it. */
  expects(method: string, path: string, exchange?: Exchange): void;
}

export interface Exchange {
  readonly query?: Readonly<Record<string, string | number | boolean | readonly string[]>>;
  /** The body of the request, exactly. */
  readonly sends?: JsonObject | string | ((body: unknown) => boolean);
  readonly status?: number;
  readonly reply?: unknown;
  /** Of the request. */
  readonly type?: string;
}

const HOST = 'https://manager.example.org';
const PASSWORD = 'planted-password';

/** A provider for all tests of a file, with its exchanges looked after. */
export function onTheWire(): Wire {
  let provider: Provider;
  beforeEach(async () => {
    nock.disableNetConnect();
    provider = conductorProvider({ environment: {}, surroundings: { clock: new TestClock(), random: () => 0.5 } });
    const login = { endpoint: HOST, username: 'admin', password: PASSWORD, tenant: 'default_tenant' };
    const config = configValue(provider.schemas.provider().block, login);
    expect((await provider.configure({ config, planning: false, directory: '.' })).diagnostics).toEqual([]);
  });
  afterEach(() => {
    const pending = nock.pendingMocks();
    nock.cleanAll();
    nock.enableNetConnect();
    if (pending.length > 0) throw new Error(`never asked for: ${pending.join(', ')}`);
  });
  return {
    of: (type) => new Driver(provider, type),
    async data(type, json = {}) {
      const config = configValue(provider.schemas.dataSource(type)!.block, json);
      const answer = await provider.readData({ type, config, context: quiet() });
      expect(answer.diagnostics).toEqual([]);
      return jsonOf(answer.state);
    },
    async invoke(type, json) {
      const config = configValue(provider.schemas.action(type)!.block, json);
      return provider.abilities.actions!.invoke({ type, config, requestKey: 'request-1', context: quiet() });
    },
    expects(method, path, { query, sends, status = 200, reply, type } = {}) {
      const authorization = `Basic ${Buffer.from(`admin:${PASSWORD}`).toString('base64')}`;
      const announced = type ?? (typeof sends === 'object' ? 'application/json' : undefined);
      const reqheaders = {
        authorization,
        tenant: 'default_tenant',
        ...(announced === undefined ? {} : { 'content-type': announced }),
      };
      nock(HOST, { reqheaders })
        .intercept(`/api/v3.1${path}`, method, sends as never)
        .query(query ?? {})
        .reply(status, reply as nock.Body);
    },
  };
}

/** A page whose metadata has an unreliable size: the document shows 0, 1000 and 10000. */
export function page(items: readonly JsonObject[], size = 0): JsonObject {
  return { items, metadata: { pagination: { total: items.length, offset: 0, size } } };
}

/** How every list is asked for. */
export const FIRST_PAGE = { _size: 1000, _offset: 0 } as const;
