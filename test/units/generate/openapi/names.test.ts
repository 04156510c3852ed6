import { describe, expect, it } from 'vitest';
import { firstSentence, snakeCase } from '../../../../src/generate/openapi/words.js';
import { guessProvider, providerFiles } from '../../../../src/generate/index.js';

const THING = { type: 'object', required: ['id'], properties: { id: { type: 'string' }, title: { type: 'string' } } };
const content = (schema: object) => ({ content: { 'application/json': { schema } } });
const one = { responses: { 200: { description: '', ...content(THING) } } };
const all = { responses: { 200: { description: '', ...content({ type: 'array', items: THING }) } } };
const made = { requestBody: content(THING), ...one };

const generate = (paths: object) => {
  const given = { name: 'api.json', text: JSON.stringify({ openapi: '3.1.0', info: { title: 'Things' }, paths }) };
  const { guess, diagnostics } = guessProvider({ ...given, provider: 'acme' });
  return { guess: guess!, diagnostics, mapping: providerFiles(guess!, given).get('mapping.ts')! };
};

const declared = (mapping: string): string[] => [...mapping.matchAll(/^const (\w+):/gm)].map(([, name]) => name!);

describe('two objects with the same name', () => {
  it.each<[string, object]>([
    [
      "a list of all objects and of one parent's",
      {
        '/servers': { post: made, get: all },
        '/servers/{id}': { get: one },
        '/servers/actions': { get: all },
        '/servers/actions/{id}': { get: one },
        '/servers/{id}/actions': { get: all },
        '/servers/{id}/actions/{action_id}': { get: one },
      },
    ],
    [
      'in two versions of a path',
      {
        '/{version}/servers': { post: made, get: all },
        '/{version}/servers/{id}': { get: one },
        '/servers': { post: made, get: all },
        '/servers/{id}': { get: one },
      },
    ],
    [
      'in singular and plural',
      {
        '/status': { get: one },
        '/statuses': { get: all },
        '/status/{id}': { get: one },
        '/servers': { post: made },
        '/servers/{id}': { get: one },
      },
    ],
    [
      'as list and data',
      {
        '/servers': { post: made, get: all },
        '/servers/{id}': { get: one },
        '/server_list': { get: all },
        '/server_data': { post: made },
        '/server_data/{id}': { get: one },
      },
    ],
  ])('%s get different names, in types and in the module', (_, paths) => {
    const { guess, mapping } = generate(paths);
    const types = [...guess.resources, ...guess.dataSources].map(
      (each) => `${'parents' in each ? 'resource' : 'data'} ${each.type}`,
    );
    expect(types).toEqual([...new Set(types)]);
    expect(declared(mapping)).toEqual([...new Set(declared(mapping))]);
  });

  it('are reported at the location of the second, with its name', () => {
    const { diagnostics } = generate({
      '/servers': { post: made, get: all },
      '/servers/{id}': { get: one },
      '/servers/actions': { get: all },
      '/servers/{id}/actions': { get: all },
      '/servers/actions/{id}': { get: one },
      '/servers/{id}/actions/{action_id}': { get: one },
    });
    expect(diagnostics.map(({ code, summary }) => [code, summary])).toContainEqual([
      'openapi-same-name',
      '#/paths/~1servers~1actions~1{id}/get would be a second server_action: it is named any_server_action',
    ]);
  });
});

describe('a name', () => {
  it.each([
    ['quotaMemoryGiB', 'quota_memory_gib'],
    ['endpointURLs', 'endpoint_urls'],
    ['enableNATGateway', 'enable_nat_gateway'],
    ['vpcIDs', 'vpc_ids'],
    ['GitHubOAuthApp', 'github_oauth_app'],
    ['IPv4Address', 'ipv4_address'],
    ['x-ms-version', 'x_ms_version'],
    ['DNSSec', 'dns_sec'],
  ])('%s becomes %s', (name, attribute) => {
    expect(snakeCase(name)).toBe(attribute);
  });
});

describe('a description', () => {
  it.each([
    ['The name.\nMore about it.', 'The name.'],
    ['Which **region** it is in, e.g. `eu`. One of several.', 'Which region it is in, e.g. eu.'],
    ['See [the guide](https://example.com/x). More.', 'See the guide.'],
    ['A Go duration string between\n1m and 8760h', 'A Go duration string between 1m and 8760h'],
    ['First paragraph\n\nSecond', 'First paragraph'],
    ['<p>Wrapped</p>', 'Wrapped'],
  ])('%j becomes %j', (text, sentence) => {
    expect(firstSentence(text)).toBe(sentence);
  });
});
