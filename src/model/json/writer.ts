import { isJsonList, type Json } from '../json.js';
import { ExactNumber } from '../number.js';
import { JsonText, LazyList, LazyRecord, type JsonDocument } from './lazy.js';
import { plainJson } from './masks.js';
import { hasPower, parseJson, stringifyJson } from './parse.js';
import { escaped, slices } from './text-parts.js';

/** Size at which buffered text is handed over. */
const PIECE = 1 << 16;

/** Larger values are not printed in one piece; V8 holds no string of more than about 512 million characters. */
const AT_ONCE = 1 << 16;

/**
 * Prints JSON in pieces, so neither a document nor a value has to fit into one string. The text is compact, with a line
 * for each part that was made while writing. Exact numbers keep all their digits.
 */
export class JsonWriter {
  readonly #take: (text: string) => void;
  readonly #takeString: ((text: string) => void) | undefined;
  #text = '';

  /** If set, `takeString` receives large strings unescaped. */
  constructor(take: (text: string) => void, takeString?: (text: string) => void) {
    this.#take = take;
    this.#takeString = takeString;
  }

  write(json: JsonDocument): void {
    if (json instanceof JsonText) this.#printed(json);
    else if (json instanceof LazyList) this.#list(json);
    else if (json instanceof LazyRecord) this.#record(json);
    else if (weight(json, AT_ONCE) >= 0) this.raw(JSON.stringify(json));
    else this.#parts(json);
  }

  /** The members of an object, without its braces. */
  members(record: LazyRecord): void {
    let before = '';
    record.each((name, member) => {
      this.raw(`${before}${JSON.stringify(name)}:`);
      this.write(member);
      before = ',\n';
    });
  }

  /** Text that already is JSON, or a part of it. */
  raw(text: string): void {
    this.#text += text;
    if (this.#text.length >= PIECE) this.flush();
  }

  /** Hands over the remaining text. */
  flush(): void {
    if (this.#text === '') return;
    const text = this.#text;
    this.#text = '';
    this.#take(text);
  }

  #printed({ before, text }: JsonText): void {
    if (before !== undefined) {
      for (const part of before) {
        if (typeof part === 'string') this.raw(part);
        else this.write(plainJson(part.value));
      }
    }
    this.raw(text);
  }

  #list(list: LazyList): void {
    let before = '[\n';
    list.each((item) => {
      this.raw(before);
      this.write(item);
      before = ',\n';
    });
    this.raw(before === '[\n' ? '[]' : '\n]');
  }

  #record(record: LazyRecord): void {
    this.raw('{');
    this.members(record);
    this.raw('}');
  }

  #parts(json: Json): void {
    if (typeof json === 'string') this.#longText(json);
    else if (typeof json !== 'object' || json === null || json instanceof ExactNumber) this.raw(stringifyJson(json));
    else if (isJsonList(json)) {
      let before = '[';
      for (const item of json) {
        this.raw(before);
        this.write(item);
        before = ',';
      }
      this.raw(before === '[' ? '[]' : ']');
    } else {
      let before = '{';
      for (const [name, member] of Object.entries(json)) {
        if (member === undefined) continue;
        this.raw(before);
        this.write(name);
        this.raw(':');
        this.write(member);
        before = ',';
      }
      this.raw(before === '{' ? '{}' : '}');
    }
  }

  #longText(text: string): void {
    if (this.#takeString !== undefined) {
      this.flush();
      this.#takeString(text);
      return;
    }
    this.raw('"');
    for (const slice of slices(text, PIECE)) this.raw(escaped(slice));
    this.raw('"');
  }
}

/**
 * The remaining budget after this JSON; negative if it is exceeded, or if JSON.stringify would print it differently.
 */
function weight(json: Json | undefined, budget: number): number {
  if (typeof json === 'string') return budget - json.length;
  if (typeof json === 'number') return hasPower(json) ? -1 : budget - 8;
  if (typeof json !== 'object' || json === null) return budget - 8;
  if (json instanceof ExactNumber) return -1;
  let left = budget - 2;
  if (isJsonList(json)) {
    for (const item of json) {
      if (left < 0) return left;
      left = weight(item, left);
    }
    return left;
  }
  for (const name in json) {
    if (left < 0) return left;
    left = weight(json[name], left - name.length);
  }
  return left;
}

/** The document as a whole. It has to fit into one string. */
export function wholeJson(document: JsonDocument): Json {
  let text = '';
  const writer = new JsonWriter((piece) => {
    text += piece;
  });
  writer.write(document);
  writer.flush();
  return parseJson(text);
}
