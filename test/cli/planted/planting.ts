import { expect } from 'vitest';
import type { Folder, Ran, RunOptions } from '../../support/run-landform.js';
import { leaksOf, secretOf } from '../../support/planted-secrets.js';

/** What asks for the most words: logs, traces of errors, the program's own and Terraform's. */
const TALKATIVE = { TF_LOG: 'trace', LANDFORM_DEBUG: '1', LANDFORM_LOG: 'trace', NODE_ENV: 'development' };

/** Plants secrets, runs `landform`, and searches each output for all of them. */
export class Planting {
  planted = 0;
  readonly #first: number;
  readonly #leaks: string[] = [];
  readonly #outputs: string[] = [];

  /** `first`: the number of the first secret, so that those of two tests differ. */
  constructor(first: number) {
    this.#first = first;
  }

  secret(): string {
    return secretOf(this.#first + this.planted++);
  }

  /** Runs a command that ends with this exit code; without one, however it ends. */
  async run(folder: Folder, line: string | readonly string[], code?: number, options: RunOptions = {}): Promise<Ran> {
    const name = typeof line === 'string' ? line : line.join(' ');
    const ran = await folder.run(line, { ...options, env: { ...TALKATIVE, ...options.env } });
    this.#outputs.push(`${ran.stdout}\n${ran.stderr}`);
    for (const text of [ran.stdout, ran.stderr]) this.#leaks.push(...leaksOf(text).map((leak) => `${name}: …${leak}…`));
    if (code !== undefined) expect(ran.code, `${name}: ${ran.stdout}${ran.stderr}`).toBe(code);
    return ran;
  }

  /** How many commands were run. */
  get outputs(): number {
    return this.#outputs.length;
  }

  /** Whether a text that is secret without having been planted was printed. */
  says(text: string): boolean {
    return this.#outputs.some((output) => output.includes(text));
  }

  /** The places where a secret was printed; empty when all is well. */
  get leaks(): readonly string[] {
    return this.#leaks;
  }
}
