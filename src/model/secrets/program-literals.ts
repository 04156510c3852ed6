/** A place in the source of a program whose text may be anything: a string, a part of a template, or a comment. */
export interface ProgramLiteral {
  readonly kind: 'string' | 'comment';
  /** The text between the quotes, or after the comment marker. */
  readonly start: number;
  readonly end: number;
  /** The property, variable or attribute that it is assigned to: `token` in `token: 'x'` and `token = 'x'`. */
  readonly name?: string;
  /** Whether it names a module or a construct. */
  readonly isName: boolean;
}

/** After one of these, a slash begins a regular expression; otherwise it is a division. */
const BEFORE_PATTERN =
  /(?:^|[([{,;:=!&|?+\-*%^~<>}]|\b(?:return|typeof|case|in|of|do|else|void|throw|yield|await))\s*$/;

const MODULE_NAME = /(?:\bfrom|\bimport|\b(?:require|import)\s*\()\s*$/;
const CONSTRUCT_NAME = /\bnew\s+[\w$.]+(?:<[^<>]*>)?\(\s*[\w$.]+\s*,\s*$/;
const GIVEN_TO = /(?:["']([^"']*)["']|([\w$]+))\s*(?::|=|\()\s*$/;

/** Number of preceding characters needed to classify a literal. */
const BEFORE = 160;

/** The literals and comments of a TypeScript or JavaScript source, in order. Tolerates invalid source. */
export function programLiterals(text: string): readonly ProgramLiteral[] {
  const found: ProgramLiteral[] = [];
  /** For each template that is open: how many braces are open in its current `${…}`. */
  const templates: number[] = [];
  let position = 0;

  const take = (kind: ProgramLiteral['kind'], start: number, end: number, quote: number): void => {
    const before = text.slice(Math.max(0, start - quote - BEFORE), start - quote);
    const [, quoted, word] = GIVEN_TO.exec(before) ?? [];
    const name = quoted ?? word;
    const isName = kind === 'string' && (MODULE_NAME.test(before) || CONSTRUCT_NAME.test(before));
    if (end > start) found.push({ kind, start, end, isName, ...(name === undefined ? {} : { name }) });
    position = end + quote;
  };

  const templateChunk = (start: number): void => {
    let end = start;
    while (end < text.length && text[end] !== '`' && !text.startsWith('${', end)) end += text[end] === '\\' ? 2 : 1;
    take('string', start, Math.min(end, text.length), 1);
    if (text.startsWith('${', end)) {
      templates.push(0);
      position = end + 2;
    }
  };

  while (position < text.length) {
    const character = text[position];
    if (text.startsWith('//', position) || (position === 0 && text.startsWith('#!'))) {
      take('comment', position + 2, endOf(text, '\n', position), 0);
    } else if (text.startsWith('/*', position)) {
      take('comment', position + 2, endOf(text, '*/', position + 2), 0);
      position += 2;
    } else if (character === '"' || character === "'") {
      take('string', position + 1, endOfString(text, character, position + 1), 1);
    } else if (character === '`') {
      templateChunk(position + 1);
    } else if (character === '}' && templates.at(-1) === 0) {
      templates.pop();
      templateChunk(position + 1);
    } else if (character === '/' && BEFORE_PATTERN.test(text.slice(Math.max(0, position - BEFORE), position))) {
      position = endOfPattern(text, position + 1);
    } else {
      if (templates.length > 0 && (character === '{' || character === '}'))
        templates.push((templates.pop() ?? 0) + (character === '{' ? 1 : -1));
      position += 1;
    }
  }
  return found;
}

function endOf(text: string, sign: string, from: number): number {
  const end = text.indexOf(sign, from);
  return end < 0 ? text.length : end;
}

/** A string ends at its quote, or at the end of its line if the quote is missing. */
function endOfString(text: string, quote: string, from: number): number {
  let position = from;
  while (position < text.length && text[position] !== quote && text[position] !== '\n')
    position += text[position] === '\\' ? 2 : 1;
  return Math.min(position, text.length);
}

function endOfPattern(text: string, from: number): number {
  let isInClass = false;
  for (let position = from; position < text.length && text[position] !== '\n'; position += 1) {
    const character = text[position];
    if (character === '\\') position += 1;
    else if (character === '[') isInClass = true;
    else if (character === ']') isInClass = false;
    else if (character === '/' && !isInClass) return position + 1;
  }
  return from;
}
