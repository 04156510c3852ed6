import { describe, expect, it } from 'vitest';
import {
  applyEdits,
  fitBody,
  FolderSource,
  isReason,
  ProgramSource,
  textEdits,
  type Source,
} from '../../../src/edit/index.js';
import { readConfiguration } from '../../../src/language/index.js';
import {
  formatPath,
  impliedType,
  objectOf,
  listOf,
  mapOf,
  sensitive,
  setOf,
  valueFromJson,
  withAttribute,
  isObjectValue,
  type Block,
  type Json,
  type ResourceChange,
} from '../../../src/model/index.js';

const optional = { optional: true } as const;
const BLOCK: Block = {
  attributes: {
    name: { type: 'string', ...optional },
    display_name: { type: 'string', ...optional },
    size: { type: 'number', ...optional },
    on: { type: 'bool', ...optional },
    labels: { type: listOf('string'), ...optional },
    zones: { type: setOf('string'), ...optional },
    tags: { type: mapOf('string'), ...optional },
    door: { type: objectOf({ width: 'number', color_name: 'string' }), ...optional },
    shelves: { type: listOf(objectOf({ width: 'number', note: 'string' })), ...optional },
    pin: { type: 'string', ...optional },
  },
  blockTypes: {
    rule: {
      nesting: 'list',
      block: { attributes: { port: { type: 'number', ...optional } }, blockTypes: {} },
    },
  },
};

const NOTHING: Readonly<Record<string, Json>> = {
  ...Object.fromEntries(Object.keys(BLOCK.attributes).map((name) => [name, null])),
  rule: [],
};

type Values = Readonly<Record<string, Json>>;

const valueOf = (values: Values) => valueFromJson({ ...NOTHING, ...values }, impliedType(BLOCK));

interface Edited {
  /** The text as edited. */
  readonly text: string;
  /** `path: why` for what cannot be written. */
  readonly left: readonly string[];
}

function edit(
  source: Source,
  change: Partial<ResourceChange>,
  texts: Readonly<Record<string, string>>,
  planned: Values,
  real: Values,
): Edited {
  const resource = { module: '', mode: 'managed', type: 'box', name: 'a' } as const;
  const node = source.body({ address: 'box.a', resource, ...change } as unknown as ResourceChange);
  if (isReason(node)) return { text: '', left: [node.why] };
  const { edits, unplaced } = fitBody(node, BLOCK, valueOf(planned), valueOf(real));
  const [first = ''] = Object.values(texts);
  const text = applyEdits(first, textEdits(edits.map((one) => one.edit)));
  return { text, left: unplaced.map(({ path, reason }) => `${formatPath(path)}: ${reason.why}`) };
}

function inFolder(
  name: string,
  text: string,
  planned: Values,
  real: Values,
  change: Partial<ResourceChange> = {},
): Edited {
  const { configuration } = readConfiguration([{ name, text }]);
  const read = (file: string): string | undefined => (file === name ? text : undefined);
  return edit(new FolderSource({ configuration, variables: new Map(), read }), change, { [name]: text }, planned, real);
}

/** The place of the first `new Box(`, or of another text. */
function inProgram(
  text: string,
  planned: Values,
  real: Values,
  at = 'new Box(',
  more: Readonly<Record<string, string>> = {},
): Edited {
  const lines = text.slice(0, text.indexOf(at)).split('\n');
  const location = `main.ts:${lines.length}:${(lines.at(-1) ?? '').length + 1}`;
  const files: Readonly<Record<string, string>> = { 'main.ts': text, ...more };
  const { configuration } = readConfiguration([]);
  const read = (file: string): string | undefined => files[file];
  const modules = new FolderSource({ configuration, variables: new Map(), read });
  const source = new ProgramSource({ entry: 'main.ts', read, modules });
  return edit(source, { origin: { constructPath: 'main/a/box', location } }, files, planned, real);
}

/** Source, planned values, real values, and the source afterwards; or what is left. */
type Case = readonly [name: string, source: string, planned: Values, real: Values, wanted: string | readonly string[]];

const check = ({ text, left }: Edited, source: string, wanted: string | readonly string[]): void => {
  if (typeof wanted === 'string') expect([text, left]).toEqual([wanted, []]);
  else expect([text, left]).toEqual([source, wanted]);
};

const hcl = (body: string): string => `# All boxes.\nresource "box" "a" {\n${body}\n}\n`;

describe('a block in HCL', () => {
  it.each<Case>([
    ['a literal', hcl('  size = 1 # small'), { size: 1 }, { size: 2 }, hcl('  size = 2 # small')],
    ['a text with signs', hcl('  name = "a"'), { name: 'a' }, { name: '"${x}"\n' }, hcl('  name = "\\"$${x}\\"\\n"')],
    [
      'a heredoc',
      hcl('  name = <<EOT\na\nEOT\n  size = 1'),
      { name: 'a\n', size: 1 },
      { name: 'b', size: 1 },
      hcl('  name = "b"\n  size = 1'),
    ],
    [
      'a list item',
      hcl('  labels = ["a", "b"]'),
      { labels: ['a', 'b'] },
      { labels: ['a', 'c'] },
      hcl('  labels = ["a", "c"]'),
    ],
    [
      'a longer list',
      hcl('  labels = [\n    "a", # one\n    "b" # two\n  ]'),
      { labels: ['a', 'b'] },
      { labels: ['a', 'b', 'c', 'd'] },
      hcl('  labels = [\n    "a", # one\n    "b", # two\n    "c",\n    "d"\n  ]'),
    ],
    [
      'a shorter list',
      hcl('  labels = ["a", "b", "c"]'),
      { labels: ['a', 'b', 'c'] },
      { labels: ['a'] },
      hcl('  labels = ["a"]'),
    ],
    ['a list without items', hcl('  labels = ["a"]'), { labels: ['a'] }, { labels: [] }, hcl('  labels = []')],
    ['a first item', hcl('  labels = []'), { labels: [] }, { labels: ['a'] }, hcl('  labels = ["a"]')],
    [
      'an item in between',
      hcl('  labels = ["a", "c"]'),
      { labels: ['a', 'c'] },
      { labels: ['a', 'b', 'c'] },
      hcl('  labels = ["a", "b", "c"]'),
    ],
    ['a set', hcl('  zones = ["z", "a"]'), { zones: ['a', 'z'] }, { zones: ['a', 'q'] }, hcl('  zones = ["q", "a"]')],
    [
      'a map',
      hcl('  tags = {\n    env = "p" # where\n    old = "1"\n  }'),
      { tags: { env: 'p', old: '1' } },
      { tags: { env: 't', 'a b': '2' } },
      hcl('  tags = {\n    env = "t" # where\n    "a b" = "2"\n  }'),
    ],
    [
      'an object on one line',
      hcl('  door = { width = 1, color_name = "r" }'),
      { door: { width: 1, color_name: 'r' } },
      { door: { width: 2, color_name: null } },
      hcl('  door = { width = 2 }'),
    ],
    [
      'an added argument',
      hcl('  size = 1 # small\n  rule {\n    port = 1\n  }'),
      { size: 1, rule: [{ port: 1 }] },
      { size: 1, on: true, rule: [{ port: 1 }] },
      hcl('  size = 1 # small\n  on = true\n  rule {\n    port = 1\n  }'),
    ],
    [
      'an argument in an empty block',
      'resource "box" "a" {}\n',
      {},
      { size: 1 },
      'resource "box" "a" {\n  size = 1\n}\n',
    ],
    [
      'an argument beside the only one',
      'resource "box" "a" { size = 1 }\n',
      { size: 1 },
      { size: 1, on: true },
      'resource "box" "a" {\n  size = 1\n  on = true\n}\n',
    ],
    [
      'a removed argument and its comment',
      hcl('  size = 1\n  # Switched.\n  on = true # now'),
      { size: 1, on: true },
      { size: 1 },
      hcl('  size = 1\n  # Switched.\n  # now'),
    ],
    [
      'a nested block',
      hcl('  rule {\n    port = 1 # first\n  }\n\n  rule {\n    port = 2\n  }'),
      { rule: [{ port: 1 }, { port: 2 }] },
      { rule: [{ port: 8 }, { port: 2 }] },
      hcl('  rule {\n    port = 8 # first\n  }\n\n  rule {\n    port = 2\n  }'),
    ],
    [
      'an added block',
      hcl('  size = 1'),
      { size: 1 },
      { size: 1, rule: [{ port: 1 }] },
      hcl('  size = 1\n\n  rule {\n    port = 1\n  }'),
    ],
    [
      'another block',
      hcl('  rule {\n    port = 1\n  }'),
      { rule: [{ port: 1 }] },
      { rule: [{ port: 1 }, { port: 2 }] },
      hcl('  rule {\n    port = 1\n  }\n\n  rule {\n    port = 2\n  }'),
    ],
    [
      'a removed block',
      hcl('  size = 1\n\n  rule {\n    port = 1\n  }'),
      { size: 1, rule: [{ port: 1 }] },
      { size: 1 },
      hcl('  size = 1'),
    ],
    [
      'lines that end as in Windows',
      'resource "box" "a" {\r\n  size = 1\r\n}\r\n',
      { size: 1 },
      { size: 2, on: true },
      'resource "box" "a" {\r\n  size = 2\r\n  on = true\r\n}\r\n',
    ],
    [
      'a local value',
      `locals {\n  s = { a = [1] } # here\n}\n${hcl('  size = local.s.a[0]')}`,
      { size: 1 },
      { size: 2 },
      `locals {\n  s = { a = [2] } # here\n}\n${hcl('  size = local.s.a[0]')}`,
    ],
    [
      'a template',
      hcl('  name = "a-${terraform.workspace}"'),
      { name: 'a-b' },
      { name: 'c' },
      ['name: it is calculated: "a-${terraform.workspace}"'],
    ],
    ['a reference', hcl('  name = box.b.name'), { name: 'b' }, { name: 'c' }, ['name: it refers to box.b.name']],
    [
      'a dynamic block',
      hcl('  dynamic "rule" {\n    for_each = [1]\n    content {\n      port = rule.value\n    }\n  }'),
      { rule: [{ port: 1 }] },
      { rule: [{ port: 2 }] },
      ['rule: it is calculated: a dynamic block'],
    ],
    [
      'what nothing sets',
      hcl('  size = 1'),
      { size: 1, on: true },
      { size: 1 },
      ['on: nothing sets it: it is a default of the provider'],
    ],
  ])('%s', (_, source, planned, real, wanted) => check(inFolder('main.tf', source, planned, real), source, wanted));

  it('follows each.value to the element of the instance', () => {
    const source = hcl('  for_each = {\n    x = { size = 1 }\n    y = { size = 1 }\n  }\n  size = each.value.size');
    const { text } = inFolder('main.tf', source, { size: 1 }, { size: 2 }, { key: 'y', address: 'box.a["y"]' });
    expect(text).toBe(source.replace('y = { size = 1 }', 'y = { size = 2 }'));
  });

  it('never writes what is marked as a secret', () => {
    const source = hcl('  pin = "1"');
    const { configuration } = readConfiguration([{ name: 'main.tf', text: source }]);
    const files = new FolderSource({ configuration, variables: new Map(), read: () => source });
    const resource = { mode: 'managed', type: 'box', name: 'a' };
    const node = files.body({ address: 'box.a', resource } as unknown as ResourceChange);
    const real = valueOf({});
    if (isReason(node) || !isObjectValue(real)) throw new Error('no block');
    const { edits, unplaced } = fitBody(node, BLOCK, valueOf({ pin: '1' }), withAttribute(real, 'pin', sensitive('2')));
    expect([edits, unplaced.map(({ path }) => path)]).toEqual([[], [['pin']]]);
  });
});

const json = (body: string): string => `{\n  "resource": {\n    "box": {\n      "a": ${body}\n    }\n  }\n}\n`;

describe('a block in JSON', () => {
  it.each<Case>([
    ['a literal', json('{ "size": 1 }'), { size: 1 }, { size: 2 }, json('{ "size": 2 }')],
    [
      'a text with signs',
      json('{ "name": "a" }'),
      { name: 'a' },
      { name: '"${x}"' },
      json('{ "name": "\\"$${x}\\"" }'),
    ],
    [
      'an added argument',
      json('{\n        "size": 1\n      }'),
      { size: 1 },
      { size: 1, tags: { a: 'b' } },
      json('{\n        "size": 1,\n        "tags": {\n          "a": "b"\n        }\n      }'),
    ],
    ['an argument in an empty object', json('{}'), {}, { size: 1 }, json('{"size": 1}')],
    [
      'a removed last argument',
      json('{\n        "size": 1,\n        "on": true\n      }'),
      { size: 1, on: true },
      { size: 1 },
      json('{\n        "size": 1\n      }'),
    ],
    [
      'two removed at the end',
      json('{ "size": 1, "on": true, "name": "x" }'),
      { size: 1, on: true, name: 'x' },
      { size: 1 },
      json('{ "size": 1 }'),
    ],
    [
      'removed and added at the end',
      json('{\n        "size": 1,\n        "on": true\n      }'),
      { size: 1, on: true },
      { size: 1, name: 'x' },
      json('{\n        "size": 1,\n        "name": "x"\n      }'),
    ],
    [
      'the only one replaced by another',
      json('{\n        "on": true\n      }'),
      { on: true },
      { name: 'x' },
      json('{\n        "name": "x"\n      }'),
    ],
    [
      'list items',
      json('{ "labels": ["a", "b"] }'),
      { labels: ['a', 'b'] },
      { labels: ['a', 'c', 'd'] },
      json('{ "labels": ["a", "c", "d"] }'),
    ],
    [
      'a block written as an object',
      json('{ "rule": { "port": 1 } }'),
      { rule: [{ port: 1 }] },
      { rule: [{ port: 2 }] },
      json('{ "rule": { "port": 2 } }'),
    ],
    [
      'a reference',
      json('{ "name": "${box.b.name}" }'),
      { name: 'b' },
      { name: 'c' },
      ['name: it refers to box.b.name'],
    ],
    [
      'a template',
      json('{ "name": "a-${box.b.name}" }'),
      { name: 'a-b' },
      { name: 'c' },
      ['name: it is calculated: a-${box.b.name}'],
    ],
  ])('%s', (_, source, planned, real, wanted) =>
    check(inFolder('main.tf.json', source, planned, real), source, wanted),
  );
});

const program = (config: string, before = '', after = ''): string =>
  `import { Box } from './box.js';\n${before}\n// The box.\nnew Box(stack, 'a', ${config});\n${after}`;

describe('a program', () => {
  it.each<Case>([
    [
      'a literal',
      program('{ size: 1, /* on */ on: true }'),
      { size: 1, on: true },
      { size: 2, on: true },
      program('{ size: 2, /* on */ on: true }'),
    ],
    [
      'a text',
      program("{ name: 'a' }"),
      { name: 'a' },
      { name: "it's \\ ${x}\n" },
      program("{ name: 'it\\'s \\\\ ${x}\\n' }"),
    ],
    [
      'text in double quotes',
      program('{ name: "a" }').replaceAll("'", '"'),
      { name: 'a' },
      { name: `it's "b"` },
      program(`{ name: "it's \\"b\\"" }`).replaceAll("'./box.js'", '"./box.js"').replaceAll("'a'", '"a"'),
    ],
    [
      'a name in camel case',
      program("{ displayName: 'A' }"),
      { display_name: 'A' },
      { display_name: 'B' },
      program("{ displayName: 'B' }"),
    ],
    [
      'an added property',
      program('{\n  size: 1, // small\n}'),
      { size: 1 },
      { size: 1, display_name: 'A', door: { width: 1, color_name: 'r' } },
      program("{\n  size: 1, // small\n  displayName: 'A',\n  door: { width: 1, colorName: 'r' },\n}"),
    ],
    [
      'an added property without commas',
      program('{\n  size: 1 // small\n}'),
      { size: 1 },
      { size: 1, on: true },
      program('{\n  size: 1, // small\n  on: true\n}'),
    ],
    [
      'a removed property',
      program('{\n  size: 1,\n  // Switched.\n  on: true, // now\n}'),
      { size: 1, on: true },
      { size: 1 },
      program('{\n  size: 1,\n  // Switched.\n  // now\n}'),
    ],
    [
      'a nested object',
      program("{ door: { width: 1, colorName: 'r' } as const }"),
      { door: { width: 1, color_name: 'r' } },
      { door: { width: 1, color_name: 'b' } },
      program("{ door: { width: 1, colorName: 'b' } as const }"),
    ],
    [
      'keys of a map stay as they are',
      program("{ tags: { fooBar: 'x' } }"),
      { tags: { fooBar: 'x' } },
      { tags: { fooBar: 'x', foo_bar: 'y' } },
      program("{ tags: { fooBar: 'x', foo_bar: 'y' } }"),
    ],
    [
      'list items',
      program("{\n  shelves: [\n    { width: 1, note: 'a' },\n    { width: 2, note: 'b' },\n  ],\n}"),
      {
        shelves: [
          { width: 1, note: 'a' },
          { width: 2, note: 'b' },
        ],
      },
      {
        shelves: [
          { width: 1, note: 'a' },
          { width: 3, note: 'b' },
          { width: 4, note: 'c' },
        ],
      },
      program(
        "{\n  shelves: [\n    { width: 1, note: 'a' },\n    { width: 3, note: 'b' },\n    { width: 4, note: 'c' },\n  ],\n}",
      ),
    ],
    [
      'a constant',
      program('{ size: SIZE }', 'const SIZE = 1; // of all\n'),
      { size: 1 },
      { size: 2 },
      program('{ size: SIZE }', 'const SIZE = 2; // of all\n'),
    ],
    [
      'an object beside spread properties',
      program('{ ...base, name: x }', "const base = { size: 1 };\nconst x = 'x';\n"),
      { size: 1, name: 'x' },
      { size: 2, name: 'x' },
      program('{ ...base, name: x, size: 2 }', "const base = { size: 1 };\nconst x = 'x';\n"),
    ],
    [
      'an element that a loop goes through',
      "const all = [\n  { name: 'x', size: 1 },\n  { name: 'y', size: 2 }, // big\n];\nfor (const { size, ...rest } of all) new Box(stack, rest.name, { size });\n",
      { size: 2 },
      { size: 3 },
      "const all = [\n  { name: 'x', size: 1 },\n  { name: 'y', size: 3 }, // big\n];\nfor (const { size, ...rest } of all) new Box(stack, rest.name, { size });\n",
    ],
    [
      'elements of an object',
      'const all = { x: { size: 1 }, y: { size: 2 } };\nfor (const [name, one] of Object.entries(all)) new Box(stack, name, { size: one.size });\n',
      { size: 2 },
      { size: 3 },
      'const all = { x: { size: 1 }, y: { size: 3 } };\nfor (const [name, one] of Object.entries(all)) new Box(stack, name, { size: one.size });\n',
    ],
    [
      'elements of forEach',
      '[1, 2].forEach((size) => new Box(stack, `b${size}`, { size }));\n',
      { size: 2 },
      { size: 3 },
      '[1, 3].forEach((size) => new Box(stack, `b${size}`, { size }));\n',
    ],
    [
      'arguments of a function',
      "function box(name: string, { size = 1 }: { size?: number }) {\n  return new Box(stack, name, { size });\n}\nbox('x', { size: 5 });\nbox('y', { size: 6 });\n",
      { size: 6 },
      { size: 7 },
      "function box(name: string, { size = 1 }: { size?: number }) {\n  return new Box(stack, name, { size });\n}\nbox('x', { size: 5 });\nbox('y', { size: 7 });\n",
    ],
    [
      'properties of a construct',
      "class Hall extends Construct {\n  constructor(scope: Construct, id: string, props: Props) {\n    super(scope, id);\n    new Box(this, 'box', { size: props.size });\n  }\n}\nnew Hall(stack, 'a', { size: 1 });\nnew Hall(stack, 'b', { size: 1 });\n",
      { size: 1 },
      { size: 2 },
      "class Hall extends Construct {\n  constructor(scope: Construct, id: string, props: Props) {\n    super(scope, id);\n    new Box(this, 'box', { size: props.size });\n  }\n}\nnew Hall(stack, 'a', { size: 2 });\nnew Hall(stack, 'b', { size: 1 });\n",
    ],
    [
      'attributes of a class for any type',
      program("{ type: 'box', attributes: { display_name: 'a' } }"),
      { display_name: 'a' },
      { display_name: 'b', door: { width: 1, color_name: 'r' } },
      program("{ type: 'box', attributes: { display_name: 'b', door: { width: 1, color_name: 'r' } } }"),
    ],
    [
      'equal elements of a loop',
      "for (const size of [1, 1]) new Box(stack, 'x', { size });\n",
      { size: 1 },
      { size: 2 },
      ['size: several places could be the one it comes from'],
    ],
    ['a template', program('{ name: `a-${x}` }'), { name: 'a-b' }, { name: 'c' }, ['name: it is calculated: `a-${x}`']],
    ['a call', program('{ size: sizeOf(1) }'), { size: 1 }, { size: 2 }, ['size: it is calculated: sizeOf(1)']],
    [
      'a variable that may change',
      program('{ size: s }', 'let s = 1;\n'),
      { size: 1 },
      { size: 2 },
      ['size: it is calculated: s'],
    ],
    [
      'a property of another resource',
      program('{ name: other.name }', "const other = new Box(stack, 'o', { name: 'o' });\n"),
      { name: 'o' },
      { name: 'p' },
      ["name: it is calculated: new Box(stack, 'o', { name: 'o' })"],
    ],
    [
      'a spread property that is gone',
      program('{ ...base }', 'const base = { size: 1 };\n'),
      { size: 1 },
      {},
      ['size: it comes from an object that is spread here'],
    ],
  ])('%s', (_, source, planned, real, wanted) => {
    const at =
      source.includes("\nnew Box(stack, 'a'") || source.includes('\nnew Box(stack, "a"')
        ? source.match(/new Box\(stack, ["']a["']/)?.[0]
        : 'new Box(';
    check(inProgram(source, planned, real, at), source, wanted);
  });

  it('follows what another file exports', () => {
    const source = "import * as all from './all.js';\nnew Box(stack, 'a', { size: all.SIZES.big });\n";
    const settings = 'const SIZES = { big: 1 };\nexport { SIZES };\n';
    const sizes = { 'all.ts': settings };
    const read = (file: string): string | undefined => ({ 'main.ts': source, ...sizes })[file];
    const { configuration } = readConfiguration([]);
    const modules = new FolderSource({ configuration, variables: new Map(), read });
    const origin = { constructPath: 'main/a', location: 'main.ts:2:1' };
    const change = { address: 'box.a', origin } as unknown as ResourceChange;
    const node = new ProgramSource({ entry: 'main.ts', read, modules }).body(change);
    if (isReason(node)) throw new Error(node.why);
    const { edits } = fitBody(node, BLOCK, valueOf({ size: 1 }), valueOf({ size: 2 }));
    const [only] = edits;
    expect([edits.length, only?.reach]).toEqual([1, 'others']);
    expect(applyEdits(settings, textEdits(edits.map((one) => one.edit)))).toBe(settings.replace('1', '2'));
  });
});
