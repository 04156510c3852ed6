import type { ActionRunEvent, Event } from '../../model/index.js';
import { durationText } from '../duration.js';
import { toned, type Inline, type Line } from '../report.js';
import { LandingWords } from './landing.js';
import { Naming } from './naming.js';
import { PATIENCE_MS, SIGN_OF_LIFE_MS, type Progress } from './progress.js';
import { Running } from './running.js';
import {
  completeText,
  erroredText,
  invokedText,
  invokeErroredText,
  landingText,
  recoveredText,
  provisionLines,
  startText,
  stillInvokingText,
  stillText,
  triggerText,
} from './words.js';

/** Progress for logs: a line when a call begins, at intervals, and when it ends. Reads are only counted. */
export class LineProgress implements Progress {
  readonly #applying = new Running();
  readonly #reading = new Running();
  readonly #invoking = new Running<ActionRunEvent>();
  /** When reading last reported progress, or began. */
  #readingSince = 0;
  #waiting = '';
  readonly #landing = new LandingWords();
  readonly #naming = new Naming();

  event(event: Event, now: number): readonly Line[] {
    this.#naming.see(event);
    switch (event.type) {
      case 'apply-start':
        this.#applying.start(event, now);
        return [[toned('strong', `${this.#naming.of(event)}: `), startText(event)]];
      case 'apply-progress':
        this.#applying.waits(event, event.waitingFor, now);
        return [];
      case 'apply-complete':
        this.#applying.end(event);
        return [[toned('strong', `${this.#naming.of(event)}: `), completeText(event)]];
      case 'apply-errored':
        this.#applying.end(event, true);
        return [[toned('strong', `${this.#naming.of(event)}: `), toned('error', erroredText(event))]];
      case 'landing':
        if (!this.#landing.isDue(event, now)) return [];
        return [[toned('strong', `${this.#naming.of(event)}: `), landingText(event)]];
      case 'recovered':
        return [[toned('strong', `${this.#naming.of(event)}: `), recoveredText(event.outcome)]];
      default:
        return this.#other(event, now);
    }
  }

  #other(event: Event, now: number): readonly Line[] {
    switch (event.type) {
      case 'refresh-start':
        if (this.#reading.count === 0) this.#readingSince = now;
        this.#reading.start(event, now);
        return [];
      case 'refresh-complete':
        this.#reading.end(event);
        return [];
      case 'waiting': {
        // While objects are read, the next progress report mentions it.
        const isNews = event.what !== this.#waiting && this.#reading.count === 0;
        this.#waiting = event.what;
        return isNews ? [[`Waiting for ${event.what}`]] : [];
      }
      case 'download':
        return event.bytes === 0 ? [[`Downloading ${event.what}`]] : [];
      case 'lock-waiting':
        return [lockLine(event)];
      default:
        return this.#action(event, now);
    }
  }

  #action(event: Event, now: number): readonly Line[] {
    switch (event.type) {
      case 'action-start':
        this.#invoking.start(event, now);
        return [this.#actionLine(event, `Invoking...${triggerText(event)}`)];
      case 'action-progress':
        return [this.#actionLine(event, event.message)];
      case 'action-complete':
        this.#invoking.end(event);
        return [this.#actionLine(event, invokedText(event.elapsedMs, event.summary))];
      case 'action-errored':
        this.#invoking.end(event, true);
        return [this.#actionLine(event, toned('error', invokeErroredText(event.elapsedMs, event.error)))];
      default:
        return provisionLines(event, this.#naming);
    }
  }

  #actionLine(event: ActionRunEvent, text: Inline): Line {
    return [toned('strong', `${this.#naming.of(event)}: `), text];
  }

  tick(now: number): readonly Line[] {
    const lines = [
      ...this.#applying
        .due(now)
        .map(({ event, startedAt, waitingFor }): Line => [
          toned('strong', `${this.#naming.of(event)}: `),
          stillText(event, now - startedAt, waitingFor),
        ]),
      ...this.#invoking
        .due(now)
        .map(({ event, startedAt }) => this.#actionLine(event, stillInvokingText(now - startedAt))),
    ];
    const oldest = this.#reading.oldest();
    if (oldest === undefined || now - this.#readingSince < PATIENCE_MS) return lines;
    const wait = this.#waiting === '' ? '' : `, waiting for ${this.#waiting}`;
    const since = durationText(now - oldest.startedAt);
    this.#readingSince = now + SIGN_OF_LIFE_MS - PATIENCE_MS;
    return [
      ...lines,
      [
        `Still refreshing: ${this.#reading.done} done, ${this.#reading.count} running; ${this.#naming.of(oldest.event)} for ${since}${wait}`,
      ],
    ];
  }
}

export function lockLine({ holder, elapsedMs, stack }: Extract<Event, { type: 'lock-waiting' }>): Line {
  const of = stack === undefined ? '' : ` of ${stack}`;
  return [
    toned(
      'warning',
      `Waiting for the lock on the state${of}, held by ${holder}... [${durationText(elapsedMs)} elapsed]`,
    ),
  ];
}
