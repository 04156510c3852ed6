import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { describe, expect, test } from 'vitest';
import { generateConstructs, type ProviderSchemaJson } from '../../../src/generate/index.js';

const STRING = { type: 'string', optional: true } as const;

/** Everything a schema can hold, and names that get into each other's way. */
const SCHEMA: ProviderSchemaJson = {
  provider: { block: { attributes: { region: STRING, token: { ...STRING, sensitive: true } } } },
  resource_schemas: {
    acme_thing: {
      block: {
        description: 'A thing */ with a comment in its words.',
        attributes: {
          name: { type: 'string', required: true, description: 'What it is called.' },
          id: { type: 'string', computed: true },
          size: { type: 'number', optional: true, computed: true, deprecated: true },
          secret: { type: 'string', optional: true, write_only: true, sensitive: true },
          anything: { type: 'dynamic', optional: true },
          tags: { type: ['map', 'string'], optional: true },
          zones: { type: ['set', 'string'], optional: true },
          pair: { type: ['tuple', ['string', 'number']], optional: true },
          matrix: { type: ['list', ['list', 'number']], optional: true },
          endpoints: { type: ['list', ['object', { host_name: 'string', port: 'number' }]], computed: true },
          node: { ...STRING, computed: true },
          'odd-name': STRING,
          settings: {
            optional: true,
            nested_type: {
              nesting_mode: 'map',
              attributes: { enabled: { type: 'bool', required: true }, state_id: { type: 'string', computed: true } },
            },
          },
        },
        block_types: {
          rule: {
            nesting_mode: 'list',
            min_items: 1,
            block: {
              attributes: { action: { type: 'string', required: true } },
              block_types: { match: { nesting_mode: 'set', block: { attributes: { path_prefix: STRING } } } },
            },
          },
          timeouts: { nesting_mode: 'single', block: { attributes: { create: STRING } } },
          logging: { nesting_mode: 'list', max_items: 1, block: { attributes: { bucket_name: STRING } } },
        },
      },
    },
    acme_thing_settings: { block: { attributes: { id: { type: 'string', computed: true } } } },
    acme_resource: { block: { attributes: {} } },
  },
  data_source_schemas: { acme_thing: { block: { attributes: { name: { type: 'string', required: true } } } } },
  action_schemas: {
    acme_backup: {
      block: {
        description: 'Makes a backup.',
        attributes: {
          target_name: { type: 'string', required: true, description: 'Of what.' },
          full: { type: 'bool', optional: true },
        },
      },
    },
    acme_thing: { block: {} },
  },
};

const generate = (library: string): string =>
  generateConstructs({
    name: 'acme',
    source: 'acme/acme',
    version: '1.2.3',
    schema: SCHEMA,
    library,
    header: ['Made here.'],
  });

/** What a program that uses the classes may and may not write. */
const USES = `
import { App, Stack, type Reference } from 'LIBRARY';
import { AcmeProvider, Backup, DataThing, Resource2, Thing, ThingAction, ThingSettings2 } from './generated.js';
const stack = new Stack(new App(), 'prod');
new AcmeProvider(stack, 'acme', { region: 'eu', alias: 'europe' });
const other = new DataThing(stack, 'other', { name: 'o' });
const thing = new Thing(stack, 'thing', {
  name: other.name, size: 3, secret: 's', anything: { x: [1] }, tags: { a: 'b' }, zones: ['a'], pair: ['a', 1], matrix: [[1]],
  oddName: 'x', settings: { a: { enabled: true } }, rule: [{ action: 'allow', match: [{ pathPrefix: '/' }] }],
  timeouts: { create: '5m' }, logging: { bucketName: other.name },
});
export const checks: [Reference<string>, Reference<number>, Reference<string>, Reference<string>, Reference<boolean>, Reference<string>] = [
  thing.endpoints.at(0).hostName, thing.matrix.at(0).at(1), thing.rule.at(0).match.at(0).pathPrefix, thing.logging.bucketName,
  thing.settings.get('a').enabled, thing.nodeAttribute,
];
const backup = new Backup(stack, 'backup', { targetName: thing.name, full: true, count: 2 });
new ThingAction(stack, 'poke');
new Resource2(stack, 'r', { lifecycle: { actionTriggers: [{ events: ['after_create'], actions: [backup.instance(0)] }] } });
// @ts-expect-error -- there is no such event
new Resource2(stack, 'r2', { lifecycle: { actionTriggers: [{ events: ['created'], actions: [backup.instance(0)] }] } });
// @ts-expect-error -- an action needs what its schema needs
new Backup(stack, 'b2', {});
// @ts-expect-error -- nothing can be read from an action
void backup.targetName;
new ThingSettings2(stack, 's');
// @ts-expect-error -- a rule is needed
new Thing(stack, 'b', { name: 'b' });
// @ts-expect-error -- what is nested is checked too
new Thing(stack, 'c', { name: 'c', rule: [{ action: 1 }] });
// @ts-expect-error -- the provider decides it
new Thing(stack, 'd', { name: 'd', rule: [], settings: { a: { enabled: true, stateId: 'x' } } });
// @ts-expect-error -- it cannot be read
void thing.secret;
`;

describe('typed classes from a schema', () => {
  test('compile, and the compiler finds mistakes in their use', () => {
    const directory = mkdtempSync(path.resolve('test/units/generate/compiled-'));
    try {
      const library = path.resolve('src/constructs/index.js');
      writeFileSync(path.join(directory, 'generated.ts'), generate(library));
      writeFileSync(path.join(directory, 'uses.ts'), USES.replace('LIBRARY', library));
      const { config } = ts.readConfigFile('tsconfig.json', (file) => ts.sys.readFile(file)) as {
        config: { compilerOptions: object };
      };
      const { tsBuildInfoFile: _, ...options } = ts.parseJsonConfigFileContent(
        { ...config, include: [], files: [] },
        ts.sys,
        process.cwd(),
      ).options;
      const program = ts.createProgram([path.join(directory, 'uses.ts')], {
        ...options,
        incremental: false,
      });
      const messages = ts.getPreEmitDiagnostics(program).map(({ messageText, start, file }) => {
        const line = file === undefined ? 0 : file.getLineAndCharacterOfPosition(start ?? 0).line + 1;
        return `${path.basename(file?.fileName ?? '')}:${line} ${ts.flattenDiagnosticMessageText(messageText, ' ')}`;
      });
      expect(messages).toEqual([]);
    } finally {
      rmSync(directory, { recursive: true });
    }
  });

  test('carry the descriptions of the schema', () => {
    const text = generate('landform');
    expect(text).toMatch(/^\/\/ Made here\.\n/);
    expect(text).toContain("const PROVIDER = { name: 'acme', source: 'acme/acme', version: '1.2.3' };");
    expect(text).toContain('/** What it is called. */\n  readonly name: Input<string>;');
    expect(text).toContain('/** @deprecated */');
    expect(text).toContain('A thing *\\/ with a comment');
    expect(text).toContain('/** Makes a backup. */\nexport class Backup extends Action {');
    expect(text).toContain('/** Of what. */\n  readonly targetName: Input<string>;');
    expect(text).toContain('Write-only: it is sent to the provider but not kept in state.');
  });

  test('are identical for the same schema', () => {
    expect(generate('landform')).toBe(generate('landform'));
  });
});
