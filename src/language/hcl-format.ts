import { canonicalTokens } from './hcl-canonical.js';
import { bracketChange, hasSpaceBetween } from './hcl-spacing.js';
import { type HclToken, hclTokens } from './hcl-tokens.js';

/** One line in three columns: what comes before a `=`, the rest of it, and the comment at its end. */
interface Line {
  readonly lead: readonly HclToken[];
  readonly assign: readonly HclToken[];
  readonly comment: readonly HclToken[];
}

/** A text that is valid HCL in the canonical style of `terraform fmt`. */
export function formatHcl(source: string): string {
  const tokens = canonicalTokens(hclTokens(source));
  const lines = linesOf(tokens);
  indent(lines);
  for (const { lead, assign } of lines) {
    space(lead);
    space(assign);
  }
  align(
    lines,
    ({ lead }) => [lead],
    ({ assign }) => assign,
  );
  align(
    lines,
    ({ lead, assign }) => [lead, assign],
    ({ comment }) => comment,
  );
  const parts: string[] = [];
  for (const { text, spaces } of tokens) parts.push(' '.repeat(spaces), text);
  return parts.join('');
}

const endsLine = ({ kind, text }: HclToken): boolean =>
  kind === 'newline' || (kind === 'comment' && text.endsWith('\n'));

function linesOf(tokens: readonly HclToken[]): readonly Line[] {
  const lines: Line[] = [];
  let start = 0;
  for (const [index, token] of tokens.entries()) {
    if (!endsLine(token)) continue;
    lines.push(lineOf(tokens.slice(start, index + 1)));
    start = index + 1;
  }
  if (start < tokens.length) lines.push(lineOf(tokens.slice(start)));
  return lines;
}

function lineOf(tokens: readonly HclToken[]): Line {
  const hasComment = tokens.length > 1 && tokens.at(-1)?.kind === 'comment';
  const comment = hasComment ? tokens.slice(-1) : [];
  const rest = hasComment ? tokens.slice(0, -1) : tokens;
  const equals = rest.findIndex(({ kind, text }, index) => index > 0 && kind === 'sign' && text === '=');
  // A value that continues on further lines is not aligned.
  const isWhole = equals !== -1 && openBrackets(rest.slice(equals)) === 0;
  return isWhole
    ? { lead: rest.slice(0, equals), assign: rest.slice(equals), comment }
    : { lead: rest, assign: [], comment };
}

function openBrackets(tokens: readonly HclToken[]): number {
  let open = 0;
  for (const token of tokens) open += bracketChange(token);
  return open;
}

/**
 * Indents each line by the lines with open brackets above it, however many brackets each of those opens. As in
 * Terraform, brackets that the templates of a heredoc open on its first line do not count.
 */
function indent(lines: readonly Line[]): void {
  const opened: number[] = [];
  for (const { lead } of lines) {
    const [first] = lead;
    if (first === undefined) continue;
    if (first.kind === 'newline') {
      first.spaces = 0;
      continue;
    }
    const heredoc = lead.findIndex(({ kind }) => kind === 'open-heredoc');
    const change = openBrackets(heredoc === -1 ? lead : lead.slice(0, heredoc));
    if (change < 0) close(opened, -change);
    first.spaces = 2 * opened.length;
    if (change > 0) opened.push(change);
  }
}

function close(opened: number[], count: number): void {
  let left = count;
  for (let last = opened.pop(); last !== undefined; last = opened.pop()) {
    if (last > left) opened.push(last - left);
    if (last >= left) return;
    left -= last;
  }
}

function space(tokens: readonly HclToken[]): void {
  let before: HclToken | undefined;
  let token: HclToken | undefined;
  for (const after of tokens) {
    if (token !== undefined) after.spaces = hasSpaceBetween(before, token, after) ? 1 : 0;
    before = token;
    token = after;
  }
}

/** Aligns a column of lines that follow one another. */
function align(
  lines: readonly Line[],
  before: (line: Line) => readonly (readonly HclToken[])[],
  column: (line: Line) => readonly HclToken[],
): void {
  let chain: { readonly width: number; readonly token: HclToken }[] = [];
  const finish = (): void => {
    let widest = 0;
    for (const { width } of chain) widest = Math.max(widest, width);
    for (const { width, token } of chain) token.spaces = widest - width + 1;
    chain = [];
  };
  for (const line of lines) {
    const [token] = column(line);
    if (token === undefined) finish();
    else chain.push({ width: before(line).reduce((sum, tokens) => sum + widthOf(tokens), 0), token });
  }
  finish();
}

/** Created when needed: that takes the data of a language, which most runs have no use for. */
let graphemes: Intl.Segmenter | undefined;

function widthOf(tokens: readonly HclToken[]): number {
  let width = 0;
  for (const { text, spaces } of tokens) width += spaces + lengthOf(text);
  return width;
}

/** In characters as people see them. */
function lengthOf(text: string): number {
  if (/^[ -~]*$/.test(text)) return text.length;
  graphemes ??= new Intl.Segmenter(undefined, { granularity: 'grapheme' });
  return [...graphemes.segment(text)].length;
}
