import type { ProviderSource } from '../model/index.js';
import type { OperationEnvironment } from './environment.js';
import type { OpenProject } from './project.js';
import { requiredBy, usedBy } from './providers-required.js';
import { readState } from './read-states.js';

/** The lock file that Terraform has beside the configuration. */
export const PROVIDER_LOCK = '.terraform.lock.hcl';

/**
 * The providers of Terraform that a project needs, with the constraints of all stacks and modules: those of the configuration and of
 * objects in state that Landform does not have itself.
 */
export async function requiredPlugins(
  env: OperationEnvironment,
  project: OpenProject,
  available: readonly ProviderSource[],
  { readsState = true }: { readonly readsState?: boolean } = {},
): Promise<ReadonlyMap<ProviderSource, string>> {
  const own = new Set(available);
  const required = new Map<ProviderSource, string>();
  const add = (source: ProviderSource, version?: string): void => {
    if (own.has(source) || source.startsWith('terraform.io/builtin/') || source.includes('/-/')) return;
    const constraints = [required.get(source), version].filter((one) => one !== undefined && one !== '');
    required.set(source, constraints.join(', '));
  };
  for (const stack of project.stacks) {
    for (const { source, version } of requiredBy(stack.configuration)) add(source, version);
    if (readsState) for (const source of usedBy(await readState(env, project, stack))) add(source);
  }
  return required;
}
