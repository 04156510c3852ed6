import type { Span } from '../model/index.js';

/** One replacement in a text. */
export interface TextEdit extends Span {
  readonly text: string;
}

/** Where the elements of a container are in a text. */
export interface Layout {
  readonly text: string;
  /** The opening and the closing bracket. */
  readonly open: number;
  readonly close: number;
  /** In order. */
  readonly elements: readonly Span[];
  /** What is between two elements: a comma, or only a new line. */
  readonly separator: ',' | '';
  /** Whether a comma may follow the last one. */
  readonly canTrail: boolean;
  /** Spaces around the only element on one line, as in `{ a: 1 }`. */
  readonly padding: string;
}

/** The text with all replacements, none of which may overlap. */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  const sorted = edits
    .map((edit, order) => ({ edit, order }))
    .sort((a, b) => a.edit.start - b.edit.start || a.order - b.order);
  let result = '';
  let at = 0;
  for (const { edit } of sorted) {
    if (edit.start < at) throw new Error('edits overlap');
    result += text.slice(at, edit.start) + edit.text;
    at = edit.end;
  }
  return result + text.slice(at);
}

const startOfLine = (text: string, at: number): number => text.lastIndexOf('\n', at - 1) + 1;

const endOfLine = (text: string, at: number): number => {
  const end = text.indexOf('\n', at);
  const line = end === -1 ? text.length : end;
  return text[line - 1] === '\r' && line > at ? line - 1 : line;
};

/** The white space at the beginning of the line of an offset. */
export const indentAt = (text: string, at: number): string =>
  /^[ \t]*/.exec(text.slice(startOfLine(text, at), at))?.[0] ?? '';

/** One level of the text's indentation. */
export const unitOf = (text: string): string => /\n(\t| {2,8})(?=\S)/.exec(text)?.[1] ?? '  ';

export const newlineOf = (text: string): string => (text.includes('\r\n') ? '\r\n' : '\n');

/** Prints an element for a line with this indentation. */
export type Print = (indent: string) => string;

export interface Change {
  /** Indexes of elements. */
  readonly removed: ReadonlySet<number>;
  readonly added: readonly Print[];
  /** The element that new ones follow; the first one if undefined. */
  readonly after: number | undefined;
}

/** The replacements that remove elements of a container and add others. Comments stay. */
export function change(layout: Layout, { removed, added, after }: Change): TextEdit[] {
  const { elements } = layout;
  const kept = [...elements.keys()].filter((index) => !removed.has(index));
  const [first] = elements;
  if (kept.length === 0 && first !== undefined && added.length > 0) {
    const others = [...removed].filter((index) => index > 0);
    const text = joined(layout, added, indentAt(layout.text, first.start));
    return [{ ...first, text }, ...removals(layout, new Set(others))];
  }
  const behind = after === undefined ? undefined : kept.findLast((index) => index <= after);
  const atEnd = added.length > 0 && behind === kept.at(-1);
  return [
    ...removals(layout, removed, atEnd),
    ...(added.length === 0 ? [] : insertion(layout, behind, added, behind === kept.at(-1))),
  ];
}

function joined({ text, separator, open, elements }: Layout, added: readonly Print[], indent: string): string {
  const isMultiline = text.slice(open, elements[0]?.start ?? open).includes('\n') || separator === '';
  const between = isMultiline ? `${separator}${newlineOf(text)}${indent}` : `${separator} `;
  return added.map((print) => print(indent)).join(between);
}

function insertion(layout: Layout, after: number | undefined, added: readonly Print[], isLast: boolean): TextEdit[] {
  const { text, open, close, elements, separator } = layout;
  const newline = newlineOf(text);
  const previous = after === undefined ? undefined : elements[after];
  const [first] = elements;
  if (first === undefined) return firstElements(layout, added);
  const isMultiline = text.slice(open, first.start).includes('\n');
  if (!isMultiline && separator === ',') {
    const code = joined(layout, added, indentAt(text, open));
    if (previous === undefined) return [{ start: first.start, end: first.start, text: `${code}, ` }];
    return [{ start: previous.end, end: previous.end, text: `, ${code}` }];
  }
  if (!isMultiline) return onOwnLines(layout, added);
  const indent = indentAt(text, first.start);
  const code = joined(layout, added, indent);
  if (previous === undefined)
    return [{ start: first.start, end: first.start, text: `${code}${separator}${newline}${indent}` }];
  const comma = separator === ',' ? commaAfter(text, previous.end, close) : undefined;
  const rest = restOfLine(text, comma === undefined ? previous.end : comma + 1, close);
  const trails = separator === ',' && (!isLast || hasTrailingComma(layout));
  return [
    ...(separator === ',' && comma === undefined ? [{ start: previous.end, end: previous.end, text: ',' }] : []),
    { start: rest, end: rest, text: `${newline}${indent}${code}${trails ? ',' : ''}` },
  ];
}

function hasTrailingComma({ text, elements, close }: Layout): boolean {
  const last = elements.at(-1);
  return last !== undefined && commaAfter(text, last.end, close) !== undefined;
}

/** A block on one line, as HCL allows for a single argument, gets several. */
function onOwnLines(layout: Layout, added: readonly Print[]): TextEdit[] {
  const { text, open, close, elements } = layout;
  const newline = newlineOf(text);
  const outer = indentAt(text, open);
  const indent = outer + unitOf(text);
  const [first] = elements;
  const last = elements.at(-1);
  if (first === undefined || last === undefined) return [];
  const code = joined(layout, added, indent);
  return [
    { start: open + 1, end: first.start, text: `${newline}${indent}` },
    { start: last.end, end: close, text: `${newline}${indent}${code}${newline}${outer}` },
  ];
}

function firstElements(layout: Layout, added: readonly Print[]): TextEdit[] {
  const { text, open, close, separator, padding } = layout;
  const inner = text.slice(open + 1, close);
  const outer = indentAt(text, open);
  const newline = newlineOf(text);
  const isEmpty = inner.trim() === '';
  if (isEmpty && separator === ',')
    return [{ start: open + 1, end: close, text: `${padding}${joined(layout, added, outer)}${padding}` }];
  const indent = outer + unitOf(text);
  const code = added.map((print) => print(indent)).join(`${separator}${newline}${indent}`);
  if (isEmpty) return [{ start: open + 1, end: close, text: `${newline}${indent}${code}${newline}${outer}` }];
  // Only comments.
  return [{ start: open + 1, end: open + 1, text: `${newline}${indent}${code}${separator}` }];
}

/** `keepsComma`: whether another element follows the last one that is kept. */
function removals(layout: Layout, removed: ReadonlySet<number>, keepsComma = false): TextEdit[] {
  const { text, open, close, elements, separator, canTrail } = layout;
  const lastKept = [...elements.keys()].findLast((index) => !removed.has(index));
  const last = elements.at(-1);
  if (last === undefined || removed.size === 0) return [];
  const edits: TextEdit[] = [];
  const trails = hasTrailingComma(layout);
  const kept = lastKept === undefined ? undefined : elements[lastKept];
  let upTo = elements.length;
  if (lastKept === undefined) {
    const isPlain = !/\/\/|\/\*|#|\n/.test(text.slice(open, close));
    if (isPlain) return [{ start: open + 1, end: close, text: '' }];
  } else if (
    kept !== undefined &&
    lastKept < elements.length - 1 &&
    separator === ',' &&
    !keepsComma &&
    !(trails && canTrail)
  ) {
    // The comma behind the last one that is kept would have nothing behind it.
    const comma = commaAfter(text, kept.end, close);
    if (comma !== undefined && !text.slice(comma, last.end).includes('\n')) {
      edits.push({ start: comma, end: trails ? (commaAfter(text, last.end, close) ?? last.end) : last.end, text: '' });
      upTo = lastKept + 1;
    } else if (comma !== undefined) edits.push({ start: comma, end: comma + 1, text: '' });
  }
  for (const index of removed) {
    const element = elements[index];
    if (element !== undefined && index < upTo) edits.push(lineOrPart(layout, element));
  }
  return edits;
}

/** An element with its comma, and with its line if nothing else is on it. */
function lineOrPart({ text, open, close, separator }: Layout, { start, end: last }: Span): TextEdit {
  const comma = separator === ',' ? commaAfter(text, last, close) : undefined;
  const end = comma === undefined ? last : comma + 1;
  const lineStart = startOfLine(text, start);
  const startsLine = lineStart > open && text.slice(lineStart, start).trim() === '';
  const line = endOfLine(text, end);
  const behind = text.slice(end, Math.min(line, close));
  if (startsLine && behind.trim() === '' && line < close)
    return { start: lineStart, end: text.indexOf('\n', end) + 1, text: '' };
  return { start, end: end + (behind.length - behind.trimStart().length), text: '' };
}

/** The comma behind an offset, with only white space and comments between. */
function commaAfter(text: string, from: number, limit: number): number | undefined {
  let at = from;
  while (at < limit) {
    if (text[at] === ',') return at;
    const comment = commentAt(text, at);
    if (comment !== undefined) at = comment;
    else if (/\s/.test(text[at] ?? '')) at += 1;
    else return undefined;
  }
  return undefined;
}

/** The end of a comment that begins at an offset. */
function commentAt(text: string, at: number): number | undefined {
  if (text.startsWith('/*', at)) {
    const end = text.indexOf('*/', at + 2);
    return end === -1 ? text.length : end + 2;
  }
  return text.startsWith('//', at) || text[at] === '#' ? endOfLine(text, at) : undefined;
}

/** The end of the line, if only white space and comments are on it behind an offset; otherwise the offset itself. */
function restOfLine(text: string, from: number, limit: number): number {
  let at = from;
  while (at < limit && text[at] !== '\n' && text[at] !== '\r') {
    const comment = commentAt(text, at);
    if (comment !== undefined) at = comment;
    else if (/[ \t]/.test(text[at] ?? '')) at += 1;
    else return from;
  }
  return at;
}
