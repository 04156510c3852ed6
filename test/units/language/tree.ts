import { printSteps } from '../../../src/language/index.js';
import { type Expression, ExactNumber, formatNumber, type Value } from '../../../src/model/index.js';

/** An expression as nested lists that are quick to write down; strings are in quotes, traversals are not. */
export function tree(expression: Expression): unknown {
  switch (expression.kind) {
    case 'literal':
      return plain(expression.value);
    case 'template':
      return ['template', ...expression.parts.map(tree)];
    case 'traversal':
      return expression.root + printSteps(expression.steps);
    case 'attribute':
      return ['attribute', tree(expression.target), expression.name];
    case 'index':
      return ['index', tree(expression.target), tree(expression.key)];
    case 'splat':
      return [expression.full ? 'splat' : 'old splat', tree(expression.target), `*${printSteps(expression.steps)}`];
    case 'call':
      return [expression.expand ? 'call...' : 'call', expression.name, ...expression.args.map(tree)];
    case 'conditional':
      return ['?', tree(expression.condition), tree(expression.then), tree(expression.otherwise)];
    case 'for-tuple':
      return ['for', ...head(expression), tree(expression.value), ...tail(expression)];
    case 'for-object': {
      const pair = [tree(expression.key), tree(expression.value)];
      return ['for', ...head(expression), expression.group ? [...pair, '...'] : pair, ...tail(expression)];
    }
    case 'binary':
      return [expression.operator, tree(expression.left), tree(expression.right)];
    case 'unary':
      return [expression.operator, tree(expression.operand)];
    case 'tuple':
      return ['tuple', ...expression.items.map(tree)];
    case 'object':
      return ['object', ...expression.items.map((item) => [tree(item.key), tree(item.value)])];
    case 'template-if':
      return ['if', tree(expression.condition), tree(expression.then), tree(expression.otherwise)];
    case 'template-for':
      return ['for-text', ...head(expression), tree(expression.body)];
  }
}

interface For {
  readonly keyName?: string;
  readonly valueName: string;
  readonly collection: Expression;
}

function head({ keyName, valueName, collection }: For): unknown[] {
  return keyName === undefined ? [valueName, tree(collection)] : [keyName, valueName, tree(collection)];
}

function tail({ condition }: { readonly condition?: Expression }): unknown[] {
  return condition === undefined ? [] : ['if', tree(condition)];
}

function plain(value: Value): unknown {
  if (typeof value === 'string') return `"${value}"`;
  if (value instanceof ExactNumber) return { number: formatNumber(value) };
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, plain(inner as Value)]));
  }
  return value;
}
