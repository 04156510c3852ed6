import { formOf, subjectOf, walkExpression, type Expression, type Reference, type Traversal } from '../model/index.js';
import type { Problem } from './problem.js';

export type ReferenceResult =
  | { readonly reference: Reference; readonly problem?: undefined }
  | { readonly problem: Problem; readonly reference?: undefined };

/**
 * All references and function calls of an expression, in order of appearance, without names bound by `for`. Invalid
 * traversals (`var` alone) are left out too: {@link referenceProblems} reports them.
 */
export function references(expression: Expression): Reference[] {
  if (expression.kind === 'literal') return [];
  const found: Reference[] = [];
  if (expression.kind === 'traversal') {
    const { reference } = referenceFromTraversal(expression);
    return reference === undefined ? found : [reference];
  }
  const inside = new Set<Expression>();
  walkExpression(expression, (part, bound) => {
    if (part.kind === 'call') {
      if (/^(?:core::)?ephemeralasnull$/.test(part.name)) {
        for (const argument of part.args) walkExpression(argument, (inner) => void inside.add(inner));
      }
      const subject = { kind: 'function', name: part.name } as const;
      found.push(part.span === undefined ? { subject, steps: [] } : { subject, steps: [], span: part.span });
    } else if (part.kind === 'traversal' && !bound.includes(part.root)) {
      const { reference } = referenceFromTraversal(part);
      if (reference !== undefined) found.push(inside.has(part) ? { ...reference, isKeptInside: true } : reference);
    }
  });
  return found;
}

/** The traversals in an expression that cannot refer to anything. */
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

/** Two names after the first are enough for every kind of object. */
const isPlain = ({ steps }: Traversal): boolean => steps[0]?.kind === 'attribute' && steps[1]?.kind === 'attribute';

const NO_PROBLEMS: readonly Problem[] = [];

/** What a traversal refers to. */
export function referenceFromTraversal(traversal: Traversal): ReferenceResult {
  const { root, steps, span } = traversal;
  const named = traversal.named ?? subjectOf(root, steps);
  if (named === undefined) return { problem: namesNothing(traversal) };
  const { subject, taken } = named;
  const rest = taken === 0 ? steps : steps.slice(taken);
  return { reference: span === undefined ? { subject, steps: rest } : { subject, steps: rest, span } };
}

const MUST_FOLLOW: Readonly<Record<string, string>> = {
  var: 'the name of a variable',
  local: 'the name of a local value',
  module: 'the name of a module',
  data: 'a type and a name',
  action: 'a type and a name',
};

function namesNothing({ root, span = { start: 0, end: 0 } }: Traversal): Problem {
  const form = formOf(root);
  const follows = Object.hasOwn(MUST_FOLLOW, root) ? MUST_FOLLOW[root] : undefined;
  const message =
    follows !== undefined
      ? `"${root}" must be followed by ${follows}`
      : form === undefined
        ? `"${root}" does not refer to anything`
        : `"${root}" has no value of its own`;
  const detail =
    form === undefined
      ? 'A reference to a resource is its type and its name: type.name. Other references begin with var, local, data, action, each, count, self, path or terraform.'
      : `Write ${form}.`;
  return { code: 'invalid-reference', message, detail, span };
}
