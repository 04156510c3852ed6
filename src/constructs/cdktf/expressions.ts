import { captureLocation } from '../origin.js';
import { ConstructError } from '../error.js';
import type { Dynamic } from '../reference.js';
import { EXPRESSION_TEXT, Resolution, type Written } from './resolve.js';
import type { Expression, IResolvable, IResolveContext } from './resolvable.js';
import type { ITerraformDependable } from './shapes.js';
import { textToken } from './token-map.js';

/** A value that resolves to itself. */
export class Intrinsic implements IResolvable {
  readonly creationStack: string[] = [];
  readonly #value: unknown;

  constructor(value: unknown) {
    this.#value = value;
  }

  resolve(_context: IResolveContext): Dynamic {
    return this.#value;
  }

  toString(): string {
    return textToken(this);
  }

  toJSON(): Dynamic {
    return textToken(this);
  }
}

/** An expression of the language, which is written during synthesis. */
export class TFExpression implements Written {
  readonly creationStack: string[] = [];
  readonly #write: (context: Resolution) => string;

  constructor(write: (context: Resolution) => string) {
    this.#write = write;
  }

  [EXPRESSION_TEXT](context: IResolveContext): string {
    return this.#write(context instanceof Resolution ? context : new Resolution(context.scope, context));
  }

  resolve(context: IResolveContext): Dynamic {
    const text = this[EXPRESSION_TEXT](context);
    return context.suppressBraces === true ? text : `\${${text}}`;
  }

  toString(): string {
    return textToken(this);
  }

  toJSON(): Dynamic {
    return textToken(this);
  }
}

/** An operator of the language. */
export type Operator = '!' | '-' | '*' | '/' | '%' | '+' | '>' | '>=' | '<' | '<=' | '==' | '!=' | '&&' | '||';

export class OperatorExpression extends TFExpression {
  constructor(operator: Operator, left: Expression, right?: Expression) {
    super((context) => {
      const first = operand(context, left);
      return operator === '!' || (operator === '-' && right === undefined)
        ? `${operator}${first}`
        : `(${first} ${operator} ${operand(context, right)})`;
    });
  }
}

/** `a ? b : c` inside another expression needs parentheses. */
class Conditional extends TFExpression {}

const operand = (context: Resolution, value: unknown): string =>
  value instanceof Conditional ? `(${context.expression(value)})` : context.expression(value);

/** A reference, as the language writes it. */
export const ref = (identifier: string): IResolvable => new TFExpression(() => identifier);

export function call(name: string, args: readonly Expression[]): IResolvable {
  return new TFExpression(
    (context) =>
      `${name}(${args
        .filter((arg) => arg !== undefined)
        .map((arg: unknown) => context.expression(arg))
        .join(', ')})`,
  );
}

export const conditional = (condition: Expression, trueValue: Expression, falseValue: Expression): IResolvable =>
  new Conditional(
    (context) => `${operand(context, condition)} ? ${operand(context, trueValue)} : ${operand(context, falseValue)}`,
  );

export function propertyAccess(target: Expression, args: readonly Expression[]): IResolvable {
  return new TFExpression(
    (context) => operand(context, target) + args.map((step: unknown) => accessed(context, step)).join(''),
  );
}

function accessed(context: Resolution, step: unknown): string {
  const text = context.expression(step);
  if (typeof step === 'number' && /^\d+$/.test(text)) return `.${text}`;
  const [, name] = /^"([A-Za-z_][\w-]*)"$/.exec(text) ?? [];
  return name === undefined ? `[${text}]` : `.${name}`;
}

/** The names of the key and the value in a `for` expression. */
export const FOR_EXPRESSION_KEY = ref('key');
export const FOR_EXPRESSION_VALUE = ref('val');

/** A list, or an object if there is an expression for keys. */
export function forExpression(input: Expression, valueExpression: Expression, keyExpression?: Expression): IResolvable {
  return new TFExpression((context) => {
    const head = `for key, val in ${context.expression(input)}: `;
    const value = writtenBy(context, valueExpression);
    return keyExpression === undefined
      ? `[ ${head}${value}]`
      : `{ ${head}${writtenBy(context, keyExpression)} => ${value} }`;
  });
}

/** A string in a `for` expression is an expression that the program has written. */
function writtenBy(context: Resolution, value: unknown): string {
  if (typeof value !== 'string') return context.expression(value);
  const { scope, iteratorContext } = context;
  const bare = new Resolution(scope, { suppressBraces: true, ...(iteratorContext && { iteratorContext }) });
  return String(bare.resolve(value));
}

/** A literal string, in which `${` begins no expression. */
export const rawString = (text: string): IResolvable => new Intrinsic(text.replaceAll('${', () => '$${'));

/** A value as part of an expression. Everything of this library knows by itself where it is written. */
export const insideTfExpression = (arg: Dynamic): Dynamic => arg;

/** The address of a dependency, as `depends_on` has it. */
export function dependable(dependency: ITerraformDependable): string {
  return textToken({
    creationStack: [],
    resolve: (context: IResolveContext) => addressIn(dependency.fqn, context),
    toString: () => dependency.fqn,
  });
}

/** The text of an expression without `${}`. */
export function addressIn(value: unknown, context: IResolveContext): string {
  const resolution = new Resolution(context.scope, { suppressBraces: true });
  const text: unknown = resolution.resolve(value);
  if (typeof text === 'string') return text.replace(/^\$\{(.*)\}$/s, '$1');
  throw new ConstructError('wrong-type', 'A dependency has no address', 'Pass a resource, a data source or a module.', {
    location: captureLocation(),
  });
}
