import { importObject } from '../engine/index.js';
import {
  errorDiagnostic,
  formatResource,
  hasErrors,
  nearest,
  parseAddress,
  type Diagnostic,
  allResources,
  configuredResource,
} from '../model/index.js';
import type { CommonOptions, OperationEnvironment } from './environment.js';
import { guarded } from './guard.js';
import { inSeveral } from './stacks/neighbours.js';
import { openProject } from './project.js';
import { inOneStack } from './stacks/stack-address.js';
import { openStack } from './stacks/stack-session.js';

export interface ImportResult {
  /** Absent if nothing was imported. */
  readonly address?: string;
  readonly diagnostics: readonly Diagnostic[];
}

/** Imports an existing object into state, under an address in the configuration. Real infrastructure is not changed. */
export async function importResource(
  env: OperationEnvironment,
  given: CommonOptions & { readonly address: string; readonly id: string },
): Promise<ImportResult> {
  return guarded<ImportResult>({}, async (seen) => {
    const { options, addresses } = inOneStack(given, [given.address]);
    const [address = ''] = addresses;
    const parsed = parseAddress(address);
    if (parsed === undefined || parsed.resource.mode === 'data') {
      const detail = 'Write it as type.name, type.name[0] or type.name["key"].';
      return {
        diagnostics: [errorDiagnostic('invalid-address', `${address} is not the address of a resource`, { detail })],
      };
    }
    const project = await openProject(env, options, seen);
    const diagnostics: Diagnostic[] = [...project.diagnostics];
    if (hasErrors(diagnostics)) return { diagnostics };
    const key = formatResource(parsed.resource);
    const having = project.stacks.filter((candidate) => configuredResource(candidate.configuration, key) !== undefined);
    if (having.length > 1) return { diagnostics: [...diagnostics, inSeveral(key, having)] };
    const [stack] = having;
    if (stack === undefined) {
      const known = project.stacks.flatMap((candidate) =>
        [...allResources(candidate.configuration)].map((resource) => resource.key),
      );
      const near = nearest(key, known);
      const detail = `${near.length > 0 ? `Did you mean ${near.join(' or ')}? ` : ''}Add the resource to the configuration first, then import.`;
      return {
        diagnostics: [
          ...diagnostics,
          errorDiagnostic('not-configured', `${key} is not in the configuration`, { address: key, detail }),
        ],
      };
    }
    const opened = await openStack(env, project, stack, { ...options, operation: 'import', write: true });
    try {
      diagnostics.push(...opened.diagnostics);
      if (hasErrors(diagnostics)) return { diagnostics };
      const outcome = await importObject(opened.context(), opened.session.recorder, {
        resourceKey: key,
        key: parsed.key,
        id: options.id,
      });
      diagnostics.push(...outcome.diagnostics);
      if (hasErrors(diagnostics)) return { diagnostics };
      await opened.session.commit();
      return { address, diagnostics };
    } finally {
      await opened.close();
    }
  });
}
