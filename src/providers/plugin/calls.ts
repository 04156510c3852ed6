import { setTimeout as sleep } from 'node:timers/promises';
import { DiagnosticError, ValueShapeError, type Diagnostic } from '../../model/index.js';
import { WireError } from './bytes/reader.js';
import { pluginRubbish } from './diagnostics.js';
import type { PluginHost } from './host.js';
import type { Procedure } from './process/connection.js';
import { PluginError, type PluginProcess } from './process/plugin-process.js';
import { providerCall, type Call, type CallName } from './wire/calls.js';
import type { Protocol } from './wire/schemas.js';

/** How long a plugin may take to end its calls when the user wants to stop at once. */
const STOP_WITHIN_MS = 5000;

/** What went wrong with a call; `uncertain`: it may have had its effect. */
interface Failure {
  readonly diagnostics: readonly Diagnostic[];
  readonly uncertain: boolean;
}

/** The calls of one provider, which has a process of its own once it is configured. Nothing that a plugin does throws. */
export class PluginCalls {
  readonly #host: PluginHost;
  readonly #protocol: Protocol;
  readonly #running = new Set<Promise<unknown>>();
  #configured: Promise<PluginProcess> | undefined;

  constructor(host: PluginHost, protocol: Protocol) {
    this.#host = host;
    this.#protocol = protocol;
  }

  named<Name extends CallName>(name: Name): Call<Name> {
    return providerCall(this.#protocol, name);
  }

  /** From now on, calls go to a process that no other configuration uses. */
  configure(): void {
    this.#configured ??= this.#host.claim();
    // The call that follows reports why there is none.
    this.#configured.catch(() => undefined);
  }

  async ask<Request extends object, Response, Result>(
    procedure: Procedure<Request, Response>,
    request: () => Request,
    answered: (answer: Response) => Result,
    failed: (diagnostics: readonly Diagnostic[], uncertain: boolean) => Result,
  ): Promise<Result> {
    try {
      const process = await this.#process();
      return answered(await this.#counted(process.call(procedure, request())));
    } catch (error) {
      const { diagnostics, uncertain } = this.#failure(procedure.path, error);
      return failed(diagnostics, uncertain);
    }
  }

  /** Passes on the messages of a stream. Returns why it did not end well. */
  async stream<Request extends object, Response>(
    procedure: Procedure<Request, Response>,
    request: () => Request,
    each: (message: Response) => void,
  ): Promise<Failure | undefined> {
    try {
      const process = await this.#process();
      await this.#counted(process.stream(procedure, request(), each));
      return undefined;
    } catch (error) {
      return this.#failure(procedure.path, error);
    }
  }

  /** A call that does not end although the plugin was asked to stop is ended with the plugin. */
  async stop(): Promise<void> {
    const process = await this.#process();
    const { stopWithinMs = STOP_WITHIN_MS } = this.#host.surroundings;
    const late = sleep(stopWithinMs, 'late', { ref: false });
    await Promise.race([process.call(this.named('Stop'), {}, stopWithinMs).catch(() => undefined), late]);
    if (this.#running.size > 0 && (await Promise.race([Promise.allSettled(this.#running), late])) === 'late')
      process.kill();
  }

  async #counted<T>(call: Promise<T>): Promise<T> {
    this.#running.add(call);
    try {
      return await call;
    } finally {
      this.#running.delete(call);
    }
  }

  #process(): Promise<PluginProcess> {
    return this.#configured ?? this.#host.shared();
  }

  #failure(path: string, error: unknown): Failure {
    if (error instanceof PluginError) return error;
    // It could not be started.
    if (error instanceof DiagnosticError) return { diagnostics: error.diagnostics, uncertain: false };
    if (!(error instanceof WireError || error instanceof ValueShapeError)) throw error;
    const call = path.slice(path.lastIndexOf('/') + 1);
    return { diagnostics: [pluginRubbish(this.#host.name, call, error.message)], uncertain: true };
  }
}
