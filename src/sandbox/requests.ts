import type { FaultKind } from './faults.js';

/** The record of a request. Never headers or bodies: they contain secrets. */
export interface RequestRecord {
  /** Increases with every request, in order of arrival. */
  readonly sequence: number;
  readonly method: string;
  readonly path: string;
  readonly query: string;
  /** The system; undefined if no operation matches method and path. */
  readonly system: string | undefined;
  /** Undefined if no operation matches method and path. */
  readonly operationId: string | undefined;
  /** The reply's status; 0 if the work was never started. With `dropAfter`, the status of the dropped reply. */
  readonly status: number;
  readonly fault: FaultKind | undefined;
  /** Whether the connection was closed before the request had ended. */
  readonly clientGone: boolean;
}

const KEPT = 20_000;

/** The latest requests, and counts of all. */
export class RequestLog {
  #records: RequestRecord[] = [];
  #sequence = 0;
  #inFlight = 0;
  #mostInFlight = 0;
  #byOperation = new Map<string, number>();

  /** In the order in which they ended; the oldest are dropped beyond a large number. */
  get records(): readonly RequestRecord[] {
    return this.#records;
  }

  get total(): number {
    return this.#sequence;
  }

  /** Running requests, including those whose client has disconnected. */
  get inFlight(): number {
    return this.#inFlight;
  }

  /** The largest number of concurrent requests. */
  get mostInFlight(): number {
    return this.#mostInFlight;
  }

  /** Requests per operation. */
  get byOperation(): Readonly<Record<string, number>> {
    return Object.fromEntries(this.#byOperation);
  }

  /** Call on arrival; call the returned function once at the end. */
  begin(): (record: Omit<RequestRecord, 'sequence'>) => void {
    this.#sequence += 1;
    this.#inFlight += 1;
    this.#mostInFlight = Math.max(this.#mostInFlight, this.#inFlight);
    const sequence = this.#sequence;
    return (record) => {
      this.#inFlight -= 1;
      this.#keep({ sequence, ...record });
    };
  }

  clear(): void {
    this.#records = [];
    this.#byOperation.clear();
    this.#sequence = 0;
    this.#mostInFlight = this.#inFlight;
  }

  #keep(record: RequestRecord): void {
    const { operationId } = record;
    if (operationId !== undefined) this.#byOperation.set(operationId, (this.#byOperation.get(operationId) ?? 0) + 1);
    this.#records.push(record);
    if (this.#records.length >= 2 * KEPT) this.#records = this.#records.slice(-KEPT);
  }
}
