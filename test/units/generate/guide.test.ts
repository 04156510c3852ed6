import { describe, expect, it } from 'vitest';
import { guidePage, type Guide } from '../../../src/generate/index.js';
import { listOf, mapOf, nestedType, objectOf, type Attribute, type Schema } from '../../../src/model/index.js';

const schema = (attributes: Readonly<Record<string, Attribute>>, description?: string): Schema => ({
  version: 0,
  block: { attributes, blockTypes: {}, ...(description === undefined ? {} : { description }) },
});
const entry = (attributes: Readonly<Record<string, Attribute>>, description?: string) => ({
  schema: schema(attributes, description),
  defaults: {},
});

const NONE: Guide = {
  name: 'acme',
  command: 'make guides',
  configuration: entry({}),
  resources: {},
  dataSources: {},
  actions: {},
  texts: { intro: '# acme\n', topics: 'The end.', notes: {}, examples: {} },
};

const pageOf = (more: Partial<Guide>): string => guidePage({ ...NONE, ...more });
const withResource = (
  attributes: Readonly<Record<string, Attribute>>,
  more: Partial<Guide['resources'][string]> = {},
) =>
  pageOf({
    resources: { acme_thing: { ...entry(attributes, 'A thing. It is small.'), importing: { forms: [] }, ...more } },
  });

describe('the guide of a provider', () => {
  it('begins and ends with what people wrote, and says how it is made', () => {
    expect(pageOf({})).toMatch(/^<!-- Made by make guides .* -->\n\n# acme\n[^]*The end\.\n$/);
  });

  it('has no chapter of what there is not', () => {
    expect(pageOf({})).not.toMatch(/## (Resources|Data sources|Actions)/);
  });

  it('tells what the environment gives to its configuration', () => {
    const configuration = {
      ...entry({ token: { type: 'string', optional: true, sensitive: true, description: 'A token' } }),
      environment: { token: 'ACME_TOKEN' },
    };
    expect(pageOf({ configuration })).toContain('| `token` | `ACME_TOKEN` | string | A token. Never shown. |');
  });

  it('lists each kind of thing with its first sentence, and then describes it', () => {
    const page = withResource({});
    expect(page).toContain('- `acme_thing`: A thing.\n');
    expect(page).toContain('### acme_thing\n\nA thing. It is small.\n');
  });

  it('shows notes and examples where they belong', () => {
    const texts = {
      ...NONE.texts,
      notes: { 'data.acme_thing': 'Mind the gap.' },
      examples: { 'action.acme_thing': { typescript: 'go();', json: '{}' } },
    };
    const page = pageOf({ dataSources: { acme_thing: entry({}) }, actions: { acme_thing: entry({}) }, texts });
    expect(page).toContain('### Data source acme_thing\n\nMind the gap.\n');
    expect(page).toContain('### Action acme_thing\n\n```ts\ngo();\n```\n\n```json\n{}\n```\n');
  });

  it('has required arguments before others, and what is computed apart', () => {
    const page = withResource({
      id: { type: 'string', computed: true },
      size: { type: 'number', optional: true },
      name: { type: 'string', required: true },
    });
    const places = ['`name` | string | required', '`size` | number | optional', 'It also gives:', '`id` | string'];
    const found = places.map((place) => page.indexOf(place));
    expect(found.toSorted((one, other) => one - other)).toEqual(found);
    expect(places.filter((place) => !page.includes(place))).toEqual([]);
  });

  it('has rows for what is inside of objects', () => {
    const port: Attribute = { type: 'number', required: true };
    const nested = { nesting: 'list', attributes: { port } } as const;
    const gate = {
      nesting: 'single',
      attributes: { inner: { type: nestedType(nested), nested, optional: true } },
    } as const;
    const page = withResource({ gate: { type: nestedType(gate), nested: gate, required: true } });
    expect(page).toContain('| `gate` | object | required |');
    expect(page).toContain('| `gate.inner` | list of object | optional |');
    expect(page).toContain('| `gate.inner[].port` | number | required |');
  });

  it('names what objects hold that have no rows', () => {
    const type = listOf(
      objectOf({ a: objectOf({ b: 'string' }), c: listOf('string'), d: mapOf(objectOf({ e: 'bool' })) }),
    );
    expect(pageOf({ dataSources: { acme_things: entry({ things: { type, computed: true } }) } })).toContain(
      '| `things` | list of object | Each holds `a.b`, `c`, `d[].e`. |',
    );
  });

  it.each<[string, Attribute, string]>([
    ['words', { type: 'string', optional: true, constraint: { enum: ['a', 'b'] } }, 'One of `a`, `b`.'],
    ['a range', { type: 'number', optional: true, constraint: { minimum: 1, maximum: 9 } }, '1 to 9.'],
    ['a lower limit', { type: 'number', optional: true, constraint: { minimum: 0 } }, 'At least 0.'],
    ['an upper limit', { type: 'string', optional: true, constraint: { maxLength: 9 } }, 'At most 9 characters.'],
    ['a length', { type: 'string', optional: true, constraint: { minLength: 3, maxLength: 3 } }, '3 characters.'],
    [
      'a pattern',
      { type: 'string', optional: true, constraint: { pattern: '^a|b$' } },
      String.raw`Matches \`^a\|b$\`.`.replaceAll('\\`', '`'),
    ],
    ['a format', { type: 'string', optional: true, constraint: { format: 'uuid' } }, 'A UUID.'],
    ['replacement', { type: 'string', optional: true, replaces: true }, 'A change replaces.'],
    [
      'secrecy',
      { type: 'string', optional: true, sensitive: true, writeOnly: true },
      'Sent and never kept. Never shown.',
    ],
    [
      'a choice of the service',
      { type: 'string', optional: true, computed: true },
      'The service chooses when it is left out.',
    ],
    ['its end', { type: 'string', optional: true, deprecated: true }, 'Deprecated.'],
  ])('tells %s', (_, attribute, words) => {
    expect(withResource({ it: attribute })).toContain(`| ${words} |`);
  });

  it('says no limit twice, and none that goes without saying', () => {
    const limits = { minimum: 1, maximum: 9 };
    const page = withResource({
      port: { type: 'number', optional: true, description: 'A number, 1 to 9', constraint: limits },
      name: { type: 'string', optional: true, description: 'A name', constraint: { minLength: 1 } },
    });
    expect(page).toContain('| A number, 1 to 9. |');
    expect(page).toContain('| A name. |');
  });

  it('tells a default once', () => {
    const size: Attribute = { type: 'number', optional: true, computed: true, description: 'A size' };
    expect(withResource({ size }, { defaults: { size: '`3`' } })).toContain('| A size. Default: `3`. |');
    const said = { ...size, description: 'A size. Default: 3.' };
    expect(withResource({ size: said }, { defaults: { size: '`3`' } })).toContain('| A size. Default: 3. |');
  });

  it('tells how it is imported, and how it is not', () => {
    const byName = { part: 'uid', name: 'name' };
    const page = withResource({}, { importing: { forms: ['mesh_id/uid', 'uid'], byName } });
    expect(page).toContain('Import by `mesh_id/uid` or `uid`. Instead of `uid`, `name` is accepted too.');
    expect(page).toContain("    landform import acme_thing.example '<mesh_id>/<uid>'");
    expect(withResource({}, { importing: { impossible: 'there is no way to read it.' } })).toContain(
      'It cannot be imported: there is no way to read it.',
    );
  });

  it('tells what a destroy does not do', () => {
    expect(withResource({}, { forgets: 'It remains.' })).toContain(
      'A destroy forgets it and changes nothing. It remains.',
    );
  });
});
