import { Composer, LineCounter, Parser, type CST } from 'yaml';
import type { Json } from '../../model/index.js';

/** Invalid YAML. `line` and `column` count from 1, `offset` from 0. */
export class YamlError extends Error {
  readonly offset: number;
  readonly line: number;
  readonly column: number;
  constructor(message: string, offset: number, { line, col }: { line: number; col: number }) {
    super(message);
    this.name = 'YamlError';
    this.offset = offset;
    this.line = line;
    this.column = col;
  }
}

/** YAML that is nested too deeply. */
export class YamlTooDeepError extends Error {}

/**
 * Reads one YAML document. Its depth is checked before any recursive code runs: a stack overflow while a regular
 * expression is compiled ends the process. Throws YamlError and YamlTooDeepError.
 */
export function readYaml(text: string, mostLevels: number): Json {
  const lines = new LineCounter();
  const fail = (message: string, offset: number): never => {
    throw new YamlError(message, offset, lines.linePos(offset));
  };
  const tokens = notDeeperThan(mostLevels, new Parser(lines.addNewLine).parse(text));
  const [document, another] = new Composer().compose(tokens, true, text.length);
  const [error] = document!.errors;
  if (error !== undefined) return fail(error.message, error.pos[0]);
  if (another !== undefined) return fail('A second document starts here', another.range[0]);
  return document!.toJS() as Json;
}

function* notDeeperThan(most: number, tokens: Iterable<CST.Token>): Generator<CST.Token> {
  for (const token of tokens) {
    if (isDeeper(token, most)) throw new YamlTooDeepError();
    yield token;
  }
}

type Part = CST.Token | CST.CollectionItem;

function isDeeper(token: CST.Token, most: number): boolean {
  const waiting: { readonly part: Part; readonly level: number }[] = [{ part: token, level: 0 }];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { part } = next;
    const items = 'items' in part ? part.items : undefined;
    const level = items === undefined ? next.level : next.level + 1;
    if (level > most) return true;
    const inside: readonly (Part | null | undefined)[] = items ?? [
      'key' in part ? part.key : undefined,
      'value' in part ? part.value : undefined,
    ];
    for (const one of inside) if (typeof one === 'object' && one !== null) waiting.push({ part: one, level });
  }
  return false;
}
