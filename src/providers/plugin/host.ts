import { DiagnosticError, hasErrors, type ProviderSource } from '../../model/index.js';
import { shortSource } from '../diagnostics.js';
import { PluginError, PluginProcess, type PluginLaunch } from './process/plugin-process.js';
import type { RunningPlugin } from './process/reattach.js';
import type { Procedure } from './process/connection.js';
import type { EncodedSchemas, SchemaCache } from './schema-cache.js';
import type { PluginDescription } from './schemas.js';
import { pluginRubbish, readDiagnostics } from './diagnostics.js';
import { providerCall } from './wire/calls.js';

/** Where a provider's plugin is. */
export type PluginPlace =
  | { readonly executable: string; readonly hash: string; readonly version: string | undefined }
  | { readonly running: RunningPlugin };

/** What a plugin gets of the project. */
export type PluginSurroundings = Pick<PluginLaunch, 'environment' | 'directory'> & {
  /** Absent where nothing is kept. */
  readonly cache?: SchemaCache;
  readonly stopWithinMs?: number;
  readonly functionWithinMs?: number;
};

/**
 * The processes of one plugin. The first is for everything that needs no configuration, and for the first
 * configuration; a process can be configured only once, so every further configuration gets one of its own.
 */
export class PluginHost {
  readonly source: ProviderSource;
  readonly name: string;
  readonly #place: PluginPlace;
  readonly surroundings: PluginSurroundings;
  #shared: Promise<PluginProcess> | undefined;
  #description: Promise<PluginDescription> | undefined;
  #isClaimed = false;
  readonly #all = new Set<PluginProcess>();
  #users = 0;

  constructor(source: ProviderSource, place: PluginPlace, surroundings: PluginSurroundings) {
    this.source = source;
    this.name = shortSource(source);
    this.#place = place;
    this.surroundings = surroundings;
  }

  /** Empty for a build under development. */
  get version(): string {
    return ('executable' in this.#place ? this.#place.version : undefined) ?? '';
  }

  /** The process that need not be configured. */
  shared(): Promise<PluginProcess> {
    return (this.#shared ??= this.#start());
  }

  /** A process for a configuration. */
  async claim(): Promise<PluginProcess> {
    if (this.#isClaimed) return this.#start();
    this.#isClaimed = true;
    return this.shared();
  }

  describe(): Promise<PluginDescription> {
    return (this.#description ??= this.#describe());
  }

  use(): void {
    this.#users += 1;
  }

  /** The last user ends the processes. */
  async release(): Promise<void> {
    this.#users -= 1;
    if (this.#users > 0) return;
    await this.#shared?.catch(() => undefined);
    const all = [...this.#all];
    this.#all.clear();
    this.#shared = undefined;
    this.#isClaimed = false;
    await Promise.all(all.map((process) => process.close()));
  }

  async #start(): Promise<PluginProcess> {
    const { name } = this;
    const process =
      'running' in this.#place
        ? PluginProcess.attach(name, this.#place.running)
        : await PluginProcess.start({
            name,
            executable: this.#place.executable,
            environment: this.surroundings.environment,
            directory: this.surroundings.directory,
          });
    this.#all.add(process);
    return process;
  }

  async #describe(): Promise<PluginDescription> {
    const { cache } = this.surroundings;
    // A build under development may consist of more than its executable, so its hash says nothing.
    const hash = 'executable' in this.#place && this.#place.version !== undefined ? this.#place.hash : undefined;
    const kept = hash === undefined ? undefined : await cache?.read(hash);
    if (kept !== undefined) return decoded(kept);
    const asked = await this.#ask();
    const description = decoded(asked);
    const { schema } = description;
    const problems = readDiagnostics(schema.diagnostics);
    if (hasErrors(problems)) throw new DiagnosticError(problems);
    if (schema.provider.length === 0) {
      const reason = 'it has no schema of its configuration';
      throw new DiagnosticError([pluginRubbish(this.name, 'GetProviderSchema', reason)]);
    }
    // Others rely on the call being made in every run.
    if (hash !== undefined && schema.serverCapabilities?.getProviderSchemaOptional === true)
      await cache?.write(hash, asked);
    return description;
  }

  async #ask(): Promise<EncodedSchemas> {
    const process = await this.shared();
    const { protocol } = process;
    const schema = await process.call(encoded(providerCall(protocol, 'GetProviderSchema')), {});
    try {
      const identities = await process.call(encoded(providerCall(protocol, 'GetResourceIdentitySchemas')), {});
      return { protocol, schema, identities };
    } catch (error) {
      if (error instanceof PluginError && error.kind === 'unimplemented')
        return { protocol, schema, identities: new Uint8Array() };
      throw error;
    }
  }
}

/** The same call, whose answer stays as it was sent. */
const encoded = <Request extends object>({
  path,
  request,
}: Procedure<Request, unknown>): Procedure<Request, Uint8Array> => ({
  path,
  request,
  response: { decode: (bytes) => Uint8Array.from(bytes) },
});

function decoded({ protocol, schema, identities }: EncodedSchemas): PluginDescription {
  return {
    protocol,
    schema: providerCall(protocol, 'GetProviderSchema').response.decode(schema),
    identities: providerCall(protocol, 'GetResourceIdentitySchemas').response.decode(identities).identitySchemas,
  };
}
