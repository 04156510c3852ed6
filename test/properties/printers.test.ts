import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { Lexer, type Token } from 'marked';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { emulatedApi, generateConstructs, guessProvider, guidePage, providerFiles } from '../../src/generate/index.js';
import { parseJson, shellWord, stringifyJson, type Attribute } from '../../src/model/index.js';
import { dotText, formatTerminal, lines, mermaidText, toned } from '../../src/render/index.js';

/** What leaves a comment, a literal, a cell, a fence, a word or a screen if a printer lets it. `BOOM` marks what got out. */
const BREAKOUTS = [
  '\nBOOM();\n',
  '\rBOOM();//',
  '\u2028BOOM();\u2029',
  '*/ BOOM(); /*',
  "'+BOOM()+'",
  '"+BOOM()+"',
  '`${BOOM()}`',
  '${BOOM()}',
  "\\'+BOOM()+\\'",
  '</script><script>BOOM()</script>',
  '<img src=x onerror=BOOM()>',
  '[x](javascript:BOOM())',
  '[x](&#106;avascript:BOOM())',
  '![x](data:text/html,BOOM())',
  '[x]: javascript:BOOM()',
  '```\n<b>BOOM</b>\n```',
  '~~~',
  '| BOOM | BOOM |',
  '\\| BOOM \\\\| BOOM',
  '$(BOOM)',
  '`BOOM`',
  "'; BOOM; '",
  '\u001B]0;BOOM\u0007',
  '\u001B[2J\u009B31m',
  '\u202Egnp.exe\u2066',
  '\u0000',
  '__proto__',
  '"];BOOM->x["',
  '"]\nBOOM --> x',
  '# BOOM',
  '--- ',
];

const hostile = fc
  .array(fc.oneof(fc.constantFrom(...BREAKOUTS), fc.string({ unit: 'grapheme', maxLength: 8 })), {
    minLength: 1,
    maxLength: 4,
  })
  .map((parts) => parts.join(''));

const RUNS = { numRuns: 150 };

/** Whether the source does what only the text says. */
function runs(source: string): boolean {
  const file = ts.createSourceFile('generated.ts', source, ts.ScriptTarget.Latest, true);
  const found = (node: ts.Node): boolean =>
    ((ts.isCallExpression(node) || ts.isJsxElement(node)) && node.getText().includes('BOOM()') && !inString(node)) ||
    (ts.forEachChild(node, found) ?? false);
  return problemsOf(source).length > 0 || found(file);
}

const inString = (node: ts.Node): boolean =>
  ts.isCallExpression(node) && !(ts.isIdentifier(node.expression) && node.expression.text === 'BOOM');

const problemsOf = (source: string): readonly ts.Diagnostic[] =>
  ts.transpileModule(source, { reportDiagnostics: true, compilerOptions: { target: ts.ScriptTarget.Latest } })
    .diagnostics ?? [];

describe('text from outside is never code or markup', () => {
  it('in typed classes generated from a schema', () => {
    fc.assert(
      fc.property(hostile, hostile, hostile, (description, name, header) => {
        const attribute = { type: 'string', optional: true, description } as const;
        const source = generateConstructs({
          name: 'acme',
          source: description,
          schema: {
            provider: { block: { attributes: { [name]: attribute } } },
            resource_schemas: {
              [`acme_${name}`]: {
                block: {
                  description,
                  attributes: {
                    [name]: { ...attribute, deprecated: true, deprecation_message: description },
                    nested: { optional: true, type: ['object', { [name]: 'string' }] },
                  },
                },
              },
            },
          },
          library: 'landform',
          header: [header],
        });
        expect(runs(source), source).toBe(false);
      }),
      RUNS,
    );
  });

  it('in a provider generated from an OpenAPI description', () => {
    fc.assert(
      fc.property(hostile, hostile, (text, name) => {
        const schema = {
          type: 'object',
          description: text,
          required: ['name'],
          properties: {
            id: { type: 'string', readOnly: true },
            name: { type: 'string', description: text, default: text },
            status: { type: 'string', enum: [text, 'ready'] },
            [name]: { description: text },
          },
        };
        const content = { content: { 'application/json': { schema } } };
        const item = { name: 'id', in: 'path', required: true, schema: { type: 'string' } };
        const asked = { name, in: 'query', required: true, schema: { type: 'string', default: text } };
        const document = {
          openapi: '3.1.0',
          info: { title: text, version: text },
          servers: [{ url: text }],
          security: [{ key: [] }],
          paths: {
            '/things': {
              get: { operationId: `list ${text}`, responses: { 200: { description: text, ...content } } },
              post: {
                operationId: text,
                summary: text,
                parameters: [asked],
                requestBody: content,
                responses: { 201: { description: text, ...content } },
              },
            },
            '/things/{id}': {
              parameters: [item],
              get: { operationId: `get ${text}`, responses: { 200: { description: text, ...content } } },
            },
            [`/others/${name}`]: { post: { operationId: `other ${text}`, responses: {} } },
          },
          components: { securitySchemes: { key: { type: 'apiKey', in: 'header', name: text } } },
        };
        const given = { name: 'api.json', text: JSON.stringify(document) };
        const { guess, diagnostics } = guessProvider({ ...given, provider: 'acme' });
        expect(guess, JSON.stringify(diagnostics)).toBeDefined();
        for (const [file, content] of providerFiles(guess!, given)) {
          if (file.endsWith('.ts')) expect(runs(content), content).toBe(false);
          if (file.endsWith('.json')) JSON.parse(content);
        }
        emulatedApi(guess!);
      }),
      { numRuns: 40 },
    );
  });

  it('in a Markdown guide', () => {
    fc.assert(
      fc.property(hostile, hostile, (text, name) => {
        const attribute: Attribute = {
          type: 'string',
          optional: true,
          description: text,
          constraint: { enum: [text], pattern: text, format: text },
        };
        const schema = { version: 0, block: { attributes: { name: attribute }, blockTypes: {}, description: text } };
        const entry = { schema, defaults: { name: text }, environment: { name: text } };
        const page = guidePage({
          name: 'acme',
          command: 'make guides',
          configuration: entry,
          resources: {
            acme_thing: { ...entry, importing: { forms: [name], byName: { part: text, name } }, forgets: text },
          },
          dataSources: {},
          actions: {},
          texts: {
            intro: '# acme',
            topics: '## The end',
            notes: {},
            examples: { acme_thing: { typescript: text, json: '{}' } },
          },
        });
        const tokens = new Lexer().lex(page);
        const headings = tokens.flatMap((token) =>
          token.type === 'heading' ? [(token as { text: string }).text] : [],
        );
        expect(headings, page).toEqual(['acme', 'Configuration', 'Resources', 'acme_thing', 'The end']);
        for (const token of allOf(tokens)) {
          if (token.type === 'html') expect(token.raw).toMatch(/^<!-- Generated by/);
          if (token.type === 'link' || token.type === 'image')
            expect((token as unknown as { href: string }).href).toMatch(/^(https?:|mailto:|#|\.{0,2}\/|[\w.+-]+@)/);
          if (token.type === 'table') expect((token as unknown as { rows: unknown[] }).rows).toHaveLength(1);
        }
      }),
      RUNS,
    );
  });

  it('in a shell command', () => {
    const words = fc.sample(hostile, 200).map((word) => word.replaceAll('\0', ''));
    const script = `printf '%s\\0' ${words.map(shellWord).join(' ')}`;
    const printed = execFileSync('bash', ['-c', script], { encoding: 'utf8' });
    expect(printed.split('\0').slice(0, -1)).toEqual(words);
  });

  it('in JSON', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const json = stringifyJson({ [text]: text });
        expect(Object.entries(JSON.parse(json) as object)).toEqual([[text, text]]);
        expect(stringifyJson(parseJson(json))).toBe(json);
      }),
      RUNS,
    );
  });

  it('on a terminal', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const page = [
          lines([text, toned('error', text)]),
          {
            kind: 'tree' as const,
            nodes: [{ sign: '+' as const, name: text, detail: [text], note: toned('faint', text) }],
          },
          { kind: 'table' as const, rows: [[[text], [text]]] },
          { kind: 'box' as const, tone: 'error' as const, lines: [{ line: [text], wrap: true }] },
        ];
        // oxlint-disable-next-line no-control-regex -- they are what this is about
        const control = /[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u061C\u200E\u200F\u2028-\u202E\u2066-\u2069]/;
        expect(formatTerminal(page, { color: false, columns: 40 })).not.toMatch(control);
        // oxlint-disable-next-line no-control-regex -- our own colours
        expect(formatTerminal(page, { color: true }).replaceAll(/\u001B\[[0-9;]*m/g, '')).not.toMatch(control);
      }),
      RUNS,
    );
  });

  it('in graphs', () => {
    fc.assert(
      fc.property(hostile, hostile, (name, stack) => {
        const graph = {
          name: stack,
          nodes: [
            { name, kind: 'resource' },
            { name: 'var.a', kind: 'variable' },
          ],
          edges: [[name, 'var.a'] as const],
        };
        const text = String.raw`"(?:[^"\\\n\r]|\\.)*"`;
        for (const line of dotText([graph]).trimEnd().split('\n'))
          expect(line).toMatch(
            new RegExp(
              String.raw`^\s*(digraph landform \{|rankdir.*|node \[.*|subgraph cluster_0 \{|label = ${text};|${text} \[label = ${text}, shape = \w+\];|${text} -> ${text};|\})$`,
            ),
          );
        const label = String.raw`"[^"\n\r<>` + '`' + String.raw`]*"`;
        for (const line of mermaidText([graph]).trimEnd().split('\n'))
          expect(line).toMatch(
            new RegExp(String.raw`^\s*(flowchart RL|subgraph s0\[${label}\]|n\d\[/?${label}/?\]|n\d --> n\d|end)$`),
          );
      }),
      RUNS,
    );
  });
});

function* allOf(tokens: readonly Token[]): Generator<Token> {
  for (const token of tokens) {
    yield token;
    if ('tokens' in token && token.tokens !== undefined) yield* allOf(token.tokens);
    if (token.type === 'list') yield* allOf((token as { items: Token[] }).items);
    if (token.type === 'table')
      for (const row of (token as unknown as { rows: { tokens: Token[] }[][] }).rows)
        for (const cell of row) yield* allOf(cell.tokens);
  }
}
