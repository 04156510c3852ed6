import { expandProviderSource, type Diagnostic, type ProviderSource } from '../model/index.js';
import type { OperationEnvironment } from './environment.js';

/** Installs providers for which classes are generated, unless Landform has them itself. Others stay locked. */
export async function installRequired(
  env: OperationEnvironment,
  providers: readonly { readonly source: string; readonly version?: string | undefined }[],
  available: readonly ProviderSource[],
  upgrade: boolean,
): Promise<readonly Diagnostic[]> {
  const own = new Set(available);
  const required = providers
    .map(({ source, version = '' }) => [expandProviderSource(source), version] as const)
    .filter(([source]) => !own.has(source));
  if (required.length === 0) return [];
  const { composeInstallation } = await import('./compose/installation.js');
  env.emit({ type: 'phase', phase: 'install' });
  const mode = { upgrade, readonly: false, whole: false };
  return (await composeInstallation(env).install(new Map(required), mode)).diagnostics;
}
