import { describe, expect, it } from 'vitest';
import { guessProvider, providerFiles } from '../../../../src/generate/index.js';

type Schema = Readonly<Record<string, unknown>>;

const ref = (name: string): Schema => ({ $ref: `#/components/schemas/${name}` });

/** A description of one resource, whose `deep` is the schema L0. */
function describing(schemas: Readonly<Record<string, Schema>>): string {
  const properties = { id: { type: 'string', readOnly: true }, name: { type: 'string' }, deep: ref('L0') };
  const content = { content: { 'application/json': { schema: ref('Thing') } } };
  const id = { name: 'id', in: 'path', required: true, schema: { type: 'string' } };
  return JSON.stringify({
    openapi: '3.1.0',
    info: { title: 'Things', version: '1' },
    paths: {
      '/things': { post: { requestBody: content, responses: { 201: { description: 'made', ...content } } } },
      '/things/{id}': { parameters: [id], get: { responses: { 200: { description: 'ok', ...content } } } },
    },
    components: { schemas: { Thing: { type: 'object', required: ['name'], properties }, ...schemas } },
  });
}

/** Schemas L0 to L29, each made from the next. */
const chain = (link: (next: Schema, level: number) => Schema): Record<string, Schema> =>
  Object.fromEntries(
    Array.from({ length: 30 }, (_, level) => [
      `L${level}`,
      link(level === 29 ? { type: 'object', properties: { end: { type: 'string' } } } : ref(`L${level + 1}`), level),
    ]),
  );

const generate = (text: string) => {
  const given = { name: 'api.json', text };
  const { guess, diagnostics } = guessProvider({ ...given, provider: 'acme' });
  const files = guess === undefined ? undefined : providerFiles(guess, given);
  return { codes: [...new Set(diagnostics.map(({ code }) => code))], files };
};

const sizeOf = (files: ReadonlyMap<string, string> | undefined): number =>
  [...(files ?? [])].reduce((sum, [, text]) => sum + text.length, 0);

describe('a description whose schemas share others', () => {
  it.each([
    ['twice each', chain((next) => ({ type: 'object', properties: { a: next, b: next } }))],
    [
      'in two lists each',
      chain((next) => ({
        type: 'object',
        properties: { a: { type: 'array', items: next }, b: { type: 'array', items: next } },
      })),
    ],
  ])('%s grows linearly: a type with too many parts becomes JSON', (_, schemas) => {
    const { codes, files } = generate(describing(schemas));
    expect(codes).toContain('openapi-large-schema');
    expect(sizeOf(files)).toBeLessThan(500_000);
  });

  it('through two allOf has all attributes in each', () => {
    const schemas = chain((next, level) => ({
      allOf: [next, next],
      properties: { [`p${level}`]: { type: 'string' } },
    }));
    const { codes, files } = generate(describing(schemas));
    expect(codes).not.toContain('openapi-large-schema');
    expect(files!.get('mapping.ts')).toMatch(/deep_p0:[^]*deep_p28:[^]*deep_end|deep_end:[^]*deep_p0:/);
  });

  it('that all contain each other is read up to a limit', () => {
    const members = Object.fromEntries(Array.from({ length: 20 }, (_, level) => [`m${level}`, ref(`L${level}`)]));
    const { codes, files } = generate(describing(chain(() => ({ type: 'object', properties: members }))));
    expect(codes).toContain('openapi-recursive-schema');
    expect(sizeOf(files)).toBeLessThan(2_000_000);
  });

  it('in a cycle of allOf gains nothing from the cycle', () => {
    const { files } = generate(describing({ L0: { allOf: [ref('L0')], properties: { own: { type: 'string' } } } }));
    expect(files!.get('mapping.ts')).toContain('deep_own');
  });
});

describe('an endless description', () => {
  it.each([
    ['its own anchor inside it', 'openapi: 3.1.0\npaths: &paths\n  /a: *paths\n', 'openapi-contains-itself'],
    ['20,000 open brackets', `openapi: ${'['.repeat(20_000)}`, 'openapi-too-deep'],
    ['100,000 nested lists', `{"openapi": ${'['.repeat(100_000)}${']'.repeat(100_000)}}`, 'openapi-too-deep'],
    [
      'aliases of aliases',
      `openapi: 3.1.0\na: &a [x, x]\n${[...'bcdefghijklmnopqrstuvwxyz'].map((name, index) => `${name}: &${name} [*${'abcdefghijklmnopqrstuvwxy'[index]}, *${'abcdefghijklmnopqrstuvwxy'[index]}]`).join('\n')}`,
      'openapi-unreadable',
    ],
  ])('with %s is rejected', (_, text, code) => {
    expect(generate(text)).toEqual({ codes: [code], files: undefined });
  });
});
