/**
 * A string that matches a description's pattern: the shortest that a simple pattern reader finds. Undefined if the
 * pattern uses unsupported syntax (look-around, back-references), or if the string does not match after all.
 */
export function textOfPattern(pattern: string, least = 0): string | undefined {
  try {
    const reader = new PatternReader(pattern);
    const text = reader.alternatives();
    const checked = new RegExp(pattern, 'u');
    for (const more of ['', ...reader.fillers()]) {
      const long = more === '' ? text : text.padEnd(least, more);
      if (long.length >= least && checked.test(long)) return long;
    }
    return undefined;
  } catch {
    return undefined;
  }
}

const CLASSES: Readonly<Record<string, string>> = { d: '0', w: 'a', s: ' ', D: 'a', S: 'a', W: '-', n: '\n', t: '\t' };

/** From the most common characters in names to the rest. */
const LETTERS = 'abcdefghijklmnopqrstuvwxyz0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-_./:+=@ ,#%&!~\'"()[]{}<>?*|;^$\\`';

class PatternReader {
  readonly #pattern: string;
  readonly #fillers = new Set<string>();
  #at = 0;

  constructor(pattern: string) {
    this.#pattern = pattern;
  }

  /** Repeated characters; more of them make the string longer. */
  fillers(): Iterable<string> {
    return this.#fillers;
  }

  /** Reads up to the end of a group, and takes its first alternative. */
  alternatives(): string {
    const first = this.#sequence();
    while (this.#pattern[this.#at] === '|') {
      this.#at++;
      this.#sequence();
    }
    return first;
  }

  #sequence(): string {
    let text = '';
    while (this.#at < this.#pattern.length && !'|)'.includes(this.#pattern.charAt(this.#at)))
      text += this.#repeated(this.#atom());
    return text;
  }

  #atom(): string {
    const character = this.#pattern.charAt(this.#at++);
    switch (character) {
      case '^':
      case '$':
        return '';
      case '.':
        return 'a';
      case '(':
        return this.#group();
      case '[':
        return this.#set();
      case '\\':
        return this.#escape();
      default:
        return character;
    }
  }

  #group(): string {
    if (this.#pattern[this.#at] === '?') {
      const kind = /^\?(:|<[A-Za-z]\w*>)/.exec(this.#pattern.slice(this.#at));
      if (kind === null) throw new Error('looks around');
      this.#at += kind[0].length;
    }
    const inner = this.alternatives();
    this.#at++;
    return inner;
  }

  #escape(): string {
    const character = this.#pattern.charAt(this.#at++);
    if (/[1-9kbB]/.test(character)) {
      if (character.toLowerCase() === 'b') return '';
      throw new Error('refers back');
    }
    if (character === 'p' || character === 'P') {
      this.#at = this.#pattern.indexOf('}', this.#at) + 1;
      return 'a';
    }
    const code = /^(?:u\{?([\dA-Fa-f]{4,6})\}?|x([\dA-Fa-f]{2}))/.exec(this.#pattern.slice(this.#at - 1));
    if (code !== null) {
      const [whole, long, short = ''] = code;
      this.#at += whole.length - 1;
      return String.fromCodePoint(Number.parseInt(long ?? short, 16));
    }
    return CLASSES[character] ?? character;
  }

  /** The first common character that the set contains. */
  #set(): string {
    const start = this.#at - 1;
    while (this.#pattern[this.#at] !== ']' || this.#at === start + 1) {
      if (this.#at >= this.#pattern.length) throw new Error('no end');
      this.#at += this.#pattern[this.#at] === '\\' ? 2 : 1;
    }
    this.#at++;
    const set = new RegExp(this.#pattern.slice(start, this.#at), 'u');
    const found = LETTERS.split('').find((letter) => set.test(letter));
    if (found === undefined) throw new Error('unusual');
    return found;
  }

  /** As often as required. */
  #repeated(text: string): string {
    const rest = this.#pattern.slice(this.#at);
    const [whole, least] = /^(?:[*?]|\+|\{(\d+)(?:,\d*)?\})\??/.exec(rest) ?? ['', undefined];
    this.#at += whole.length;
    if (whole !== '' && text.length === 1) this.#fillers.add(text);
    if (whole === '') return text;
    if (whole.startsWith('*') || whole.startsWith('?')) return '';
    return text.repeat(Math.min(Number(least ?? 1), 1000));
  }
}
