import { importObject } from '../engine/index.js';
import {
  DiagnosticError,
  errorDiagnostic,
  formatResource,
  hasErrors,
  nearest,
  parseAddress,
  type Diagnostic,
  type InstanceKey,
  allResources,
  configuredResource,
} from '../model/index.js';
import type { CommonOptions, OperationEnvironment } from './environment.js';
import { guarded } from './guard.js';
import { inSeveral } from './stacks/neighbours.js';
import { openProject, type OpenProject, type Stack } from './project.js';
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
    const target = importTarget(address);
    const project = await openProject(env, options, seen);
    const diagnostics: Diagnostic[] = [...project.diagnostics];
    if (hasErrors(diagnostics)) return { diagnostics };
    const stack = stackHaving(project, target.resourceKey);
    const opened = await openStack(env, project, stack, { ...options, operation: 'import', write: true });
    try {
      diagnostics.push(...opened.diagnostics);
      if (hasErrors(diagnostics)) return { diagnostics };
      const outcome = await importObject(opened.context(), opened.session.recorder, {
        ...target,
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

interface ImportTarget {
  readonly resourceKey: string;
  readonly key: InstanceKey;
}

/** The instance that an object is imported for. Throws a DiagnosticError if the text is not the address of one. */
export function importTarget(address: string): ImportTarget {
  const parsed = parseAddress(address);
  if (parsed !== undefined && parsed.resource.mode !== 'data')
    return { resourceKey: formatResource(parsed.resource), key: parsed.key };
  const detail = 'Write it as type.name, type.name[0] or type.name["key"].';
  throw new DiagnosticError([
    errorDiagnostic('invalid-address', `${address} is not the address of a resource`, { detail }),
  ]);
}

/** The one stack of a project whose configuration has the resource. Throws a DiagnosticError if none has it, or several. */
export function stackHaving(project: OpenProject, resourceKey: string): Stack {
  const having = project.stacks.filter(
    (candidate) => configuredResource(candidate.configuration, resourceKey) !== undefined,
  );
  if (having.length > 1) throw new DiagnosticError([inSeveral(resourceKey, having)]);
  const [stack] = having;
  if (stack !== undefined) return stack;
  const known = project.stacks.flatMap((candidate) =>
    [...allResources(candidate.configuration)].map((resource) => resource.key),
  );
  const near = nearest(resourceKey, known);
  const detail = `${near.length > 0 ? `Did you mean ${near.join(' or ')}? ` : ''}Add the resource to the configuration first, then import.`;
  throw new DiagnosticError([
    ...project.diagnostics,
    errorDiagnostic('not-configured', `${resourceKey} is not in the configuration`, { address: resourceKey, detail }),
  ]);
}
