import { type Expression, isObjectValue, isTupleValue, type Path, type Value } from '../model/index.js';
import { constantOf } from './constant-expression.js';
import { parseExpression } from './parser.js';
import { printExpression } from './print.js';
import { referenceProblems } from './references.js';
import type { BareExpression, BlockVisitor, ReadExpression, SyntaxBody, SyntaxValue } from './syntax.js';

/** The value of an argument in HCL. */
export class HclValue implements SyntaxValue {
  readonly #expression: Expression;
  readonly #text: string;

  constructor(expression: Expression, text: string) {
    this.#expression = expression;
    this.#text = text;
  }

  constant(): Value | undefined {
    return constantOf(this.#expression);
  }

  items(): readonly HclValue[] | undefined {
    return itemsOf(this.#expression)?.map((item) => new HclValue(item, this.#text));
  }

  body(): SyntaxBody | undefined {
    const members = membersOf(this.#expression);
    return members === undefined ? undefined : new HclObject(members, this.#text);
  }

  /** Quotes around the reference, from the time before Terraform 0.12, mean the same. */
  bare(): BareExpression | undefined {
    const expression = this.#expression;
    const { span } = expression;
    if (expression.kind === 'literal' && typeof expression.value === 'string') {
      const text = expression.value;
      return {
        text,
        parse: () => {
          const { expression: read, problems } = parseExpression(text);
          if (span === undefined) return { expression: read, problems };
          return { expression: { ...read, span }, problems: problems.map((problem) => ({ ...problem, span })) };
        },
      };
    }
    const isWritten = expression.kind !== 'traversal' && span !== undefined;
    const text = isWritten ? this.#text.slice(span.start, span.end) : printExpression(expression);
    return { text, parse: () => ({ expression, problems: [] }) };
  }
}

function itemsOf(expression: Expression): readonly Expression[] | undefined {
  if (expression.kind === 'tuple') return expression.items;
  if (expression.kind !== 'literal' || !isTupleValue(expression.value)) return undefined;
  return expression.value.map((value) => ({ kind: 'literal', value }));
}

/** The members of an object whose keys are names. */
function membersOf(expression: Expression): ReadonlyMap<string, Expression> | undefined {
  const members = new Map<string, Expression>();
  if (expression.kind === 'literal') {
    const { value } = expression;
    if (!isObjectValue(value)) return undefined;
    for (const [name, member] of Object.entries(value)) members.set(name, { kind: 'literal', value: member });
    return members;
  }
  if (expression.kind !== 'object') return undefined;
  for (const { key, value } of expression.items) {
    // A name with a dot, as of a provider: `{ aws.west = … }`.
    if (key.kind === 'traversal') members.set(printExpression(key), value);
    else if (key.kind === 'literal' && typeof key.value === 'string') members.set(key.value, value);
    else return undefined;
  }
  return members;
}

/** An object as a body: all its members are arguments. */
class HclObject implements SyntaxBody {
  readonly origin = undefined;
  readonly #members: ReadonlyMap<string, Expression>;
  readonly #text: string;

  constructor(members: ReadonlyMap<string, Expression>, text: string) {
    this.#members = members;
    this.#text = text;
  }

  names(): readonly string[] {
    return [...this.#members.keys()];
  }

  has(name: string): boolean {
    return this.#members.has(name);
  }

  form(): 'argument' {
    return 'argument';
  }

  expression(name: string): ReadExpression {
    const expression = this.#members.get(name) ?? NULL;
    return { expression, problems: referenceProblems(expression) };
  }

  value(name: string): HclValue {
    return new HclValue(this.#members.get(name) ?? NULL, this.#text);
  }

  eachBlock(name: string, _: number, above: Path, visitor: BlockVisitor): void {
    visitor.wrong(`"${name}" is a block, not an argument`, [...above, name]);
  }
}

const NULL: Expression = { kind: 'literal', value: null };
