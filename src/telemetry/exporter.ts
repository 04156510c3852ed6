import { reasonOf, stringifyJson, warningDiagnostic, type Diagnostic } from '../model/index.js';
import { otlpRequest, type OtlpOptions } from './otlp.js';
import type { RecordedSpan } from './recorded-spans.js';
import type { ExportSettings } from './settings.js';

/** Sends a request, and returns the status of the reply. Throws if there is none. */
export type SendSpans = (body: string, signal: AbortSignal) => Promise<number>;

/** Spans of a request. */
const BATCH = 512;
/** Spans that may wait; what exceeds them is dropped. */
const MOST_WAITING = 50_000;
/** A long run is seen while it lasts, and one that dies has left most of its trace. */
const EVERY_MS = 5_000;

const TOO_LONG = 'It did not answer in time.';

/**
 * Sends spans in batches, one request at a time. A collector that fails is asked again only after a pause, and at the end
 * of the run once more: the run itself never waits for it.
 */
export class SpanExporter {
  readonly #settings: ExportSettings;
  readonly #options: OtlpOptions;
  readonly #send: SendSpans;
  readonly #timer: NodeJS.Timeout;
  readonly #given = new AbortController();
  #waiting: RecordedSpan[] = [];
  #sending: Promise<void> | undefined;
  #problem: string | undefined;
  #dropped = 0;

  constructor(settings: ExportSettings, options: OtlpOptions, send: SendSpans) {
    this.#settings = settings;
    this.#options = options;
    this.#send = send;
    this.#timer = setInterval(() => this.#start(), EVERY_MS);
    this.#timer.unref();
  }

  add(span: RecordedSpan): void {
    if (this.#waiting.length >= MOST_WAITING) {
      this.#dropped += 1;
      return;
    }
    this.#waiting.push(span);
    if (this.#waiting.length >= BATCH && this.#problem === undefined) this.#start();
  }

  /** Sends what is left, for as long as the end may take. Returns a warning if the trace is not complete. */
  async end(): Promise<readonly Diagnostic[]> {
    clearInterval(this.#timer);
    const late = setTimeout(() => this.#given.abort(), this.#settings.endWithinMs);
    await this.#sending;
    this.#start();
    await this.#sending;
    clearTimeout(late);
    const lost = this.#waiting.length + this.#dropped;
    return lost === 0 ? [] : [this.#incomplete(lost)];
  }

  #start(): void {
    if (this.#sending !== undefined || this.#waiting.length === 0) return;
    this.#sending = this.#sendAll().finally(() => (this.#sending = undefined));
  }

  /** Ends with the first failure. */
  async #sendAll(): Promise<void> {
    this.#problem = undefined;
    while (this.#waiting.length > 0 && this.#problem === undefined && !this.#given.signal.aborted) {
      const batch = this.#waiting.slice(0, BATCH);
      this.#problem = await this.#sent(batch);
      if (this.#problem === undefined) this.#waiting.splice(0, batch.length);
    }
    if (this.#given.signal.aborted) this.#problem ??= TOO_LONG;
  }

  async #sent(batch: readonly RecordedSpan[]): Promise<string | undefined> {
    const signal = AbortSignal.any([this.#given.signal, AbortSignal.timeout(this.#settings.timeoutMs)]);
    try {
      const status = await this.#send(stringifyJson(otlpRequest(batch, this.#options)), signal);
      return status >= 200 && status < 300 ? undefined : `It answered with status ${status}.`;
    } catch (error) {
      return signal.aborted ? TOO_LONG : `${reasonOf(error)}.`;
    }
  }

  #incomplete(lost: number): Diagnostic {
    const why = this.#problem ?? 'More spans ended than could be sent.';
    return warningDiagnostic('trace-not-sent', `The trace is incomplete: ${lost} spans were not sent`, {
      detail: `${why} Check the collector at ${this.#settings.url.host} and OTEL_EXPORTER_OTLP_ENDPOINT. The run itself is not affected.`,
    });
  }
}
