import path from 'node:path';
import { hasErrors, type Diagnostic } from '../model/index.js';
import type { InstallationMethod } from '../providers/index.js';
import { composeProviders } from './compose/index.js';
import type { OperationEnvironment } from './environment.js';
import { guarded } from './guard.js';
import { openProject } from './project.js';
import { requiredPlugins } from './required-plugins.js';

export interface LockProvidersOptions {
  /** `linux_amd64`, …; the current one if empty. */
  readonly platforms?: readonly string[];
  /** A folder, or the address of a server, with packages to take in place of those of the registries. */
  readonly mirrorFolder?: string | undefined;
  readonly mirrorUrl?: string | undefined;
}

export interface LockProvidersResult {
  readonly providers: readonly { readonly source: string; readonly version: string }[];
  /** Whether the lock file was written. */
  readonly changed: boolean;
  readonly diagnostics: readonly Diagnostic[];
}

/** Adds the hashes of packages for several platforms to `.terraform.lock.hcl`. */
export async function lockProviders(
  env: OperationEnvironment,
  options: LockProvidersOptions = {},
): Promise<LockProvidersResult> {
  return guarded<LockProvidersResult>({ providers: [], changed: false }, async (seen) => {
    const project = await openProject(env, {}, seen);
    if (hasErrors(project.diagnostics)) return { providers: [], changed: false, diagnostics: project.diagnostics };
    const pool = composeProviders(env, project);
    const required = await requiredPlugins(env, project, pool.available());
    await pool.close();
    const { composeInstallation } = await import('./compose/installation.js');
    env.emit({ type: 'phase', phase: 'install' });
    return composeInstallation(env).lock(required, options.platforms ?? [], placeOf(env, options));
  });
}

function placeOf(
  { directory }: OperationEnvironment,
  { mirrorFolder, mirrorUrl }: LockProvidersOptions,
): InstallationMethod | undefined {
  const all = { include: undefined, exclude: [] };
  if (mirrorFolder !== undefined) return { kind: 'filesystem', folder: path.resolve(directory, mirrorFolder), ...all };
  if (mirrorUrl === undefined) return undefined;
  return { kind: 'network', url: mirrorUrl.endsWith('/') ? mirrorUrl : `${mirrorUrl}/`, ...all };
}
