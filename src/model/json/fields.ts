import { isJsonList, isJsonObject, type Json, type JsonObject } from '../json.js';
import { expectedText, expectedWords } from './found.js';
import { ShapeError } from './shape.js';

/** Checked access to the members of a JSON object from outside. Throws {@link ShapeError} naming the invalid member. */
export class Fields {
  readonly #record: JsonObject;
  readonly #place: string;

  /** How messages name the object. */
  get place(): string {
    return this.#place;
  }

  constructor(json: Json | undefined, place: string) {
    if (!isJsonObject(json)) throw new ShapeError(`${place}: ${expectedText('an object', json)}`);
    this.#record = json;
    this.#place = place;
  }

  /** Undefined when it is missing. */
  json(name: string): Json | undefined {
    return Object.hasOwn(this.#record, name) ? this.#record[name] : undefined;
  }

  has(name: string): boolean {
    return Object.hasOwn(this.#record, name);
  }

  names(): readonly string[] {
    return Object.keys(this.#record);
  }

  text(name: string): string {
    const json = this.json(name);
    return typeof json === 'string' ? json : this.#wrong(name, 'a string');
  }

  textIf(name: string): string | undefined {
    return this.has(name) ? this.text(name) : undefined;
  }

  /** One of the given words. */
  word<Word extends string>(name: string, words: readonly Word[]): Word {
    const text = this.text(name);
    const found = words.find((word) => word === text);
    if (found === undefined) throw new ShapeError(`${this.#place}.${name}: ${expectedWords(words, text)}`);
    return found;
  }

  flag(name: string): boolean {
    const json = this.json(name);
    return typeof json === 'boolean' ? json : this.#wrong(name, 'true or false');
  }

  /** False when it is missing. */
  flagIf(name: string): boolean {
    return this.has(name) && this.flag(name);
  }

  /** A whole number from 0 up. */
  count(name: string): number {
    const json = this.json(name);
    return typeof json === 'number' && Number.isSafeInteger(json) && json >= 0
      ? json
      : this.#wrong(name, 'a whole number');
  }

  number(name: string): number {
    const json = this.json(name);
    return typeof json === 'number' ? json : this.#wrong(name, 'a number');
  }

  countIf(name: string): number {
    return this.has(name) ? this.count(name) : 0;
  }

  list(name: string): readonly Json[] {
    const json = this.json(name);
    return isJsonList(json) ? json : this.#wrong(name, 'a list');
  }

  texts(name: string): readonly string[] {
    const list = this.list(name);
    return list.every((item) => typeof item === 'string') ? list : this.#wrong(name, 'a list of strings');
  }

  object(name: string): JsonObject {
    const json = this.json(name);
    return isJsonObject(json) ? json : this.#wrong(name, 'an object');
  }

  fields(name: string): Fields {
    return new Fields(this.json(name), `${this.#place}.${name}`);
  }

  fieldsIf(name: string): Fields | undefined {
    return this.has(name) ? this.fields(name) : undefined;
  }

  #wrong(name: string, expected: string): never {
    throw new ShapeError(`${this.#place}.${name}: ${expectedText(expected, this.json(name))}`);
  }
}
