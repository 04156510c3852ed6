import type { Event } from '../model/index.js';
import {
  LineProgress,
  lineText,
  LiveLines,
  type Line,
  type LiveProgress,
  type Messages,
  type Progress,
} from '../render/index.js';
import type { OutputStream } from './terminal.js';

/** Shows events as they happen: drawn anew on a screen, as lines or as JSON lines elsewhere. */
export interface ProgressDisplay {
  readonly emit: (event: Event) => void;
  /** Clears the display and writes pending lines before other output. The next event resumes it. */
  settle(): void;
  stop(): void;
}

const TICK_MS = 100;

/** Operations that end sooner than this are not drawn. */
const QUIET_MS = 300;

/** Lines wait for each other up to this size, so that ten thousand of them are not ten thousand writes. */
const BUFFER = 64 * 1024;

export function liveDisplay(stream: OutputStream, clock: () => number): ProgressDisplay {
  return new LiveDisplay(stream, clock);
}

export function lineDisplay(stream: OutputStream, clock: () => number): ProgressDisplay {
  const progress: Progress = new LineProgress();
  const text = (lines: readonly Line[]): string =>
    lines.length === 0 ? '' : lines.map((line) => `${lineText(line, { color: stream.color })}\n`).join('');
  return new BufferedDisplay(
    stream,
    (event) => text(progress.event(event, clock())),
    () => text(progress.tick(clock())),
  );
}

export function messageDisplay(stream: OutputStream, messages: Messages, clock: () => number): ProgressDisplay {
  const text = (lines: readonly string[]): string => lines.map((line) => `${line}\n`).join('');
  return new BufferedDisplay(
    stream,
    (event) => text(messages.event(event, clock())),
    () => text(messages.tick(clock())),
  );
}

class BufferedDisplay implements ProgressDisplay {
  readonly #stream: OutputStream;
  readonly #event: (event: Event) => string;
  readonly #tick: () => string;
  #buffer = '';
  #timer: NodeJS.Timeout | undefined;

  constructor(stream: OutputStream, event: (event: Event) => string, tick: () => string) {
    this.#stream = stream;
    this.#event = event;
    this.#tick = tick;
  }

  readonly emit = (event: Event): void => {
    this.#timer ??= setInterval(() => {
      this.#buffer += this.#tick();
      this.settle();
    }, TICK_MS).unref();
    this.#buffer += this.#event(event);
    if (this.#buffer.length > BUFFER) this.settle();
  };

  settle(): void {
    this.#stream.write(this.#buffer);
    this.#buffer = '';
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
    this.settle();
  }
}

class LiveDisplay implements ProgressDisplay {
  readonly #progress: LiveProgress = new LiveLines();
  readonly #stream: OutputStream;
  readonly #clock: () => number;
  #since: number | undefined;
  #timer: NodeJS.Timeout | undefined;
  /** Lines that ended and are not written yet. */
  #ended: string[] = [];
  /** Rows of the block that is on the screen. */
  #drawn = 0;

  constructor(stream: OutputStream, clock: () => number) {
    this.#stream = stream;
    this.#clock = clock;
  }

  readonly emit = (event: Event): void => {
    const now = this.#clock();
    this.#since ??= now;
    this.#timer ??= setInterval(() => this.#draw(), TICK_MS).unref();
    for (const line of this.#progress.event(event, now)) this.#ended.push(this.#text(line));
  };

  #text(line: Line): string {
    return `${lineText(line, { color: this.#stream.color })}\n`;
  }

  #draw(): void {
    const now = this.#clock();
    if (now - (this.#since ?? now) < QUIET_MS) return;
    const size = { columns: this.#stream.columns ?? 80, rows: this.#stream.rows ?? 24 };
    const frame = this.#progress.frame(now, size);
    this.#stream.write(this.#erased() + this.#takeEnded() + frame.map((line) => this.#text(line)).join(''));
    this.#drawn = frame.length;
  }

  /**
   * Erases the block from its last row up, row by row: terminals keep what "erase below" removes from the top row on, so every
   * frame would be in their scrollback.
   */
  #erased(): string {
    return '\u001B[1A\u001B[2K'.repeat(this.#drawn);
  }

  #takeEnded(): string {
    const text = this.#ended.join('');
    this.#ended = [];
    return text;
  }

  settle(): void {
    this.#stream.write(this.#erased() + this.#takeEnded());
    this.#drawn = 0;
    this.#since = undefined;
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
    this.settle();
  }
}
