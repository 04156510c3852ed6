import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { ConfigurationFile } from '../model/index.js';

/** In bytes. The text of a longer file is released once it is read. */
const KEPT_BYTES = 1 << 20;

/**
 * Reads a file of a folder, which diagnostics call `name`. Throws as `readFileSync` does. In one go: by the thread pool, a large file comes
 * in pieces, and its text would be copied together.
 */
export function readConfigurationFile(path: string, name: string): ConfigurationFile {
  const bytes = readFileSync(path);
  const text = bytes.toString('utf8');
  return bytes.length <= KEPT_BYTES ? { name, text } : new LongFile(path, name, text, digestOf(bytes));
}

/** A file whose text is read again when it is asked for after its release: for the place that a diagnostic names, as a rule. */
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

  /** Empty when it is no longer what it was: nothing is found in it then. */
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
