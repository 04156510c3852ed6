import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { guessProvider } from '../../../../src/generate/index.js';
import type { ProviderGuess, ResourceGuess } from '../../../../src/generate/openapi/guess.js';

function guess(document: object): ProviderGuess {
  const result = guessProvider({ name: 'openapi.json', provider: 'acme', text: JSON.stringify(document) });
  expect(result.diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  return result.guess!;
}

const json = (schema: object) => ({ content: { 'application/json': { schema } } });
const answers = (schema: object, more: object = {}) => ({ 200: { description: '', ...more, ...json(schema) } });
const THING = { type: 'object', required: ['id'], properties: { id: { type: 'string' }, name: { type: 'string' } } };

interface Parts {
  readonly list?: object;
  readonly parameters?: readonly object[];
  readonly thing?: object;
  readonly input?: object;
  readonly change?: object;
  readonly headers?: object;
  readonly more?: Readonly<Record<string, unknown>>;
}

/** The guess for widgets of which the test says something else than usual. */
function widget({
  list,
  parameters = [],
  thing = THING,
  input = THING,
  change,
  headers,
  more = {},
}: Parts): ResourceGuess {
  const item: Record<string, unknown> = {
    get: { responses: answers(thing) },
    delete: { responses: { 204: { description: '' } } },
  };
  if (change !== undefined) item['patch'] = { requestBody: json(change), responses: answers(thing) };
  const listed = list ?? { type: 'array', items: thing };
  return guess({
    openapi: '3.1.0',
    paths: {
      '/widgets': {
        get: { parameters, responses: answers(listed, headers === undefined ? {} : { headers }) },
        post: { requestBody: json(input), responses: answers(thing) },
      },
      '/widgets/{id}': item,
      ...more,
    },
  }).resources[0]!;
}

const query = (name: string, schema: object = { type: 'string' }) => ({ name, in: 'query', schema });
const page = (properties: object) => ({
  type: 'object',
  properties: { items: { type: 'array', items: THING }, ...properties },
});
const text = { type: 'string' };
const whole = { type: 'integer' };

describe('pagination', () => {
  it.each<[string, Parts, object]>([
    ['nothing', {}, { style: 'whole', items: '' }],
    [
      'a cursor',
      { list: page({ nextPageToken: text }), parameters: [query('pageToken')] },
      { style: 'cursor', items: '/items', parameter: 'pageToken', next: '/nextPageToken' },
    ],
    [
      'a cursor inside',
      { list: page({ meta: { type: 'object', properties: { next_cursor: text } } }), parameters: [query('cursor')] },
      { style: 'cursor', items: '/items', parameter: 'cursor', next: '/meta/next_cursor' },
    ],
    [
      'an address',
      { list: page({ links: { type: 'object', properties: { next: text } } }) },
      { style: 'link', items: '/items', at: '/links/next' },
    ],
    ['a header', { headers: { Link: { schema: text } } }, { style: 'link', items: '' }],
    [
      'an offset',
      { list: page({ total: whole }), parameters: [query('offset', whole), query('limit', { ...whole, maximum: 20 })] },
      {
        style: 'offset',
        items: '/items',
        parameter: 'offset',
        size: { parameter: 'limit', value: 20 },
        total: '/total',
      },
    ],
    [
      'a page number from zero',
      { list: page({ last: { type: 'boolean' } }), parameters: [query('page', { ...whole, default: 0 })] },
      { style: 'page', items: '/items', parameter: 'page', first: 0, last: '/last' },
    ],
    [
      'a page number from one',
      { list: page({}), parameters: [query('page', whole), query('per_page', whole)] },
      { style: 'page', items: '/items', parameter: 'page', first: 1, size: { parameter: 'per_page', value: 100 } },
    ],
  ])('is inferred from %s', (_, parts, paging) => {
    expect(widget(parts).list!.paging).toEqual(paging);
  });

  it('is uncertain without a way to the next page', () => {
    expect(widget({ parameters: [query('limit', whole)] }).list!.doubt).toContain('only one page is read');
  });
});

describe('the identity of an object', () => {
  it('consists of several fields if the path has several parameters', () => {
    const record = {
      type: 'object',
      required: ['name', 'type'],
      properties: { id: text, name: text, type: text, ttl: whole },
    };
    const { resources, leftOut, others } = guess({
      openapi: '3.1.0',
      paths: {
        '/zones/{zone_id}/records': {
          get: { responses: answers({ type: 'array', items: record }) },
          post: { requestBody: json(record), responses: answers(record) },
        },
        '/zones/{zone_id}/records/{rr_name}/{rr_type}': {
          get: { responses: answers(record) },
          put: { summary: 'Update it', requestBody: json(record), responses: answers(record) },
          delete: { responses: { 204: { description: '' } } },
        },
      },
    });
    const [found] = resources;
    expect(found).toMatchObject({ type: 'acme_record', identity: 'type', parents: ['zone_id', 'name'] });
    expect(Object.fromEntries(found!.parameters)).toEqual({ zone_id: 'zone_id', rr_name: 'name', rr_type: 'type' });
    const replaced = found!.attributes.filter(({ replaces }) => replaces).map(({ name }) => name);
    expect(replaced).toEqual(['zone_id', 'name', 'type']);
    expect([...leftOut, ...others]).toEqual([]);
  });

  it.each([
    ['id', { id: text }],
    ['widget_id', { widgetId: text, name: text }],
    ['uuid', { uuid: text, name: text }],
    ['metadata_uid', { metadata: { type: 'object', properties: { uid: text, name: text } } }],
    ['name', { name: text, title: text }],
  ])('is %s', (name, properties) => {
    expect(widget({ thing: { type: 'object', properties } }).identity).toBe(name);
  });

  it('cannot change in place if the configuration sets it', () => {
    const named = { type: 'object', required: ['name'], properties: { name: text, size: whole } };
    const { attributes, identity } = widget({ thing: named, input: named, change: named });
    expect(attributes.find(({ name }) => name === identity)).toMatchObject({ required: true, replaces: true });
  });
});

describe('an attribute', () => {
  const guessed = (schema: object, shown: object = schema, required: readonly string[] = []) => {
    const input = { type: 'object', required, properties: { x: schema } };
    const thing = { type: 'object', properties: { id: text, x: shown } };
    return widget({ input, thing, change: input }).attributes.find(({ name }) => name === 'x');
  };

  it.each<[string, object, object]>([
    ['the service may fill in', text, { optional: true, computed: true }],
    ['with a default', { ...whole, default: 3 }, { optional: true, computed: true, default: 3 }],
    ['that may be null', { type: ['string', 'null'] }, { optional: true, computed: false }],
    [
      'that may be of type null',
      { anyOf: [text, { type: 'null' }] },
      { optional: true, computed: false, type: 'string' },
    ],
    ['that is read-only', { ...text, readOnly: true }, { optional: false, computed: true }],
    ['that is a set', { type: 'array', uniqueItems: true, items: text }, { type: { kind: 'set', element: 'string' } }],
    ['that is a map', { type: 'object', additionalProperties: whole }, { type: { kind: 'map', element: 'number' } }],
    ['of any type', {}, { type: 'string', shape: { kind: 'json' } }],
    ['with several alternatives', { oneOf: [text, whole] }, { type: 'string', shape: { kind: 'json' } }],
    ['of the format password', { ...text, format: 'password' }, { sensitive: true }],
    ['without a type, whose enum values have one', { enum: ['a', 'b'] }, { shape: { kind: 'string' } }],
  ])('%s', (_, schema, expected) => {
    expect(guessed(schema)).toMatchObject(expected);
  });

  it('that is required stays required', () => {
    expect(guessed(text, text, ['x'])).toMatchObject({ required: true, optional: false, computed: false });
  });

  it('that is never returned keeps its configured value, unless it is secret', () => {
    const input = { type: 'object', properties: { colour: text, password: text } };
    const { attributes } = widget({ input });
    const named = Object.fromEntries(attributes.map((attribute) => [attribute.name, attribute]));
    expect(named['colour']).toMatchObject({
      writeOnly: false,
      doubts: [expect.stringContaining('no reply shows it')],
    });
    expect(named['password']).toMatchObject({ writeOnly: true, sensitive: true });
    expect(named['password_version']).toMatchObject({ local: true, versionOf: 'password' });
  });

  it('never has a reserved name', () => {
    const input = { type: 'object', properties: { count: whole, 'for-each': text } };
    expect(widget({ input }).attributes.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['widget_count', 'widget_for_each']),
    );
  });

  it('in an object is named after the object', () => {
    const inside = { type: 'object', required: ['kind'], properties: { kind: text } };
    const input = { type: 'object', required: ['spec'], properties: { spec: inside } };
    expect(widget({ input }).attributes.find(({ name }) => name === 'spec_kind')).toMatchObject({ required: true });
  });
});

describe('operations', () => {
  const single = { get: { responses: answers(THING) }, put: { requestBody: json(THING), responses: answers(THING) } };

  it.each<[string, string]>([
    ['/policies', 'acme_policy'],
    ['/addresses', 'acme_address'],
    ['/v1/people', 'acme_person'],
    ['/api/status-pages', 'acme_status_page'],
  ])('under %s are for one %s', (path, type) => {
    const { resources } = guess({
      openapi: '3.1.0',
      paths: {
        [path]: { post: { responses: answers(THING) } },
        [`${path}/{id}`]: { get: { responses: answers(THING) } },
      },
    });
    expect(resources.map((resource) => resource.type)).toEqual([type]);
  });

  it('on objects with the same name in two places get different types', () => {
    const group = (path: string) => ({
      [path]: { post: { responses: answers(THING) } },
      [`${path}/{id}`]: { get: { responses: answers(THING) } },
    });
    const { resources } = guess({
      openapi: '3.1.0',
      paths: { ...group('/users/{user}/keys'), ...group('/teams/{team}/keys') },
    });
    expect(resources.map(({ type }) => type)).toEqual(['acme_user_key', 'acme_team_key']);
  });

  it('on a singleton form a resource', () => {
    expect(widget({ more: { '/widgets/{id}/settings': single } }).type).toBe('acme_widget');
    const { resources } = guess({ openapi: '3.1.0', paths: { '/widgets/{id}/settings': single } });
    expect(resources).toMatchObject([{ type: 'acme_settings', parents: ['widget_id'], identity: undefined }]);
  });

  it.each([
    ['a field whose name marks it as secret', { apiToken: text }, true],
    ['a secret in a nested list', { users: { type: 'array', items: { properties: { password: text } } } }, true],
    ['nothing secret', { colour: text }, false],
  ])('that list objects with %s: the whole list is sensitive or not', (_, properties, sensitive) => {
    const thing = { ...THING, properties: { ...THING.properties, ...properties } };
    const { dataSources } = guess({
      openapi: '3.1.0',
      paths: {
        '/regions': { get: { responses: answers({ type: 'array', items: thing }) } },
        '/widgets/{id}/settings': single,
      },
    });
    expect(dataSources.find(({ type }) => type === 'acme_regions')!.many!.sensitive).toBe(sensitive);
  });

  it('that only read become data sources', () => {
    const { dataSources } = guess({
      openapi: '3.1.0',
      paths: {
        '/regions': { get: { responses: answers({ type: 'array', items: THING }) } },
        '/limits': { get: { responses: answers(THING) } },
        '/widgets/{id}/settings': single,
      },
    });
    expect(dataSources.map(({ type }) => type).sort()).toEqual(['acme_limits', 'acme_regions', 'acme_settings']);
  });
});

describe('an OpenAPI 3.0 description', () => {
  it('is converted to its 3.1 equivalent', () => {
    const text30 = readFileSync(
      new URL('../../../scenarios/openapi/version-3-0/openapi.yaml', import.meta.url),
      'utf8',
    );
    const { guess: found } = guessProvider({ name: 'a', provider: 'acme', text: text30 });
    const { schemas } = found!.document['components'] as {
      schemas: Record<string, { properties: Record<string, unknown> }>;
    };
    expect(found!.converted).toBe(true);
    expect(schemas['Folder']!.properties).toMatchObject({
      colour: { type: ['string', 'null'], enum: ['red', 'green', null] },
      shelf: { type: 'number', exclusiveMinimum: 0 },
      owner: {
        description: 'Who looks after it.',
        anyOf: [{ allOf: [{ $ref: '#/components/schemas/Owner' }] }, { type: 'null' }],
      },
    });
    expect(schemas['Folder']!.properties['shelf']).not.toHaveProperty('minimum');
  });

  it('keeps data that looks like a schema', () => {
    const document = {
      openapi: '3.0.1',
      paths: {},
      components: {
        schemas: { A: { type: 'string', example: { type: 'x', nullable: true }, default: { nullable: true } } },
      },
    };
    const paths = {
      '/widgets': { post: { responses: answers(THING) } },
      '/widgets/{id}': { get: { responses: answers(THING) } },
    };
    expect(guess({ ...document, paths }).document['components']).toEqual(document.components);
  });
});

describe('a body with alternatives', () => {
  const option = (kind: string, own: string) => ({
    type: 'object',
    required: ['kind', own],
    properties: { kind: { type: 'string', const: kind }, [own]: text },
  });
  const { attributes } = widget({ input: { oneOf: [option('bucket', 'bucket'), option('web', 'url')] } });
  const attribute = (name: string) => attributes.find((each) => each.name === name);

  it('has the inputs of all of them, and requires only those that all require', () => {
    expect([attribute('kind')?.required, attribute('bucket')?.required, attribute('url')?.required]).toEqual([
      true,
      false,
      false,
    ]);
  });

  it('says which alternative an input belongs to', () => {
    expect(attribute('url')?.description).toBe('Only with kind "web".');
    expect(attribute('kind')?.description).toBeUndefined();
  });
});

describe('a header that operations require', () => {
  const tenant = { name: 'X-Org', in: 'header', required: true, schema: text, description: 'The tenant. Ask for it.' };
  const other = { name: 'If-Match', in: 'header', required: true, schema: text };
  const one = guess({
    openapi: '3.1.0',
    paths: {
      '/widgets': { post: { requestBody: json(THING), responses: answers(THING), parameters: [tenant] } },
      '/widgets/{id}': {
        get: { responses: answers(THING), parameters: [tenant, other] },
        delete: { responses: { 204: { description: '' } } },
      },
    },
  }).resources[0]!;

  it('is an input that an import also names', () => {
    expect(one.attributes.find(({ name }) => name === 'org')).toMatchObject({
      required: true,
      description: 'The tenant.',
    });
    expect([one.parameters.get('X-Org'), one.parents]).toEqual(['org', ['org']]);
  });

  it('is not an input if it concerns only the request', () => {
    expect(one.attributes.map(({ name }) => name)).not.toContain('if_match');
  });
});

describe('a header common to all operations', () => {
  const header = (name: string, more: object = {}) => ({ name, in: 'header', required: true, schema: text, ...more });

  /** The provider for a description whose reads name the header in this way, and whose changes name it in that way. */
  const withHeaders = (read: object, change = read) =>
    guess({
      openapi: '3.1.0',
      paths: {
        '/widgets': {
          get: { parameters: [read], responses: answers({ type: 'array', items: THING }) },
          post: { parameters: [change], requestBody: json(THING), responses: answers(THING) },
        },
        '/widgets/{id}': {
          parameters: [read],
          get: { responses: answers(THING) },
          delete: { responses: { 204: { description: '' } } },
        },
        '/status': { get: { responses: answers(THING) } },
      },
    });

  const TENANT = header('X-Tenant-Id', { description: 'Whose widgets. See above.' });

  it('becomes a provider setting that every request uses', () => {
    const found = withHeaders(TENANT);
    expect(found.headers.map(({ setting }) => setting)).toEqual([
      {
        name: 'tenant_id',
        environment: 'ACME_TENANT_ID',
        sensitive: false,
        needed: true,
        description: 'Whose widgets.',
      },
    ]);
    const widgets = [...found.resources, ...found.dataSources.filter(({ type }) => type.includes('widget'))];
    expect(widgets.length).toBe(3);
    for (const { parameters, attributes } of widgets) {
      expect(parameters.get('X-Tenant-Id')).toEqual({ setting: 'tenant_id' });
      expect(attributes.map(({ name }) => name)).not.toContain('tenant_id');
    }
    expect(found.resources[0]!.parents).toEqual([]);
  });

  it.each<[string, object, object | undefined, boolean | undefined]>([
    ['is required if every operation requires it', TENANT, undefined, true],
    ['is optional if one operation does not require it', TENANT, header('X-Tenant-Id', { required: false }), false],
    ['may be spelled in another case', TENANT, header('x-tenant-id'), true],
    [
      'is not a setting if its value is fixed',
      header('X-Api-Version', { schema: { type: 'string', enum: ['2'] } }),
      undefined,
      undefined,
    ],
    ['is not a setting if it concerns the request', header('X-Request-ID'), undefined, undefined],
    ['is not a setting if the transport sets it', header('Accept-Language'), undefined, undefined],
    ['is not a setting if one operation lacks it', TENANT, header('X-Other'), undefined],
    ['has a different name from the endpoint', header('Endpoint'), undefined, true],
  ])('%s', (_, read, change, needed) => {
    const settings = withHeaders(read, change).headers.map(({ setting }) => setting);
    expect(settings.map((setting) => setting.needed)).toEqual(needed === undefined ? [] : [needed]);
    expect(settings.map(({ name }) => name)).not.toContain('endpoint');
  });
});

describe('a list body', () => {
  const items = { type: 'array', items: { type: 'string' } };

  /** The one of `/widgets/{id}/labels`, which replies show so. */
  const labels = (shown: object) =>
    guess({
      openapi: '3.1.0',
      paths: {
        '/widgets/{id}/labels': {
          get: { responses: answers(shown) },
          put: { requestBody: json(items), responses: answers(shown) },
        },
      },
    }).resources[0]!;

  it.each([
    ['directly', items, ''],
    ['in an envelope', { type: 'object', properties: { data: items } }, '/data'],
  ])('is an attribute, which responses show %s', (_, shown, object) => {
    const found = labels(shown);
    expect(found.attributes.find(({ name }) => name === 'items')).toMatchObject({
      required: true,
      type: { kind: 'list' },
    });
    expect([...found.create.body!]).toEqual([['', 'items']]);
    expect(found.read).toMatchObject({ object });
    expect(found.updates.map(({ body }) => [...body!])).toEqual([[['', 'items']]]);
  });

  it('is not an update if its body is a list of steps', () => {
    expect(widget({ change: { type: 'array', items: { type: 'object', properties: { op: text } } } }).updates).toEqual(
      [],
    );
  });
});

describe('a field of a body', () => {
  const REFERENCE = {
    type: 'object',
    required: ['id', 'type'],
    properties: {
      id: { ...text, readOnly: true },
      type: { type: 'string', readOnly: true, enum: ['team_reference'] },
      summary: { ...text, readOnly: true },
    },
  };

  it('is the ID of a referenced object, even if only the service assigns IDs', () => {
    const thing = { type: 'object', required: ['team'], properties: { id: text, team: REFERENCE } };
    const found = widget({ thing, input: thing });
    expect([...found.create.body!.keys()]).toEqual(['/id', '/team/id', '/team/type']);
    expect(found.attributes.find(({ name }) => name === 'team_id')).toMatchObject({ required: true, type: 'string' });
    expect(found.attributes.find(({ name }) => name === 'team_summary')).toMatchObject({
      required: false,
      computed: true,
    });
  });

  it('is the ID of each object in a list of references', () => {
    const thing = { type: 'object', properties: { id: text, teams: { type: 'array', items: REFERENCE } } };
    const found = widget({ thing, input: thing });
    const teams = found.attributes.find(({ name }) => name === 'teams')!;
    expect(teams.type).toMatchObject({ element: { attributes: { id: 'string', type: 'string' } } });
  });

  it('is not the ID of a part that the service assigns with it', () => {
    const part = { type: 'object', required: ['id'], properties: { id: { ...text, readOnly: true }, size: whole } };
    const thing = { type: 'object', properties: { id: text, part } };
    expect([...widget({ thing, input: thing }).create.body!.keys()]).toEqual(['/id', '/part/size']);
  });

  it('is its envelope, even if no field of it is set', () => {
    const thing = { type: 'object', properties: { id: { ...text, readOnly: true }, label: text } };
    const wrapped = { type: 'object', required: ['widget'], properties: { widget: thing } };
    const { create } = widget({ thing: wrapped, input: wrapped });
    expect(create.frames).toEqual(['/widget']);
  });
});

describe('authentication', () => {
  const token = (flows: object) => ({ type: 'oauth2', flows });
  const SCHEMES = {
    oauth: token({ implicit: { authorizationUrl: 'https://a.test/auth' } }),
    client: token({ clientCredentials: { tokenUrl: '/token', scopes: {} } }),
    key: { type: 'apiKey', in: 'header', name: 'X-Key' },
    tenant: { type: 'apiKey', in: 'query', name: 'tenant', description: 'Whose things. See *there*.' },
    session: { type: 'apiKey', in: 'cookie', name: 'sid' },
    password: { type: 'http', scheme: 'basic' },
    digest: { type: 'http', scheme: 'Token' },
    bearer: { type: 'http', scheme: 'bearer' },
    certificate: { type: 'mutualTLS' },
  };

  function securityOf(security: unknown, own: { readonly get?: unknown; readonly put?: unknown } = {}) {
    const thing = {
      get: { responses: answers(THING), ...(own.get === undefined ? {} : { security: own.get }) },
      put: {
        requestBody: json(THING),
        responses: answers(THING),
        ...(own.put === undefined ? {} : { security: own.put }),
      },
    };
    return guess({
      openapi: '3.1.0',
      servers: [{ url: 'https://api.test/v1' }],
      ...(security === undefined ? {} : { security }),
      components: { securitySchemes: SCHEMES },
      paths: { '/a/{id}': thing },
    }).security;
  }

  const settings = (found: ProviderGuess['security']) =>
    found.schemes.flatMap((scheme) => scheme.settings.map(({ name, needed }) => (needed ? `${name}!` : name)));

  it.each<[string, unknown, readonly string[]]>([
    ['a bearer token', [{ bearer: [] }], ['token!']],
    ['an API key, named token if it is the only scheme', [{ key: [] }], ['token!']],
    ['a user and password', [{ password: [] }], ['user!', 'password!']],
    ['a token obtained elsewhere', [{ oauth: [] }], ['token!']],
    [
      'a client, or a token obtained elsewhere',
      [{ client: [] }],
      ['token', 'client_id', 'client_secret', 'token_url', 'scope'],
    ],
    ['several optional schemes', [{ key: [] }, { password: [] }], ['key', 'user', 'password']],
    ['schemes that are required together', [{ key: [], tenant: [] }], ['key', 'tenant']],
    ['two schemes with the same name', [{ bearer: [] }, { digest: [] }], ['token', 'digest_token']],
    ['an optional scheme', [{ key: [] }, {}], ['token']],
    ['a certificate, which has no setting', [{ certificate: [] }], []],
    ['nothing', [], []],
  ])('is configured by %s', (_, security, expected) => {
    expect(settings(securityOf(security))).toEqual(expected);
  });

  it('accepts any of the schemes if the description never says which', () => {
    const found = securityOf(undefined);
    expect(found.schemes.map(({ name }) => name)).toEqual(
      Object.keys(SCHEMES).filter((name) => name !== 'certificate'),
    );
    expect(found.optional).toBe(true);
    expect([...found.accepted]).toEqual([]);
  });

  it('is what each operation accepts, with the most common scheme first', () => {
    const found = securityOf([{ key: [] }], { get: [{ password: [] }, { session: [] }], put: [{ session: [] }] });
    expect(found.schemes.map(({ name }) => name)).toEqual(['session', 'password']);
    expect(found.accepted.get('get /a/{id}')!.map((each) => [...each.keys()])).toEqual([['password'], ['session']]);
  });

  it('is optional if some operation needs none', () => {
    expect(securityOf([{ key: [] }], { get: [] }).optional).toBe(true);
    expect(securityOf([{ key: [] }]).optional).toBe(false);
  });

  it('requests a token at an address relative to the server, with the scopes of all operations', () => {
    const found = securityOf([], { get: [{ client: ['read', 'list'] }], put: [{ client: ['read', 'write'] }] });
    const defaults = found.schemes[0]!.settings.map(({ name, default: value }) => [name, value]);
    expect(Object.fromEntries(defaults)).toMatchObject({
      token_url: 'https://api.test/token',
      scope: 'read write list',
    });
  });

  it('is uncertain if OAuth needs a person', () => {
    expect(securityOf([{ oauth: [] }]).schemes[0]!.doubt).toContain('a configured token is sent');
  });
});
