/** Location of one member of an object: offsets of its key (with quotes) and its value. */
export interface Member {
  readonly keyStart: number;
  readonly keyEnd: number;
  readonly start: number;
}

/** The members at an offset. A name may occur several times. */
export type Content =
  | { readonly kind: 'object'; readonly members: ReadonlyMap<string, readonly Member[]> }
  | { readonly kind: 'array'; readonly items: readonly number[] }
  | { readonly kind: 'scalar' };

/**
 * Finds positions in JSON text, since parsed JSON has none. Broken text is read up to the first error. Only the
 * requested containers are scanned, each once.
 */
export class JsonIndex {
  readonly text: string;
  readonly root: number;
  readonly #known = new Map<number, Content>();

  constructor(text: string) {
    this.text = text;
    this.root = this.#blank(0);
  }

  /** What the value at an offset holds. */
  content(start: number): Content {
    let content = this.#known.get(start);
    if (content === undefined) {
      const sign = this.text[start];
      if (sign === '{') content = { kind: 'object', members: this.#members(start) };
      else content = sign === '[' ? { kind: 'array', items: this.#items(start) } : { kind: 'scalar' };
      this.#known.set(start, content);
    }
    return content;
  }

  /** The offset behind the value at `start`. */
  end(start: number): number {
    const { text } = this;
    const sign = text[start];
    if (sign === '"') return this.#stringEnd(start);
    if (sign !== '{' && sign !== '[') {
      let at = start;
      while (at < text.length && !/[\s,\]}]/.test(text[at]!)) at += 1;
      return at;
    }
    let depth = 0;
    for (let at = start; at < text.length; at += 1) {
      const code = text.charCodeAt(at);
      if (code === QUOTE) at = this.#stringEnd(at) - 1;
      else if (code === 0x7b || code === 0x5b) depth += 1;
      else if (code === 0x7d || code === 0x5d) depth -= 1;
      if (depth === 0) return at + 1;
    }
    return text.length;
  }

  #members(start: number): Map<string, Member[]> {
    const members = new Map<string, Member[]>();
    let at = this.#blank(start + 1);
    while (this.text.charCodeAt(at) === QUOTE) {
      const keyEnd = this.#stringEnd(at);
      const value = this.#blank(this.#blank(keyEnd) + 1);
      const name = readKey(this.text.slice(at, keyEnd));
      const member = { keyStart: at, keyEnd, start: value };
      const twins = members.get(name);
      if (twins === undefined) members.set(name, [member]);
      else twins.push(member);
      at = this.#blank(this.#blank(this.end(value)) + 1);
    }
    return members;
  }

  #items(start: number): number[] {
    const items: number[] = [];
    let at = this.#blank(start + 1);
    while (at < this.text.length && this.text[at] !== ']') {
      items.push(at);
      const next = this.#blank(this.end(at));
      at = this.text[next] === ',' ? this.#blank(next + 1) : next;
      if (at === items.at(-1)) break;
    }
    return items;
  }

  #blank(from: number): number {
    let at = from;
    while (this.text.charCodeAt(at) <= 0x20) at += 1;
    return at;
  }

  #stringEnd(start: number): number {
    return endOfString(this.text, start);
  }
}

const QUOTE = 0x22;

/** The decoded name of a key; for a broken key, its raw text. */
function readKey(text: string): string {
  try {
    return JSON.parse(text) as string;
  } catch {
    return text;
  }
}

/** The offset behind the string that begins at `start`. */
export function endOfString(text: string, start: number): number {
  let end = text.indexOf('"', start + 1);
  while (end !== -1) {
    let slashes = 0;
    while (text.charCodeAt(end - 1 - slashes) === 0x5c) slashes += 1;
    if (slashes % 2 === 0) return end + 1;
    end = text.indexOf('"', end + 1);
  }
  return text.length;
}
