import type { ActionRunEvent, Event } from '../../model/index.js';
import { durationText } from '../duration.js';
import { toned, type Inline, type Line } from '../report.js';
import { SIGN_TONES, SIGNS, type Tone } from '../theme.js';
import { fitting, columnsOf } from '../width.js';
import { lockLine } from './lines.js';
import { Naming } from './naming.js';
import { PATIENCE_MS, type LiveProgress, type Size } from './progress.js';
import { Running, type RunningCall } from './running.js';
import {
  completeText,
  erroredText,
  invokedText,
  invokeErroredText,
  landingText,
  provisionLines,
  recoveredText,
  triggerText,
  wordsOf,
} from './words.js';

const SPINNER = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];
const BAR = 20;

/** Maximum number of rows of the block; the rest is counted. */
const ROWS = 12;

const PHASES = {
  load: 'Reading the configuration',
  refresh: 'Refreshing',
  install: 'Installing',
  plan: 'Planning',
  apply: 'Applying',
};

/** The order of phases. */
const ORDER: readonly string[] = ['load', 'install', 'refresh', 'plan', 'apply'];

/** Progress for a terminal: finished calls scroll by, running ones are below and redrawn. */
export class LiveLines implements LiveProgress {
  readonly #applying = new Running();
  readonly #reading = new Running();
  readonly #invoking = new Running<ActionRunEvent>();
  #phase: keyof typeof PHASES = 'load';
  #stack: string | undefined;
  #total: number | undefined;
  #since: number | undefined;
  #lock: Line | undefined;
  #waiting: string | undefined;
  /** Bytes of each package that is downloaded. */
  readonly #downloads = new Map<string, number>();
  readonly #landing = new Map<string, Line>();
  readonly #naming = new Naming();

  event(event: Event, now: number): readonly Line[] {
    this.#naming.see(event);
    this.#since ??= now;
    switch (event.type) {
      case 'phase':
        this.#startPhase(event, now);
        return [];
      case 'apply-start':
        this.#applying.start(event, now);
        return [];
      case 'apply-progress':
        this.#applying.waits(event, event.waitingFor, now);
        return [];
      case 'apply-complete':
        this.#applying.end(event);
        return [[toned('success', '✓ '), `${this.#naming.of(event)}: ${completeText(event)}`]];
      case 'apply-errored':
        this.#applying.end(event, true);
        return [[toned('error', '✗ '), `${this.#naming.of(event)}: `, toned('error', erroredText(event))]];
      case 'recovered':
        this.#landing.delete(this.#naming.of(event));
        return [[toned('warning', '↻ '), `${this.#naming.of(event)}: ${recoveredText(event.outcome)}`]];
      case 'action-complete':
        this.#invoking.end(event);
        return [[toned('success', '✓ '), `${this.#naming.of(event)}: ${invokedText(event.elapsedMs, event.summary)}`]];
      case 'action-errored':
        this.#invoking.end(event, true);
        return [
          [
            toned('error', '✗ '),
            `${this.#naming.of(event)}: `,
            toned('error', invokeErroredText(event.elapsedMs, event.error)),
          ],
        ];
      case 'provision-start':
      case 'provision-output':
      case 'provision-errored':
        return provisionLines(event, this.#naming);
      default:
        this.#other(event, now);
        return [];
    }
  }

  /** Several stacks are in a phase together, and each adds what it is about to do. */
  #startPhase({ phase, stack, total }: Extract<Event, { type: 'phase' }>, now: number): void {
    const isShared = this.#naming.stacks > 1 && stack !== undefined;
    if (isShared && ORDER.indexOf(phase) < ORDER.indexOf(this.#phase)) return;
    if (isShared && phase === this.#phase) {
      this.#total = (this.#total ?? 0) + (total ?? 0);
      return;
    }
    [this.#phase, this.#stack, this.#total, this.#since] = [phase, isShared ? undefined : stack, total, now];
    [this.#applying.done, this.#lock, this.#waiting] = [0, undefined, undefined];
    this.#landing.clear();
    this.#invoking.done = 0;
  }

  #other(event: Event, now: number): void {
    if (event.type === 'refresh-start') this.#reading.start(event, now);
    else if (event.type === 'landing') this.#landing.set(this.#naming.of(event), this.#landingLine(event));
    else if (event.type === 'refresh-complete') {
      this.#reading.end(event);
      this.#landing.delete(this.#naming.of(event));
    } else if (event.type === 'action-start') this.#invoking.start(event, now);
    else if (event.type === 'action-progress') this.#invoking.waits(event, event.message, now);
    else if (event.type === 'lock-waiting') this.#lock = lockLine(event);
    else if (event.type === 'download') this.#downloads.set(event.what, event.bytes);
    else if (event.type === 'waiting') this.#waiting = event.what;
  }

  tick(): readonly Line[] {
    return [];
  }

  frame(now: number, { columns, rows }: Size): readonly Line[] {
    if (this.#since === undefined) return [];
    const room = Math.max(1, Math.min(ROWS, rows - 2));
    const calls = [...(this.#applying.count > 0 ? this.#applying : this.#reading).calls];
    const shown = calls.length <= room ? calls : calls.slice(0, room - 1);
    const rest = calls.length - shown.length;
    const lines: Line[] = [
      this.#headline(now),
      ...(this.#lock === undefined ? [] : [this.#lock]),
      ...[...this.#landing.values()].slice(0, room),
      ...[...this.#invoking.calls].slice(0, room).map((call) => this.#actionLine(call, now)),
      ...shown.map((call) => this.#callLine(call, now)),
      ...(rest > 0 ? [[toned('faint', `    … and ${rest} more`)]] : []),
    ];
    return lines.map((line) => cut(line, columns - 1));
  }

  #headline(now: number): Line {
    const spinner = SPINNER[Math.floor(now / 100) % SPINNER.length];
    const elapsed = now - (this.#since ?? now);
    const title = this.#reading.count > 0 && this.#applying.count === 0 ? PHASES.refresh : PHASES[this.#phase];
    const { stacks } = this.#naming;
    const stack = this.#stack === undefined ? (stacks > 1 ? ` ${stacks} stacks` : '') : ` ${this.#stack}`;
    const wait = this.#waiting !== undefined && elapsed > PATIENCE_MS ? `, waiting for ${this.#waiting}` : '';
    return [
      toned('accent', `${spinner} `),
      toned('strong', title + stack),
      ...this.#count(),
      toned('faint', `  ${durationText(elapsed)}${wait}`),
    ];
  }

  #count(): Inline[] {
    if (this.#phase === 'install') return [downloadsText(this.#downloads)];
    if (this.#phase !== 'apply') return this.#reading.done === 0 ? [] : [`  ${this.#reading.done} read`];
    if (this.#total === undefined || this.#total === 0) return [`  ${this.#applying.done}`];
    const done = Math.min(this.#applying.done + this.#invoking.done, this.#total);
    const filled = Math.round((BAR * done) / this.#total);
    return [
      '  ',
      toned('success', '━'.repeat(filled)),
      toned('faint', '─'.repeat(BAR - filled)),
      `  ${done}/${this.#total}`,
    ];
  }

  #callLine({ event, startedAt, waitingFor }: RunningCall, now: number): Line {
    const sign = SIGNS[event.action];
    const tone: Tone = SIGN_TONES[sign] ?? 'faint';
    const wait = waitingFor === undefined ? '' : `  waiting for ${waitingFor}`;
    const doing = wordsOf(event.action).still;
    return [
      toned(tone, `  ${sign.padStart(2)} `),
      this.#naming.of(event),
      toned('faint', `  ${doing}  ${durationText(now - startedAt)}${wait}`),
    ];
  }

  #landingLine(event: Extract<Event, { type: 'landing' }>): Line {
    return [toned('warning', '  ↻ '), `${this.#naming.of(event)}: ${landingText(event)}`];
  }

  #actionLine({ event, startedAt, waitingFor }: RunningCall<ActionRunEvent>, now: number): Line {
    const said = waitingFor === undefined ? '' : `  ${waitingFor}`;
    return [
      toned('accent', '   » '),
      this.#naming.of(event),
      toned('faint', `${triggerText(event)}  ${durationText(now - startedAt)}${said}`),
    ];
  }
}

function downloadsText(downloads: ReadonlyMap<string, number>): string {
  const bytes = [...downloads.values()].reduce((total, each) => total + each, 0);
  const [only] = downloads.keys();
  if (only === undefined) return '';
  return `  ${downloads.size === 1 ? only : `${downloads.size} packages`}, ${Math.floor(bytes / 1e6)} MB`;
}

/** A row must not wrap, or the next drawing would start in the wrong place. */
function cut(line: Line, columns: number): Line {
  const result: Inline[] = [];
  let room = columns;
  for (const inline of line) {
    const text = typeof inline === 'string' ? inline : inline.text;
    const part = fitting(text, room);
    result.push(typeof inline === 'string' ? part : { ...inline, text: part });
    room -= columnsOf(part);
    if (room <= 0) break;
  }
  return result;
}
