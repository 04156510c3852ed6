import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it } from 'vitest';
import { checkDescription, type CheckedResource } from '../../../src/testing/index.js';

/** The words of descriptions that tests are written in, and `generate check` of them. */

export type Schema = Readonly<Record<string, unknown>>;

export const text = { type: 'string' };
export const whole = { type: 'integer' };
export const served = { type: 'string', readOnly: true };
export const nullable = (schema: Schema): Schema => ({ ...schema, type: [schema['type'], 'null'] });
export const object = (properties: Schema, ...required: string[]): Schema => ({ type: 'object', properties, required });
export const list = (items: Schema): Schema => ({ type: 'array', items });
export const json = (schema: Schema, type = 'application/json') => ({ content: { [type]: { schema } } });
export const answer = (schema: Schema, status = 200) => ({
  responses: { [status]: { description: '', ...json(schema) } },
});
export const sent = (schema: Schema, type?: string) => ({ requestBody: { required: true, ...json(schema, type) } });
export const gone = { responses: { 204: { description: '' } } };
export const hole = (name: string, schema: Schema = text) => ({ name, in: 'path', required: true, schema });
export const query = (name: string, schema: Schema = text) => ({ name, in: 'query', schema });

export interface Things {
  readonly shown: Schema;
  readonly input: Schema;
  readonly change?: Schema;
  readonly verb?: string;
  readonly type?: string;
  readonly key?: Schema;
  readonly listed?: Schema;
  readonly parameters?: readonly object[];
  readonly made?: Schema;
}

/** Paths of one kind of thing. */
export function things(
  name: string,
  { shown, input, change, verb = 'patch', type, key, listed, parameters, made }: Things,
) {
  return {
    [`/${name}`]: {
      get: { ...answer(listed ?? list(shown)), ...(parameters === undefined ? {} : { parameters }) },
      post: { ...sent(input), ...answer(made ?? shown, 201) },
    },
    [`/${name}/{id}`]: {
      parameters: [hole('id', key)],
      get: answer(shown),
      ...(change === undefined ? {} : { [verb]: { ...sent(change, type), ...answer(shown) } }),
      delete: gone,
    },
  };
}

export const NAMED = object({ id: served, name: text }, 'id', 'name');
export const NAME = object({ name: text }, 'name');

/** What a check says of the resources of these paths. */
export async function check(paths: Schema): Promise<readonly CheckedResource[]> {
  const folder = await mkdtemp(path.join(tmpdir(), 'lessons-'));
  try {
    const document = { openapi: '3.1.0', info: { title: 'Lessons', version: '1' }, paths };
    await writeFile(path.join(folder, 'openapi.json'), JSON.stringify(document));
    const { checked, diagnostics } = await checkDescription(
      { directory: folder },
      { openapi: 'openapi.json', name: 'acme' },
    );
    expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
    return checked!.resources;
  } finally {
    await rm(folder, { recursive: true });
  }
}

export type Lesson = readonly [what: string, paths: Schema];

/** Every resource of each lesson passes every column. */
export function lessons(given: readonly Lesson[]): void {
  it.each(given)('passes with %s', { timeout: 60_000 }, async (_, paths) => {
    const resources = await check(paths);
    expect(resources.length).toBeGreaterThan(0);
    for (const { type, failures, ...columns } of resources) {
      expect([type, failures]).toEqual([type, {}]);
      expect(columns).toMatchObject({
        create: 'pass',
        emptyPlan: 'pass',
        update: 'pass',
        import: 'pass',
        destroy: 'pass',
      });
    }
  });
}
