import { createRequire } from 'node:module';
import { Worker } from 'node:worker_threads';
import type { PolicyReply, PolicyRequest, PolicyWork } from './messages.js';

/** In megabytes: what policies may keep in memory, besides what they are shown. */
const MEMORY_MB = 512;

/** The thread itself is up by then, on the slowest of machines. */
const START_MS = 60_000;

/** How a request ended without a reply: the time or the memory was used up. The thread has ended with it. */
export type Ended = 'late' | 'memory';

/** The thread in which policies run, one request after another. */
export class PolicyThread {
  readonly #work: Omit<PolicyWork, 'library'>;
  #worker: Worker | undefined;

  constructor(work: Omit<PolicyWork, 'library'>) {
    this.#work = work;
  }

  async ask(request: PolicyRequest, limitMs: number): Promise<PolicyReply | Ended> {
    const worker = this.#worker ?? (await this.#start());
    if (typeof worker === 'string') return worker;
    worker.postMessage(request, []);
    return this.#next<PolicyReply>(worker, limitMs);
  }

  async close(): Promise<void> {
    await this.#worker?.terminate();
    this.#worker = undefined;
  }

  async #start(): Promise<Worker | Ended> {
    // The build makes these files: tests run the sources, which a thread cannot.
    const { resolve } = createRequire(import.meta.url);
    const work: PolicyWork = { ...this.#work, library: resolve('#policy') };
    const worker = new Worker(resolve('#policy-worker'), {
      workerData: work,
      execArgv: [],
      env: {},
      resourceLimits: { maxOldGenerationSizeMb: MEMORY_MB + Math.ceil(work.input.length / 20_000) },
    });
    this.#worker = worker;
    const ready = await this.#next<'ready'>(worker, START_MS);
    return ready === 'ready' ? worker : ready;
  }

  /** The next message, or how the thread ended instead. */
  #next<T>(worker: Worker, limitMs: number): Promise<T | Ended> {
    return new Promise((resolve, reject) => {
      const over = (): void => {
        clearTimeout(timer);
        worker.off('message', answered);
        worker.off('error', failed);
      };
      const end = (how: Ended): void => {
        over();
        this.#worker = undefined;
        void worker.terminate().then(() => resolve(how));
      };
      const answered = (message: T): void => {
        over();
        resolve(message);
      };
      const failed = (error: Error & { readonly code?: string }): void => {
        if (error.code === 'ERR_WORKER_OUT_OF_MEMORY') return end('memory');
        over();
        this.#worker = undefined;
        reject(error);
      };
      const timer = setTimeout(() => end('late'), limitMs);
      worker.on('message', answered);
      worker.on('error', failed);
    });
  }
}
