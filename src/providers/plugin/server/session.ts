import { isWhollyKnown, type Value } from '../../../model/index.js';
import type { ProviderFactory } from '../../catalog.js';
import type { Provider } from '../../provider.js';
import type { CallContext, DiagnosticsResponse } from '../../requests.js';

/** What a served provider is given of the process it runs in. */
export interface ServerSurroundings {
  /** The folder that relative paths start from: Terraform's. */
  readonly directory: string;
  /** Writes a line to the log, which Terraform shows with TF_LOG. */
  readonly log: (level: 'info' | 'error', message: string) => void;
  readonly randomHex: (bytes: number) => string;
  /** Milliseconds, for durations. */
  readonly clock: () => number;
  /** Ends after so many milliseconds. */
  readonly sleep: (milliseconds: number) => Promise<unknown>;
}

/**
 * The instances of a provider behind one server: one for questions about schemas, configurations and stored objects,
 * and one for each configuration. Terraform configures a process once; a process that runs on for several commands is
 * configured by each of them.
 */
export class ServedProvider {
  readonly #factory: ProviderFactory;
  readonly #started = new Set<Provider>();
  #plain: Promise<Provider> | undefined;
  #configured: Provider | undefined;
  #stopping = false;
  readonly #ended = new AbortController();
  readonly surroundings: ServerSurroundings;

  constructor(factory: ProviderFactory, surroundings: ServerSurroundings) {
    this.#factory = factory;
    this.surroundings = surroundings;
  }

  /** For calls that need no configuration. */
  plain(): Promise<Provider> {
    return (this.#plain ??= this.#start());
  }

  /** For calls about real objects. Functions and imports of an unconfigured provider are answered by the provider. */
  async configured(): Promise<Provider> {
    return this.#configured ?? this.plain();
  }

  async configure(config: Value): Promise<DiagnosticsResponse> {
    const provider = await this.#start();
    this.#stopping = false;
    this.#configured = provider;
    return provider.configure({
      config,
      planning: !isWhollyKnown(config),
      directory: this.surroundings.directory,
    });
  }

  context(): CallContext {
    return {
      signal: this.#ended.signal,
      stopping: () => this.#stopping,
      progress: (message) => this.surroundings.log('info', message),
      note: async () => {},
      sending: async () => {},
    };
  }

  /** Running calls end early. */
  async stop(): Promise<void> {
    this.#stopping = true;
    await Promise.allSettled([...this.#started].map((provider) => provider.stop()));
  }

  async close(): Promise<void> {
    this.#ended.abort(new Error('the provider was shut down'));
    await Promise.allSettled([...this.#started].map((provider) => provider.close()));
    this.#started.clear();
  }

  async #start(): Promise<Provider> {
    const provider = await this.#factory.create();
    this.#started.add(provider);
    return provider;
  }
}
