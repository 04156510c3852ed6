import {
  containsSensitive,
  mapParts,
  sensitive,
  Sensitive,
  unmarkDeep,
  walkValue,
  type Value,
} from '../model/index.js';
import { SENSITIVE_TEXT } from './redact.js';

/** Shorter texts stand in too many places by chance. */
const SHORTEST = 4;

/** From this length on a secret is found inside other texts too. */
const LONG = 6;

/** Searched for inside texts; of more secrets only whole values are compared. */
const SEARCHED = 200;

/**
 * Texts that are secret somewhere in a document. The mark of a secret is lost when it goes through something that knows no
 * marks (a provider that repeats its input, the message of a server), so what is shown is held against this.
 */
export class Secrets {
  static readonly NONE: Secrets = new Secrets(new Set());

  readonly #texts: ReadonlySet<string>;
  readonly #searched: readonly string[];

  private constructor(texts: ReadonlySet<string>) {
    this.#texts = texts;
    const long = [...texts].filter((text) => text.length >= LONG);
    this.#searched = long.length > SEARCHED ? [] : long.sort((left, right) => right.length - left.length);
  }

  static of(values: Iterable<Value>): Secrets {
    const texts = new Set<string>();
    for (const value of values) if (containsSensitive(value)) collect(value, texts);
    return texts.size === 0 ? Secrets.NONE : new Secrets(texts);
  }

  and(other: Secrets): Secrets {
    if (other.#texts.size === 0) return this;
    return this.#texts.size === 0 ? other : new Secrets(new Set([...this.#texts, ...other.#texts]));
  }

  /** The value with each text marked that is a secret, or has one in it. */
  hide(value: Value): Value {
    if (this.#texts.size === 0) return value;
    if (typeof value === 'string') return this.#gives(value) ? sensitive(value) : value;
    return value instanceof Sensitive ? value : mapParts(value, (part) => this.hide(part));
  }

  #gives(text: string): boolean {
    return this.#texts.has(text) || this.#searched.some((secret) => text.includes(secret));
  }

  /** A sentence with secrets taken out. */
  hideText(text: string): string {
    let result = text;
    for (const secret of this.#searched)
      if (result.includes(secret)) result = result.replaceAll(secret, SENSITIVE_TEXT);
    return result;
  }
}

function collect(value: Value, texts: Set<string>): void {
  walkValue(value, (part) => {
    if (!(part instanceof Sensitive)) return undefined;
    walkValue(unmarkDeep(part), (secret) => {
      if (typeof secret === 'string' && secret.length >= SHORTEST) texts.add(secret);
    });
    return false;
  });
}
