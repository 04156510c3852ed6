import { describe, expect, it } from 'vitest';
import { guessProvider, type ProviderGuess } from '../../../../src/generate/index.js';

const json = (schema: object) => ({ content: { 'application/json': { schema } } });
const THING = { type: 'object', required: ['id'], properties: { id: { type: 'string' }, name: { type: 'string' } } };
const ONE = { responses: { 200: { description: '', ...json(THING) } } };
const DONE = { responses: { 204: { description: '' } } };
const WIDGETS = {
  '/widgets': { post: { ...ONE, requestBody: json(THING) } },
  '/widgets/{id}': { get: ONE, delete: DONE },
};

/** What is concluded of widgets, which are managed, and of `paths`. */
function guessed(paths: Readonly<Record<string, object>>, without: readonly string[] = []): ProviderGuess {
  const text = JSON.stringify({ openapi: '3.1.0', info: { title: 'Widgets' }, paths: { ...WIDGETS, ...paths } });
  return guessProvider({ name: 'openapi.json', provider: 'acme', text, without }).guess!;
}

/** Operation → type of its action. */
const typesOf = ({ actions }: ProviderGuess): Record<string, string> =>
  Object.fromEntries(
    actions.map(({ type, call: { operation } }) => [`${operation.method.toUpperCase()} ${operation.path}`, type]),
  );

describe('an action is named', () => {
  it.each<[string, Readonly<Record<string, object>>, Readonly<Record<string, string>>]>([
    [
      'after its object and its verb',
      { '/widgets/{id}/restart': { post: DONE }, '/zones/{zone}/widgets/{id}/parts/{part}/oil': { post: DONE } },
      {
        'POST /widgets/{id}/restart': 'acme_widget_restart',
        'POST /zones/{zone}/widgets/{id}/parts/{part}/oil': 'acme_part_oil',
      },
    ],
    [
      'without a word such as "actions"',
      { '/widgets/{id}/actions/restart': { post: DONE }, '/widgets/{id}:stop': { post: DONE } },
      { 'POST /widgets/{id}/actions/restart': 'acme_widget_restart', 'POST /widgets/{id}:stop': 'acme_widget_stop' },
    ],
    [
      'with more of its path if the name is in use',
      { '/east/widgets/{id}/restart': { post: DONE }, '/west/widgets/{id}/restart': { post: DONE } },
      {
        'POST /east/widgets/{id}/restart': 'acme_east_widget_restart',
        'POST /west/widgets/{id}/restart': 'acme_west_widget_restart',
      },
    ],
    [
      'with its method if a POST has the same path',
      { '/widgets/{id}/alarm': { put: DONE, patch: DONE, post: DONE } },
      {
        'POST /widgets/{id}/alarm': 'acme_widget_alarm',
        'PUT /widgets/{id}/alarm': 'acme_widget_alarm_put',
        'PATCH /widgets/{id}/alarm': 'acme_widget_alarm_patch',
      },
    ],
    [
      'with a number if the paths have the same words',
      { '/x/{a}/oil': { post: DONE }, '/x/{a}/{b}/oil': { post: DONE }, '/{c}/x/oil': { post: DONE } },
      {
        'POST /x/{a}/oil': 'acme_x_oil',
        'POST /x/{a}/{b}/oil': 'acme_x_oil_post',
        'POST /{c}/x/oil': 'acme_x_oil_post_2',
      },
    ],
    ['unlike a resource', { '/widget': { post: DONE } }, { 'POST /widget': 'acme_widget_post' }],
    [
      'after the object it deletes',
      { '/widgets/{id}/dust': { delete: DONE } },
      { 'DELETE /widgets/{id}/dust': 'acme_widget_dust_delete' },
    ],
  ])('%s', (_, paths, types) => {
    expect(typesOf(guessed(paths))).toEqual(types);
  });

  it('unlike any other action or resource', () => {
    const methods = { post: DONE, put: DONE, patch: DONE };
    const steps = [
      '/widget',
      '/widgets/{id}/oil',
      '/widgets/{a}/{b}/oil',
      '/actions/oil',
      '/actions',
      '/oil:oil',
      '/{x}',
    ];
    const { actions, resources } = guessed(Object.fromEntries(steps.map((step) => [step, methods])));
    const types = [...actions, ...resources].map(({ type }) => type);
    expect(new Set(types).size).toBe(types.length);
    expect(actions).toHaveLength(steps.length * 3);
  });
});

describe('an input of an action', () => {
  it('has a name that says where it is sent if another one has its name', () => {
    const parameters = [
      { name: 'id', in: 'path', required: true, schema: { type: 'string' } },
      { name: 'widget_id', in: 'query', schema: { type: 'string' } },
      { name: 'X-Widget-Id', in: 'header', required: true, schema: { type: 'string' } },
    ];
    const requestBody = json({ type: 'object', properties: { widgetId: { type: 'string' } } });
    const [action] = guessed({ '/widgets/{id}/swap': { post: { ...DONE, parameters, requestBody } } }).actions;
    const required = (name: string) => action!.attributes.find((each) => each.name === name)!.required;
    expect(action!.attributes.map(({ name }) => name)).toEqual([
      'widget_id',
      'header_widget_id',
      'query_widget_id',
      'body_widget_id',
    ]);
    expect(action!.attributes.map(({ name }) => required(name))).toEqual([true, true, false, false]);
  });

  it.each<[string, object, object]>([
    ['a text', { type: 'string' }, { shape: { kind: 'string' } }],
    ['a map', { type: 'object', additionalProperties: { type: 'integer' } }, { shape: { kind: 'map' } }],
    ['of any form', { oneOf: [{ type: 'string' }, { type: 'integer' }] }, { shape: { kind: 'json' } }],
  ])('is the whole body if that is %s', (_, schema, expected) => {
    const [action] = guessed({ '/widgets/{id}/swap': { post: { ...DONE, requestBody: json(schema) } } }).actions;
    expect(action!.attributes.at(-1)).toMatchObject({ name: 'body', required: true, ...expected });
    expect([...action!.call.body!]).toEqual([['', 'body']]);
  });

  it('is sensitive if it is a secret, and never write-only, because an action stores nothing', () => {
    const schema = {
      type: 'object',
      properties: { pin: { type: 'string', writeOnly: true }, api_key: { type: 'string' } },
    };
    const [action] = guessed({ '/widgets/{id}/open': { post: { ...DONE, requestBody: json(schema) } } }).actions;
    const inputs = action!.attributes
      .slice(1)
      .map(({ name, sensitive, writeOnly }) => ({ name, sensitive, writeOnly }));
    expect(inputs).toEqual([
      { name: 'pin', sensitive: true, writeOnly: false },
      { name: 'api_key', sensitive: true, writeOnly: false },
    ]);
  });
});

describe('no action is generated from', () => {
  it.each<[string, Readonly<Record<string, object>>, RegExp | undefined, (readonly string[])?]>([
    ['an operation that only reads', { '/widgets/{id}/a/b': { get: DONE } }, undefined],
    [
      'an operation on what would be a resource if it could be read',
      { '/widgets/{id}/tags/{tag}': { put: DONE, delete: DONE } },
      /^tag is omitted$/,
    ],
    [
      'an operation whose body cannot be built from inputs',
      { '/widgets/{id}/oil': { post: { ...DONE, requestBody: { content: { 'image/png': {} } } } } },
      /neither JSON nor a form/,
    ],
    [
      'a list of steps',
      {
        '/widgets/{id}/oil': {
          patch: {
            ...DONE,
            requestBody: { content: { 'application/json-patch+json': { schema: { type: 'array' } } } },
          },
        },
      },
      /JSON Patch/,
    ],
    [
      'an operation that requires a condition',
      {
        '/widgets/{id}/oil': {
          post: {
            ...DONE,
            parameters: [{ name: 'If-Match', in: 'header', required: true, schema: { type: 'string' } }],
          },
        },
      },
      /requires If-Match/,
    ],
    ['an omitted operation', { '/widgets/{id}/oil': { post: DONE } }, undefined, ['widget_oil']],
  ])('%s', (_, paths, reason, without) => {
    const { actions, others } = guessed(paths, without);
    expect(actions).toEqual([]);
    for (const other of others.filter(({ operation }) => operation.path in paths)) {
      if (reason === undefined) expect(other.reason).toBeUndefined();
      else expect(other.reason).toMatch(reason);
    }
  });

  it('an operation of an omitted resource', () => {
    const gears = { '/gears': WIDGETS['/widgets'], '/gears/{id}': WIDGETS['/widgets/{id}'] };
    expect(guessed(gears, ['gear']).actions).toEqual([]);
  });
});
