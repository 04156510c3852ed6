import type { PackageOptions, PackageResult } from './compose/packed.js';
import type { ServeOptions, ServeResult } from './compose/served.js';
import type { OperationEnvironment } from './environment.js';

export type { PackageResult, ServeResult };

/** Serves a provider to Terraform. */
export async function serveProvider(env: OperationEnvironment, options: ServeOptions): Promise<ServeResult> {
  return (await import('./compose/served.js')).serveProvider(env, options);
}

/** Writes a provider as Terraform installs it from a filesystem mirror. */
export async function packageProvider(env: OperationEnvironment, options: PackageOptions): Promise<PackageResult> {
  return (await import('./compose/packed.js')).packageProvider(env, options);
}
