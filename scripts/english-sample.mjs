/**
 * Draws strings and comments at random for a review of their English:
 * `node scripts/english-sample.mjs SEED FILE` writes 400 strings and 100 comments of src/ to a file. A seed always draws the same.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

/** @typedef {{ kind: 'string' | 'comment', place: string, text: string }} Words */

const root = fileURLToPath(new URL('..', import.meta.url));
const [seed = '1', output = 'english-sample.md'] = process.argv.slice(2);

/** The strings of at least three words and the comments of a file. @param {string} file @returns {Words[]} */
function wordsOf(file) {
  const text = readFileSync(`${root}${file}`, 'utf8');
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  /** @type {Map<number, Words>} */
  const found = new Map();
  /** @param {Words['kind']} kind @param {number} start @param {string} words */
  const add = (kind, start, words) => {
    const place = `${file}:${source.getLineAndCharacterOfPosition(start).line + 1}`;
    const line = words.replaceAll(/\s+/g, ' ').trim();
    if ((line.match(/\p{L}{2,}(?=[\s,.;:?!]|$)/gu) ?? []).length >= 3) found.set(start, { kind, place, text: line });
  };
  /** @param {ts.Node} node */
  const visit = (node) => {
    for (const { pos, end } of ts.getLeadingCommentRanges(text, node.pos) ?? []) {
      add('comment', pos, text.slice(pos, end).replaceAll(/^\/\*\*?|\*\/$|^\s*(?:\*(?!\/)|\/\/)/gm, ' '));
    }
    if (ts.isStringLiteralLike(node)) add('string', node.getStart(), node.text);
    if (ts.isTemplateExpression(node)) {
      add(
        'string',
        node.getStart(),
        [node.head.text, ...node.templateSpans.map((span) => span.literal.text)].join('…'),
      );
    }
    node.getChildren().forEach(visit);
  };
  visit(source);
  return [...found.values()];
}

/** Numbers from 0 to below 1 by the generator mulberry32. @param {number} state @returns {() => number} */
function randomOf(state) {
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** So many items, each at most once. @template T @param {T[]} items @param {number} count @param {() => number} random @returns {T[]} */
function draw(items, count, random) {
  const rest = [...items];
  return Array.from({ length: Math.min(count, rest.length) }, () =>
    rest.splice(Math.floor(random() * rest.length), 1),
  ).flat();
}

const files = execFileSync('git', ['ls-files', '-z', '--', 'src'], { cwd: root, encoding: 'utf8' }).split('\0');
const words = files.filter((file) => file.endsWith('.ts') && !file.startsWith('src/bindings/')).flatMap(wordsOf);
const random = randomOf(Number(seed));
/** @param {Words['kind']} kind @param {number} count */
const section = (kind, count) =>
  draw(
    words.filter((one) => one.kind === kind),
    count,
    random,
  ).map(({ place, text }) => `- ${text} (${place})`);
writeFileSync(
  output,
  ['# Strings', '', ...section('string', 400), '', '# Comments', '', ...section('comment', 100), ''].join('\n'),
);
