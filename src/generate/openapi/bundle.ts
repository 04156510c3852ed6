import path from 'node:path';
import { isJsonList, isJsonObject, type Json, objectIn, reasonOf } from '../../model/index.js';
import { escapeStep } from './pointer.js';
import { parseDescription, type DescriptionText } from './read.js';
import { isExample } from './references.js';

/**
 * Reads a file that a description refers to, by its path relative to the description's folder; the message of an error
 * says why it cannot.
 */
export type LoadFile = (file: string) => Promise<string>;

/** Where the files are in the combined document: each under its path relative to the description's folder. */
const SECTION = 'x-files';

/**
 * Combines a description of several files into one document, with references to files pointing inside it. A reference
 * to an unreadable file, or to an address that is not allowed, stays, relative to the description's folder. A
 * description without references to files stays unchanged.
 */
export async function bundled(
  given: DescriptionText,
  load: LoadFile,
  isAllowed: (address: string) => boolean = () => false,
): Promise<DescriptionText> {
  if (!/\$ref["']?\s*:\s*["']?[^#"'\s]/.test(given.text)) return given;
  const { document } = parseDescription(given);
  if (!isJsonObject(document)) return given;
  const files = new Map<string, Json>();
  const unread = new Map<string, string>();
  const own = isAddress(given.name) && isAllowed(given.name) ? given.name : path.posix.basename(given.name);
  const waiting = new Set<string>();
  const whole = rewritten(document, '', '#', false);
  for (const file of waiting) {
    const reading = await contentOf(file);
    if ('reason' in reading) unread.set(file, reading.reason);
    else files.set(file, reading.content);
  }
  return finish();

  /** The value with references relative to the description; the files they name are queued for reading. */
  function rewritten(value: Json, from: string, pointer: string, inExample: boolean): Json {
    if (inExample) return value;
    if (isJsonList(value)) return value.map((item, index) => rewritten(item, from, `${pointer}/${index}`, false));
    if (!isJsonObject(value)) return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, item]): [string, Json] => {
        if (key === '$ref' && typeof item === 'string') return [key, target(item, from)];
        const here = `${pointer}/${escapeStep(key)}`;
        return [key, rewritten(item, from, here, isExample(here))];
      }),
    );
  }

  function target(reference: string, from: string): string {
    const [place = '', inside = ''] = reference.split('#', 2);
    const base = from === '' ? own : from;
    const address = isAddress(place) || isAddress(base) ? absolute(place, base) : undefined;
    if (address !== undefined && !isAllowed(address))
      return isAddress(place) ? reference : new URL(reference, base).href;
    if (address === undefined && /^([a-z][a-z0-9+.-]*:|\/)/i.test(place)) return reference;
    const file = place === '' ? from : (address ?? path.posix.join(path.posix.dirname(from), decoded(place)));
    if (file === '' || file === own) return `#${inside}`;
    waiting.add(file);
    return `#/${SECTION}/${escapeStep(file)}${inside}`;
  }

  async function contentOf(file: string): Promise<{ readonly content: Json } | { readonly reason: string }> {
    let text: string;
    try {
      text = await load(file);
    } catch (error) {
      return { reason: reasonOf(error) };
    }
    // Long descriptions may also be in files of their own.
    if (/\.(md|markdown|txt)$/i.test(file)) return { content: text };
    const parsed = parseDescription({ name: file, text });
    return parsed.document === undefined
      ? { reason: parsed.diagnostics[0].summary }
      : { content: rewritten(parsed.document, file, '#', false) };
  }

  function finish(): DescriptionText {
    const document = { ...objectIn(whole), ...(files.size === 0 ? {} : { [SECTION]: Object.fromEntries(files) }) };
    return { name: given.name, text: JSON.stringify(document, undefined, 2), written: given.text, unread };
  }
}

const isAddress = (place: string): boolean => /^https?:\/\//i.test(place);

/** An address relative to another; undefined if there is none. */
function absolute(place: string, base: string): string | undefined {
  const seen = isAddress(base) ? base : undefined;
  return URL.canParse(place, seen) ? new URL(place, seen).href : undefined;
}

function decoded(place: string): string {
  try {
    return decodeURIComponent(place);
  } catch {
    return place;
  }
}
