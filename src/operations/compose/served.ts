import { randomBytes } from 'node:crypto';
import { tmpdir } from 'node:os';
import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import { errorDiagnostic, type Diagnostic } from '../../model/index.js';
import { isStartedByClient, serveFactory, type Served } from '../../providers/plugin/server/serve.js';
import { composeProviders } from './index.js';
import type { OperationEnvironment } from '../environment.js';
import { guarded } from '../guard.js';
import { namedProvider } from '../served-name.js';

/** Serves a provider to Terraform. Loaded by `providers serve` alone. */

export interface ServeOptions {
  /** The name of a provider, or the file of a module that exports one. */
  readonly name: string;
  /** For clients other than the one that started this process. */
  readonly attach: boolean;
  readonly log: (level: 'info' | 'error', message: string) => void;
}

export interface ServeResult {
  /** To be closed by the caller. */
  readonly served?: Served;
  readonly diagnostics: readonly Diagnostic[];
}

export async function serveProvider(env: OperationEnvironment, options: ServeOptions): Promise<ServeResult> {
  return guarded<ServeResult>({}, async () => {
    const { name, attach, log } = options;
    if (!attach && !isStartedByClient(env.environment)) return { diagnostics: [startedByHand(name)] };
    const { source, module } = await namedProvider(env, name);
    const providers = composeProviders(env, {
      directory: env.directory,
      providers: module === undefined ? {} : { [source]: module },
    });
    const served = await serveFactory(
      {
        create: async () => {
          const provider = await providers.separate(source);
          if (provider === undefined) throw new Error(`the provider ${source} is gone`);
          return provider;
        },
      },
      {
        environment: env.environment,
        directory: env.directory,
        attach,
        pid: process.pid,
        socketFolder: process.platform === 'win32' ? undefined : tmpdir(),
        log,
        clock: env.clock,
        sleep: (milliseconds) => sleep(milliseconds, undefined, { signal: env.signal }).catch(() => undefined),
        randomHex: (bytes) => randomBytes(bytes).toString('hex'),
      },
    );
    return { served, diagnostics: [] };
  });
}

const startedByHand = (name: string): Diagnostic =>
  errorDiagnostic('started-by-hand', 'Terraform starts this command', {
    detail: `It serves the provider to Terraform, which starts it from a package: write one with  landform providers package ${name}.  To attach Terraform to a process that you start, add --attach.`,
  });
