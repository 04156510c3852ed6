import { describe, expect, it } from 'vitest';
import { locate, readConfiguration, resolveDiagnostics, snippet } from '../../../src/language/index.js';
import type { Diagnostic, Path } from '../../../src/model/index.js';

const text = `{
  "resource": { "terraform_data": {
    "a": { "input": ["x", {"k\\"y": "a \\u00e9 \${b.c} d"}], "n": 1.5e3, "t" : true },
    "ü😀": { "list": [ [], [1, 2] ], "z": "end" }
  } }
}
`;

describe('the location of a path', () => {
  const at = ['resource', 'terraform_data'];
  it.each<[Path, string, number, number]>([
    [[], '{', 1, 1],
    [['resource'], '"resource"', 2, 3],
    [[...at, 'a'], '"a"', 3, 5],
    [[...at, 'a', 'input'], '"input"', 3, 12],
    [[...at, 'a', 'input', 0], '"x"', 3, 22],
    [[...at, 'a', 'input', 1], '{', 3, 27],
    [[...at, 'a', 'input', 1, 'k"y'], '"a \\u00e9 ${b.c} d"', 3, 36],
    [[...at, 'a', 'n'], '1.5e3', 3, 64],
    [[...at, 'a', 't'], 'true', 3, 77],
    [[...at, 'ü😀', 'list', 1, 1], '2', 4, 31],
    [[...at, 'ü😀', 'z'], '"end"', 4, 42],
    [[...at, 'a', 'missing', 3], '"a"', 3, 5],
    [[...at, 'a', 'input', 9], '"input"', 3, 12],
    [['resource', 0], '"resource"', 2, 3],
  ])('%j', (path, part, line, column) => {
    const range = locate(text, path)!;
    expect(range.start).toMatchObject({ line, column });
    const bytes = Buffer.from(text);
    expect(bytes.subarray(range.start.byte, range.end.byte).toString()).toBe(part);
  });

  it('can be that of the key instead of its value', () => {
    const range = locate(text, [...at, 'a', 't'], undefined, 'key')!;
    const bytes = Buffer.from(text);
    expect(bytes.subarray(range.start.byte, range.end.byte).toString()).toBe('"t"');
  });

  it('an empty text has no locations', () => expect(locate('  ', [])).toBeUndefined());

  it('a span inside a string is located across its escapes', () => {
    const value = 'a é ${b.c} d';
    const start = value.indexOf('b.c');
    const range = locate(text, ['resource', 'terraform_data', 'a', 'input', 1, 'k"y'], { start, end: start + 3 })!;
    expect(Buffer.from(text).subarray(range.start.byte, range.end.byte).toString()).toBe('b.c');
  });
});

it('missing ranges are filled in from the source', () => {
  const files = [{ name: 'main.tf.json', text: '{"resource":{"t":{"n":{\n "a": "x ${b.c[} y",\n "d": "${"\n}}}}' }];
  const { diagnostics } = readConfiguration(files);
  const resolved = resolveDiagnostics([...diagnostics, { severity: 'error', code: 'x', summary: 'elsewhere' }], files);
  expect(
    resolved.map(({ range }) => range && [range.file, range.start.line, range.start.column, range.end.column]),
  ).toEqual([['main.tf.json', 2, 16, 17], ['main.tf.json', 3, 8, 10], undefined]);
});

it('an argument from an override file is located in that file', () => {
  const files = [
    { name: 'main.tf.json', text: '{"resource":{"t":{"n":{"a":1}}}}' },
    { name: 'x_override.tf.json', text: '{"resource":{"t":{"n":{\n"b":2}}}}' },
  ];
  const place = (path: Path): unknown => {
    const source = { file: 'main.tf.json', path: ['resource', 't', 'n', ...path] };
    const [{ range }] = resolveDiagnostics([{ severity: 'error', code: 'x', summary: 'y', source }], files) as [
      Diagnostic,
    ];
    return [range!.file, range!.start.line, range!.start.column];
  };
  expect(place(['b'])).toEqual(['x_override.tf.json', 2, 5]);
  expect(place(['a'])).toEqual(['main.tf.json', 1, 28]);
  expect(place(['c'])).toEqual(['main.tf.json', 1, 19]);
});

describe('invalid text is searched as far as it parses', () => {
  it.each(['[}', '[1 2', '{"a":', '{"a"', '{"\\x": 1', '[[[', '{"a": }', '"', '{"a":[}]', ','])('%s', (broken) => {
    for (const path of [[], ['a'], [0], [0, 0], ['a', 0], [5]]) {
      const range = locate(broken, path);
      expect(range === undefined || range.end.byte <= broken.length).toBe(true);
    }
  });
});

it('ten thousand places in one long line are located one by one', () => {
  const names = Array.from({ length: 10_000 }, (_, index) => `r${index}`);
  const long = JSON.stringify({ resource: { t: Object.fromEntries(names.map((name) => [name, { a: '${' }])) } });
  const files = [{ name: 'main.tf.json', text: long }];
  const { diagnostics } = readConfiguration(files);
  expect(diagnostics).toHaveLength(10_000);
  const last = resolveDiagnostics(diagnostics, files).at(-1)!;
  expect(long.slice(last.range!.start.byte, last.range!.end.byte)).toBe('${');
});

describe('the source line to show', () => {
  it('is the whole line, with the marked range', () => {
    const shown = snippet(text, locate(text, ['resource', 'terraform_data', 'ü😀', 'z'])!);
    expect(shown.startLine).toBe(4);
    expect(shown.code).toBe(text.split('\n')[3]);
    expect(shown.code.slice(shown.highlightStart, shown.highlightEnd)).toBe('"end"');
  });

  it('excludes the line break', () => {
    const windows = '{\r\n "a": 1\r\n}';
    expect(snippet(windows, locate(windows, ['a'])!).code).toBe(' "a": 1');
  });

  it('is the part around the mark if the line is long', () => {
    const long = JSON.stringify(Object.fromEntries(Array.from({ length: 500 }, (_, index) => [`key${index}`, index])));
    for (const key of ['key0', 'key250', 'key499']) {
      const shown = snippet(long, locate(long, [key])!);
      expect(shown.code.length).toBeLessThan(165);
      expect(shown.code.slice(shown.highlightStart, shown.highlightEnd)).toBe(key.slice(3));
      expect(shown.code).toContain(`"${key}":`);
    }
  });
});
