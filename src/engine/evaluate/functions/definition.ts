import {
  containsSensitive,
  type Conversion,
  convert,
  type Diagnostic,
  type Expression,
  isNull,
  isWhollyKnown,
  type ListType,
  type ListValue,
  type MapType,
  type MapValue,
  normalized,
  type Num,
  type Sensitive,
  sensitive,
  type SetType,
  type SetValue,
  type Type,
  type TypedNull,
  Unknown,
  UNKNOWN,
  unmark,
  unmarkDeep,
  type Value,
} from '../../../model/index.js';
import type { Surroundings, Varying } from '../surroundings.js';

export interface Parameter {
  readonly name: string;
  /** The type that arguments are converted to. */
  readonly type: Type;
  /** Null is passed to the function instead of being rejected. */
  readonly nullable?: boolean;
  /**
   * How much of an argument may be unknown for the function to be called: nothing by default, what is `inside` it, or
   * `all` of it. If more is unknown, so is the result.
   */
  readonly unknown?: 'inside' | 'all';
  /** Marks are passed to the function. Otherwise it never sees them, and any mark in an argument marks the result. */
  readonly marked?: boolean;
  /** The argument must be a reference, not any other expression. */
  readonly reference?: boolean;
}

/** An argument as the function receives it: a value of the parameter's type, or what else the parameter admits. */
export type Argument<P extends Parameter> =
  | ValueOf<P['type']>
  | (P extends { readonly nullable: true } ? null | TypedNull : never)
  | (P extends { readonly unknown: 'all' } ? Unknown : never)
  | (P extends { readonly marked: true } ? Sensitive : never);

/** The values of a type that are neither null nor unknown. */
type ValueOf<T extends Type> = T extends 'string'
  ? string
  : T extends 'number'
    ? Num
    : T extends 'bool'
      ? boolean
      : T extends ListType
        ? ListValue
        : T extends SetType
          ? SetValue
          : T extends MapType
            ? MapValue
            : Plain;

/** A value without a mark that is neither null nor unknown; its parts may be anything. */
export type Plain = Exclude<Value, null | TypedNull | Unknown | Sensitive>;

type Arguments<P extends readonly Parameter[], R extends Parameter> = readonly [
  ...{ readonly [I in keyof P]: Argument<P[I]> },
  ...([R] extends [never] ? [] : readonly Argument<R>[]),
];

/** Arguments of a call that may not be made yet: any of them may be unknown. */
type EarlyArguments<P extends readonly Parameter[], R extends Parameter> = readonly [
  ...{ readonly [I in keyof P]: Value },
  ...([R] extends [never] ? [] : readonly Value[]),
];

/** What a call may use besides its arguments. */
export interface Caller {
  readonly scope: { readonly surroundings?: Surroundings | undefined };
  /** Evaluates a template that can refer only to `variables`. */
  render(
    template: Expression,
    variables: Readonly<Record<string, Value>>,
  ): { readonly value: Value; readonly diagnostics: readonly Diagnostic[] };
}

/**
 * A function without side effects. Marks, nulls and unknowns are handled before it is called, as its parameters
 * specify.
 */
export interface FunctionDefinition {
  readonly parameters: readonly Parameter[];
  /** Any number of further arguments. */
  readonly rest?: Parameter;
  /**
   * The type of the result, which is all that is known of it while an argument is unknown. Computing it may reject
   * arguments, as `call` may.
   */
  readonly result: Type | ((args: readonly Value[]) => Type);
  /** The result may be null, so an unknown result is not marked as non-null. */
  readonly nullable?: boolean;
  /** What is known of the result while an argument is unknown; by default, `result` and `nullable` determine it. */
  readonly early?: (args: readonly Value[]) => Value;
  /** Every call returns a different result, which is unknown during planning. */
  readonly varying?: boolean;
  /** It renders a template, so it cannot be called inside one. */
  readonly isTemplate?: boolean;
  /** Throws {@link ArgumentError} or {@link FunctionError} for arguments it cannot handle. */
  readonly call: (args: readonly Value[], caller: Caller) => Value;
}

interface ErrorDetails {
  /** The message including values of arguments, used if the arguments are not sensitive. */
  readonly revealing?: string;
  /** What the user can do. */
  readonly advice?: string;
  /** The advice including values of arguments, used if they are not sensitive. */
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

/** One argument is at fault; the message completes "the argument …". */
export class ArgumentError extends FunctionError {
  readonly index: number;
  constructor(index: number, message: string, details?: ErrorDetails) {
    super(message, details);
    this.index = index;
  }
}

const unavailable = (): FunctionError => new FunctionError('the function is not available here');

/** The surroundings of a call; throws where there are none. */
export function surroundingsOf({ scope: { surroundings } }: Caller): Surroundings {
  if (surroundings === undefined) throw unavailable();
  return surroundings;
}

/** The source of values that differ with every call; throws where there is none. */
export function varyingOf(caller: Caller): Varying {
  const { varying } = surroundingsOf(caller);
  if (varying === undefined) throw unavailable();
  return varying;
}

export function parameterAt(definition: FunctionDefinition, index: number): Parameter | undefined {
  return definition.parameters[index] ?? definition.rest;
}

/** Calls a function with evaluated arguments, whose number must match. */
export function applyFunction(definition: FunctionDefinition, given: readonly Value[], caller: Caller): Value {
  const args: Value[] = [];
  let marked = false;
  let known = definition.varying !== true || caller.scope.surroundings?.varying !== undefined;
  let typed = true;
  for (const [index, value] of given.entries()) {
    const parameter = parameterAt(definition, index);
    if (parameter === undefined) throw new FunctionError(`it takes ${definition.parameters.length} arguments`);
    const converted = convert(value, parameter.type);
    if (!converted.ok) throw new ArgumentError(index, mismatch(converted));
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

/** What is wrong with a value that cannot be converted, and in which of its parts. */
export function mismatch({ path, message }: Extract<Conversion, { readonly ok: false }>): string {
  const [first] = path;
  if (first === undefined) return message;
  return `${message} (${typeof first === 'number' ? `element ${first}` : `"${first}"`})`;
}

interface Details<P extends readonly Parameter[], R extends Parameter> extends Pick<
  FunctionDefinition,
  'nullable' | 'varying' | 'isTemplate'
> {
  readonly rest?: R;
  readonly early?: (args: EarlyArguments<P, R>) => Value;
}

/**
 * Defines a function; the types of its arguments follow from its parameters. That a caller provides such arguments is
 * beyond the compiler: {@link applyFunction} converts them, and their number is checked before.
 */
export function define<const P extends readonly Parameter[], const R extends Parameter = never>(
  parameters: P,
  result: Type | ((args: EarlyArguments<P, R>) => Type),
  call: (args: Arguments<P, R>, caller: Caller) => Value,
  more?: Details<P, R>,
): FunctionDefinition;
export function define(
  parameters: readonly Parameter[],
  result: FunctionDefinition['result'],
  call: FunctionDefinition['call'],
  more: Omit<FunctionDefinition, 'parameters' | 'result' | 'call'> = {},
): FunctionDefinition {
  return { parameters, result, call, ...more };
}

type Named<T extends Type> = { readonly name: string; readonly type: T };

export const textParameter = (name: string): Named<'string'> => ({ name, type: 'string' });
export const numberParameter = (name: string): Named<'number'> => ({ name, type: 'number' });
export const anyParameter = (name: string): Named<'dynamic'> => ({ name, type: 'dynamic' });
