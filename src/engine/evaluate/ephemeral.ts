import {
  convert,
  type Expression,
  isObjectValue,
  isTupleValue,
  nullOf,
  objectValue,
  type Reference,
  subjectOf,
  type TraversalStep,
  typeOf,
  unmark,
  type Value,
  walkExpression,
  withMarksOf,
} from '../../model/index.js';
import type { Evaluator, Frame } from './contract.js';

/**
 * The value of `ephemeralasnull(argument)`: null replaces whatever refers to something ephemeral. Inside braces and
 * brackets, each part is decided separately.
 */
export function withoutEphemeral(evaluator: Evaluator, argument: Expression, frame: Frame | undefined): Value {
  return nulled(evaluator, argument, evaluator.evaluate(argument, frame));
}

function nulled(evaluator: Evaluator, expression: Expression, given: Value): Value {
  if (!isEphemeral(evaluator, expression)) return given;
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

function isEphemeral({ scope: { surroundings } }: Evaluator, expression: Expression): boolean {
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
    default:
      return '';
  }
}
