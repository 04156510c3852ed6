import { isSecretName } from './names.js';
import { encodings, reduced, reversed, viewsOf, type Reduced } from './disguises.js';
import { CUT } from './shorten.js';
import { Spellings } from './spellings.js';

/** Shown instead of a secret. */
export const SENSITIVE_TEXT = '(sensitive value)';

/** Shown instead of a text that contains a secret in another form. */
export const WITHHELD_TEXT = '(withheld: the text contains a secret in another form)';

/** Shorter texts occur everywhere by chance; they are not searched for. */
const SHORTEST = 4;

/** From this length on, a secret is also found inside words. */
const LONG = 8;

/** A long secret is also found by its first part, even if it is truncated. */
const PART = 32;
const PARTS = 8;

/** Characters of an escape that was cut through. */
const LEFT_OVER = 8;

/** Maximum size of a document whose own secrets are searched for too. */
const DOCUMENT = 64 * 1024;

/**
 * A set of secret texts, and the search for them in external messages of services, tools and programs. Its cost grows
 * with the text, not with the number of secrets.
 */
export class SecretTexts {
  static readonly NONE: SecretTexts = new SecretTexts([]);

  readonly #secrets: ReadonlySet<string>;
  /** Created by the first search: most runs never need one. */
  #plain: Spellings | undefined;
  #parts: Spellings | undefined;
  #beginnings: Spellings | undefined;

  constructor(secrets: Iterable<string>) {
    this.#secrets = new Set([...secrets].filter((secret) => secret.length >= SHORTEST).flatMap(withInner));
  }

  with(secrets: Iterable<string>): SecretTexts {
    const more = [...secrets].filter((secret) => secret.length >= SHORTEST && !this.#secrets.has(secret));
    return more.length === 0 ? this : new SecretTexts([...this.#secrets, ...more]);
  }

  /** The text with literal secrets removed, or a placeholder if it contains one in another form. */
  clean(text: string): string {
    if (this.#secrets.size === 0 || text.length < SHORTEST) return text;
    const pieces = this.#between(text);
    return pieces.some((piece) => this.#isDisguisedIn(piece)) ? WITHHELD_TEXT : pieces.join(SENSITIVE_TEXT);
  }

  /** Whether the text contains a secret, literally or in another form. */
  isIn(text: string): boolean {
    if (this.#secrets.size === 0 || text.length < SHORTEST) return false;
    return this.#between(text).length > 1 || this.#isDisguisedIn(text);
  }

  /** The text between the literal secrets in it. */
  #between(text: string): string[] {
    const plain = (this.#plain ??= plainSpellings(this.#secrets));
    if (!plain.mayBeIn(text)) return [text];
    const pieces: string[] = [];
    let from = 0;
    for (let position = 0; position + SHORTEST <= text.length; position += 1) {
      const length = plain.at(text, position, (end) => end - position >= LONG || isWord(text, position, end));
      if (length === 0) continue;
      pieces.push(text.slice(from, position));
      from = position + length;
      position = from - 1;
    }
    return [...pieces, text.slice(from)];
  }

  #isDisguisedIn(text: string): boolean {
    const parts = (this.#parts ??= partsOf(this.#secrets));
    const views = viewsOf(text);
    for (const view of views) if (holds(reduced(view), parts)) return true;
    return text.includes(CUT) && [...views].some((view) => this.#isCutIn(view));
  }

  /** Whether a truncated part of the text ends with the beginning of a secret. */
  #isCutIn(view: string): boolean {
    const beginnings = (this.#beginnings ??= beginningsOf(this.#secrets));
    return view
      .split(CUT)
      .slice(0, -1)
      .some((part) => {
        const { text } = reduced(part.slice(-PART * PARTS));
        const accepts = (end: number): boolean => end >= text.length - LEFT_OVER;
        for (let position = Math.max(0, text.length - PART - LEFT_OVER); position < text.length; position += 1)
          if (beginnings.at(text, position, accepts) > 0) return true;
        return false;
      });
  }
}

function holds({ text, isBoundary }: Reduced, parts: Spellings): boolean {
  if (!parts.mayBeIn(text)) return false;
  for (let position = 0; position + SHORTEST <= text.length; position += 1) {
    const accepts = (end: number): boolean => end - position >= LONG || (isBoundary(position) && isBoundary(end));
    if (parts.at(text, position, accepts) > 0) return true;
  }
  return false;
}

/** True when neither side continues a word: `test` in `"test"`, and not in `latest`. */
function isWord(text: string, start: number, end: number): boolean {
  return !/[\p{L}\p{N}]/u.test(text.charAt(start - 1)) && !/[\p{L}\p{N}]/u.test(text.charAt(end));
}

/** Common spellings in replies of services: these are cut out, and the rest of the text remains readable. */
function plainSpellings(secrets: Iterable<string>): Spellings {
  const spellings = new Spellings();
  for (const secret of secrets) {
    for (const line of secret.split(/\r?\n/)) if (line.length >= LONG && !line.startsWith('-----')) spellings.add(line);
    spellings.add(secret);
    spellings.add(JSON.stringify(secret).slice(1, -1));
    spellings.add(encodeURIComponent(wellFormed(secret)));
    spellings.add(btoa(Array.from(new TextEncoder().encode(secret), (byte) => String.fromCharCode(byte)).join('')));
  }
  return spellings;
}

/** What of a secret is left when it was truncated, in any form. Longer beginnings are parts. */
function beginningsOf(secrets: Iterable<string>): Spellings {
  const beginnings = new Spellings();
  for (const secret of secrets) {
    const begin = secret.slice(0, PART);
    for (const form of [reduced(begin).text, ...encodings(begin)]) {
      for (let length = LONG; length <= Math.min(form.length, PART); length += 1) beginnings.add(form.slice(0, length));
    }
  }
  return beginnings;
}

function partsOf(secrets: Iterable<string>): Spellings {
  const parts = new Spellings();
  for (const secret of secrets) {
    const begin = secret.slice(0, PART * PARTS);
    for (const form of [reduced(begin).text, ...encodings(begin).filter((encoded) => encoded.length >= LONG)]) {
      for (const part of form.length <= PART ? [form] : wholeParts(form)) {
        parts.add(part);
        parts.add(reversed(part));
      }
    }
  }
  return parts;
}

function wholeParts(form: string): string[] {
  const count = Math.min(PARTS, Math.floor(form.length / PART));
  return Array.from({ length: count }, (_, part) => form.slice(part * PART, (part + 1) * PART));
}

/** The secret, and those in it: the password of a URL, and what a document calls a secret. */
function withInner(secret: string): readonly string[] {
  const password = /^[a-z][\w+.-]*:\/\/[^/@\s]*:([^/@\s]+)@/i.exec(secret)?.[1];
  if (password !== undefined) return [secret, password, decoded(password)].filter((text) => text.length >= SHORTEST);
  if (secret.length > DOCUMENT || !/^\s*[[{]/.test(secret)) return [secret];
  const found = [secret];
  try {
    JSON.parse(secret, (name, value: unknown) => {
      if (typeof value === 'string' && value.length >= SHORTEST && isSecretName(name)) found.push(value);
      return value;
    });
  } catch {
    return [secret];
  }
  return found;
}

/** Without lone surrogates, which `encodeURIComponent` rejects. */
const wellFormed = (text: string): string => new TextDecoder().decode(new TextEncoder().encode(text));

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
