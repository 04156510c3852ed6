/**
 * Reads Terraform's dependency lock file and its CLI configuration. The latter is in the first version of HCL, in which names may be quoted,
 * or in JSON; blocks and objects are the same there: `host "h" { … }` means `host = { h = { … } }`.
 */

export type Setting = string | number | boolean | readonly Setting[] | Settings;

/** Names with their values, in the order of the file. A name may be there more than once. */
export interface Settings {
  readonly members: readonly (readonly [name: string, value: Setting])[];
}

export const isSettings = (value: Setting | undefined): value is Settings =>
  typeof value === 'object' && 'members' in value;

/** Blocks with this name. */
export const blocksIn = (settings: Settings, name: string): readonly Settings[] =>
  settings.members.flatMap(([key, value]) => (key === name && isSettings(value) ? [value] : []));

/** The last value with this name. */
export const lastOf = (settings: Settings, name: string): Setting | undefined =>
  settings.members.findLast(([key]) => key === name)?.[1];

/** The texts of a list; undefined if the value is something else. */
export function textsIn(value: Setting | undefined): readonly string[] | undefined {
  if (!Array.isArray(value)) return undefined;
  const texts = value.filter((one): one is string => typeof one === 'string');
  return texts.length === value.length ? texts : undefined;
}

/** A text that cannot be read, with the number of the line. */
export class SettingsError extends Error {
  readonly line: number;

  constructor(message: string, line: number) {
    super(message);
    this.line = line;
  }
}

/** Throws a {@link SettingsError}. */
export function readSettings(text: string): Settings {
  return /^\s*\{/.test(text) ? readJson(text) : new Reader(text).file();
}

function readJson(text: string): Settings {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw new SettingsError(error instanceof Error ? error.message : String(error), 1);
  }
  const settings = fromJson(json);
  return isSettings(settings) ? settings : { members: [] };
}

function fromJson(json: unknown): Setting | undefined {
  if (typeof json === 'string' || typeof json === 'number' || typeof json === 'boolean') return json;
  if (Array.isArray(json)) return json.map(fromJson).filter((one) => one !== undefined);
  if (typeof json !== 'object' || json === null) return undefined;
  const members = Object.entries(json).flatMap(([name, given]): Settings['members'] => {
    const value = fromJson(given);
    if (value === undefined) return [];
    // A block that is there more than once is a list of objects.
    if (Array.isArray(value) && value.length > 0 && value.every(isSettings)) return value.map((one) => [name, one]);
    return [[name, value]];
  });
  return { members };
}

interface Token {
  readonly kind: 'name' | 'text' | 'number' | 'sign' | 'end';
  readonly text: string;
  readonly at: number;
}

const SPACE = /(?:[\s\uFEFF]|#[^\n]*|\/\/[^\n]*|\/\*[^]*?\*\/)+/y;
const NAME = /[\p{L}_][\p{L}\p{N}_.-]*/uy;
const NUMBER = /-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const QUOTED = /"((?:[^"\\\n]|\\.)*)"/y;
const SIGN = /[{}[\]=,:]/y;

class Reader {
  readonly #text: string;
  #at = 0;
  #next: Token;

  constructor(text: string) {
    this.#text = text;
    this.#next = this.#token();
  }

  file(): Settings {
    return { members: this.#members('end') };
  }

  #members(end: 'end' | '}'): Settings['members'] {
    const members: (readonly [string, Setting])[] = [];
    while (!(end === 'end' ? this.#next.kind === 'end' : this.#is('}'))) {
      members.push(this.#member());
      if (this.#is(',')) this.#take();
    }
    return members;
  }

  #member(): readonly [string, Setting] {
    const name = this.#take();
    if (name.kind !== 'name' && name.kind !== 'text') throw this.#unexpected(name);
    if (this.#is('=') || this.#is(':')) {
      this.#take();
      return [name.text, this.#value()];
    }
    if (this.#is('{')) return [name.text, this.#value()];
    // A label.
    return [name.text, { members: [this.#member()] }];
  }

  #value(): Setting {
    const token = this.#take();
    if (token.kind === 'text') return token.text;
    if (token.kind === 'number') return Number(token.text);
    if (token.kind === 'name' && (token.text === 'true' || token.text === 'false')) return token.text === 'true';
    if (token.text === '{' && token.kind === 'sign') {
      const members = this.#members('}');
      this.#take();
      return { members };
    }
    if (token.text === '[' && token.kind === 'sign') return this.#list();
    throw this.#unexpected(token);
  }

  #list(): readonly Setting[] {
    const items: Setting[] = [];
    while (!this.#is(']')) {
      items.push(this.#value());
      if (this.#is(',')) this.#take();
      else if (!this.#is(']')) throw this.#unexpected(this.#next);
    }
    this.#take();
    return items;
  }

  #is(sign: string): boolean {
    return this.#next.kind === 'sign' && this.#next.text === sign;
  }

  #take(): Token {
    const token = this.#next;
    if (token.kind === 'end') throw this.#unexpected(token);
    this.#next = this.#token();
    return token;
  }

  #token(): Token {
    this.#match(SPACE);
    const at = this.#at;
    if (at === this.#text.length) return { kind: 'end', text: '', at };
    const quoted = this.#match(QUOTED);
    if (quoted !== undefined) return { kind: 'text', text: this.#unquoted(quoted[1] ?? '', at), at };
    for (const [kind, pattern] of [
      ['name', NAME],
      ['number', NUMBER],
      ['sign', SIGN],
    ] as const) {
      const found = this.#match(pattern);
      if (found !== undefined) return { kind, text: found[0], at };
    }
    throw this.#unexpected({ kind: 'sign', text: this.#text.slice(at, at + 1), at });
  }

  #match(pattern: RegExp): RegExpExecArray | undefined {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text);
    if (found === null) return undefined;
    this.#at = pattern.lastIndex;
    return found;
  }

  #unquoted(inside: string, at: number): string {
    try {
      return inside.includes('\\') ? String(JSON.parse(`"${inside.replaceAll('\t', '\\t')}"`)) : inside;
    } catch {
      throw new SettingsError('A quoted text has an escape sequence that is not valid', this.#line(at));
    }
  }

  #unexpected({ kind, text, at }: Token): SettingsError {
    const found = kind === 'end' ? 'the end of the file' : JSON.stringify(text);
    return new SettingsError(`Unexpected ${found}`, this.#line(at));
  }

  #line(at: number): number {
    return this.#text.slice(0, at).split('\n').length;
  }
}
