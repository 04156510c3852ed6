import { parseNumber, type Value } from '../../model/index.js';
import { computed, type Followed, type Member, type SourceNode, type SourceText } from '../node.js';
import type { Steps } from './scope.js';
import { child, children, keyOf, textIn, unwrapped, type Syntax } from './syntax.js';

/** Follows a name, or a property of one, that is used at a place of a program. */
export type FollowName = (name: Syntax, steps: Steps) => Followed;

/** Reads expressions of one file. */
export class ProgramNodes {
  readonly #source: SourceText;
  readonly #isCamelCase: boolean;
  readonly #follow: FollowName;

  constructor(source: SourceText, isCamelCase: boolean, follow: FollowName) {
    this.#source = source;
    this.#isCamelCase = isCamelCase;
    this.#follow = follow;
  }

  read(given: Syntax): SourceNode {
    const node = unwrapped(given);
    const place = { source: this.#source, span: { start: node.start, end: node.end } };
    const constant = constantOf(node);
    if (constant !== undefined) return { kind: 'literal', ...place, value: constant.value };
    switch (node.type) {
      case 'ArrayExpression': {
        const elements = children(node, 'elements');
        const isSpread = elements.some((one) => one === undefined || one.type === 'SpreadElement');
        return { kind: 'list', ...place, items: elements.flatMap((one) => (one ? this.read(one) : [])), isSpread };
      }
      case 'ObjectExpression':
        return this.#object(node);
      case 'Identifier':
      case 'MemberExpression': {
        const named = nameIn(node);
        if (named === undefined) return this.#opaque(node);
        return { kind: 'name', ...place, follow: () => this.#follow(named.root, named.steps) };
      }
      default:
        return this.#opaque(node);
    }
  }

  #object(node: Syntax): SourceNode {
    const members: Member[] = [];
    const spreads: { readonly start: number; readonly end: number }[] = [];
    for (const property of children(node, 'properties')) {
      if (property === undefined) continue;
      const { start, end } = property;
      const name = property.type === 'ObjectProperty' ? keyOf(property) : undefined;
      const value = child(property, 'value');
      // What is calculated may set any name, as a spread may.
      if (name === undefined || value === undefined) spreads.push({ start, end });
      else members.push({ name, span: { start, end }, value: this.read(value) });
    }
    return {
      kind: 'object',
      source: this.#source,
      span: { start: node.start, end: node.end },
      members,
      spreads,
      isBody: false,
      open: node.start,
      close: node.end - 1,
      isCamelCase: this.#isCamelCase,
    };
  }

  #opaque(node: Syntax): SourceNode {
    const span = { start: node.start, end: node.end };
    return { kind: 'opaque', source: this.#source, span, reason: computed(shown(this.#source.text, node)) };
  }
}

const LONGEST = 60;

/** An expression on one line. */
export function shown(text: string, { start, end }: Pick<Syntax, 'start' | 'end'>): string {
  const line = text.slice(start, end).replaceAll(/\s+/g, ' ');
  return line.length > LONGEST ? `${line.slice(0, LONGEST - 1)}…` : line;
}

/** `a.b[0].c` as a name and steps; undefined if a step is calculated. */
export function nameIn(given: Syntax): { readonly root: Syntax; readonly steps: Steps } | undefined {
  const node = unwrapped(given);
  if (node.type === 'Identifier' || node.type === 'ThisExpression') return { root: node, steps: [] };
  const object = child(node, 'object');
  const property = child(node, 'property');
  if (node.type !== 'MemberExpression' || object === undefined || property === undefined) return undefined;
  const above = nameIn(object);
  const index = property.type === 'NumericLiteral' ? property['value'] : undefined;
  const step = typeof index === 'number' ? index : keyOf(node);
  return above && step !== undefined ? { root: above.root, steps: [...above.steps, step] } : undefined;
}

/** The value of a literal. */
export function constantOf(node: Syntax): { readonly value: Value } | undefined {
  const { value } = node;
  switch (node.type) {
    case 'StringLiteral':
      return typeof value === 'string' ? { value } : undefined;
    case 'BooleanLiteral':
      return typeof value === 'boolean' ? { value } : undefined;
    case 'NumericLiteral':
      return typeof value === 'number' ? numberOf(String(value)) : undefined;
    case 'BigIntLiteral':
      return typeof value === 'string' ? numberOf(value) : undefined;
    case 'NullLiteral':
      return { value: null };
    case 'Identifier':
      return textIn(node, 'name') === 'undefined' ? { value: null } : undefined;
    case 'UnaryExpression': {
      const operand = child(node, 'argument');
      const isNumber = operand?.type === 'NumericLiteral' && typeof operand['value'] === 'number';
      return isNumber && node['operator'] === '-' ? numberOf(`-${String(operand['value'])}`) : undefined;
    }
    case 'TemplateLiteral': {
      const [part, ...others] = children(node, 'quasis');
      const cooked = part?.['value'];
      if (others.length > 0 || typeof cooked !== 'object' || cooked === null || !('cooked' in cooked)) return undefined;
      return typeof cooked.cooked === 'string' ? { value: cooked.cooked } : undefined;
    }
    default:
      return undefined;
  }
}

function numberOf(text: string): { readonly value: Value } | undefined {
  const value = parseNumber(text);
  return value === undefined ? undefined : { value };
}
