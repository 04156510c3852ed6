import { isSecretName, programLiterals, SENSITIVE_TEXT } from '../../model/index.js';

/** A hidden part of a source line, and its replacement. */
export interface Hidden {
  readonly start: number;
  readonly end: number;
  readonly shown: string;
}

/** What may be shown of a part: its values, only its names, or for a secret nothing. */
export type Shown = 'meant' | 'names' | 'secret';

const ANYTHING = '…';

const isProgram = (file: string): boolean => /\.[cm]?[jt]sx?$/.test(file);

const isHcl = (file: string): boolean => /\.(?:tf|tofu|tfvars)$/.test(file);

/** `var.password`, as HCL writes it. The text of a heredoc has no quotes either, so only these names are certain. */
const isBareReference = (text: string): boolean =>
  /^(?:var|local|module|data|each|count|self|path|terraform)(?:\.[\w-]+|\[\d+\])+$/.test(text);

/** `${var.password}`: only names inside. */
const isReference = (text: string): boolean => /^\$\{[\w.[\]-]+\}$/.test(text);

/** What may be shown of the lines of one file. Reads the file once. */
export class HiddenParts {
  readonly #file: string;
  readonly #lines: readonly string[];
  #ofProgram: ReadonlyMap<number, readonly Hidden[]> | undefined;

  constructor(file: string, lines: readonly string[]) {
    this.#file = file;
    this.#lines = lines;
  }

  /** What to hide in a line (0-based) that is shown for its part from `start` to `end`. */
  at(line: number, start: number, end: number, shown: Shown): readonly Hidden[] {
    if (isProgram(this.#file)) return (this.#ofProgram ??= hiddenInProgram(this.#lines)).get(line) ?? [];
    return hiddenInDocument(this.#lines[line] ?? '', start, end, shown, isHcl(this.#file));
  }
}

/** A program may contain a secret in any literal; only names of modules and constructs are shown. */
function hiddenInProgram(lines: readonly string[]): ReadonlyMap<number, readonly Hidden[]> {
  const text = lines.join('\n');
  const found = new Map<number, Hidden[]>();
  let [line, lineStart] = [0, 0];
  const lengthOf = (index: number): number => lines[index]?.length ?? Infinity;
  for (const { start, end, name, isName } of programLiterals(text)) {
    if (isName || isReference(text.slice(start, end))) continue;
    const shown = name !== undefined && isSecretName(name) ? SENSITIVE_TEXT : ANYTHING;
    // A multi-line literal is hidden on each of its lines.
    while (lineStart + lengthOf(line) < start) lineStart += lengthOf(line++) + 1;
    for (let [at, from] = [line, lineStart]; at < lines.length && from < end; from += lengthOf(at++) + 1) {
      const part = { start: Math.max(0, start - from), end: Math.min(lengthOf(at), end - from), shown };
      if (part.end > part.start) found.set(at, [...(found.get(at) ?? []), part]);
    }
  }
  return found;
}

/**
 * A string in JSON, YAML or another format, possibly unclosed; a bracket; a name without quotes; or an unquoted value:
 * up to the end of the line or the item, without a comment.
 */
const TOKEN =
  /"((?:[^"\\]|\\.)*)(?:"|$)|'((?:[^'\\]|\\.)*)(?:'|$)|[[{]|[\]}]|[\w$.-]+(?=\s*[:=](?:\s|$))|([^\s"'[\]{},:=#-](?:[^"[\]{},#]|\S#)*)/g;

/** Unquoted values that reveal little; other words may be anything. */
const PLAIN_WORD = /^(?:true|false|null|-?\d{1,5}(?:\.\d+)?)\s*$/;

/** Who asks, in an address that is shown: `user:password@`, or a parameter such as `?token=`. */
const CREDENTIALS =
  /(?<=https?:\/\/)[^\s/@'"]+(?=@)|(?<=:\/\/)[^\s/@'"]*:[^\s/'"]*(?=@)|(?<=[?&][\w-]*(?:token|secret|password|signature|credential|key)[\w-]*=)[^&\s'"]+/gi;

const credentialsIn = (text: string, from: number): readonly Hidden[] =>
  Array.from(text.matchAll(CREDENTIALS), ({ 0: found, index }) => ({
    start: from + index,
    end: from + index + found.length,
    shown: SENSITIVE_TEXT,
  }));

/**
 * In a document, a value with a secret name is hidden with everything in it, and so is every value outside the relevant
 * part, since its meaning is unknown. References are shown, since they are names.
 */
function hiddenInDocument(line: string, start: number, end: number, shown: Shown, inHcl: boolean): readonly Hidden[] {
  const hidden: Hidden[] = [];
  const around = [shown === 'secret'];
  let [name, nameStart] = ['', 0];
  for (const match of line.matchAll(TOKEN)) {
    const [token, double, single, bare] = match;
    const text = double ?? single ?? bare?.trimEnd();
    const after = match.index + token.length;
    const isSecret = around.at(-1) === true || isSecretName(name);
    if (token === '[' || token === '{') {
      around.push(isSecret);
      if (token === '{') name = '';
    } else if (token === ']' || token === '}') {
      if (around.length > 1) around.pop();
      name = '';
    } else if (text === undefined || (bare === undefined && /^\s*[:=]/.test(line.slice(after, after + 8)))) {
      [name, nameStart] = [text ?? token, match.index];
    } else {
      const isMeant = shown === 'meant' && Math.min(nameStart, match.index) < end && after > start;
      const isName = isReference(text) || (inHcl && bare !== undefined && isBareReference(text));
      const isOpen = text === '' || isName || (!isSecret && bare !== undefined && PLAIN_WORD.test(text));
      const from = match.index + (bare === undefined ? 1 : 0);
      if ((isSecret || !isMeant) && !isOpen)
        hidden.push({ start: from, end: from + text.length, shown: isSecret ? SENSITIVE_TEXT : ANYTHING });
      else hidden.push(...credentialsIn(text, from));
    }
  }
  return hidden;
}
