import { formatPath, type Diagnostic, type RelatedPlace } from '../../model/index.js';
import { countOf, lines, toned, type Block, type BoxLine, type Line, type Page } from '../report.js';
import { Snippets, type Clean, type Snippet, type SourceText } from '../excerpts/snippet.js';
import type { Tone } from '../theme.js';

export interface DiagnosticsOptions {
  readonly sourceText?: SourceText;
  /** Applied to source lines. */
  readonly clean?: Clean;
  /** Warnings as one line each, unless there are errors, too. */
  readonly compactWarnings?: boolean;
}

/** This many with the same message are shown in full; the others are named. */
const SHOWN = 3;

/** Messages that are never only named: each asks the user a question of its own. */
const QUESTIONS: ReadonlySet<string> = new Set(['interrupted-create']);

/** From this number on, a last line shows the total. */
const MANY = 5;

/** Maximum number of addresses named in a group. */
const NAMED = 12;

const noText: SourceText = () => undefined;

/** All diagnostics, with errors last, where a reader looks first; equal ones are shown a few times and then counted. */
export function diagnosticsPage(diagnostics: readonly Diagnostic[], options: DiagnosticsOptions = {}): Page {
  const snippets = new Snippets(options.sourceText ?? noText, options.clean);
  const errors = diagnostics.filter((diagnostic) => diagnostic.severity === 'error');
  const warnings = diagnostics.filter((diagnostic) => diagnostic.severity === 'warning');
  const compact = options.compactWarnings === true && errors.length === 0 && warnings.length > 0;
  const blocks = [
    ...(compact ? [compactBlock(warnings)] : groups(warnings).flatMap((group) => groupBlocks(group, snippets))),
    ...groups(errors).flatMap((group) => groupBlocks(group, snippets)),
  ];
  if (diagnostics.length < MANY) return blocks;
  const sums = [
    ...(errors.length > 0 ? [countOf(errors.length, 'error')] : []),
    ...(warnings.length > 0 ? [countOf(warnings.length, 'warning')] : []),
  ];
  return [...blocks, lines([toned(errors.length > 0 ? 'error' : 'warning', sums.join(', '))])];
}

function compactBlock(warnings: readonly Diagnostic[]): Block {
  const rows = warnings.map((warning): Line => [`- ${warning.summary}${placeText(warning)}`]);
  return lines([toned('warning', 'Warnings:')], ...rows);
}

function placeText({ range, address }: Diagnostic): string {
  if (range !== undefined) return ` (${range.file}:${range.start.line})`;
  return address === undefined ? '' : ` (${address})`;
}

type Group = [first: Diagnostic, ...others: Diagnostic[]];

/** Diagnostics with the same message, in the order of the first of them. */
function groups(diagnostics: readonly Diagnostic[]): Group[] {
  const found = new Map<string, Group>();
  for (const diagnostic of diagnostics) {
    const key = `${diagnostic.code}\n${withoutSubject(diagnostic)}`;
    const group = found.get(key);
    if (group === undefined) found.set(key, [diagnostic]);
    else group.push(diagnostic);
  }
  return [...found.values()];
}

/** The summary without its own address, so that a message about many resources is one message. */
function withoutSubject({ summary, address }: Diagnostic): string {
  return address === undefined ? summary : summary.replaceAll(address, '');
}

function groupBlocks(group: Group, snippets: Snippets): Block[] {
  const [{ severity: tone, code }] = group;
  const isWhole = group.length <= SHOWN + 1 || QUESTIONS.has(code);
  const shown = isWhole ? group : group.slice(0, SHOWN);
  const blocks = shown.map((diagnostic) => diagnosticBlock(diagnostic, snippets));
  const rest = group.slice(shown.length);
  if (rest.length === 0) return blocks;
  const places = rest.slice(0, NAMED).map((diagnostic): BoxLine => ({ line: [`  ${nameOf(diagnostic)}`] }));
  const more = rest.length > NAMED ? [{ line: [`  … and ${rest.length - NAMED} more`] }] : [];
  const title: Line = [toned(tone, `${rest.length} more like this `), toned('faint', `[${code}]`), ':'];
  return [...blocks, { kind: 'box', tone, lines: [{ line: title }, ...places, ...more] }];
}

function nameOf(diagnostic: Diagnostic): string {
  const { range } = diagnostic;
  const place = range === undefined ? undefined : `${range.file}:${range.start.line}:${range.start.column}`;
  return [place, subjectOf(diagnostic)].filter((part) => part !== undefined).join(', ') || diagnostic.summary;
}

/** The address, and the path inside it. */
function subjectOf({ address, path }: Diagnostic): string | undefined {
  if (path === undefined || path.length === 0) return address;
  return address === undefined ? formatPath(path) : `${address}, at ${formatPath(path)}`;
}

function diagnosticBlock(diagnostic: Diagnostic, snippets: Snippets): Block {
  const tone = diagnostic.severity;
  const word = tone === 'error' ? 'Error: ' : 'Warning: ';
  const [first = '', ...more] = diagnostic.summary.split('\n');
  const title: Line = [toned(tone, word), toned('strong', first), toned('faint', `  [${diagnostic.code}]`)];
  const parts = [placeLines(diagnostic, snippets), detailLines(diagnostic)].filter((part) => part.length > 0);
  return {
    kind: 'box',
    tone,
    lines: [
      { line: title },
      ...more.map((line) => ({ line: [toned('strong', line)] })),
      ...parts.flatMap((part) => [{ line: [''] }, ...part]),
    ],
  };
}

function detailLines({ detail }: Diagnostic): BoxLine[] {
  return detail === undefined || detail === ''
    ? []
    : detail
        .trimEnd()
        .split('\n')
        .map((line) => ({ line: [line], wrap: true }));
}

/**
 * File, source line, address, and the construct. For generated configuration, the program's line: the document was
 * never written.
 */
function placeLines(diagnostic: Diagnostic, snippets: Snippets): BoxLine[] {
  const { range, source, origin } = diagnostic;
  const rows: BoxLine[] = [];
  const subject = subjectOf(diagnostic);
  const file =
    origin?.location ??
    (range === undefined ? source?.file : `${range.file}:${range.start.line}:${range.start.column}`);
  const [place, ...around] = [file, subject].filter((part) => part !== undefined);
  // If there are several places, they say more than the address.
  const isListed = file === undefined && diagnostic.related !== undefined;
  if (place !== undefined && !isListed)
    rows.push({ line: ['  ', toned('accent', place), ...around.map((part) => `, in ${part}`)] });
  const snippet = origin?.location === undefined ? snippets.of(diagnostic) : snippets.atLocation(origin.location);
  if (snippet !== undefined) rows.push(...snippetLines(snippet, diagnostic.severity));
  if (origin !== undefined) rows.push({ line: [`  created by the construct ${origin.constructPath}`] });
  for (const related of diagnostic.related ?? []) rows.push({ line: relatedLine(related) });
  return rows;
}

/** `main.tf.json:5:21, in terraform_data.a, created at main.ts:3:1` */
function relatedLine({ address, source, range, origin }: RelatedPlace): Line {
  const file =
    origin?.location ??
    (range === undefined ? source?.file : `${range.file}:${range.start.line}:${range.start.column}`);
  return ['  ', ...(file === undefined ? [address] : [toned('accent', file), `, in ${address}`])];
}

function snippetLines(snippet: Snippet, tone: Tone): BoxLine[] {
  const number = String(snippet.line);
  const margin = ' '.repeat(number.length);
  const marker = ' '.repeat(snippet.start) + '^'.repeat(Math.max(1, snippet.end - snippet.start));
  return [
    { line: [toned('faint', `    ${number} │ `), snippet.text] },
    { line: [toned('faint', `    ${margin} │ `), toned(tone, marker)] },
  ];
}
