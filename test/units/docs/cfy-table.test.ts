import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { conductorProvider } from '../../../src/providers/conductor/index.js';

const TOPICS = readFileSync('docs/providers/conductor/topics.md', 'utf8');
const ROWS = TOPICS.split('\n')
  .slice(TOPICS.split('\n').findIndex((line) => line.startsWith('| `cfy …`')) + 2)
  .filter((line, index, lines) => lines.slice(0, index + 1).every((before) => before.startsWith('|')));

const { schemas } = conductorProvider({ environment: {} });
const named = new Set(
  ROWS.flatMap((row) => [...row.matchAll(/`((?:data\.|action\.)?conductor_\w+)`/g)].map(([, name]) => name!)),
);

describe('the table of cfy commands and their equivalents', () => {
  it.each([...named])('%s exists', (name) => {
    const [kind, type = kind!] = name.split('.');
    const schema =
      kind === 'data' ? schemas.dataSource(type) : kind === 'action' ? schemas.action(type) : schemas.resource(type);
    expect(schema).toBeDefined();
  });

  it('names every resource except those of other systems', () => {
    const unnamed = schemas.resourceTypes().filter((type) => !named.has(type));
    expect(unnamed).toEqual(['conductor_inter_deployment_dependency']);
  });

  it.each([
    ['conductor_blueprint', ['icon', 'visibility', 'labels', 'archive']],
    ['conductor_deployment', ['site_name', 'visibility', 'labels', 'install', 'outputs', 'capabilities', 'inputs']],
    ['conductor_plugin', ['visibility', 'created_by', 'labels', 'blueprint_labels', 'resource_tags']],
    ['conductor_secret', ['visibility', 'created_by']],
    ['conductor_user', ['role', 'password', 'password_version']],
  ])('%s has the attributes it mentions, as inputs or results', (type, names) => {
    const { attributes } = schemas.resource(type)!.block;
    for (const name of names) expect(attributes, name).toHaveProperty(name);
  });
});
