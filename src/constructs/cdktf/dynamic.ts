import type { Dynamic } from '../reference.js';
import { TFExpression } from './expressions.js';
import type { ITerraformIterator } from './iterator-types.js';
import { isResolvable, type IResolvable, type IResolveContext } from './resolvable.js';
import { Resolution } from './resolve.js';
import { textToken } from './token-map.js';

const BRAND = Symbol.for('landform.cdktf.dynamic');

/** A block for each element of an iterator; in an attribute, a list with a value for each. */
export class TerraformDynamicExpression implements IResolvable {
  readonly creationStack: string[] = [];
  readonly iterator: ITerraformIterator;
  readonly content: Record<string, Dynamic>;

  constructor(args: { readonly iterator: ITerraformIterator; readonly content: Record<string, Dynamic> }) {
    this.iterator = args.iterator;
    this.content = args.content;
    Object.defineProperty(this, BRAND, { value: true });
  }

  static isTerraformDynamicExpression(value: Dynamic): value is TerraformDynamicExpression {
    return typeof value === 'object' && value !== null && BRAND in value;
  }

  resolve(_context?: IResolveContext): Dynamic {
    return new TFExpression((context) => {
      const items = context.expression(this.iterator._getForEachExpression());
      const inside = new Resolution(context.scope, { iteratorContext: 'FOR_EXPRESSION' });
      return `[ for key, val in ${items}: ${inside.expression(this.content)}]`;
    });
  }

  toString(): string {
    return textToken(this);
  }

  toJSON(): Dynamic {
    return textToken(this);
  }
}

/** The attributes of a body, with dynamic blocks as the language has them: beside the attributes, under `dynamic`. */
export function writeDynamic(body: Record<string, Dynamic>): Record<string, Dynamic> {
  const result: Record<string, unknown> = {};
  const blocks: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(body)) {
    if (isBlocks(value)) blocks[name] = block(value.expression);
    else result[name] = inside(value);
  }
  return Object.keys(blocks).length === 0
    ? result
    : { ...result, dynamic: { ...objectOf(result['dynamic']), ...blocks } };
}

function inside(value: Dynamic): Dynamic {
  if (Array.isArray(value)) return value.map((item: unknown): unknown => inside(item));
  if (typeof value !== 'object' || value === null || isResolvable(value) || !isPlain(value)) return value;
  return writeDynamic(value);
}

const isPlain = (value: object): value is Record<string, unknown> => {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype;
};

const objectOf = (value: unknown): object => (typeof value === 'object' && value !== null ? value : {});

function block({ iterator, content }: TerraformDynamicExpression): object {
  return {
    for_each: iterator._getForEachExpression() as unknown,
    iterator: 'each',
    content: {
      creationStack: [],
      resolve: ({ scope }: IResolveContext): unknown =>
        new Resolution(scope, { iteratorContext: 'DYNAMIC_BLOCK' }).resolve(writeDynamic(content)),
    },
  };
}

const BLOCKS = Symbol.for('landform.cdktf.blocks');

/** A dynamic expression where the schema has blocks. */
export class TerraformDynamicBlock implements IResolvable {
  readonly creationStack: string[] = [];
  readonly expression: TerraformDynamicExpression;

  private constructor(expression: TerraformDynamicExpression) {
    this.expression = expression;
    Object.defineProperty(this, BLOCKS, { value: true });
  }

  static fromDynamicExpression(expression: TerraformDynamicExpression): TerraformDynamicBlock {
    return new TerraformDynamicBlock(expression);
  }

  resolve(context: IResolveContext): Dynamic {
    return this.expression.resolve(context);
  }

  toString(): string {
    return textToken(this);
  }
}

const isBlocks = (value: unknown): value is TerraformDynamicBlock =>
  typeof value === 'object' && value !== null && BLOCKS in value;
