import { quoted } from '../print.js';
import { type Code, type Entry, objectCode } from '../source.js';
import type { References, Target } from './references.js';

/** A statement of the program, or the construct that it creates. */
export interface Statement {
  /** The key under which others refer to the construct, and its constant; absent if nothing can. */
  readonly declares?: { readonly key: string; readonly target: Target } | undefined;
  readonly comments: readonly string[];
  print(references: References): Printed;
}

export interface Printed {
  readonly code: Code;
  /** Calls on the construct: `.addOverride(…)`. */
  readonly calls: readonly Code[];
}

/** Collects the options of a construct, and overrides for what no option expresses. */
export class Options {
  readonly #entries: Entry[] = [];
  readonly #calls: Code[] = [];

  /** Adds an option; undefined adds nothing. */
  add(key: string, code: Code | undefined, comments: readonly string[] = []): void {
    if (code !== undefined) this.#entries.push({ key, code, comments });
  }

  override(path: string, code: Code): void {
    this.call(`addOverride(${quoted(path)}, ${code})`);
  }

  call(code: Code): void {
    this.#calls.push(`.${code}`);
  }

  /** `new Name(stack, 'id', { … })`; the comments follow the last option. */
  construct(name: string, id: string, after: readonly string[] = []): Printed {
    const start = `new ${name}(stack, ${quoted(id)}`;
    if (this.#entries.length === 0 && after.length === 0) return { code: `${start})`, calls: this.#calls };
    const taken = start.length + 'const  = '.length + id.length;
    return { code: `${start}, ${objectCode(this.#entries, after, taken)})`, calls: this.#calls };
  }
}
