import { describe, expect, it } from 'vitest';
import {
  answer,
  check,
  gone,
  hole,
  lessons,
  list,
  NAME,
  NAMED,
  object,
  sent,
  served,
  text,
  things,
  whole,
  type Lesson,
  type Schema,
} from './things.js';

/** Descriptions whose parts say different things of one object, or whose parts depend on each other. */

const SITE = object({ title: text, slug: text, note: text }, 'title', 'slug');
const TENANT = object({ title: text, note: { type: 'string', default: '' } }, 'title');

/** Hosts of which every change is work, whose status refers to the host by a UUID. */
function hostsByWork(shown: Schema, key: string): Schema {
  const { '/hosts': all, '/hosts/{id}': one } = things('hosts', {
    shown,
    input: object({ name: text, note: text }, 'name'),
    change: object({ note: text }),
  }) as Record<string, Record<string, object>>;
  const begun = {
    responses: {
      200: {
        description: '',
        content: { 'application/json': { schema: { $ref: '#/paths/~1works~1{id}/x-status' } } },
      },
    },
  };
  const status = object(
    {
      id: served,
      state: { type: 'string', enum: ['failure', 'pending', 'success'] },
      reference: object({ id: { type: 'string', format: 'uuid' } }),
    },
    'id',
    'state',
  );
  return {
    '/hosts': { ...all, post: { ...all!['post'], ...begun } },
    [`/hosts/{${key}}`]: { ...one, parameters: [hole(key)], patch: { ...one!['patch'], ...begun }, delete: begun },
    '/works/{id}': { parameters: [hole('id')], get: begun, 'x-status': status },
  };
}

const LESSONS: readonly Lesson[] = [
  [
    'an object with required members, of which a part is sent',
    things('racks', {
      shown: object({ id: served, name: text, site: SITE }, 'id', 'name'),
      input: object({ name: text, site: SITE }, 'name'),
      change: object({ site: SITE }),
    }),
  ],
  [
    'a default in an optional object',
    things('racks', {
      shown: object({ id: served, name: text, tenant: TENANT }, 'id', 'name'),
      input: object({ name: text, tenant: TENANT }, 'name'),
      change: object({ name: text, tenant: TENANT }),
    }),
  ],
  [
    'defaults that are inexact in binary',
    (() => {
      const ratio = { type: 'number', default: 0.07 };
      const most = { type: 'integer', default: 2 ** 63 };
      return things('topics', {
        shown: object({ id: served, name: text, ratio, most }, 'id', 'name'),
        input: object({ name: text, ratio, most }, 'name'),
        change: NAME,
      });
    })(),
  ],
  [
    'a pattern that is valid only without the u flag, and an example that names itself',
    (() => {
      const tag = { type: 'string', pattern: '^[a-z_\\-\\:]+$' };
      const data = { ...object({ note: text }), example: { $id: 'one' } };
      const more = { ...object({ note: text }), example: { $id: 'one' } };
      return things('tags', {
        shown: object({ id: served, tag, data, more }, 'id', 'tag'),
        input: object({ tag }, 'tag'),
        change: object({ tag }),
      });
    })(),
  ],
  [
    'keys that are numbers in paths and strings in responses',
    things('boards', { shown: NAMED, input: NAME, change: NAME, key: whole }),
  ],
  [
    'a path parameter that only one operation describes',
    {
      '/hosts/{host}/rules': {
        parameters: [hole('host')],
        get: answer(list(NAMED)),
        post: { ...sent(NAME), ...answer(NAMED, 201) },
      },
      '/hosts/{host}/rules/{id}': {
        parameters: [hole('host', { type: 'string', format: 'uuid' }), hole('id')],
        get: answer(NAMED),
        put: { ...sent(NAME), ...answer(NAMED) },
        delete: gone,
      },
    },
  ],
  [
    'a list and a read with tighter limits than the request',
    things('records', {
      shown: object({ id: served, name: text, mail: { type: 'string', format: 'email' }, owner: whole }, 'id', 'name'),
      input: object(
        { name: text, kind: text, mail: text, owner: { type: 'string', minLength: 1 } },
        'name',
        'kind',
        'mail',
        'owner',
      ),
      change: object({ name: text, mail: text }),
      listed: list(
        object({ id: text, kind: { type: 'string', enum: ['A', 'MX'] }, owner: whole }, 'id', 'kind', 'owner'),
      ),
    }),
  ],
  [
    'an envelope with another name',
    things('volumes', {
      shown: object({ share: object({ id: served, name: text }, 'id', 'name') }),
      input: NAME,
      change: NAME,
      listed: object({ shares: list(NAMED) }),
    }),
  ],
  [
    'nested envelopes',
    things('sinks', {
      shown: object({ sink: object({ sink: object({ id: served, name: text }, 'id', 'name') }) }),
      input: NAME,
      change: NAME,
      listed: object({ sinks: list(NAMED) }),
    }),
  ],
  [
    'another object in a request, which is not an envelope',
    (() => {
      const policy = object({ type: { type: 'string', enum: ['policy'] }, id: text }, 'type', 'id');
      return things('assignments', {
        shown: object({ id: served, type: { type: 'string', enum: ['assignment'] }, policy }, 'id', 'type'),
        input: object({ policy, note: text }, 'policy'),
        change: object({ policy }, 'policy'),
      });
    })(),
  ],
  [
    'a default of a value of any type',
    things('routes', {
      shown: object({ id: served, name: text, form: { default: 'global' } }, 'id', 'name', 'form'),
      input: object({ name: text, form: { default: 'global' } }, 'name'),
      change: NAME,
    }),
  ],
  [
    'a number that may also be sent as a string',
    things('changes', {
      shown: object({ id: served, name: text, owner: whole }, 'id', 'name', 'owner'),
      input: object({ name: text, owner: { type: ['string', 'integer'] } }, 'name', 'owner'),
      change: NAME,
    }),
  ],
  [
    'one of several bodies that all match',
    things('runners', {
      shown: object({ id: served, name: text, note: text }, 'id', 'name'),
      input: { oneOf: [object({ name: text, note: text }, 'name'), object({ name: text, size: whole }, 'name')] },
      change: { oneOf: [object({ name: text, note: text }), object({ name: text })] },
    }),
  ],
  [
    'responses with the status of work, without a 202',
    hostsByWork(object({ id: served, name: text, note: text, state: text }, 'id', 'name'), 'id'),
  ],
  [
    'the status of work that may refer to the created object by a UUID, although it has only a name',
    hostsByWork(object({ name: text, note: text, state: text }, 'name'), 'name'),
  ],
];

describe('checking a generated provider', () => {
  lessons(LESSONS);

  it('deletes the remaining objects if one can no longer be read', { timeout: 60_000 }, async () => {
    // No value is of this schema, so nothing that is read is as described.
    const never = { ...NAMED, not: {} };
    const resources = await check({
      ...things('boxes', { shown: NAMED, input: NAME, change: NAME }),
      '/riddles': { post: { ...sent(NAME), ...answer(NAMED, 201) } },
      '/riddles/{id}': { parameters: [hole('id')], get: answer(never), delete: gone },
    });
    expect(resources).toMatchObject([
      { type: 'acme_box', failures: {}, destroy: 'pass' },
      { type: 'acme_riddle', emptyPlan: 'fail' },
    ]);
  });
});
