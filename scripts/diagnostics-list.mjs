// Writes docs/diagnostics.md from the messages in src/: `node scripts/diagnostics-list.mjs`. A test says when it is not up to date.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const ROOMS = {
  program: 'Projects and programs',
  language: 'Reading configuration',
  engine: 'Checking, planning and applying',
  providers: 'Providers',
  state: 'State',
  generate: 'Generating a provider from a description',
  operations: 'Operations',
};
const TEXT = String.raw`('(?:[^'\\]|\\.)*'|\x60(?:[^\x60\\]|\\.)*\x60)`;
const FORMS = [
  new RegExp(
    String.raw`(?:errorDiagnostic|warningDiagnostic|\.error|\.warning|\.fail|\.report|\berror|\bwarning)\(\s*'([a-z]+(?:-[a-z]+)*)',\s*${TEXT}`,
    'g',
  ),
  new RegExp(String.raw`code: '([a-z]+(?:-[a-z]+)*)',\s*(?:summary|message): ${TEXT}`, 'g'),
];
const CODES =
  /(?:errorDiagnostic|warningDiagnostic|\.fail|\.report)\(\s*'([a-z]+(?:-[a-z]+)*)'|code(?::| =) '([a-z]+(?:-[a-z]+)*)'/g;

/** Messages that are put together from parts. @type {Readonly<Record<string, string>>} */
const PUT_TOGETHER = {
  'invalid-expression': 'Expected ⟨⟩, found ⟨⟩',
  'invalid-filter-rule': 'A rule of a filter that the service would refuse',
  'invalid-type': 'A type constraint that can not be read',
  'missing-attribute': '⟨⟩ must be set',
  'missing-block': 'A block ⟨⟩ is needed',
  'missing-element': '⟨⟩ has no element with the key ⟨⟩',
  'unknown-attribute': 'There is no attribute ⟨⟩',
  'unknown-function': 'There is no function ⟨⟩',
  'wrong-block': '⟨⟩ must be a block, or a list of blocks',
  'not-ready': '⟨⟩ is not ready yet',
  'unexpected-reply': '⟨⟩ answered something that its description does not allow',
  vanished: '⟨⟩ is gone',
  'work-failed': 'The work on ⟨⟩ failed',
  'state-version': '⟨⟩ has the state format version ⟨⟩; Landform reads version 4',
};

/** @param {string} folder @returns {string[]} */
function sources(folder) {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .sort()
    .map((name) => readFileSync(path.join(folder, name), 'utf8'));
}

/** The page as it should be. */
export function diagnosticsPage() {
  const lines = [
    '# Diagnostics',
    '',
    'Every error and warning has a stable code, shown in brackets behind its first line and as `code` in JSON. A part in ⟨⟩ is filled in. What to do stands',
    'in each message; the line and the construct it is about are named where they are known.',
  ];
  /** @type {Set<string>} */
  const told = new Set();
  for (const [room, title] of Object.entries(ROOMS)) {
    /** @type {Map<string, string>} */
    const found = new Map();
    for (const text of sources(path.join(root, 'src', room))) {
      for (const form of FORMS) {
        for (const [, code, message] of text.matchAll(form))
          if (code && message && !found.has(code)) found.set(code, readable(message));
      }
      for (const [, one, other] of text.matchAll(CODES)) {
        const code = one ?? other;
        if (code && !found.has(code)) found.set(code, PUT_TOGETHER[code] ?? '');
      }
    }
    const rows = [...found].filter(([code]) => !told.has(code)).sort(([left], [right]) => (left < right ? -1 : 1));
    for (const [code] of rows) told.add(code);
    lines.push('', `## ${title}`, '', '| code | says |', '| --- | --- |');
    for (const [code, message] of rows) lines.push(`| \`${code}\` | ${message} |`);
  }
  return `${lines.join('\n')}\n`;
}

/** @param {string} literal */
function readable(literal) {
  return literal
    .slice(1, -1)
    .replaceAll(/\$\{(?:[^{}]|\{[^{}]*\})*\}/g, '⟨⟩')
    .replace(/\$\{.*$/s, '⟨⟩')
    .replaceAll("\\'", "'")
    .replaceAll('\\`', '`')
    .replaceAll('|', '\\|');
}

if (process.argv[1] !== undefined && fileURLToPath(import.meta.url) === path.resolve(process.argv[1])) {
  writeFileSync(path.join(root, 'docs/diagnostics.md'), diagnosticsPage());
}
