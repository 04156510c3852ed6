import { localResource, type Mode } from './address.js';
import type { Named, TraversalStep } from './expression.js';

/**
 * What the root and the first steps of a traversal name, as Terraform reads them; undefined if they do not name
 * anything.
 */
export function subjectOf(root: string, steps: readonly TraversalStep[]): Named | undefined {
  switch (root) {
    case 'var':
      return named('variable', steps);
    case 'local':
      return named('local', steps);
    case 'module':
      return named('module', steps);
    case 'each':
    case 'count':
    case 'path':
    case 'terraform':
      return steps[0]?.kind === 'attribute' ? { subject: { kind: root }, taken: 0 } : undefined;
    case 'self':
      return { subject: { kind: 'self' }, taken: 0 };
    case 'action': {
      const [type, name] = [nameAt(steps, 0), nameAt(steps, 1)];
      if (type === undefined || name === undefined) return undefined;
      return { subject: { kind: 'action', type, name }, taken: 2 };
    }
    case 'data':
    case 'ephemeral':
      return resource(root, nameAt(steps, 0), nameAt(steps, 1), 2);
    case 'resource':
      return resource('managed', nameAt(steps, 0), nameAt(steps, 1), 2);
    default:
      return resource('managed', root, nameAt(steps, 0), 1);
  }
}

const FORMS: Readonly<Record<string, string>> = {
  var: 'var.name',
  local: 'local.name',
  module: 'module.name',
  each: 'each.key or each.value',
  count: 'count.index',
  path: 'path.module, path.root or path.cwd',
  terraform: 'terraform.workspace',
  action: 'action.type.name',
  data: 'data.type.name',
  ephemeral: 'ephemeral.type.name',
};

/**
 * The expected continuation of a reference that begins with this word; undefined when it begins with the type of a
 * resource.
 */
export const formOf = (root: string): string | undefined => (Object.hasOwn(FORMS, root) ? FORMS[root] : undefined);

function nameAt(steps: readonly TraversalStep[], index: number): string | undefined {
  const step = steps[index];
  return step?.kind === 'attribute' ? String(step.key) : undefined;
}

function named(kind: 'variable' | 'local' | 'module', steps: readonly TraversalStep[]): Named | undefined {
  const name = nameAt(steps, 0);
  return name === undefined ? undefined : { subject: { kind, name }, taken: 1 };
}

function resource(mode: Mode, type: string | undefined, name: string | undefined, taken: number): Named | undefined {
  if (type === undefined || name === undefined) return undefined;
  return { subject: { kind: 'resource', mode, type, name, key: localResource({ mode, type, name }) }, taken };
}
