import path from 'node:path';
import { hasErrors, type Diagnostic } from '../model/index.js';
import { composeProviders } from './compose/index.js';
import type { OperationEnvironment } from './environment.js';
import { guarded } from './guard.js';
import { openProject } from './project.js';
import { requiredPlugins } from './required-plugins.js';

export interface MirrorProvidersResult {
  readonly providers: readonly { readonly source: string; readonly version: string }[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Copies the packages of the project's providers into a folder that is a mirror, in the locked versions if there are any. */
export async function mirrorProviders(
  env: OperationEnvironment,
  options: { readonly folder: string; readonly platforms?: readonly string[] },
): Promise<MirrorProvidersResult> {
  return guarded<MirrorProvidersResult>({ providers: [] }, async (seen) => {
    const project = await openProject(env, {}, seen);
    if (hasErrors(project.diagnostics)) return { providers: [], diagnostics: project.diagnostics };
    const pool = composeProviders(env, project);
    const required = await requiredPlugins(env, project, pool.available());
    await pool.close();
    const { composeInstallation } = await import('./compose/installation.js');
    env.emit({ type: 'phase', phase: 'install' });
    return composeInstallation(env).mirror(
      required,
      options.platforms ?? [],
      path.resolve(env.directory, options.folder),
    );
  });
}
