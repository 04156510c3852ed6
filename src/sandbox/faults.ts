import { setTimeout as sleep } from 'node:timers/promises';

import { SandboxError } from './error.js';
import { seededRandom } from './random.js';

/** The possible faults of a request. Each request has at most one of them. */
export type FaultKind =
  /** The connection is reset, and nothing was done. */
  | 'reset'
  /** 429 with `Retry-After`; nothing was done. */
  | 'throttle'
  /** Alternately 500 with the system's error body and 503 with plain text; nothing was done. */
  | 'error'
  /** 502 with plain text, although the work was done. */
  | 'errorAfter'
  /** The connection closes without a reply, although the work was done. */
  | 'dropAfter'
  /** 504 with plain text at once, as from a gateway that gave up; the work is done this many seconds later. */
  | 'late504'
  /** The connection is reset at once; the work is done this many seconds later. */
  | 'lateReset'
  /** Work and reply take this many seconds; the work is then done whether or not the client is still connected. */
  | 'lateAnswer';

export interface FaultFilter {
  /** Only requests other than GET. */
  readonly onlyWrites?: boolean;
  readonly methods?: readonly string[];
  /** A regular expression for the path. */
  readonly path?: string;
  readonly operations?: readonly string[];
}

export interface FaultSettings extends FaultFilter {
  /** From the arrival of the whole request to the reply: half of it passes before the work. */
  readonly latencyMs?: number;
  /** Rates of faults, each from 0 to 1, together at most 1. */
  readonly rate429?: number;
  readonly rate5xx?: number;
  readonly rate5xxAfter?: number;
  readonly rateReset?: number;
  readonly rateDropAfter?: number;
  readonly rateLate504?: number;
  readonly rateLateReset?: number;
  readonly rateLateAnswer?: number;
  /** How long the service continues with a late request. Default 5. */
  readonly lateSeconds?: number;
  /** The same seed gives the same faults to the same requests in the same order. */
  readonly seed?: number;
  /** The pause that a 429 asks for. Default 1. */
  readonly retryAfterSeconds?: number;
  /** Faults for certain requests. A request that matches an entry is not subject to random faults as well. */
  readonly script?: readonly ScriptedFault[];
}

export interface ScriptedFault extends FaultFilter {
  readonly fault: FaultKind;
  /** For late faults; default: that of the settings. */
  readonly lateSeconds?: number;
  /** Skip this many matching requests first. Default 0. */
  readonly skip?: number;
  /** Then apply to this many. Default 1. */
  readonly times?: number;
}

/** What happens to a request. */
export interface Fault {
  readonly kind: FaultKind;
  readonly lateSeconds: number;
}

export interface FaultTarget {
  readonly method: string;
  readonly path: string;
  readonly operationId: string;
}

interface Scripted {
  readonly fault: Fault;
  readonly meets: (target: FaultTarget) => boolean;
  skip: number;
  times: number;
}

const LATE_SECONDS = 5;

/** Decides on faults, and counts them. */
export class Faults {
  #settings: FaultSettings = {};
  #script: Scripted[] = [];
  #meets: (target: FaultTarget) => boolean = () => true;
  #thresholds: readonly (readonly [FaultKind, number])[] = [];
  #random = seededRandom(1);
  #counts = noCounts();
  #errors = 0;

  get settings(): FaultSettings {
    return this.#settings;
  }

  /** How often each fault occurred since the start or the last `clear`. */
  get counts(): Readonly<Record<FaultKind, number>> {
    return { ...this.#counts };
  }

  /** Replaces all settings. Invalid rates are refused, and the old settings stay. */
  configure(settings: FaultSettings): void {
    const thresholds = cumulate(settings);
    const meets = filter(settings);
    this.#script = (settings.script ?? []).map((entry) => ({
      fault: { kind: entry.fault, lateSeconds: entry.lateSeconds ?? settings.lateSeconds ?? LATE_SECONDS },
      meets: filter(entry),
      skip: entry.skip ?? 0,
      times: entry.times ?? 1,
    }));
    this.#thresholds = thresholds;
    this.#meets = meets;
    this.#random = seededRandom(settings.seed ?? 1);
    this.#settings = settings;
  }

  /** Removes all faults, and resets the counts. */
  clear(): void {
    this.configure({});
    this.#counts = noCounts();
    this.#errors = 0;
  }

  /** The fault for this request. Call once per request, since randomness and script advance. */
  next(target: FaultTarget): Fault | undefined {
    const fault = this.#scripted(target) ?? (this.#meets(target) ? this.#byChance() : undefined);
    if (fault !== undefined) this.#counts[fault.kind] += 1;
    return fault;
  }

  /**
   * Waits until this share of the latency has passed, for requests that match the filter; time since the arrival
   * counts.
   */
  async latency(target: FaultTarget, arrival: number, share: number): Promise<void> {
    if (!this.#meets(target)) return;
    const left = arrival + (this.#settings.latencyMs ?? 0) * share - performance.now();
    if (left > 0) await sleep(Math.ceil(left));
  }

  get retryAfterSeconds(): number {
    return this.#settings.retryAfterSeconds ?? 1;
  }

  /** Whether the next `error` is plain text: every second one. */
  get nextErrorIsPlain(): boolean {
    this.#errors += 1;
    return this.#errors % 2 === 0;
  }

  #scripted(target: FaultTarget): Fault | undefined {
    for (const entry of this.#script) {
      if (entry.times <= 0 || !entry.meets(target)) continue;
      if (entry.skip > 0) {
        entry.skip -= 1;
        continue;
      }
      entry.times -= 1;
      return entry.fault;
    }
    return undefined;
  }

  #byChance(): Fault | undefined {
    if (this.#thresholds.length === 0) return undefined;
    const drawn = this.#random();
    const kind = this.#thresholds.find(([, threshold]) => drawn < threshold)?.[0];
    return kind === undefined ? undefined : { kind, lateSeconds: this.#settings.lateSeconds ?? LATE_SECONDS };
  }
}

function cumulate(settings: FaultSettings): (readonly [FaultKind, number])[] {
  const rates: readonly (readonly [FaultKind, number | undefined])[] = [
    ['reset', settings.rateReset],
    ['throttle', settings.rate429],
    ['error', settings.rate5xx],
    ['errorAfter', settings.rate5xxAfter],
    ['dropAfter', settings.rateDropAfter],
    ['late504', settings.rateLate504],
    ['lateReset', settings.rateLateReset],
    ['lateAnswer', settings.rateLateAnswer],
  ];
  let sum = 0;
  const thresholds = rates.flatMap(([fault, rate]) => {
    if (rate === undefined || rate === 0) return [];
    if (!(rate > 0 && rate <= 1)) throw refuse(`The rate for ${fault} is ${rate}; it must be from 0 to 1.`);
    sum += rate;
    return [[fault, sum] as const];
  });
  if (sum > 1 + 1e-9) throw refuse(`The fault rates add up to ${sum}; together they can be at most 1.`);
  return thresholds;
}

function filter(wanted: FaultFilter): (target: FaultTarget) => boolean {
  const methods = wanted.methods?.map((method) => method.toUpperCase());
  const path = wanted.path === undefined ? undefined : expression(wanted.path);
  return (target) =>
    (wanted.onlyWrites !== true || target.method !== 'GET') &&
    (methods?.includes(target.method) ?? true) &&
    (path?.test(target.path) ?? true) &&
    (wanted.operations?.includes(target.operationId) ?? true);
}

function expression(text: string): RegExp {
  try {
    return new RegExp(text);
  } catch {
    throw refuse(`The path filter ${text} is not a regular expression.`);
  }
}

function refuse(message: string): SandboxError {
  return new SandboxError('sandbox_bad_faults', message);
}

function noCounts(): Record<FaultKind, number> {
  return { reset: 0, throttle: 0, error: 0, errorAfter: 0, dropAfter: 0, late504: 0, lateReset: 0, lateAnswer: 0 };
}
