import {
  type Block,
  type Body,
  convert,
  type Expression,
  isObjectValue,
  isTupleValue,
  nullOf,
  objectValue,
  ownEntry,
  type Path,
  type Reference,
  sensitivePaths,
  subjectOf,
  type TraversalStep,
  typeOf,
  unmark,
  type Value,
  walkExpression,
  withMarksOf,
} from '../../model/index.js';
import type { Evaluator, Frame } from './contract.js';
import type { Scope } from './scope.js';

/**
 * The value of `ephemeralasnull(argument)`: null replaces whatever refers to something ephemeral. Inside braces and
 * brackets, each part is decided separately.
 */
export function withoutEphemeral(evaluator: Evaluator, argument: Expression, frame: Frame | undefined): Value {
  return nulled(evaluator, argument, evaluator.evaluate(argument, frame));
}

function nulled(evaluator: Evaluator, expression: Expression, given: Value): Value {
  if (!isEphemeral(evaluator.scope, expression)) return given;
  const value = unmark(given);
  if (expression.kind === 'tuple' && isTupleValue(value)) {
    const items = value.map((item, index) => {
      const written = expression.items[index];
      return written === undefined ? item : nulled(evaluator, written, item);
    });
    return withMarksOf(items, given);
  }
  if (
    expression.kind === 'object' &&
    isObjectValue(value) &&
    expression.items.every(({ key }) => key.kind === 'literal')
  ) {
    const result = objectValue(value);
    for (const { key, value: part } of expression.items) {
      const name = key.kind === 'literal' ? convert(key.value, 'string') : undefined;
      if (name?.ok !== true || typeof name.value !== 'string') continue;
      const given = value[name.value];
      if (given !== undefined) result[name.value] = nulled(evaluator, part, given);
    }
    return withMarksOf(result, given);
  }
  return nullOf(typeOf(value));
}

/** Whether an expression refers to something ephemeral. */
export function isEphemeral({ surroundings }: Pick<Scope, 'surroundings'>, expression: Expression): boolean {
  const isNamed = surroundings?.isEphemeral;
  if (isNamed === undefined) return false;
  let found = false;
  walkExpression(expression, (part, bound) => {
    if (found || part.kind !== 'traversal' || bound.includes(part.root)) return;
    const named = part.named ?? subjectOf(part.root, part.steps);
    found = named !== undefined && isNamed(fleetingAddress(named.subject, part.steps.slice(named.taken)));
  });
  return found;
}

/**
 * The sensitive paths of an evaluated body that a state keeps. As in Terraform, a value straight from an ephemeral
 * resource leaves no mark on a write-only attribute, which is stored as null.
 */
export const keptMarks = (value: Value, { attributes }: Block, { content }: Body): Path[] =>
  sensitivePaths(value).filter(([name]) => {
    if (typeof name !== 'string' || ownEntry(attributes, name)?.writeOnly !== true) return true;
    const written = ownEntry(content, name);
    return written === undefined || !namesEphemeralResource(written);
  });

function namesEphemeralResource(expression: Expression): boolean {
  let found = false;
  walkExpression(expression, (part) => {
    if (found || part.kind !== 'traversal') return;
    const subject = (part.named ?? subjectOf(part.root, part.steps))?.subject;
    found = subject?.kind === 'resource' && subject.mode === 'ephemeral';
  });
  return found;
}

/** The address of something that may be ephemeral. The address of a module without an output covers all of its outputs. */
export function fleetingAddress(subject: Reference['subject'], steps: readonly TraversalStep[]): string {
  switch (subject.kind) {
    case 'variable':
      return `var.${subject.name}`;
    case 'local':
      return `local.${subject.name}`;
    case 'module': {
      const output = steps[0]?.kind === 'index' ? steps[1] : steps[0];
      return output === undefined ? `module.${subject.name}` : `module.${subject.name}.${output.key}`;
    }
    case 'resource':
      return subject.mode === 'ephemeral' ? subject.key : '';
    default:
      return '';
  }
}
