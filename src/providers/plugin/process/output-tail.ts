/** How much of a plugin's output is kept to explain its end. */
const KEPT_BYTES = 64 * 1024;
const SHOWN_LINES = 20;
const SHOWN_CHARACTERS = 300;

/** The end of what a plugin writes to its standard error. Everything is read, so that a plugin never waits for us. */
export class OutputTail {
  #chunks: Buffer[] = [];
  #size = 0;

  add(chunk: Buffer): void {
    this.#chunks.push(chunk);
    this.#size += chunk.length;
    if (this.#size <= 2 * KEPT_BYTES) return;
    const kept = Buffer.from(Buffer.concat(this.#chunks).subarray(-KEPT_BYTES));
    this.#chunks = [kept];
    this.#size = kept.length;
  }

  /**
   * The lines that explain a crash: those from a panic on, or else the last ones. Messages of the plugin's log only if
   * they are errors: the others say what it was doing, and may contain anything.
   */
  explanation(): readonly string[] {
    const lines = Buffer.concat(this.#chunks)
      .toString('utf8')
      .split('\n')
      .flatMap((line) => legibleLine(line.trimEnd()));
    const panic = lines.findIndex((line) => /^(panic|fatal error|runtime error): /.test(line));
    return panic === -1 ? lines.slice(-SHOWN_LINES) : lines.slice(panic, panic + SHOWN_LINES);
  }
}

function legibleLine(line: string): readonly string[] {
  if (line === '') return [];
  if (!line.startsWith('{')) return [line.slice(0, SHOWN_CHARACTERS)];
  try {
    const entry = JSON.parse(line) as Readonly<Record<string, unknown>>;
    if (typeof entry['@level'] !== 'string') return [line.slice(0, SHOWN_CHARACTERS)];
    return entry['@level'] === 'error' && typeof entry['@message'] === 'string'
      ? [entry['@message'].slice(0, SHOWN_CHARACTERS)]
      : [];
  } catch {
    return [line.slice(0, SHOWN_CHARACTERS)];
  }
}
