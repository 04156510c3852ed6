import type { JournalHeader } from '../model/index.js';
import type { Backend, Lease } from './backend.js';
import { entryTooLarge, journalClosed } from './diagnostics.js';
import { JournalLines } from './journal-format.js';
import type { JournalRecord } from './journal-record.js';
import { MOST_BYTES } from './size.js';

interface Waiting {
  readonly record: JournalRecord;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/**
 * The writer of a journal. A promise resolves when its record is durable. Records that arrive during a flush share the
 * next one, so that many waiting records cost one flush.
 *
 * The first failure ends the journal: later records are rejected, since a record must not be durable if one before it
 * is not.
 */
export class Journal {
  readonly #backend: Backend;
  readonly #lease: Lease;
  readonly #header: JournalHeader;
  readonly #lines = new JournalLines();
  #begun = false;
  #failure: unknown;
  #waiting: Waiting[] = [];
  #flushing: Promise<void> | undefined;

  constructor(backend: Backend, lease: Lease, header: JournalHeader) {
    this.#backend = backend;
    this.#lease = lease;
    this.#header = header;
  }

  /** Whether the backend holds (possibly only a part of) this journal. */
  get begun(): boolean {
    return this.#begun;
  }

  /** Replaces any other journal by this one, with these records. Nothing may have been appended. */
  async start(records: readonly JournalRecord[]): Promise<void> {
    const lines = records.length === 0 ? undefined : inARow(this.#lines.format([this.#header, ...records]));
    await this.#backend.replaceJournal(this.#lease, lines);
    this.#begun = records.length > 0;
  }

  append(record: JournalRecord): Promise<void> {
    if (this.#failure !== undefined) return Promise.reject(journalClosed(this.#backend.journalPlace, this.#failure));
    return new Promise((resolve, reject) => {
      this.#waiting.push({ record, resolve, reject });
      this.#flushing ??= this.#flush();
    });
  }

  /** Resolves when no write is pending any more, successful or not. */
  async settled(): Promise<void> {
    while (this.#flushing !== undefined) await this.#flushing;
  }

  async #flush(): Promise<void> {
    while (this.#waiting.length > 0) {
      // Records that follow from the previous flush, or from an available answer, are included.
      await new Promise((resolve) => {
        setImmediate(resolve);
      });
      const batch = this.#waiting;
      this.#waiting = [];
      try {
        const records = batch.map(({ record }) => record);
        for (const line of this.#lines.format(this.#begun ? records : [this.#header, ...records])) {
          this.#begun = true;
          await this.#backend.appendJournal(this.#lease, line);
        }
        for (const { resolve } of batch) resolve();
      } catch (caught) {
        // The text of a record exceeded the maximum string length.
        const error = caught instanceof RangeError ? entryTooLarge(this.#backend.journalPlace, MOST_BYTES) : caught;
        this.#failure = error;
        for (const { reject } of batch) reject(error);
        for (const { reject } of this.#waiting) reject(journalClosed(this.#backend.journalPlace, error));
        this.#waiting = [];
      }
    }
    this.#flushing = undefined;
  }
}

function* inARow(lines: Iterable<Iterable<Uint8Array>>): Generator<Uint8Array> {
  for (const line of lines) yield* line;
}
