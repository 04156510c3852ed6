/**
 * Records the first steps with Landform at a terminal of 80 columns, from an empty folder to an applied change against the sandbox,
 * and writes them as a picture: `node scripts/recording.mjs` makes docs/first-steps.svg. A test compares the picture with a new
 * recording. Only identities and durations differ between runs; they are written as in the first one.
 */
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { startSandbox } from '../dist/testing/index.js';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const COLUMNS = 80;
const LANDFORM = `'${process.execPath}' '${path.join(ROOT, 'dist/cli/main.cjs')}'`;

/** What is typed, and the answer to the question a command asks. @type {readonly (readonly [command: string, answer?: string])[]} */
const STEPS = [['landform init --from sandbox'], ['landform apply', 'yes'], ['landform plan']];

/** @typedef {{ text: string, style: string }} Run */

/** The picture, made by running every step. */
export async function recording() {
  const folder = mkdtempSync(path.join(tmpdir(), 'landform-recording-'));
  const sandbox = await startSandbox();
  try {
    mkdirSync(path.join(folder, 'node_modules'));
    symlinkSync(ROOT, path.join(folder, 'node_modules/landform'));
    symlinkSync(path.join(ROOT, 'node_modules/constructs'), path.join(folder, 'node_modules/constructs'));
    /** @type {Run[][]} */
    const rows = [];
    for (const [command, answer] of STEPS) {
      rows.push([
        { text: '$ ', style: 'faint' },
        { text: `npx ${command}`, style: 'strong' },
      ]);
      const shown = await atTerminal(
        `exec ${command.replace(/^landform/, LANDFORM)}`,
        answer,
        folder,
        sandbox.environment,
      );
      rows.push(...screen(settled(shown)), []);
    }
    return picture(rows);
  } finally {
    await sandbox.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * What a terminal of 80 columns shows of a command, whose question is answered.
 * @param {string} command @param {string | undefined} answer @param {string} cwd @param {Readonly<Record<string, string>>} environment
 * @returns {Promise<string>}
 */
export function atTerminal(command, answer, cwd, environment) {
  const line = `stty cols ${COLUMNS} rows 24; ${command}`;
  const { PATH = '' } = process.env;
  const child = spawn('script', ['-q', '-e', '-E', 'always', '-c', line, '/dev/null'], {
    cwd,
    env: { PATH, HOME: cwd, TERM: 'xterm-256color', SHELL: '/bin/sh', ...environment },
  });
  return new Promise((resolve, reject) => {
    let shown = '';
    let answered = answer === undefined;
    child.stdout.setEncoding('utf8').on('data', (/** @type {string} */ text) => {
      shown += text;
      if (answered || !shown.includes('Enter a value: ')) return;
      answered = true;
      child.stdin.write(`${answer}\r`);
    });
    child.on('error', reject);
    child.on('close', (code) => (code === 0 ? resolve(shown) : reject(new Error(`${command}: ${shown}`))));
  });
}

/** Replaces what differs between runs. @param {string} shown */
function settled(shown) {
  return shown
    .replaceAll(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, '5b7d2c1e-8f0a-4c3b-9d6e-2a1f4e7c8b90')
    .replaceAll(/\b\d+s\b/g, '1s');
}

/** @type {Readonly<Record<string, string>>} */
const STYLES = {
  0: '',
  1: 'strong',
  2: 'faint',
  31: 'red',
  32: 'green',
  33: 'yellow',
  34: 'blue',
  35: 'magenta',
  36: 'cyan',
};

// oxlint-disable-next-line no-control-regex -- a terminal is controlled by such characters
const PIECES = /\u001B\[([\d;]*)m|\u001B\[(\d+)A|\u001B\[[\d;?]*[A-Za-z]|\r|\n|[^\u001B\r\n]+/g;

/** What a terminal shows of this output: rows that were erased again are gone. @param {string} output @returns {Run[][]} */
function screen(output) {
  /** @type {Run[][]} */
  const rows = [[]];
  let style = '';
  for (const [piece, codes, up] of output.matchAll(PIECES)) {
    if (codes !== undefined) style = STYLES[codes.split(';').at(-1) || '0'] ?? style;
    else if (up !== undefined) rows.length = Math.max(1, rows.length - Number(up));
    else if (piece === '\u001B[2K') rows[rows.length - 1] = [];
    else if (piece === '\n') rows.push([]);
    else if (piece !== '\r' && !piece.startsWith('\u001B')) rows.at(-1)?.push({ text: piece, style });
  }
  while (rows.length > 0 && rows.at(-1)?.length === 0) rows.pop();
  while (rows[0]?.length === 0) rows.shift();
  return rows.flatMap(wrapped);
}

/** Breaks a row that is wider than the terminal. @param {Run[]} row @returns {Run[][]} */
function wrapped(row) {
  /** @type {Run[][]} */
  const rows = [[]];
  let column = 0;
  for (const { text, style } of row) {
    for (const character of text) {
      if (column === COLUMNS) {
        rows.push([]);
        column = 0;
      }
      const last = rows.at(-1)?.at(-1);
      if (last?.style === style) last.text += character;
      else rows.at(-1)?.push({ text: character, style });
      column += 1;
    }
  }
  return rows;
}

const [WIDTH, HEIGHT, MARGIN] = [8.43, 19, 16];

/** @param {Run[][]} rows */
function picture(rows) {
  const [width, height] = [Math.ceil(COLUMNS * WIDTH) + 2 * MARGIN, rows.length * HEIGHT + 2 * MARGIN];
  const lines = rows.map((row, index) => {
    const spans = row.map(({ text, style }) =>
      style === '' ? escaped(text) : `<tspan class="${style}">${escaped(text)}</tspan>`,
    );
    return row.length === 0
      ? ''
      : `<text x="${MARGIN}" y="${MARGIN + (index + 1) * HEIGHT - 5}">${spans.join('')}</text>\n`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-label="landform init, apply and plan at a terminal">
<style>
text { font: 14px ui-monospace, Menlo, Consolas, monospace; fill: #d8dee9; white-space: pre; }
.strong { font-weight: bold; } .faint { fill: #7b8494; } .red { fill: #e06c75; } .green { fill: #98c379; }
.yellow { fill: #e5c07b; } .blue { fill: #61afef; } .magenta { fill: #c678dd; } .cyan { fill: #56b6c2; }
</style>
<rect width="100%" height="100%" rx="8" fill="#1e222a"/>
${lines.join('')}</svg>
`;
}

/** @param {string} text */
const escaped = (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

if (process.argv[1] !== undefined && fileURLToPath(import.meta.url) === path.resolve(process.argv[1])) {
  writeFileSync(path.join(ROOT, 'docs/first-steps.svg'), await recording());
}
