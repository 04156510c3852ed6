/**
 * Keeps phrases that read like a translation out of code, tests and documentation: `node scripts/english.mjs`. With paths as
 * arguments it looks only there.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Each phrase as a regular expression, and what to write instead. A space also matches a line break in a comment. */
const phrases = [
  ['can not', 'cannot'],
  [
    '(?:stands?|stood) (?:in|at|on|under|behind|before|below|above|beside|between|as|there|here|more|twice|where)',
    'is',
  ],
  [
    '(?:nobody|somebody|anybody|no one|someone) (?:can|could|knows?|sees?|may|has|is|gave|asked|else)',
    'name who, or "unknown"',
  ],
  ['whoever', 'name who'],
  ['(?:goes|go|going|went) on(?! to\\b)', 'continue'],
  ['(?<!there )(?:is|are|was|were) no (?!longer|more|less|such|matter|better|reason)[a-z]+', 'is not a …'],
  ['(?:to be|is|are|was|were) told', 'reported'],
  ['mend(?:s|ed|ing)?', 'fix'],
  ['what is there', 'existing objects'],
  ['looks? (?:how|what|whether|that)', 'check, compare'],
  ['at a time when', 'while'],
  ['so that [^.]{0,80}? so that', 'one "so that" per sentence'],
  ['as it stands', 'as it is'],
  ['what stands', 'what is'],
  ['made anew', 'created again, rebuilt'],
  ['in the place of', 'in place of, instead of'],
  ['(?:that|which) (?:is|are) none', 'not a …, invalid'],
  ['for (?:its|their) (?:owner|user) alone', 'only for …'],
];

/** Rooms that have been read. Add a room once it is clean. */
const rooms = [
  'ARCHITECTURE.md',
  'CHANGELOG.md',
  'CONTRIBUTING.md',
  'README.md',
  'bench',
  'docs',
  'examples',
  'src/automation',
  'src/cli',
  'src/constructs',
  'src/engine',
  'src/generate',
  'src/language',
  'src/model',
  'src/operations',
  'src/program',
  'src/providers',
  'src/render',
  'src/sandbox',
  'src/state',
  'src/testing',
  'test',
];

/** Files whose words are not ours, or that must quote the phrases. */
const exempt = new Map([
  ['scripts/english.mjs', 'lists the phrases'],
  ['test/units/cli/help.test.ts', 'lists phrases that help must not have'],
  ['src/bindings/', 'generated from the providers'],
  ['docs/diagnostics.md', 'generated from the messages in src'],
  ...['acloud', 'asm', 'conductor', 'palette'].map((name) => [
    `docs/providers/${name}.md`,
    'generated from schemas in src',
  ]),
]);

const gap = String.raw`(?: |[ \t]*\r?\n[ \t]*(?:\*|\/\/)?[ \t]*)`;
const pattern = new RegExp(
  phrases.map(([phrase]) => String.raw`(\b${phrase.replaceAll(/ (?![^[]*\])/gu, gap)}\b)`).join('|'),
  'giu',
);
const paths = process.argv.length > 2 ? process.argv.slice(2) : rooms;
const files = execFileSync('git', ['ls-files', '-z', '--', ...paths], { cwd: root, encoding: 'utf8' }).split('\0');

let found = 0;
for (const file of files.filter((name) => /\.(?:ts|mjs|md)$/u.test(name))) {
  if ([...exempt.keys()].some((path) => file.startsWith(path))) continue;
  const text = readFileSync(`${root}${file}`, 'utf8');
  for (const match of text.matchAll(pattern)) {
    const line = text.slice(0, match.index).split('\n').length;
    const index = match.slice(1).findIndex((group) => group !== undefined);
    console.log(`${file}:${line} "${match[0].replaceAll(/\s+(?:\*|\/\/)?\s*/gu, ' ')}": ${phrases[index][1]}`);
    found += 1;
  }
}
if (found > 0) {
  console.log(`${found} phrases to reword`);
  process.exitCode = 1;
}
