import type { FaultKind } from './faults.js';

/** What is remembered of a request. Never headers or bodies: they hold secrets. */
export interface RequestRecord {
  /** Rises with every request, in the order of arrival. */
  readonly sequence: number;
  readonly method: string;
  readonly path: string;
  readonly query: string;
  /** The system that was asked; nothing when no operation answers to method and path. */
  readonly system: string | undefined;
  /** Nothing when no operation answers to method and path. */
  readonly operationId: string | undefined;
  /** The answer's status; 0 when the work was never begun. With `dropAfter`, the status nobody got to see. */
  readonly status: number;
  readonly fault: FaultKind | undefined;
  /** Whether the connection was closed before the request was done with. */
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

  /** In the order in which they ended; the oldest are dropped when there are very many. */
  get records(): readonly RequestRecord[] {
    return this.#records;
  }

  get total(): number {
    return this.#sequence;
  }

  /** Requests that are being worked on, also those whose client is gone. */
  get inFlight(): number {
    return this.#inFlight;
  }

  /** The largest number of requests that were under way at one time. */
  get mostInFlight(): number {
    return this.#mostInFlight;
  }

  /** Requests per operation. */
  get byOperation(): Readonly<Record<string, number>> {
    return Object.fromEntries(this.#byOperation);
  }

  /** To be called on arrival; what it returns, once at the end. */
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
