import { describe, expect, it } from 'vitest';
import { errorDiagnostic, warningDiagnostic, type Diagnostic } from '../../../src/model/index.js';
import { diagnosticsPage, formatTerminal, type DiagnosticsOptions } from '../../../src/render/index.js';

const text = (diagnostics: readonly Diagnostic[], options: DiagnosticsOptions = {}, columns?: number): string =>
  formatTerminal(diagnosticsPage(diagnostics, options), {
    color: false,
    ...(columns === undefined ? {} : { columns }),
  });

const SOURCE = '{\n  "resource": {\n    "terraform_data": { "a": { "inptu": "x" } }\n  }\n}\n';
const place = (line: number, from: number, to: number, file = 'main.tf.json'): Pick<Diagnostic, 'range'> => ({
  range: { file, start: { line, column: from, byte: 0 }, end: { line, column: to, byte: 0 } },
});

describe('a source line of a document hides', () => {
  const shown = (line: string, diagnostic: Partial<Diagnostic>, options: DiagnosticsOptions = {}): string =>
    text([{ ...errorDiagnostic('x', 'It is wrong', place(1, 1, 3)), ...diagnostic }], {
      sourceText: () => line,
      ...options,
    }).split('\n')[4]!;

  it.each([
    ['every value if the error is about syntax', '{ "pin": "hunter2" "b": "x" }', '{ "pin": "…" "b": "…" }'],
    ['a value without quotes', '{ "pin": hunter2, "b": 1 }', '{ "pin": …, "b": 1 }'],
    ['an unterminated string', '{ "pin": "hunter2, ', '{ "pin": "…'],
    ['values of YAML', 'pin: hunter2 and more # note', 'pin: … # …'],
    ['a URL in YAML', 'at: postgres://me:hunter2@db/x', 'at: …'],
  ])('%s', (_, line, expected) => {
    expect(shown(line, { code: 'invalid-json' })).toContain(` ${expected}`);
  });

  it('an unquoted YAML secret', () => {
    expect(shown('pw_token: hunter2, 3', {})).toContain('pw_token: (sensitive value), (sensitive value)');
  });

  it('variable values in landform.json', () => {
    const path = ['variables', 'pin'];
    const range = { ...place(1, 2, 7, 'landform.json').range! };
    expect(shown('"pin": "hunter2"', { path, range })).toContain('"pin": "(sensitive value)"');
  });

  it('a known secret, and still marks the same place', () => {
    const clean = (part: string): string => part.replaceAll('hunter2', '(sensitive value)');
    const line = '"a": "${f(\\"hunter2\\") + nope}"';
    const from = line.indexOf('nope') + 1;
    const rows = text([errorDiagnostic('x', 'It is wrong', place(1, from, from + 4))], {
      sourceText: () => line,
      clean,
    }).split('\n');
    expect(rows[4]).toContain('"a": "${f(\\"(sensitive value)\\") + nope}"');
    expect(rows[5]!.indexOf('^')).toBe(rows[4]!.indexOf('nope'));
  });
});

describe('a diagnostic', () => {
  it('shows what happened, where, the source line, and what to do', () => {
    const diagnostic = errorDiagnostic('unknown-attribute', 'There is no attribute inptu', {
      detail: 'Did you mean input?',
      address: 'terraform_data.a',
      path: ['inptu'],
      ...place(3, 32, 39),
    });
    expect(text([diagnostic], { sourceText: () => SOURCE })).toBe(`╷
│ Error: There is no attribute inptu  [unknown-attribute]
│
│   main.tf.json:3:32, in terraform_data.a, at inptu
│     3 │     "terraform_data": { "a": { "inptu": "x" } }
│       │                                ^^^^^^^
│
│ Did you mean input?
╵
`);
  });

  it('shows the line of the program if one generated the configuration', () => {
    const diagnostic = errorDiagnostic('x', 'It is wrong', {
      ...place(3, 5, 9, 'landform.out/prod/landform.tf.json'),
      origin: { constructPath: 'prod/a', location: 'main.ts:2:14' },
    });
    const sourceText = (file: string): string | undefined =>
      file === 'main.ts' ? 'line\nconst acme = new Tenant(prod, "a");' : undefined;
    expect(text([diagnostic], { sourceText })).toContain(`│   main.ts:2:14
│     2 │ const acme = new Tenant(prod, "a");
│       │              ^^^^^^^^^^
│   created by the construct prod/a`);
  });

  it('without a location is one sentence', () => {
    expect(text([errorDiagnostic('x', 'It is wrong')])).toBe('╷\n│ Error: It is wrong  [x]\n╵\n');
  });

  it.each<[rule: string, line: string, from: number, to: number, shown: string, marker: string]>([
    [
      "hides the value of an attribute with a secret's name",
      '  "password": "hunter2", "a": 1',
      26,
      29,
      '  "password": "(sensitive value)", "a": 1',
      `${' '.repeat(35)}^^^`,
    ],
    [
      'marks the hidden value itself',
      '  "api_key": "hunter2"',
      14,
      23,
      '  "api_key": "(sensitive value)"',
      `${' '.repeat(13)}${'^'.repeat(19)}`,
    ],
    ['hides it in a program too', "  token: 'hunter2',", 3, 8, "  token: '(sensitive value)',", '  ^^^^^'],
    [
      "hides everything inside an attribute with a secret's name",
      '  "token": { "a": "hunter2", "b": ["hunter3"] }, "c": 1',
      12,
      13,
      '  "token": { "a": "(sensitive value)", "b": ["(sensitive value)"] }, "c": 1',
      `${' '.repeat(11)}^`,
    ],
    [
      'shows a reference, which is only a name',
      '  "password": "${var.password}"',
      4,
      12,
      '  "password": "${var.password}"',
      '   ^^^^^^^^',
    ],
    [
      'hides unrelated values, whatever their names',
      '{ "key": "db", "value": "hunter2", "visibility": "public", "of": "${a.b}" }',
      51,
      59,
      '{ "key": "…", "value": "…", "visibility": "public", "of": "${a.b}" }',
      `${' '.repeat(43)}${'^'.repeat(8)}`,
    ],
    [
      'hides who asks in an address',
      '  "source": "git::https://me:hunter2@x.org/a?token=hunter3"',
      13,
      60,
      '  "source": "git::https://(sensitive value)@x.org/a?token=(sensitive value)"',
      `${' '.repeat(12)}${'^'.repeat(64)}`,
    ],
    ['has tabs as wide as the marker assumes', '\t\t"a": 1', 3, 6, '  "a": 1', '  ^^^'],
  ])('%s', (_rule, line, from, to, shown, marker) => {
    const rows = text([errorDiagnostic('x', 'It is wrong', place(1, from, to))], { sourceText: () => line }).split(
      '\n',
    );
    expect(rows[4]).toBe(`│     1 │ ${shown}`);
    expect(rows[5]).toBe(`│       │ ${marker}`);
  });

  it.each([
    ['arguments', "login('hunter2', server)", "login('…', server)"],
    ['comments', 'const a = 1; // was hunter2', 'const a = 1; //…'],
    ['a line of a multiline text', 'hunter2', '…'],
    [
      'all but names',
      "import { A } from './a'; new A(app, 'prod', { key: 'hunter2' })",
      "import { A } from './a'; new A(app, 'prod', { key: '…' })",
    ],
  ])('of a program hides literals: %s', (_, line, shown) => {
    const sourceText = (): string => `const k = \`\n${line === 'hunter2' ? '' : '`;'}\n${line}\n`;
    const rows = text([errorDiagnostic('x', 'It is wrong', place(3, 1, 2, 'main.ts'))], { sourceText }).split('\n');
    expect(rows[4]).toBe(`│     3 │ ${shown}`);
  });

  it('shows the text around its location in a one-line document', () => {
    const line = `{${'"a":1,'.repeat(200)}"wrong":2,${'"b":3,'.repeat(200)}"c":4}`;
    const from = line.indexOf('"wrong"') + 1;
    const [, , , , source, marker] = text([errorDiagnostic('x', 'It is wrong', place(1, from, from + 7))], {
      sourceText: () => line,
    }).split('\n');
    expect(source!.length).toBeLessThan(190);
    expect(source!.slice(marker!.indexOf('^'), marker!.lastIndexOf('^') + 1)).toBe('"wrong"');
  });

  it("strips terminal escapes from a server's message", () => {
    const page = text([errorDiagnostic('x', 'bad \u001B[2J reply', { detail: '\u009B31m' })]);
    for (const control of ['\u001B', '\u009B']) expect(page).not.toContain(control);
  });

  it('wraps sentences, and leaves examples unchanged', () => {
    const detail = `${'word '.repeat(12).trim()}\n  landform plan --out a-file-with-a-name-that-is-longer-than-the-line.json`;
    expect(text([errorDiagnostic('x', 'It is wrong', { detail })], {}, 40)).toBe(`╷
│ Error: It is wrong  [x]
│
│ word word word word word word word
│ word word word word word
│   landform plan --out a-file-with-a-name-that-is-longer-than-the-line.json
╵
`);
  });
});

describe('many diagnostics', () => {
  it('list the errors last', () => {
    const page = text([errorDiagnostic('e', 'An error'), warningDiagnostic('w', 'A warning')]);
    expect(page.indexOf('A warning')).toBeLessThan(page.indexOf('An error'));
  });

  it('with the same message are shown three times and then listed', () => {
    const all = Array.from({ length: 60 }, (_, index) =>
      errorDiagnostic('missing', `terraform_data.a${index} has no name`, {
        address: `terraform_data.a${index}`,
        ...place(index + 1, 1, 2),
      }),
    );
    const page = text(all);
    expect(page.split('╷')).toHaveLength(1 + 4);
    expect(page).toContain('57 more like this [missing]:\n│   main.tf.json:4:1, terraform_data.a3\n');
    expect(page).toContain('… and 45 more');
    expect(page.endsWith('60 errors\n')).toBe(true);
    expect(page.split('\n').length).toBeLessThan(40);
  });

  it('that each ask a question are all shown', () => {
    const all = Array.from({ length: 6 }, (_, index) =>
      errorDiagnostic('interrupted-create', `It is unknown whether a.b${index} was created`, {
        address: `a.b${index}`,
        detail: `Its name was to be n${index}.`,
      }),
    );
    expect(text(all)).toContain('Its name was to be n5.');
  });

  it('with different messages are all shown', () => {
    const all = Array.from({ length: 7 }, (_, index) => errorDiagnostic(`code-${index}`, `Number ${index}`));
    expect(text(all).match(/Error: /g)).toHaveLength(7);
  });

  it('that are warnings can be shown as single lines', () => {
    const warnings = [
      warningDiagnostic('w', 'One', { address: 'terraform_data.a' }),
      warningDiagnostic('v', 'Two', { detail: 'long' }),
    ];
    expect(text(warnings, { compactWarnings: true })).toBe('Warnings:\n- One (terraform_data.a)\n- Two\n');
    expect(text([...warnings, errorDiagnostic('e', 'Three')], { compactWarnings: true })).toContain('Warning: Two');
  });
});
