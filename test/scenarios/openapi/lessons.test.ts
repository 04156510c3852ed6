import { describe } from 'vitest';
import {
  answer,
  gone,
  hole,
  lessons,
  list,
  NAME,
  NAMED,
  nullable,
  object,
  query,
  sent,
  served,
  text,
  things,
  whole,
  type Lesson,
} from './things.js';

/** What real descriptions have taught, each as small as it can be: all of it is put through `generate check`. */

const LESSONS: readonly Lesson[] = [
  [
    'an object with fewer members in requests than responses require',
    things('boxes', {
      shown: object(
        {
          id: served,
          name: text,
          parent: object(
            { id: text, type: { type: 'string', enum: ['folder'] }, owner: object({ login: text }, 'login') },
            'id',
            'type',
            'owner',
          ),
        },
        'id',
        'name',
      ),
      input: object({ name: text, parent: object({ id: text }, 'id') }, 'name', 'parent'),
      change: NAME,
    }),
  ],
  ['a name that is reserved in strict mode', things('evals', { shown: NAMED, input: NAME, change: NAME })],
  [
    'items that are counted from 1',
    things('boxes', {
      shown: NAMED,
      input: NAME,
      change: NAME,
      listed: object({ totalResults: whole, Resources: list(NAMED) }, 'totalResults', 'Resources'),
      parameters: [query('startIndex', { ...whole, minimum: 1 }), query('count', whole)],
    }),
  ],
  [
    'a required nullable member, in the object and next to the items of a list',
    things('boxes', {
      shown: object({ id: whole, name: text, note: nullable(text) }, 'id', 'name', 'note'),
      input: object({ name: text, note: nullable(text) }, 'name'),
      change: object({ name: text, note: nullable(text) }),
      listed: object(
        {
          boxes: list(object({ id: whole, name: text, note: nullable(text) }, 'id', 'name', 'note')),
          meta: object(
            {
              pagination: object(
                {
                  page: whole,
                  per_page: whole,
                  next_page: nullable(whole),
                  last_page: nullable(whole),
                  total_entries: nullable(whole),
                },
                'page',
                'per_page',
                'next_page',
                'last_page',
                'total_entries',
              ),
            },
            'pagination',
          ),
        },
        'boxes',
        'meta',
      ),
      parameters: [query('page', whole), query('per_page', whole)],
      key: whole,
    }),
  ],
  [
    'a PUT that accepts a part of the object',
    things('boxes', {
      shown: object({ id: served, name: text, size: text, tier: text }, 'id', 'name', 'size', 'tier'),
      input: object({ name: text, size: text, tier: text }, 'name', 'size', 'tier'),
      change: object({ name: text }),
      verb: 'put',
    }),
  ],
  [
    'a merge patch with a required field, and nullable ones that were never set',
    things('boxes', {
      shown: object(
        { id: served, name: text, owner: nullable(text), quota: object({ size: whole }, 'size') },
        'id',
        'name',
        'quota',
      ),
      input: object({ name: text, owner: nullable(text), limits: object({ most: whole }) }, 'name'),
      change: object({ name: text, owner: nullable(text), limits: object({ most: whole }) }, 'name'),
      type: 'application/merge-patch+json',
    }),
  ],
  [
    'numeric keys of nested objects',
    {
      ...things('zones', {
        shown: object({ id: whole, name: text }, 'id', 'name'),
        input: NAME,
        change: NAME,
        key: whole,
      }),
      '/zones/{zone_id}/records': {
        parameters: [hole('zone_id', whole)],
        get: answer(list(object({ id: whole, content: text }, 'id', 'content'))),
        post: {
          ...sent(object({ content: text }, 'content')),
          ...answer(object({ id: whole, content: text }, 'id', 'content'), 201),
        },
      },
      '/zones/{zone_id}/records/{id}': {
        parameters: [hole('zone_id', whole), hole('id', whole)],
        get: answer(object({ id: whole, content: text }, 'id', 'content')),
        patch: { ...sent(object({ content: text })), ...answer(object({ id: whole, content: text }, 'id', 'content')) },
        delete: gone,
      },
    },
  ],
  [
    'an object in response to a string',
    things('servers', {
      shown: object(
        { id: served, name: text, image: object({ id: whole, os: text }, 'id', 'os') },
        'id',
        'name',
        'image',
      ),
      input: object({ name: text, image: text }, 'name', 'image'),
      change: object({ name: text }),
    }),
  ],
  [
    'a response that contains more than the object',
    things('servers', {
      shown: object({ server: NAMED }, 'server'),
      made: object(
        { server: NAMED, action: object({ id: whole, status: text }, 'id', 'status'), root_password: nullable(text) },
        'server',
        'action',
        'root_password',
      ),
      input: NAME,
      change: object({ name: text }),
      listed: object({ servers: list(NAMED) }, 'servers'),
    }),
  ],
  [
    'a PATCH with JSON Patch as well as a PUT',
    {
      '/boxes': { get: answer(list(NAMED)), post: { ...sent(NAME), ...answer(NAMED, 201) } },
      '/boxes/{id}': {
        parameters: [hole('id')],
        get: answer(NAMED),
        patch: {
          ...sent(list(object({ op: text, path: text }, 'op', 'path')), 'application/json-patch+json'),
          ...answer(NAMED),
        },
        put: { ...sent(NAME), ...answer(NAMED) },
        delete: gone,
      },
    },
  ],
  [
    'patterns, limits, and custom enum values',
    things('boxes', {
      shown: object({ id: served, name: text, zone: text, size: whole }, 'id', 'name'),
      input: object(
        {
          name: { type: 'string', pattern: '^[A-Z]{3}-\\d{4}$' },
          zone: { type: 'string', enum: ['north', 'south'] },
          size: { type: 'integer', minimum: 10, maximum: 20, multipleOf: 5 },
        },
        'name',
        'zone',
        'size',
      ),
      change: object({ size: { type: 'integer', minimum: 10, maximum: 20, multipleOf: 5 } }),
    }),
  ],
  [
    'a required input that is never returned',
    things('issuers', {
      shown: NAMED,
      input: object({ name: text, algorithm: text }, 'name', 'algorithm'),
      change: object({ name: text }),
    }),
  ],
  [
    'a required object whose members are all optional',
    things('projects', {
      shown: NAMED,
      input: object({ name: text, services: object({ mail: text }) }, 'name', 'services'),
      change: object(
        { name: text, services: object({ mail: text }), cors: object({ origin: text }) },
        'services',
        'cors',
      ),
    }),
  ],
  [
    'an optional object with required members',
    things('sessions', {
      shown: object(
        { id: served, name: text, owner: object({ id: served, traits: text }, 'id', 'traits') },
        'id',
        'name',
      ),
      input: NAME,
      change: object({ name: text }),
    }),
  ],
  [
    'a create whose body is a plain string',
    things('realms', { shown: NAMED, input: { type: 'string', format: 'binary' }, change: NAME }),
  ],
  [
    'two path parameters with the same name',
    {
      ...things('clients', { shown: NAMED, input: NAME, change: NAME }),
      '/clients/{id}/mappers': {
        parameters: [hole('id')],
        get: answer(list(NAMED)),
        post: { ...sent(NAME), ...answer(NAMED, 201) },
      },
      '/clients/{id}/mappers/{id}': {
        parameters: [hole('id')],
        get: answer(NAMED),
        put: { ...sent(NAME), ...answer(NAMED) },
        delete: gone,
      },
    },
  ],
  [
    'a required list that is empty',
    things('grants', {
      shown: object({ id: served, name: text, scopes: list(text) }, 'id', 'scopes', 'name'),
      input: object({ name: text, scopes: list(text) }, 'name', 'scopes'),
      change: NAME,
    }),
  ],
  [
    'a form body, other names in responses, and the response format in the path',
    {
      '/Accounts.json': {
        get: answer(object({ accounts: list(object({ sid: text, friendly_name: text, size: whole }, 'sid')) })),
        post: {
          ...sent(
            object({ FriendlyName: text, Size: whole, Tags: list(text) }, 'FriendlyName', 'Size'),
            'application/x-www-form-urlencoded',
          ),
          ...answer(
            object({ sid: { type: 'string', pattern: '^AC[0-9a-f]{32}$' }, friendly_name: text, size: whole }, 'sid'),
            201,
          ),
        },
      },
      '/Accounts/{Sid}.json': {
        parameters: [hole('Sid')],
        get: answer(object({ sid: text, friendly_name: text, size: whole }, 'sid')),
        post: {
          ...sent(object({ FriendlyName: text, Size: whole }), 'application/x-www-form-urlencoded'),
          ...answer(object({ sid: text, friendly_name: text, size: whole }, 'sid')),
        },
        delete: gone,
      },
    },
  ],
  [
    'a multipart form as the body',
    {
      '/files': { get: answer(list(NAMED)), post: { ...sent(NAME, 'multipart/form-data'), ...answer(NAMED, 201) } },
      '/files/{id}': {
        parameters: [hole('id')],
        get: answer(NAMED),
        put: { ...sent(NAME, 'multipart/form-data'), ...answer(NAMED) },
        delete: gone,
      },
    },
  ],
  [
    'a nullable value that the service fills in',
    things('contacts', {
      shown: object(
        { id: served, name: text, fax: text, plan: { type: 'string', enum: ['small', 'large'] } },
        'id',
        'name',
        'fax',
        'plan',
      ),
      input: object({ name: text, fax: nullable(text), plan: nullable(text) }, 'name'),
      change: object({ name: text, fax: nullable(text) }),
    }),
  ],
  [
    'one of several bodies, told apart by a member',
    things('sinks', {
      shown: object({ id: served, name: text, kind: text, bucket: text, url: text }, 'id', 'name', 'kind'),
      input: {
        oneOf: [
          object({ name: text, kind: { type: 'string', const: 'bucket' }, bucket: text }, 'name', 'kind', 'bucket'),
          object({ name: text, kind: { type: 'string', const: 'web' }, url: text }, 'name', 'kind', 'url'),
        ],
      },
      change: object({ name: text }),
    }),
  ],
  [
    'an allOf around one of several bodies, in an envelope',
    things('sinks', {
      shown: object({ sink: NAMED }, 'sink'),
      input: object(
        { sink: { allOf: [NAME, { oneOf: [object({ bucket: text }, 'bucket'), object({ url: text }, 'url')] }] } },
        'sink',
      ),
      change: object({ sink: object({ name: text }) }, 'sink'),
      listed: object({ sinks: list(NAMED) }, 'sinks'),
    }),
  ],
  [
    'a header that names the tenant, and a list that cannot be requested',
    (() => {
      const tenant = { name: 'X-Org', in: 'header', required: true, schema: text };
      const since = { name: 'since', in: 'query', required: true, schema: { type: 'string', format: 'date-time' } };
      return {
        '/boxes': {
          get: { ...answer(list(NAMED)), parameters: [tenant, since] },
          post: { ...sent(NAME), ...answer(NAMED, 201), parameters: [tenant] },
        },
        '/boxes/{id}': {
          parameters: [hole('id'), tenant],
          get: answer(NAMED),
          patch: { ...sent(NAME), ...answer(NAMED) },
          delete: gone,
        },
      };
    })(),
  ],
  [
    'a verb after a path parameter',
    {
      ...things('keys', { shown: NAMED, input: NAME, change: NAME }),
      '/keys/{id}:rotate': { parameters: [hole('id')], post: answer(NAMED) },
      '/keys/{id}:revoke': { parameters: [hole('id')], post: answer(NAMED) },
    },
  ],
];

describe('checking a generated provider', () => {
  lessons(LESSONS);
});
