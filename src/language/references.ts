import type { Expression, Reference, Span, Subject, Traversal, TraversalStep } from '../model/index.js';
import type { Problem } from './problem.js';
import { walkExpression } from './walk.js';

export type ReferenceResult =
  | { readonly reference: Reference; readonly problem?: undefined }
  | { readonly problem: Problem; readonly reference?: undefined };

/**
 * Everything an expression needs, and the functions it calls, in the order they stand there; what `for` binds is left out.
 * Traversals that name nothing (`var` alone) are left out too: {@link referenceProblems} has them.
 */
export function references(expression: Expression): Reference[] {
  if (expression.kind === 'literal') return [];
  const found: Reference[] = [];
  walkExpression(expression, (part, bound) => {
    if (part.kind === 'call') {
      const subject = { kind: 'function', name: part.name } as const;
      found.push(part.span === undefined ? { subject, steps: [] } : { subject, steps: [], span: part.span });
    } else if (part.kind === 'traversal' && !bound.includes(part.root)) {
      const { reference } = referenceFromTraversal(part);
      if (reference !== undefined) found.push(reference);
    }
  });
  return found;
}

/** The traversals in an expression that can not name anything. */
export function referenceProblems(expression: Expression): readonly Problem[] {
  if (expression.kind === 'literal' || (expression.kind === 'traversal' && isPlain(expression))) return NO_PROBLEMS;
  const found: Problem[] = [];
  walkExpression(expression, (part, bound) => {
    if (part.kind !== 'traversal' || bound.includes(part.root)) return;
    const { problem } = referenceFromTraversal(part);
    if (problem !== undefined) found.push(problem);
  });
  return found;
}

/** Two names behind the first are enough for every kind of thing. */
const isPlain = ({ steps }: Traversal): boolean => steps[0]?.kind === 'attribute' && steps[1]?.kind === 'attribute';

const NO_PROBLEMS: readonly Problem[] = [];

/** What a traversal refers to, as Terraform reads the first steps of it. */
export function referenceFromTraversal(traversal: Traversal): ReferenceResult {
  const { root, steps, span } = traversal;
  switch (root) {
    case 'var':
      return named(traversal, 'variable', 'variable', 'var.name');
    case 'local':
      return named(traversal, 'local', 'local value', 'local.name');
    case 'module':
      return named(traversal, 'module', 'module', 'module.name');
    case 'each':
    case 'count':
    case 'path':
    case 'terraform':
      if (steps[0]?.kind !== 'attribute') return refuse(traversal, `"${root}" has no value of its own`, KNOWN_OF[root]);
      return accept({ kind: root }, steps, span);
    case 'self':
      return accept({ kind: 'self' }, steps, span);
    case 'action':
      return action(traversal);
    case 'data':
      return resource(traversal, 'data', steps);
    case 'resource':
      return resource(traversal, 'managed', steps);
    default:
      return resource(traversal, 'managed', [{ kind: 'attribute', key: root }, ...steps]);
  }
}

const KNOWN_OF: Readonly<Record<'each' | 'count' | 'path' | 'terraform', string>> = {
  each: 'Write each.key or each.value.',
  count: 'Write count.index.',
  path: 'Write path.module, path.root or path.cwd.',
  terraform: 'Write terraform.workspace.',
};

const accept = (subject: Subject, steps: readonly TraversalStep[], span: Span | undefined): ReferenceResult => ({
  reference: span === undefined ? { subject, steps } : { subject, steps, span },
});

const refuse = (traversal: Traversal, message: string, detail: string): ReferenceResult => ({
  problem: { code: 'invalid-reference', message, detail, span: traversal.span ?? { start: 0, end: 0 } },
});

function named(
  traversal: Traversal,
  kind: 'variable' | 'local' | 'module',
  word: string,
  form: string,
): ReferenceResult {
  const [name] = traversal.steps;
  if (name?.kind !== 'attribute') {
    return refuse(traversal, `"${traversal.root}" must be followed by the name of a ${word}`, `Write ${form}.`);
  }
  return accept({ kind, name: name.key as string }, traversal.steps.slice(1), traversal.span);
}

function action(traversal: Traversal): ReferenceResult {
  const [type, name, ...steps] = traversal.steps;
  if (type?.kind !== 'attribute' || name?.kind !== 'attribute')
    return refuse(traversal, '"action" must be followed by a type and a name', 'Write action.type.name.');
  const subject = { kind: 'action', type: type.key as string, name: name.key as string } as const;
  return accept(subject, steps, traversal.span);
}

function resource(traversal: Traversal, mode: 'managed' | 'data', steps: readonly TraversalStep[]): ReferenceResult {
  const [type, name] = steps;
  if (type?.kind === 'attribute' && name?.kind === 'attribute') {
    return accept(
      { kind: 'resource', mode, type: type.key as string, name: name.key as string },
      steps.slice(2),
      traversal.span,
    );
  }
  if (mode === 'data')
    return refuse(traversal, '"data" must be followed by a type and a name', 'Write data.type.name.');
  return refuse(
    traversal,
    `"${traversal.root}" names nothing`,
    'A reference to a resource is its type and its name: type.name. Other references begin with var, local, data, action, each, count, self, path or terraform.',
  );
}
