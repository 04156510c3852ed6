import type { HclToken } from './hcl-tokens.js';

/**
 * Rewrites what has a canonical form besides its spaces: labels get quotes, a value that is one single template in
 * quotes becomes its expression, and types from before Terraform 0.12 become today's.
 */
export function canonicalTokens(tokens: readonly HclToken[]): HclToken[] {
  return new Rewriting(tokens).all();
}

const isSign = (token: HclToken | undefined, text: string): boolean => token?.kind === 'sign' && token.text === text;

const sign = (text: string): HclToken => ({ kind: 'sign', text, spaces: 0 });
const identifier = (text: string): HclToken => ({ kind: 'identifier', text, spaces: 0 });

const endsLine = ({ kind, text }: HclToken): boolean =>
  kind === 'newline' || (kind === 'comment' && text.endsWith('\n'));

class Rewriting {
  readonly #tokens: readonly HclToken[];
  readonly #found: HclToken[] = [];
  /** The types of the blocks around the current token. */
  readonly #blocks: string[] = [];
  #at = 0;

  constructor(tokens: readonly HclToken[]) {
    this.#tokens = tokens;
  }

  all(): HclToken[] {
    for (let token = this.#tokens[this.#at]; token !== undefined; token = this.#tokens[this.#at]) {
      if (token.kind === 'identifier') this.#item(token);
      else {
        if (isSign(token, '}')) this.#blocks.pop();
        this.#keep();
      }
    }
    return this.#found;
  }

  #keep(): void {
    const token = this.#tokens[this.#at];
    if (token !== undefined) this.#found.push(token);
    this.#at += 1;
  }

  /** An argument or the header of a block. */
  #item(name: HclToken): void {
    let next = this.#at + 1;
    while (this.#tokens[next]?.kind === 'comment') next += 1;
    if (isSign(this.#tokens[next], '=')) {
      while (this.#at <= next) this.#keep();
      this.#value(name.text);
      return;
    }
    this.#keep();
    this.#labels();
    this.#blocks.push(name.text);
    this.#keep();
  }

  #labels(): void {
    while (this.#at < this.#tokens.length && !isSign(this.#tokens[this.#at], '{')) {
      const token = this.#tokens[this.#at];
      if (token?.kind === 'identifier') {
        for (const part of ['"', token.text, '"'] as const) {
          const kind = part === '"' ? (this.#found.at(-1)?.kind === 'text' ? 'close-quote' : 'open-quote') : 'text';
          this.#found.push({ kind, text: part, spaces: 0 });
        }
      } else if (token !== undefined) this.#found.push(token);
      this.#at += 1;
    }
  }

  #value(name: string): void {
    while (this.#tokens[this.#at]?.kind === 'comment') this.#keep();
    const start = this.#at;
    let depth = 0;
    let end = start;
    for (; end < this.#tokens.length; end += 1) {
      const token = this.#tokens[end];
      if (token === undefined || (depth === 0 && (endsLine(token) || isSign(token, '}')))) break;
      if (token.kind === 'open-template' || (token.kind === 'sign' && '{[('.includes(token.text))) depth += 1;
      if (token.kind === 'close-template' || (token.kind === 'sign' && '}])'.includes(token.text))) depth -= 1;
    }
    while (end > start && this.#tokens[end - 1]?.kind === 'comment') end -= 1;
    const tokens = this.#tokens.slice(start, end);
    const isType = name === 'type' && this.#blocks.length === 1 && this.#blocks[0] === 'variable';
    this.#found.push(...(isType ? currentType(tokens) : unwrapped(tokens)));
    this.#at = end;
  }
}

/** `"${a.b}"` is `a.b`, unless there is more in the quotes. */
function unwrapped(tokens: readonly HclToken[]): readonly HclToken[] {
  const [quote, opening] = tokens;
  const [closing, last] = tokens.slice(-2);
  if (
    tokens.length < 5 ||
    quote?.kind !== 'open-quote' ||
    opening?.kind !== 'open-template' ||
    !opening.text.startsWith('$')
  )
    return tokens;
  if (closing?.kind !== 'close-template' || last?.kind !== 'close-quote') return tokens;
  const inside = tokens.slice(2, -2);
  let quotes = 0;
  for (const { kind } of inside) {
    if (kind === 'open-quote') quotes += 1;
    else if (kind === 'close-quote') quotes -= 1;
    else if (quotes === 0 && ['open-template', 'close-template', 'text'].includes(kind)) return tokens;
  }
  const from = inside.findIndex(({ kind }) => kind !== 'newline');
  const to = inside.findLastIndex(({ kind }) => kind !== 'newline');
  const trimmed = inside.slice(from, to + 1);
  const isLong = trimmed.some(({ kind }) => kind === 'newline');
  return isLong && !(isSign(trimmed[0], '(') && isSign(trimmed.at(-1), ')'))
    ? [sign('('), ...trimmed, sign(')')]
    : trimmed;
}

function currentType(tokens: readonly HclToken[]): readonly HclToken[] {
  const [first, second, third] = tokens;
  const of = (kind: string, element: string): HclToken[] => [
    identifier(kind),
    sign('('),
    identifier(element),
    sign(')'),
  ];
  if (tokens.length === 1 && first?.kind === 'identifier' && ['list', 'map', 'set'].includes(first.text)) {
    return of(first.text, 'any');
  }
  const isQuoted = tokens.length === 3 && first?.kind === 'open-quote' && third?.kind === 'close-quote';
  if (!isQuoted || second?.kind !== 'text') return tokens;
  if (second.text === 'string') return [identifier('string')];
  return second.text === 'list' || second.text === 'map' ? of(second.text, 'string') : tokens;
}
