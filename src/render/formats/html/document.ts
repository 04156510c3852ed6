import { createHash } from 'node:crypto';
import {
  ACTION_NAMES,
  countEntries,
  stackAddress,
  type Entry,
  type Finding,
  type Review,
} from '../../review/review.js';
import { treeLines } from '../tree-lines.js';
import { html, title } from './escape.js';
import { graphSection } from './graph.js';
import { SCRIPT } from './script.js';
import { STYLE } from './style.js';
import { toneClass } from './tone.js';

/** Lines of values of one entry; more are counted. */
const LINES = 2000;

/** Existing objects that end, listed above all others; more are counted. */
const LISTED = 100;

const HEADINGS = { plan: 'Plan', drift: 'Drift', state: 'State' } as const;

/** A review as one HTML file that needs nothing else, in pieces. It may be larger than a string. */
export function* htmlPieces(review: Review): Generator<string> {
  const { stacks, subject, findings } = review;
  const placed = stacks.flatMap(({ name, entries }) => entries.map((entry) => ({ stack: name, entry })));
  const ids = new Map(placed.map(({ stack, entry }, index) => [entry, { id: `e${index}`, stack }]));
  yield head(HEADINGS[subject]);
  yield `<a class="skip" href="#changes">Skip to the entries</a><header><h1>${HEADINGS[subject]}</h1>`;
  for (const { name, sentence, notes } of stacks) {
    yield `<p>${name === '' ? '' : `<strong>${title(name)}</strong>: `}${title(sentence)}</p>`;
    for (const note of notes) yield `<p class="note">${title(note)}</p>`;
  }
  yield '</header><main>';
  yield findingsSection(findings);
  yield dangerSection(placed, ids);
  yield filterForm(review);
  yield '<div id="changes">';
  for (const { name, entries } of stacks) {
    if (entries.length === 0) continue;
    const byResource = firstByResource(entries);
    yield `<section><h2>${name === '' ? 'Entries' : title(name)} <span class="dim">${countsText(entries)}</span></h2>`;
    for (const entry of entries)
      yield entryHtml(entry, name, ids.get(entry)?.id ?? '', causesHtml(entry, byResource, ids));
    yield '</section>';
  }
  yield '</div>';
  for (const stack of stacks) yield graphSection(stack);
  yield `</main><script>${SCRIPT}</script></body></html>\n`;
}

type Ids = ReadonlyMap<Entry, { readonly id: string }>;

/** Nothing is loaded, and only the script and the style of this page are allowed. */
function head(heading: string): string {
  const hash = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
  const policy = `default-src 'none'; style-src ${hash(STYLE)}; script-src ${hash(SCRIPT)}; base-uri 'none'; form-action 'none'`;
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta http-equiv="Content-Security-Policy" content="${policy}"><title>${heading} – Landform</title><style>${STYLE}</style></head><body>`;
}

function findingsSection(findings: readonly Finding[]): string {
  if (findings.length === 0) return '';
  const rows = findings.map(
    ({ level, rule, summary, detail = '', stack = '', address, location = '' }) =>
      `<tr><td class="${level === 'error' ? 'd' : level === 'warning' ? 'u' : 'r'}">${level}</td><td><code>${title(rule)}</code></td><td><code>${address === undefined ? title(stack) : title(stackAddress(stack, address))}</code> ${title(location)}</td><td>${html(summary)}${detail === '' ? '' : `<br>${html(detail)}`}</td></tr>`,
  );
  return `<section><h2>Findings</h2><table><thead><tr><th scope="col">Level</th><th scope="col">Rule</th><th scope="col">Where</th><th scope="col">What</th></tr></thead><tbody>${rows.join('')}</tbody></table></section>`;
}

function dangerSection(placed: readonly { readonly stack: string; readonly entry: Entry }[], ids: Ids): string {
  const dangerous = placed.filter(({ entry }) => entry.dangerous);
  if (dangerous.length === 0) return '';
  const rows = dangerous
    .slice(0, LISTED)
    .map(
      ({ stack, entry }) =>
        `<li><span class="sign d">${html(entry.sign)}</span><a href="#${ids.get(entry)?.id ?? ''}"><code>${title(stackAddress(stack, entry.address))}</code></a> ${title(entry.reason ?? '')}</li>`,
    );
  const rest = dangerous.length - rows.length;
  return `<section class="danger"><h2>Existing objects end: ${dangerous.length}</h2><ul class="plain">${rows.join('')}${rest > 0 ? `<li>and ${rest} more, below</li>` : ''}</ul></section>`;
}

function filterForm({ stacks }: Review): string {
  const entries = stacks.flatMap((stack) => stack.entries);
  const select = (name: string, label: string, values: readonly string[], root = ''): string => {
    const options = [...new Set(values)]
      .sort()
      .map((value) => `<option value="${html(value)}">${value === '' ? root : title(value)}</option>`);
    return `<label${options.length < 2 ? ' hidden' : ''}>${label}<select name="${name}"><option value="*">all</option>${options.join('')}</select></label>`;
  };
  return [
    '<form role="search" hidden><label>Search<input type="search" name="q"></label>',
    select(
      'stack',
      'Stack',
      stacks.map(({ name }) => name),
    ),
    select(
      'action',
      'Action',
      entries.map(({ action }) => ACTION_NAMES[action]),
    ),
    select(
      'type',
      'Type',
      entries.map(({ type }) => type),
      'none',
    ),
    select(
      'module',
      'Module',
      entries.map(({ module }) => module),
      'root',
    ),
    '<button type="reset">Clear</button><button type="button" id="open">Open all</button><button type="button" id="close">Close all</button><output></output></form>',
  ].join('');
}

function firstByResource(entries: readonly Entry[]): ReadonlyMap<string, Entry> {
  const found = new Map<string, Entry>();
  for (const entry of entries)
    if (entry.resource !== undefined && !found.has(entry.resource)) found.set(entry.resource, entry);
  return found;
}

function causesHtml({ causes }: Entry, byResource: ReadonlyMap<string, Entry>, ids: Ids): string {
  if (causes.length === 0) return '';
  const links = causes.map((cause) => {
    const entry = byResource.get(cause);
    const id = entry === undefined ? undefined : ids.get(entry)?.id;
    return id === undefined ? `<code>${title(cause)}</code>` : `<a href="#${id}"><code>${title(cause)}</code></a>`;
  });
  return `Depends on changes of ${links.join(', ')}.`;
}

function entryHtml(
  { action, sign, address, words, type, module, location, tree }: Entry,
  stack: string,
  id: string,
  causes: string,
): string {
  const rows: string[] = [];
  let omitted = 0;
  for (const line of treeLines(tree())) {
    if (rows.length >= LINES) {
      omitted += 1;
      continue;
    }
    const text = `${line.sign.padEnd(1)} ${'  '.repeat(line.depth)}${html(line.text)}`;
    const tone = toneClass(line.sign);
    rows.push(tone === 'r' ? text : `<span class="${tone}">${text}</span>`);
  }
  if (omitted > 0) rows.push(`… ${omitted} more lines`);
  const place = location === undefined ? '' : `At <code>${title(location)}</code>. `;
  const data = `data-stack="${html(stack)}" data-action="${ACTION_NAMES[action]}" data-type="${html(type)}" data-module="${html(module)}"`;
  const summary = `<summary><span class="sign ${toneClass(sign)}">${html(sign)}</span><code>${title(address)}</code> ${title(words)}</summary>`;
  const why = place + causes === '' ? '' : `<p>${place}${causes}</p>`;
  return `<details id="${id}" ${data}>${summary}${why}<pre>${rows.join('\n')}</pre></details>\n`;
}

const countsText = (entries: readonly Entry[]): string =>
  [...countEntries(entries)].map(([name, count]) => `${count} ${name}`).join(', ');
