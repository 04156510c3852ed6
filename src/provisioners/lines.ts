import { StringDecoder } from 'node:string_decoder';
import { toShorten } from '../model/index.js';

/** The longest line that is shown whole. */
const LONGEST = 65_536;

/** More than a line needs so that a secret at the place of the cut is recognized. */
const KEPT = LONGEST + 4096;

/** Splits streams of output into lines. */
export class LineReader {
  readonly #line: (line: string) => void;

  constructor(line: (line: string) => void) {
    this.#line = line;
  }

  /** The lines of one stream, which may have half a line when another writes. */
  stream(): { add(chunk: Buffer): void; end(): void } {
    const decoder = new StringDecoder('utf8');
    let rest = '';
    const add = (text: string): void => {
      const lines = text.split('\n');
      const last = lines.pop() ?? '';
      for (const line of lines) {
        this.#emit(rest + line);
        rest = '';
      }
      rest = (rest + last).slice(0, KEPT);
    };
    return {
      add: (chunk) => add(decoder.write(chunk)),
      end: () => {
        add(decoder.end());
        if (rest !== '') this.#emit(rest);
        rest = '';
      },
    };
  }

  #emit(line: string): void {
    this.#line(toShorten(line.endsWith('\r') ? line.slice(0, -1) : line, LONGEST));
  }
}

/** How much of the output an error shows, in characters: the end, as Terraform. */
const SHOWN = 8 * 1024;

/** The last lines of an output. */
export class LastLines {
  readonly #lines: string[] = [];
  #length = 0;

  add(line: string): void {
    this.#lines.push(line);
    this.#length += line.length + 1;
    while (this.#length > SHOWN && this.#lines.length > 1) this.#length -= (this.#lines.shift() ?? '').length + 1;
  }

  text(): string {
    return this.#lines.join('\n');
  }
}
