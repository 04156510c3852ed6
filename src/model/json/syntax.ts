import { toShorten } from '../secrets/shorten.js';

/** The first syntax error in JSON text, and what was expected there. */
export interface JsonProblem {
  readonly message: string;
  readonly detail?: string;
  readonly offset: number;
}

const BLANK = /[ \t\r\n]*/y;
const WORD = /[^\s"{}[\],:]+/y;
const NUMBER = /^-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?$/;
const STRING = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*/y; // oxlint-disable-line no-control-regex -- JSON forbids them

/** Finds the first syntax error in a text; undefined for valid JSON. */
export function findJsonProblem(text: string): JsonProblem | undefined {
  return new Check(text).run();
}

type Expectation = 'value' | 'value or ]' | 'key' | 'key or }' | ':' | ', or ]' | ', or }' | 'end';

const WORDING: Readonly<Record<Expectation, string>> = {
  value: 'a value',
  'value or ]': 'a value or "]"',
  key: 'a key in double quotes',
  'key or }': 'a key in double quotes or "}"',
  ':': '":" after the key',
  ', or ]': '"," or "]" after a list item',
  ', or }': '"," or "}" after an object value',
  end: 'nothing more after the value',
};

/** Words of other languages; any other word is not repeated, since it may be a secret without its quotes. */
const FOREIGN_WORD = /^(?:true|false|null|none|nil|undefined|nan|[-+]?inf(?:inity)?|[-+]?\.?\d[\d_.]{0,8})$/i;

const wordName = (word: string): string =>
  FOREIGN_WORD.test(word) || /^\W+$/.test(word) ? `"${toShorten(word, 40)}"` : 'a word without quotes';

class Check {
  readonly #text: string;
  #at = 0;
  #expected: Expectation = 'value';
  readonly #open: ('[' | '{')[] = [];

  constructor(text: string) {
    this.#text = text;
  }

  run(): JsonProblem | undefined {
    for (;;) {
      BLANK.lastIndex = this.#at;
      BLANK.test(this.#text);
      this.#at = BLANK.lastIndex;
      const sign = this.#text[this.#at];
      if (sign === undefined) return this.#expected === 'end' ? undefined : this.#unexpected();
      const problem = this.#take(sign);
      if (problem !== undefined) return problem;
    }
  }

  #take(sign: string): JsonProblem | undefined {
    const expected = this.#expected;
    if (expected === 'value' || expected === 'value or ]') return this.#value(sign);
    if (expected === 'key' || expected === 'key or }') return this.#key(sign);
    if (expected === ':') return sign === ':' ? this.#move('value') : this.#unexpected();
    if (expected === 'end') return this.#unexpected();
    if (sign === ',') return this.#move(expected === ', or ]' ? 'value' : 'key');
    if (sign === (expected === ', or ]' ? ']' : '}')) return this.#close();
    return this.#unexpected();
  }

  #value(sign: string): JsonProblem | undefined {
    if (sign === '"') return this.#string(this.#behindValue());
    if (sign === '[' || sign === '{') {
      this.#open.push(sign);
      return this.#move(sign === '[' ? 'value or ]' : 'key or }');
    }
    if (sign === ']' && this.#expected === 'value or ]') return this.#close();
    WORD.lastIndex = this.#at;
    const word = WORD.exec(this.#text)?.[0] ?? '';
    if (word !== 'true' && word !== 'false' && word !== 'null' && !NUMBER.test(word)) return this.#unexpected(word);
    this.#at += word.length;
    this.#expected = this.#behindValue();
    return undefined;
  }

  #key(sign: string): JsonProblem | undefined {
    if (sign === '"') return this.#string(':');
    return sign === '}' && this.#expected === 'key or }' ? this.#close() : this.#unexpected();
  }

  #string(next: Expectation): JsonProblem | undefined {
    STRING.lastIndex = this.#at;
    STRING.test(this.#text);
    const end = STRING.lastIndex;
    const sign = this.#text[end];
    if (sign === '"') {
      this.#at = end + 1;
      this.#expected = next;
      return undefined;
    }
    if (sign === undefined || sign === '\n' || sign === '\r') {
      return {
        message: 'This string has no closing quote',
        offset: this.#at,
        detail: 'A line break in a string is written \\n.',
      };
    }
    if (sign !== '\\')
      return { message: `The control character ${JSON.stringify(sign)} must be escaped in a string`, offset: end };
    const detail = 'A backslash itself is written \\\\.';
    return { message: `"${this.#text.slice(end, end + 2)}" is not an escape sequence of JSON`, offset: end, detail };
  }

  #move(expected: Expectation): undefined {
    this.#at += 1;
    this.#expected = expected;
  }

  #close(): undefined {
    this.#open.pop();
    return this.#move(this.#behindValue());
  }

  #behindValue(): Expectation {
    const around = this.#open.at(-1);
    return around === undefined ? 'end' : around === '[' ? ', or ]' : ', or }';
  }

  #unexpected(word = ''): JsonProblem {
    const sign = this.#text[this.#at];
    const found = sign === undefined ? 'the end of the text' : word.length > 1 ? wordName(word) : `"${sign}"`;
    const message = `Expected ${WORDING[this.#expected]}, found ${found}`;
    const detail = sign === undefined ? undefined : this.#advice(sign, word);
    return detail === undefined ? { message, offset: this.#at } : { message, detail, offset: this.#at };
  }

  #advice(sign: string, word: string): string | undefined {
    if (sign === '\ufeff') return 'Save the file as UTF-8 without a byte order mark.';
    if (sign === "'") return 'JSON only has double quotes (").';
    if (sign === '#' || sign === '/') return 'JSON has no comments; use a key "//" instead.';
    if ((sign === ']' || sign === '}') && (this.#expected === 'value' || this.#expected === 'key')) {
      return 'No comma is allowed after the last item.';
    }
    if (this.#expected === ', or ]' || this.#expected === ', or }') return 'A comma may be missing before it.';
    return word !== '' && /^[A-Za-z]/.test(word)
      ? 'Strings need double quotes; the only bare words are true, false and null.'
      : undefined;
  }
}
