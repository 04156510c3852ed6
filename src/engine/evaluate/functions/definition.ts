import {
  containsSensitive,
  convert,
  type Diagnostic,
  type Expression,
  isNull,
  isWhollyKnown,
  normalized,
  sensitive,
  type Type,
  Unknown,
  UNKNOWN,
  unmark,
  unmarkDeep,
  type Value,
} from '../../../model/index.js';
import type { Surroundings } from '../surroundings.js';

export interface Parameter {
  readonly name: string;
  /** Arguments are converted to it. */
  readonly type: Type;
  /** Null is handed over instead of being refused. */
  readonly nullable?: boolean;
  /**
   * What may be unknown in an argument for the function still to be called: nothing unless said otherwise, what lies `inside`
   * it, or `all` of it. When more is unknown, so is the result.
   */
  readonly unknown?: 'inside' | 'all';
  /** Marks are handed over. Otherwise the function never sees them, and a mark anywhere in an argument marks the result. */
  readonly marked?: boolean;
  /** The argument must be a reference, not another expression. */
  readonly reference?: boolean;
}

/** What a call may use beside its arguments. */
export interface Caller {
  readonly scope: { readonly surroundings?: Surroundings | undefined };
  /** Evaluates a template that can refer to nothing but `variables`. */
  render(
    template: Expression,
    variables: Readonly<Record<string, Value>>,
  ): { readonly value: Value; readonly diagnostics: readonly Diagnostic[] };
}

/** A function without effects. Marks, nulls and unknowns are dealt with before it is called, as its parameters say. */
export interface FunctionDefinition {
  readonly parameters: readonly Parameter[];
  /** Any number of further arguments. */
  readonly rest?: Parameter;
  /** The type of the result, which is all there is of it while an argument is unknown. It may refuse arguments as `call` may. */
  readonly result: Type | ((args: readonly Value[]) => Type);
  /** The result may be null; unknown results then do not promise otherwise. */
  readonly nullable?: boolean;
  /** What is known of the result while an argument is not; `result` and `nullable` say it otherwise. */
  readonly early?: (args: readonly Value[]) => Value;
  /** Every call has another result, which is unknown while a plan is made. */
  readonly varying?: boolean;
  /** It renders a template, in which no other one can be rendered. */
  readonly isTemplate?: boolean;
  /** Throws {@link ArgumentError} or {@link FunctionError} for arguments it can not work with. */
  readonly call: (args: readonly Value[], caller: Caller) => Value;
}

interface ErrorDetails {
  /** The message with values of arguments in it, for arguments that are not sensitive. */
  readonly revealing?: string;
  /** What to do. */
  readonly advice?: string;
  /** The advice with values of arguments in it, likewise. */
  readonly revealingAdvice?: string;
}

/** A function has no result for these arguments. The message completes "name(): …" and shows no value. */
export class FunctionError extends Error {
  readonly details: ErrorDetails;
  constructor(message: string, details: ErrorDetails = {}) {
    super(message);
    this.details = details;
  }
}

/** One argument is to blame; the message completes "the argument …". */
export class ArgumentError extends FunctionError {
  readonly index: number;
  constructor(index: number, message: string, details?: ErrorDetails) {
    super(message, details);
    this.index = index;
  }
}

/** What a call can learn from outside; there are places where it can learn nothing. */
export function surroundingsOf({ scope: { surroundings } }: Caller): Surroundings {
  if (surroundings === undefined) throw new FunctionError('the function is not available here');
  return surroundings;
}

export function parameterAt(definition: FunctionDefinition, index: number): Parameter | undefined {
  return definition.parameters[index] ?? definition.rest;
}

/** Calls with evaluated arguments, whose number must fit. */
export function applyFunction(definition: FunctionDefinition, given: readonly Value[], caller: Caller): Value {
  const args: Value[] = [];
  let marked = false;
  let known = definition.varying !== true || caller.scope.surroundings?.varying !== undefined;
  let typed = true;
  for (const [index, value] of given.entries()) {
    const parameter = parameterAt(definition, index)!;
    const converted = convert(value, parameter.type);
    if (!converted.ok) throw new ArgumentError(index, mismatch(converted.path, converted.message));
    let arg = converted.value;
    if (parameter.marked !== true && containsSensitive(arg)) {
      arg = unmarkDeep(arg);
      marked = true;
    }
    const top = unmark(arg);
    if (isNull(top) && parameter.nullable !== true) throw new ArgumentError(index, 'must not be null');
    if (parameter.unknown !== 'all') {
      if (top instanceof Unknown) {
        known = false;
        typed &&= top.type !== 'dynamic';
        marked ||= top !== arg;
      } else if (parameter.unknown !== 'inside' && known) {
        known = isWhollyKnown(top);
      }
    }
    args.push(arg);
  }
  const result = known ? definition.call(args, caller) : unknownResult(definition, args, typed);
  const normal = typeof result === 'string' ? normalized(result) : result;
  return marked ? sensitive(normal) : normal;
}

function unknownResult(definition: FunctionDefinition, args: readonly Value[], typed: boolean): Value {
  const { result } = definition;
  if (definition.early !== undefined && typed) return definition.early(args);
  if (typeof result === 'function' && !typed) return UNKNOWN;
  const type = typeof result === 'function' ? result(args) : result;
  return type === 'dynamic' ? UNKNOWN : new Unknown(type, definition.nullable !== true);
}

function mismatch(path: readonly (string | number)[], message: string): string {
  const [first] = path;
  if (first === undefined) return message;
  return `${message} (${typeof first === 'number' ? `element ${first}` : `"${first}"`})`;
}

/** A function whose parameters are all required. */
export function fixed(
  parameters: readonly Parameter[],
  result: FunctionDefinition['result'],
  call: FunctionDefinition['call'],
  more: Pick<FunctionDefinition, 'rest' | 'nullable' | 'early' | 'varying'> = {},
): FunctionDefinition {
  return { parameters, result, call, ...more };
}

export const textParameter = (name: string): Parameter => ({ name, type: 'string' });
export const numberParameter = (name: string): Parameter => ({ name, type: 'number' });
export const anyParameter = (name: string, more: Omit<Parameter, 'name' | 'type'> = {}): Parameter => ({
  name,
  type: 'dynamic',
  ...more,
});
