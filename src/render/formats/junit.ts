import { printable, wellFormed } from '../redact.js';
import { ACTION_NAMES, countEntries, stackAddress, type Entry, type Finding, type Review } from '../review/review.js';
import { treeLines } from './tree-lines.js';

/** Lines of values that are written for one case at most. */
const LINES = 200;

/**
 * A review as JUnit's XML: a suite for each stack, a case for each entry and finding. What a person should decide is a failure: an
 * object that ends or has drifted, an error, a warning. The time is not written, so equal reviews are equal texts.
 */
export function* junitPieces(review: Review): Generator<string> {
  const { stacks, findings, subject } = review;
  yield '<?xml version="1.0" encoding="UTF-8"?>\n';
  yield `<testsuites name="landform ${subject}">\n`;
  const named = new Set(stacks.map(({ name }) => name));
  for (const { name, sentence, notes, entries } of stacks) {
    const own = findings.filter(({ stack = '' }) => stack === name);
    const failures = entries.filter((entry) => failureOf(entry) !== undefined).length + failing(own).length;
    const skipped = entries.filter(({ action }) => action === 'ignored').length;
    yield suiteStart(name === '' ? subject : name, entries.length + own.length, failures, skipped);
    yield `    <properties>\n${property('summary', sentence)}`;
    for (const note of notes) yield property('note', note);
    for (const [action, count] of countEntries(entries)) yield property(action, String(count));
    yield '    </properties>\n';
    for (const finding of own) yield findingCase(finding);
    for (const entry of entries) yield entryCase(name, entry);
    yield '  </testsuite>\n';
  }
  const rest = findings.filter(({ stack = '' }) => !named.has(stack));
  if (rest.length > 0) {
    yield suiteStart('findings', rest.length, failing(rest).length);
    for (const finding of rest) yield findingCase(finding);
    yield '  </testsuite>\n';
  }
  yield '</testsuites>\n';
}

const suiteStart = (name: string, tests: number, failures: number, skipped = 0): string =>
  `  <testsuite name="${xml(name)}" tests="${tests}" failures="${failures}" errors="0" skipped="${skipped}">\n`;

const property = (name: string, value: string): string =>
  `      <property name="${xml(name)}" value="${xml(value)}"/>\n`;

const failing = (findings: readonly Finding[]): readonly Finding[] => findings.filter(({ level }) => level !== 'note');

function failureOf({ action, dangerous, words, reason }: Entry): string | undefined {
  if (dangerous || action === 'drift') return words;
  return action === 'object' ? reason : undefined;
}

function entryCase(stack: string, entry: Entry): string {
  const failure = failureOf(entry);
  const rows: string[] = [];
  let omitted = 0;
  for (const { sign, depth, text } of treeLines(entry.tree())) {
    if (rows.length < LINES) rows.push(`${sign.padEnd(1)} ${'  '.repeat(depth)}${text}`.trimEnd());
    else omitted += 1;
  }
  if (omitted > 0) rows.push(`… ${omitted} more lines`);
  const start = caseStart(
    `${ACTION_NAMES[entry.action]} ${stackAddress(stack, entry.address)}`,
    entry.type,
    entry.location,
  );
  const body = rows.length === 0 ? '' : `      <system-out>${xml(rows.join('\n'))}</system-out>\n`;
  const skipped = entry.action === 'ignored' ? `      <skipped message="${xml(entry.words)}"/>\n` : '';
  const failed =
    failure === undefined ? '' : `      <failure type="${ACTION_NAMES[entry.action]}" message="${xml(failure)}"/>\n`;
  return `${start}>\n${skipped}${failed}${body}    </testcase>\n`;
}

function findingCase({ level, rule, summary, detail = '', address = '', location }: Finding): string {
  const start = caseStart(`${rule}${address === '' ? '' : ` ${address}`}`, rule, location);
  if (level === 'note') return `${start}>\n      <system-out>${xml(summary)}</system-out>\n    </testcase>\n`;
  return `${start}>\n      <failure type="${level}" message="${xml(summary)}">${xml(detail)}</failure>\n    </testcase>\n`;
}

function caseStart(name: string, className: string, location: string | undefined): string {
  const place = /^(.*?):(\d+)(?::\d+)?$/.exec(location ?? '');
  const file = place === null ? '' : ` file="${xml(place[1] ?? '')}" line="${place[2] ?? ''}"`;
  return `    <testcase name="${xml(name)}" classname="${xml(className === '' ? 'output' : className)}"${file}`;
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\n': '&#10;',
  '\t': '&#9;',
};

/** Text in XML, which has no way to write most control characters. */
export const xml = (text: string): string =>
  printable(wellFormed(text))
    .replaceAll(/[&<>"\n\t]/g, (character) => ENTITIES[character] ?? character)
    .replaceAll(/[\uFFFE\uFFFF]/g, '\uFFFD');
