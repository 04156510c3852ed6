/** An entry of a mapping in block style. Offsets are from the start of the text. */
export interface YamlPart {
  readonly start: number;
  readonly end: number;
  /** The key as it is written, without quotes; undefined where the first line holds more than a key. */
  readonly key: string | undefined;
  /** Where the value begins if it is on lines of its own. */
  readonly inside: number;
}

/**
 * The entries of the block mapping between two offsets, by indentation alone; undefined where the lines cannot be those of one.
 * The parts still have to be read: one that is cut from a longer value (a text in quotes over several lines) cannot be.
 */
export function partsOf(text: string, from = 0, to = text.length): readonly YamlPart[] | undefined {
  const parts: { start: number; end: number }[] = [];
  let column: number | undefined;
  for (let start = from; start < to;) {
    const end = nextLine(text, start, to);
    const indent = indentAt(text, start, end);
    const first = text.charAt(start + indent);
    const isContent = start + indent < end && first !== '\n' && first !== '\r' && first !== '#';
    if (isContent) {
      if (column === undefined && !'-?%{['.includes(first)) column = indent;
      if (column === undefined || indent < column || isMarker(text, start)) return undefined;
      // A list may have the same indentation as its key.
      if (indent === column && !(isItem(text, start + indent) && parts.length > 0)) parts.push({ start, end });
    }
    const last = parts.at(-1);
    if (last !== undefined) last.end = end;
    start = end;
  }
  return parts.length === 0 ? undefined : parts.map(({ start, end }) => ({ start, end, ...headOf(text, start, end) }));
}

/** A key and nothing else: what follows is its value. */
const HEAD = /^ *(?:'([^'\\]*)'|"([^"\\]*)"|([^\s'"&*!|>@`{}[\]#-][^\r\n#]*?)) *: *(?:#.*)?\r?\n?$/;

function headOf(text: string, start: number, end: number): Pick<YamlPart, 'key' | 'inside'> {
  const inside = nextLine(text, start, end);
  const [, single, double, plain] = HEAD.exec(text.slice(start, inside)) ?? [];
  const key = single ?? double ?? plain;
  return { key: key?.includes(': ') === true ? undefined : key, inside };
}

function nextLine(text: string, start: number, to: number): number {
  const newline = text.indexOf('\n', start);
  return newline === -1 || newline >= to ? to : newline + 1;
}

function indentAt(text: string, start: number, end: number): number {
  let indent = 0;
  while (start + indent < end && text[start + indent] === ' ') indent += 1;
  return indent;
}

const isItem = (text: string, at: number): boolean => text[at] === '-' && /[\s]/.test(text[at + 1] ?? ' ');

/** What begins or ends a document. */
const isMarker = (text: string, start: number): boolean => /^(---|\.\.\.)/.test(text.slice(start, start + 3));
