import { describe, expect, it } from 'vitest';
import type { Value } from '../../../../src/model/index.js';
import type { Operation } from '../../../../src/providers/rest/description/description.js';
import type { BodyMapping } from '../../../../src/providers/rest/mapping/definition.js';
import { buildRequest } from '../../../../src/providers/rest/exchange/request.js';

const operation: Operation = {
  id: 'putThing',
  method: 'PUT',
  path: '/things/{name}/parts',
  parameters: new Map([
    ['name', 'path'],
    ['tag', 'query'],
    ['Tenant', 'header'],
  ]),
  requestSchema: undefined,
  replySchema: () => undefined,
  isBare: () => false,
  words: new Map(),
  separators: new Map([
    ['name', ','],
    ['Tenant', ','],
  ]),
  accepted: undefined,
};

function build(
  values: Record<string, Value>,
  body?: BodyMapping,
  only?: ReadonlySet<string>,
  of: Operation = operation,
) {
  return buildRequest({
    operation: of,
    endpoint: 'https://api.test/base/',
    parameters: { name: 'name', tag: 'tags', Tenant: 'tenant', other: { value: 'not of this operation' } },
    call: body === undefined ? {} : { body },
    values,
    address: values,
    configured: { region: 'eu' },
    only,
  });
}

describe('a request', () => {
  it('uses provider settings where the mapping says so', () => {
    const built = build({ name: 'n' }, { json: { '/region': { setting: 'region' }, '/zone': { setting: 'zone' } } });
    expect(built).toMatchObject({ request: { body: '{"region":"eu"}' } });
  });

  it('has its parameters where the description puts them', () => {
    const built = build({ name: 'a/b ü', tags: ['x', 'y'], tenant: 't' });
    expect(built).toMatchObject({
      request: {
        method: 'PUT',
        url: new URL('https://api.test/base/things/a%2Fb%20%C3%BC/parts?tag=x&tag=y'),
        headers: { Tenant: 't' },
        body: undefined,
        repeatable: true,
      },
    });
  });

  it('has lists in paths and headers as one text, and in queries as described', () => {
    const values = { name: ['a,b', 'c'], tags: ['x', 'y'], tenant: ['t', 'u'] };
    const built = build(values);
    expect(built).toMatchObject({
      request: { url: new URL('https://api.test/base/things/a%2Cb,c/parts?tag=x&tag=y'), headers: { Tenant: 't,u' } },
    });
    const separators = new Map([
      ['name', ','],
      ['tag', '|'],
    ]);
    const joined = build(values, undefined, undefined, { ...operation, separators });
    expect(joined).toMatchObject({ request: { url: new URL('https://api.test/base/things/a%2Cb,c/parts?tag=x%7Cy') } });
  });

  it('may have a list as its whole body', () => {
    const built = build({ name: 'n', a: ['x', 'y'] }, { json: { '': 'a' } });
    expect(built).toMatchObject({ request: { body: '["x","y"]', headers: { 'content-type': 'application/json' } } });
  });

  it.each<[string, Value]>([
    ['null', null],
    ['an empty list', []],
    ['an empty string', ''],
    ['a dot', '.'],
    ['two dots', '..'],
  ])('is not sent with %s in its path, because that would be another path', (_, name) => {
    expect(build({ name })).toEqual({ missing: 'name' });
  });

  it('omits unset values from its body', () => {
    const body: BodyMapping = { json: { '/a': 'a', '/deep/b': 'b', '/deep/c': 'c', '/fixed': { value: true } } };
    const built = build({ name: 'n', a: 1, b: null, c: 'x' }, body);
    expect(built).toMatchObject({
      request: { body: '{"a":1,"deep":{"c":"x"},"fixed":true}', headers: { 'content-type': 'application/json' } },
    });
  });

  it('contains only changes if the mapping says so', () => {
    const built = build({ name: 'n', a: 1, b: 2 }, { json: { '/a': 'a', '/b': 'b' } }, new Set(['b']));
    expect(built).toMatchObject({ request: { body: '{"b":2}' } });
  });

  it('encodes values as the mapping says', () => {
    const body: BodyMapping = { json: { '/a': { attribute: 'a', encode: (value) => [value] } } };
    expect(build({ name: 'n', a: 'x' }, body)).toMatchObject({ request: { body: '{"a":["x"]}' } });
  });

  it('may be a multipart form, whose type the transport sets', () => {
    const built = build({ name: 'n', a: 'x', b: null }, { multipart: { archive: 'a', params: 'b' } });
    const form = 'request' in built ? (built.request.body as FormData) : undefined;
    expect([...form!.entries()]).toEqual([['archive', 'x']]);
    expect('request' in built && built.request.headers).toEqual({});
  });

  it('may be raw', () => {
    const built = build({ name: 'n', a: 'bytes' }, { raw: 'a', type: 'text/plain' });
    expect(built).toMatchObject({ request: { body: 'bytes', headers: { 'content-type': 'text/plain' } } });
  });
});
