import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { describe, expect, test } from 'vitest';
import {
  generateConstructs,
  generateModuleOf,
  type ProviderSchemaJson,
  type SchemaJson,
} from '../../../src/generate/index.js';

const STRING = { type: 'string', optional: true } as const;

const STATEMENT = {
  block_types: { match: { nesting_mode: 'list' as const, block: { attributes: { path: STRING } } } },
};

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

/** Names and descriptions that a provider may have and a program must survive, and every kind of nesting. */
const HOSTILE: SchemaJson = {
  block: {
    description: "Ends */ here. `${process.exit(1)}` // 'Resource'\u2028@deprecated in words",
    attributes: {
      ...Object.fromEntries(
        `id constructor provider lifecycle count for_each depends_on connection node node_attribute inputs string class default
        __proto__ to_string keyword attribute a_b aB 9lives stack resource_type import_from move_to`
          .split(/\s+/)
          .map((name) => [name, STRING]),
      ),
      required_count: { type: 'number', required: true, description: 'How many.\r\nNot */ zero.' },
      ingress: { type: ['set', ['object', { from_port: 'number', cidr_blocks: ['list', 'string'] }]], optional: true },
    },
    block_types: {
      group_of: { nesting_mode: 'group', block: { attributes: { name: STRING } } },
      by_key: { nesting_mode: 'map', block: { attributes: { name: STRING } } },
      at_most_one: { nesting_mode: 'set', max_items: 1, block: { attributes: { name: STRING } } },
      some: {
        nesting_mode: 'list',
        min_items: 2,
        max_items: 5,
        block: { attributes: { name: { ...STRING, sensitive: true } } },
      },
      statement: {
        nesting_mode: 'list',
        max_items: 1,
        block: {
          attributes: {},
          block_types: {
            and: { nesting_mode: 'list', block: STATEMENT },
            not: { nesting_mode: 'list', block: STATEMENT },
          },
        },
      },
    },
  },
};

const hostile = (library: string): string =>
  generateModuleOf(
    { name: 'acme', source: 'acme/acme', library, header: ['Written for */ 1.0\u2028.'], completesObjects: true },
    { kind: 'resource', type: 'acme_string' },
    HOSTILE,
  );

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

import * as hostile from './hostile.js';
const odd = new hostile.String(stack, 'odd', {
  requiredCount: 2, provider: undefined, forEach: ['a'], constructorAttribute: 'x', nodeAttribute: 'n', aB: 'a', aB2: 'b', _9lives: '9',
  ingress: [{ fromPort: 1 }], groupOf: { name: 'g' }, byKey: { k: { name: 'm' } }, atMostOne: [{ name: 's' }],
  some: [{ name: '1' }, { name: '2' }], statement: { and: [{ match: [{ path: '/' }] }], not: [{ match: [{ path: '/' }] }] },
});
export const read: [Reference<string>, Reference<string>, Reference<string>, Reference<string>, Reference<string>, Reference<number>] = [
  odd.countAttribute, odd.nodeAttribute, odd.nodeAttribute2, odd.atMostOne.at(0).name, odd.byKey.get('k').name,
  odd.ingress.at(0).fromPort,
];
// @ts-expect-error -- the name is the language's own
new hostile.String(stack, 'o', { requiredCount: 1, connection: 'x' });
// @ts-expect-error -- instances are counted by a number
new hostile.String(stack, 'o', { requiredCount: 1, count: { a: 1 } });
`;

describe('typed classes from a schema', () => {
  test('compile, and the compiler finds mistakes in their use', { timeout: 120_000 }, () => {
    const directory = mkdtempSync(path.resolve('test/units/generate/compiled-'));
    try {
      const library = path.resolve('src/constructs/index.js');
      writeFileSync(path.join(directory, 'generated.ts'), generate(library));
      writeFileSync(path.join(directory, 'hostile.ts'), hostile(library));
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

  test('keep whatever names and descriptions contain in its place', async () => {
    await expect(hostile('landform')).toMatchFileSnapshot('golden/hostile.ts.txt');
  });
});
