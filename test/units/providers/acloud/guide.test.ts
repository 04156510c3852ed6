import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { UNKNOWN, hasErrors, type JsonObject } from '../../../../src/model/index.js';
import { acloudProvider } from '../../../../src/providers/acloud/index.js';
import { configValue } from '../../../conformance/provider-driver.js';
import { wordsOf } from './cloud.js';

const guide = await readFile(new URL('../../../../docs/providers/acloud.md', import.meta.url), 'utf8');
const provider = acloudProvider({ environment: {} });
const { schemas } = provider;

const documents = [...guide.matchAll(/^```json\n(.*?)^```/gms)].map(([, block]) => JSON.parse(block!) as JsonObject);

const examples = (section: 'resource' | 'data') =>
  documents.flatMap((document) =>
    Object.entries((document[section] ?? {}) as Record<string, Record<string, JsonObject>>).flatMap(([type, named]) =>
      Object.values(named).map((config) => ({ type, config })),
    ),
  );

/** Meta-arguments off, references to something not known yet. */
function valueOf(block: Parameters<typeof configValue>[0], { lifecycle: _, ...config }: JsonObject) {
  const names = Object.keys(config);
  expect(names.filter((name) => !Object.hasOwn(block.attributes, name))).toEqual([]);
  const isReference = (name: string): boolean => String(config[name]).includes('${');
  const known = Object.fromEntries(names.filter((name) => !isReference(name)).map((name) => [name, config[name]!]));
  const references = Object.fromEntries(names.filter(isReference).map((name) => [name, UNKNOWN]));
  return { ...(configValue(block, known) as object), ...references };
}

describe('the guide', () => {
  it.each(examples('resource'))('has a valid example of $type', async ({ type, config }) => {
    const { block } = schemas.resource(type)!;
    const { diagnostics } = await provider.validate({ mode: 'managed', type, config: valueOf(block, config) });
    expect(wordsOf(diagnostics)).toBe('');
    const needed = Object.entries(block.attributes).filter(([, { required }]) => required === true);
    expect(Object.keys(config)).toEqual(expect.arrayContaining(needed.map(([name]) => name)));
  });

  it.each(examples('data'))('has a valid example of data source $type', async ({ type, config }) => {
    const { block } = schemas.dataSource(type)!;
    const { diagnostics } = await provider.validate({ mode: 'data', type, config: valueOf(block, config) });
    expect(hasErrors(diagnostics)).toBe(false);
  });

  it('has an example of every type, in JSON and in TypeScript', () => {
    const types = [...schemas.resourceTypes()];
    expect([...new Set(examples('resource').map(({ type }) => type))].sort()).toEqual(types.sort());
    const dataTypes = [...schemas.dataSourceTypes()];
    expect([...new Set(examples('data').map(({ type }) => type))].sort()).toEqual(dataTypes.sort());
    const classOf = (type: string): string =>
      type
        .split('_')
        .slice(1)
        .map((word) => word[0]!.toUpperCase() + word.slice(1))
        .join('');
    const classes = [...types.map(classOf), ...dataTypes.map((type) => `Data${classOf(type)}`)];
    expect(classes.filter((name) => !guide.includes(`new ${name}(`))).toEqual([]);
  });

  it('names every configurable attribute', () => {
    const names = [schemas.provider(), ...schemas.resourceTypes().map((type) => schemas.resource(type)!)].flatMap(
      ({ block }) => Object.keys(block.attributes),
    );
    expect([...new Set(names)].filter((name) => !guide.includes(`\`${name}\``))).toEqual([]);
  });
});
