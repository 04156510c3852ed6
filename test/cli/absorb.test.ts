import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import { blocksOf } from '../support/documents.js';
import { folderWithLandform } from '../support/library.js';
import type { Folder } from '../support/run-landform.js';

const folders: Folder[] = [];
afterEach(async () => {
  for (const folder of folders.splice(0)) await folder.remove();
});

async function made(files: Readonly<Record<string, unknown>>): Promise<Folder> {
  const folder = await folderWithLandform({ 'package.json': { type: 'module' }, ...files });
  folders.push(folder);
  expect((await folder.run('apply --auto-approve')).code).toBe(0);
  return folder;
}

/** Changes an object by hand. */
async function change(folder: Folder, file: string, values: object): Promise<void> {
  await folder.write(`shelf/${file}`, { ...(JSON.parse(await folder.read(`shelf/${file}`)) as object), ...values });
}

/** A provider whose objects are files in shelf/, by name. */
const PROVIDER = `import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { boolean, defineProvider, list, map, number, object, set, string } from 'landform/provider';

export default defineProvider({
  name: 'acme/shelf',
  version: '1.0.0',
  configuration: {},
  configure: (_, { directory }) => (name) => path.resolve(directory, 'shelf', name + '.json'),
  resources: {
    shelf_box: {
      schema: {
        name: string({ required: true, replaces: true }),
        size: number(),
        display_name: string(),
        enabled: boolean(),
        labels: list(string()),
        zones: set(string()),
        tags: map(string()),
        door: object({ width: number(), color_name: string() }),
        pin: string({ sensitive: true }),
        id: string({ computed: true, stable: true }),
      },
      async create(inputs, { client }) {
        mkdirSync(path.dirname(client('x')), { recursive: true });
        writeFileSync(client(inputs.name), JSON.stringify({ ...inputs, id: inputs.name }));
        return { id: inputs.name };
      },
      async read({ id }, { client }) {
        return existsSync(client(id)) ? JSON.parse(readFileSync(client(id), 'utf8')) : undefined;
      },
      async update(inputs, { id }, { client }) {
        writeFileSync(client(id), JSON.stringify({ ...inputs, id }));
        return {};
      },
      async delete({ id }, { client }) {
        rmSync(client(id), { force: true });
      },
      async import(id, { client }) {
        return JSON.parse(readFileSync(client(id), 'utf8'));
      },
    },
  },
});
`;

const BOX = `import type { Construct } from 'constructs';
import { Resource, blockOptions, shape, type Fields, type MetaArguments } from 'landform';

const FIELDS: Fields = {
  name: shape.input('name', 'string'),
  size: shape.input('size', 'number'),
  displayName: shape.input('display_name', 'string'),
  enabled: shape.input('enabled', 'bool'),
  labels: shape.input('labels', shape.list('string')),
  zones: shape.input('zones', shape.set('string')),
  tags: shape.input('tags', shape.map('string')),
  door: shape.input('door', shape.object({ width: shape.input('width', 'number'), colorName: shape.input('color_name', 'string') })),
  pin: shape.input('pin', 'string'),
};

export interface BoxConfig extends MetaArguments {
  readonly name: string;
  readonly size?: number;
  readonly displayName?: string;
  readonly enabled?: boolean;
  readonly labels?: readonly string[];
  readonly zones?: readonly string[];
  readonly tags?: Readonly<Record<string, string>>;
  readonly door?: { readonly width?: number; readonly colorName?: string };
  readonly pin?: string;
}

export class Box extends Resource {
  constructor(scope: Construct, id: string, config: BoxConfig) {
    super(scope, id, blockOptions({ name: 'shelf', source: 'acme/shelf' }, 'shelf_box', FIELDS, config));
  }
}
`;

const MAIN = `import { Construct } from 'constructs';
import { App, Stack } from 'landform';
import { Box } from './box.ts';
import { sites, LIMIT, SHARED } from './settings.ts';

const app = new App();
const stack = new Stack(app, 'main');
const base = { enabled: true };

// The plain one.
new Box(stack, 'one', {
  name: 'one', // unique
  size: LIMIT,
  labels: ['a', 'b'],
  tags: {
    env: 'prod', // where
  },
  door: { width: 2, colorName: 'red' },
  pin: '1111',
});

for (const { name, size } of sites) new Box(stack, name, { name, size, displayName: \`box \${name}\` });

/** Two boxes in a hall. */
class Hall extends Construct {
  constructor(scope: Construct, id: string, props: { readonly size: number }) {
    super(scope, id);
    for (const side of ['left', 'right'])
      new Box(this, side, { ...base, name: \`\${id}-\${side}\`, size: props.size, tags: { side: 'x' } });
  }
}
new Hall(stack, 'h1', { size: 5 });
new Hall(stack, 'h2', { size: 5 });
for (const name of ['p', 'q']) new Box(stack, name, { name, size: SHARED });
app.synth();
`;

const SETTINGS = `export const LIMIT = 7; // of the first one
export const SHARED = 4;
export const sites = [
  { name: 's1', size: 1 }, // first
  { name: 's2', size: 2 },
];
`;

describe('landform absorb', { timeout: 120_000 }, () => {
  it('edits a program with loops, constructs, spread properties and templates, and lists the rest', async () => {
    const folder = await made({
      'landform.json': { program: 'main.ts', providers: { 'acme/shelf': './provider.ts' } },
      'provider.ts': PROVIDER,
      'box.ts': BOX,
      'main.ts': MAIN,
      'settings.ts': SETTINGS,
    });
    const door = { width: 2, color_name: null };
    const added = { enabled: true, display_name: 'One', zones: ['z'] };
    await change(folder, 'one.json', {
      size: 8,
      labels: ['a', 'c'],
      tags: { env: 'test', by: 'me' },
      door,
      pin: '2222',
      ...added,
    });
    await change(folder, 's2.json', { size: 22, display_name: 'other' });
    for (const side of ['left', 'right']) await change(folder, `h2-${side}.json`, { size: 55 });
    for (const hall of ['h1', 'h2'])
      for (const side of ['left', 'right']) await change(folder, `${hall}-${side}.json`, { tags: { side: 'y' } });
    await change(folder, 'p.json', { size: 44 });

    const unapproved = await folder.run('absorb');
    expect([unapproved.code, await folder.read('main.ts')]).toEqual([1, MAIN]);
    expect(unapproved.stderr).toContain('approval-needed');

    const ran = await folder.run('absorb --auto-approve');
    expect([ran.code, ran.stdout.includes('2222')]).toEqual([2, false]);
    expect(await folder.read('settings.ts')).toBe(
      SETTINGS.replace('LIMIT = 7', 'LIMIT = 8').replace('size: 2 }', 'size: 22 }'),
    );
    expect(await folder.read('main.ts')).toBe(
      MAIN.replace("['a', 'b']", "['a', 'c']")
        .replace("env: 'prod', // where", "env: 'test', // where\n    by: 'me',")
        .replace("{ width: 2, colorName: 'red' }", '{ width: 2 }')
        .replace("pin: '1111',", "pin: '1111',\n  displayName: 'One',\n  enabled: true,\n  zones: ['z'],")
        .replace("'h2', { size: 5 }", "'h2', { size: 55 }")
        .replace("side: 'x'", "side: 'y'"),
    );
    // The constant belongs to another box as well, so its edit was taken back.
    const left = /main:\S+ \S+(?=: )/g;
    expect([...ran.stderr.matchAll(left)].map(([text]) => text).sort()).toEqual([
      'main:shelf_box.one pin',
      'main:shelf_box.p size',
      'main:shelf_box.s2 display_name',
    ]);
    const plan = await folder.run('plan');
    expect(plan.stdout).toContain('3 to change');
  });

  it('edits files of a configuration until the plan is empty, and nothing that is a change of its own', async () => {
    const tf = `terraform {
  required_providers {
    shelf = { source = "acme/shelf" }
  }
}

variable "size" {
  default = 3 # of most boxes
}

# The first one.
resource "shelf_box" "one" {
  name = "one" # unique
  size = var.size
  door = { width = 2, color_name = "red" }
}

module "m" {
  for_each = toset(["a", "b"])
  source   = "./m"
  name     = each.key
}

module "n" {
  source = "./m"
  name   = "n"
  labels = ["x"]
}
`;
    const module = `terraform {
  required_providers {
    shelf = { source = "acme/shelf" }
  }
}

variable "name" {}

variable "labels" {
  default = ["l"]
}

resource "shelf_box" "this" {
  name   = var.name
  labels = var.labels
}
`;
    const json = { resource: { shelf_box: { two: { name: 'two', size: 1, display_name: 'Two' } } } };
    const folder = await made({
      'landform.json': { providers: { 'acme/shelf': './provider.ts' } },
      'provider.ts': PROVIDER,
      'main.tf': tf,
      'more.tf.json': json,
      'm/main.tf': module,
    });
    await change(folder, 'one.json', { size: 5, door: { width: 2, color_name: 'blue' }, enabled: true });
    await change(folder, 'two.json', { size: 2, tags: { a: '\u0024{b}' } });
    for (const name of ['a', 'b']) await change(folder, `${name}.json`, { labels: ['l', 'm'] });
    await change(folder, 'n.json', { labels: [] });
    const pending = (text: string): string => text.replace('"Two"', '"Second"');
    await folder.write('more.tf.json', pending(await folder.read('more.tf.json')));

    const ran = await folder.run('absorb --auto-approve --json');
    expect([ran.code, JSON.parse(ran.stdout)]).toEqual([
      0,
      { files: ['m/main.tf', 'main.tf', 'more.tf.json'], absorbed: 8, left: [], pending: 1 },
    ]);
    expect(await folder.read('main.tf')).toBe(
      tf
        .replace('default = 3', 'default = 5')
        .replace('"red" }', '"blue" }')
        .replace('"blue" }\n', '"blue" }\n  enabled = true\n')
        .replace(
          '  name = "one" # unique\n  size = var.size\n  door = {',
          '  name    = "one" # unique\n  size    = var.size\n  door    = {',
        )
        .replace('["x"]', '[]'),
    );
    expect(await folder.read('m/main.tf')).toBe(module.replace('["l"]', '["l", "m"]'));
    const two = { name: 'two', size: 2, display_name: 'Second', tags: { a: '\u0024\u0024{b}' } };
    expect(JSON.parse(await folder.read('more.tf.json'))).toEqual({ resource: { shelf_box: { two } } });
    expect((await folder.run('plan')).stdout).toContain('0 to add, 1 to change, 0 to destroy');
  });

  it('takes every edit back if the program cannot be planned with them, after a killed run too', async () => {
    const main = `import { App, Stack } from 'landform';
import { Box } from './box.ts';
import { SIZE } from './size.ts';

const app = new App();
if (SIZE > 5 && process.env.KILLED === '1') process.kill(process.pid, 'SIGKILL');
if (SIZE > 5) throw new Error('too large');
new Box(new Stack(app, 'main'), 'one', { name: 'one', size: SIZE, displayName: 'one' });
app.synth();
`;
    const size = 'export const SIZE = 5; // at most\n';
    const folder = await made({
      'landform.json': { program: 'main.ts', providers: { 'acme/shelf': './provider.ts' } },
      'provider.ts': PROVIDER,
      'box.ts': BOX,
      'main.ts': main,
      'size.ts': size,
    });
    const files = async (): Promise<string[]> => [await folder.read('main.ts'), await folder.read('size.ts')];
    await change(folder, 'one.json', { size: 8, display_name: 'two' });
    await folder.landform('absorb --auto-approve', { env: { KILLED: '1' } });
    expect(await files()).toEqual([main.replace("displayName: 'one'", "displayName: 'two'"), size.replace('5', '8')]);
    const ran = await folder.run('absorb --auto-approve');
    expect(ran.code).toBe(1);
    expect(ran.stderr).toContain('An earlier landform absorb was interrupted');
    expect(ran.stderr).toContain('The edited program could not be planned; the edits were taken back');
    expect(await files()).toEqual([main, size]);
    await expect(folder.read('.landform/absorb.json')).rejects.toThrow('ENOENT');
  });

  it('does what docs/absorb.md says', async () => {
    const blocks = blocksOf(readFileSync('docs/absorb.md', 'utf8'));
    const text = (language: string): string => blocks.find((block) => block.language === language)?.text ?? '';
    const folder = await made({
      'landform.json': { program: 'main.ts', providers: { 'acme/thing': './provider.ts' } },
      'provider.ts': readFileSync('examples/own-provider/provider.ts', 'utf8'),
      'main.ts': text('ts'),
    });
    const { stdout } = await folder.run('state pull --stack garage');
    const [, id = ''] = /"id": "([^"]+)",\s*"labels": [^}]*"name": "tools box"/.exec(stdout) ?? [];
    await change(folder, `${id}.json`, { size: 8, labels: ['red'] });
    const ran = await folder.run('absorb --auto-approve');
    const lines = (printed: string): string[] =>
      printed
        .split('\n')
        .map((line) => line.trimEnd())
        .filter((line) => line !== '');
    expect([ran.code, lines(`${ran.stdout}\n${ran.stderr}`)]).toEqual([2, lines(text('console'))]);
  });
});
