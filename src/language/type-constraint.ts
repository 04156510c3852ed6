import { type Expression, listOf, mapOf, type Type, type TypeDefaults } from '../model/index.js';
import { parseExpression, type Parsed } from './parser.js';
import { type Problem, SyntaxProblem } from './problem.js';
import { readType } from './type-expression.js';

export interface TypeConstraint {
  readonly type: Type;
  readonly defaults?: TypeDefaults;
  readonly problems: readonly Problem[];
}

/** Reads a type as variables declare it: `list(object({ a = optional(string, "x") }))`. */
export const parseTypeConstraint = (text: string): TypeConstraint => readTypeConstraint(parseExpression(text));

/** The same from an expression that was read before. */
export function readTypeConstraint({ expression, problems }: Parsed): TypeConstraint {
  if (problems.length > 0) return { type: 'dynamic', problems };
  try {
    // Legacy short forms without an element type.
    if (isName(expression, 'list')) return { type: listOf('dynamic'), problems };
    if (isName(expression, 'map')) return { type: mapOf('dynamic'), problems };
    return { ...readType(expression), problems };
  } catch (error) {
    if (!(error instanceof SyntaxProblem)) throw error;
    return { type: 'dynamic', problems: [error.problem] };
  }
}

const isName = (expression: Expression, name: string): boolean =>
  expression.kind === 'traversal' && expression.root === name && expression.steps.length === 0;
