import type { Subject, TraversalStep } from '../../model/index.js';

/** What a traversal is about, and how many of its steps name that; a word says what is missing where it names nothing. */
export type Named = { readonly subject: Subject; readonly taken: number } | { readonly problem: string };

const ALONE = {
  each: 'each.key or each.value',
  count: 'count.index',
  path: 'path.module',
  terraform: 'terraform.workspace',
};

export function subjectOf(root: string, steps: readonly TraversalStep[]): Named {
  switch (root) {
    case 'var':
      return named('variable', steps, 'var.name');
    case 'local':
      return named('local', steps, 'local.name');
    case 'module':
      return named('module', steps, 'module.name');
    case 'each':
    case 'count':
    case 'path':
    case 'terraform':
      return steps[0]?.kind === 'attribute' ? { subject: { kind: root }, taken: 0 } : { problem: ALONE[root] };
    case 'self':
      return { subject: { kind: 'self' }, taken: 0 };
    case 'data':
    case 'resource': {
      const [type, name] = steps;
      if (type?.kind !== 'attribute' || name?.kind !== 'attribute') return { problem: `${root}.type.name` };
      const mode = root === 'data' ? 'data' : 'managed';
      return { subject: { kind: 'resource', mode, type: String(type.key), name: String(name.key) }, taken: 2 };
    }
    default: {
      const [name] = steps;
      if (name?.kind !== 'attribute')
        return { problem: 'type.name for a resource, or var.name, local.name, data.type.name' };
      return { subject: { kind: 'resource', mode: 'managed', type: root, name: String(name.key) }, taken: 1 };
    }
  }
}

function named(kind: 'variable' | 'local' | 'module', steps: readonly TraversalStep[], form: string): Named {
  const [name] = steps;
  return name?.kind === 'attribute' ? { subject: { kind, name: String(name.key) }, taken: 1 } : { problem: form };
}
