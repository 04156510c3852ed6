import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../../src/model/index.js';
import { conductorDefinition } from '../../../../src/providers/conductor/index.js';
import { Description } from '../../../../src/providers/rest/description/description.js';

const description = new Description(conductorDefinition('0.0.0').beside);
const document = description.document;
const operations = [...description.operations()];

const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Everything in the document, with its place. */
function* parts(value: unknown, place = '#'): Generator<readonly [place: string, part: JsonObject]> {
  if (isObject(value)) yield [place, value];
  if (typeof value !== 'object' || value === null) return;
  for (const [key, inner] of Object.entries(value)) yield* parts(inner, `${place}/${key}`);
}

const all = [...parts(document)];

describe('the API description of Conductor', () => {
  it('is OpenAPI 3.1 with the required sections', () => {
    expect(document['openapi']).toBe('3.1.0');
    expect(document['info']).toMatchObject({ title: expect.any(String), version: 'v3.1' });
    expect(Object.keys(document)).toEqual(
      expect.arrayContaining(['paths', 'components', 'servers', 'security', 'tags']),
    );
  });

  it('contains no dangling reference', () => {
    const references = all.flatMap(([, { $ref }]) => (typeof $ref === 'string' ? [$ref] : []));
    expect(references.length).toBeGreaterThan(500);
    const broken = [...new Set(references)].filter((reference) => {
      try {
        return description.follow(reference) === undefined;
      } catch {
        return true;
      }
    });
    expect(broken).toEqual([]);
  });

  it('gives each operation a unique name, a summary, a known tag, and a successful response', () => {
    expect(new Set(operations.map(({ id }) => id)).size).toBe(operations.length);
    const tags = (document['tags'] as readonly JsonObject[]).map(({ name }) => name);
    const described = all.filter(([, part]) => typeof part['operationId'] === 'string');
    expect(described).toHaveLength(operations.length);
    for (const [place, operation] of described) {
      expect([place, operation['summary']]).toEqual([place, expect.stringMatching(/\w.*\.$/)]);
      expect(tags).toEqual(expect.arrayContaining(operation['tags'] as string[]));
      const statuses = Object.keys(operation['responses'] as JsonObject);
      expect([place, statuses.some((status) => status.startsWith('2'))]).toEqual([place, true]);
    }
  });

  it('declares every path parameter, and no other', () => {
    for (const { path, parameters } of operations) {
      const holes = [...path.matchAll(/\{([^}]+)\}/g)].map(([, name]) => name);
      const declared = [...parameters].filter(([, place]) => place === 'path').map(([name]) => name);
      expect([path, new Set(declared)]).toEqual([path, new Set(holes)]);
    }
  });

  it('says whose tenant each request concerns', () => {
    expect(operations.filter(({ parameters }) => parameters.get('Tenant') !== 'header').map(({ id }) => id)).toEqual(
      [],
    );
  });

  it('describes every property of every schema', () => {
    const wordless = all
      .filter(([place]) => /^#\/components\/schemas\/[^/]+\/properties$/.test(place))
      .flatMap(([place, properties]) =>
        Object.entries(properties).flatMap(([name, property]) =>
          isObject(property) && (property['description'] !== undefined || property['$ref'] !== undefined)
            ? []
            : [`${place}/${name}`],
        ),
      );
    // The envelope of a list, which is the same everywhere.
    expect(wordless.filter((place) => !/\/properties\/(items|metadata)$/.test(place))).toEqual([]);
  });
});
