import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { ConfigurationFile } from '../model/index.js';
import { decodeText } from './text-file.js';

/** In bytes. The text of a larger file is released after reading. */
const KEPT_BYTES = 1 << 20;

/**
 * Reads a file of a folder; diagnostics call it `name`. Throws as `readFileSync` and `decodeText` do. Reads synchronously, since the thread pool
 * returns a large file in chunks, whose text would have to be copied together.
 */
export function readConfigurationFile(path: string, name: string): ConfigurationFile {
  const bytes = readFileSync(path);
  const text = decodeText(bytes, name);
  return bytes.length <= KEPT_BYTES ? { name, text } : new LongFile(path, name, text, digestOf(bytes));
}

/** A file whose text is read again if it is needed after its release, usually to find the place that a diagnostic names. */
class LongFile implements ConfigurationFile {
  readonly name: string;
  readonly digest: string;
  readonly #path: string;
  #text: string | undefined;

  constructor(path: string, name: string, text: string, digest: string) {
    this.name = name;
    this.digest = digest;
    this.#path = path;
    this.#text = text;
  }

  get text(): string {
    return this.#text ?? this.#readAgain();
  }

  release(): void {
    this.#text = undefined;
  }

  /** Reads the text again. Returns an empty string if it has changed, so that no place is found in it. */
  #readAgain(): string {
    try {
      const bytes = readFileSync(this.#path);
      return digestOf(bytes) === this.digest ? bytes.toString('utf8') : '';
    } catch {
      return '';
    }
  }
}

const digestOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
