import { printable } from '../redact.js';
import type { Block, BoxBlock, Inline, Line, Page, TableBlock, TreeBlock, TreeNode } from '../report.js';
import { SGR, SGR_END, SIGN_TONES, type Tone } from '../theme.js';
import { columnsOf } from '../width.js';

export interface TerminalOptions {
  readonly color: boolean;
  /** Width at which sentences in boxes are wrapped; absent if there is no width. */
  readonly columns?: number;
}

/** A page as text for a terminal, or for a file if `color` is off. Ends with a line feed unless it is empty. */
export function formatTerminal(page: Page, options: TerminalOptions): string {
  return [...terminalPieces(page, options)].join('');
}

/** Text is emitted once there is this much of it. */
const PIECE = 1 << 16;

/**
 * The same text in pieces of whole lines, produced one after the other: the text of a large plan is never in memory as
 * a whole.
 */
export function* terminalPieces(page: Page, options: TerminalOptions): Generator<string> {
  let text = '';
  for (const row of rowsOf(page, options)) {
    text += `${row}\n`;
    if (text.length < PIECE) continue;
    yield text;
    text = '';
  }
  if (text !== '') yield text;
}

function* rowsOf(page: Page, options: TerminalOptions): Generator<string> {
  let isFirst = true;
  for (const block of page) {
    if (!isFirst) yield '';
    for (const row of blockRows(block, options)) {
      isFirst = false;
      yield row;
    }
  }
}

function blockRows(block: Block, options: TerminalOptions): Iterable<string> {
  switch (block.kind) {
    case 'heading':
      return [paint('strong', lineText(block.line, { color: false }), options)];
    case 'lines':
      return block.lines.map((line) => lineText(line, options));
    case 'tree':
      return treeRows(block, options);
    case 'table':
      return tableRows(block, options);
    case 'box':
      return boxRows(block, options);
  }
}

function paint(tone: Tone | undefined, text: string, { color }: TerminalOptions): string {
  return color && tone !== undefined && text !== '' ? SGR[tone] + text + SGR_END : text;
}

function inlineText(inline: Inline, options: TerminalOptions): string {
  return typeof inline === 'string' ? printable(inline) : paint(inline.tone, printable(inline.text), options);
}

export function lineText(line: Line, options: TerminalOptions): string {
  let text = '';
  for (const inline of line) text += inlineText(inline, options);
  return text;
}

const plainWidth = (inline: Inline): number => columnsOf(typeof inline === 'string' ? inline : inline.text);

/** The sign of a root has room for `-/+`; nested signs are one character wide. */
function* treeRows({ nodes, dense }: TreeBlock, options: TerminalOptions): Generator<string> {
  let first = true;
  // Only a dense tree is a list of named things; its roots are in one column.
  const width = dense === true ? widthOf(nodes) : 0;
  for (const node of nodes) {
    if (!first && dense !== true) yield '';
    first = false;
    // Joined at once: a long list of partial strings costs more than the text itself.
    const rows: string[] = [];
    writeNode(rows, node, '', node.sign.padStart(3), width, options);
    writeNodes(rows, node.children, '      ', options);
    yield rows.join('\n');
  }
}

/** The longest name that is followed by something. */
function widthOf(nodes: Iterable<TreeNode>): number {
  let width = 0;
  for (const { name, detail } of nodes) {
    if (name !== undefined && detail !== undefined) width = Math.max(width, plainWidth(name));
  }
  return width;
}

function writeNodes(
  out: string[],
  nodes: readonly TreeNode[] | undefined,
  indent: string,
  options: TerminalOptions,
): void {
  if (nodes === undefined || nodes.length === 0) return;
  const width = widthOf(nodes);
  const deeper = `${indent}    `;
  for (const node of nodes) {
    writeNode(out, node, indent, node.sign, width, options);
    writeNodes(out, node.children, deeper, options);
  }
}

function writeNode(
  out: string[],
  { name, detail, note, sign }: TreeNode,
  indent: string,
  paddedSign: string,
  width: number,
  options: TerminalOptions,
): void {
  const tone = SIGN_TONES[sign];
  let text = `${indent}${tone === undefined ? paddedSign : paint(tone, paddedSign, options)} `;
  if (name !== undefined) {
    text += inlineText(name, options);
    if (detail !== undefined) text += `${' '.repeat(Math.max(0, width - plainWidth(name)))} = `;
  }
  if (detail !== undefined) text += lineText(detail, options);
  if (note !== undefined) text += `  ${inlineText(note, options)}`;
  out.push(text);
}

function* tableRows({ rows }: TableBlock, options: TerminalOptions): Generator<string> {
  const widths: number[] = [];
  const sized = rows.map((row) =>
    row.map((cell) => ({ cell, size: cell.reduce((sum, inline) => sum + plainWidth(inline), 0) })),
  );
  for (const row of sized)
    for (const [column, { size }] of row.entries()) widths[column] = Math.max(widths[column] ?? 0, size);
  for (const row of sized) {
    let text = '';
    for (const [column, { cell, size }] of row.entries()) {
      const last = column === row.length - 1;
      text += lineText(cell, options) + (last ? '' : ' '.repeat((widths[column] ?? size) - size + 2));
    }
    yield text.trimEnd();
  }
}

function* boxRows({ tone, lines }: BoxBlock, options: TerminalOptions): Generator<string> {
  const bar = paint(tone, '│', options);
  yield paint(tone, '╷', options);
  for (const { line, wrap } of lines) {
    const text = lineText(line, options);
    const parts = wrap === true && options.columns !== undefined ? wrapped(text, options.columns - 2) : [text];
    for (const part of parts) yield `${bar} ${part}`.trimEnd();
  }
  yield paint(tone, '╵', options);
}

/** Breaks at spaces; an indented line is an example and is kept. Coloured text is not wrapped. */
function wrapped(text: string, columns: number): string[] {
  if (columnsOf(text) <= columns || columns < 20 || text.startsWith(' ') || text.includes('\u001B')) return [text];
  const rows: string[] = [];
  let row = '';
  let taken = 0;
  for (const word of text.split(' ')) {
    const width = columnsOf(word);
    if (row !== '' && taken + 1 + width > columns) {
      rows.push(row);
      row = word;
      taken = width;
    } else {
      taken += row === '' ? width : width + 1;
      row = row === '' ? word : `${row} ${word}`;
    }
  }
  return [...rows, row];
}
