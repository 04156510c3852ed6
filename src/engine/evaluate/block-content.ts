import {
  emptyRecord,
  type Expression,
  isNull,
  isObjectValue,
  isTupleValue,
  type ObjectValue,
  type Path,
} from '../../model/index.js';
import type { Frame } from './contract.js';

/** Attributes and blocks of one block, by name. */
export type Content = Readonly<Record<string, Expression>>;

/** The content of a block, written as such or as a JSON object; undefined for anything else. */
export function contentOf(expression: Expression): Content | undefined {
  if (expression.span !== undefined) return undefined;
  if (expression.kind === 'literal')
    return isObjectValue(expression.value) ? literalContent(expression.value) : undefined;
  if (expression.kind !== 'object') return undefined;
  const content = emptyRecord<Expression>();
  for (const { key, value } of expression.items) {
    if (key.kind !== 'literal' || typeof key.value !== 'string') return undefined;
    content[key.value] = value;
  }
  return content;
}

function literalContent(value: ObjectValue): Content {
  const content = emptyRecord<Expression>();
  for (const [name, part] of Object.entries(value)) content[name] = { kind: 'literal', value: part };
  return content;
}

/** A block as it is written, or as it is generated for an element of a collection. */
export interface WrittenBlock {
  readonly expression: Expression;
  readonly place: Path;
  /** The elements that its expressions may refer to. */
  readonly frame?: Frame | undefined;
  /** Whether the collection is sensitive. */
  readonly marked?: true | false;
}

/** A single block is an object and several are a tuple; in JSON, null means no blocks. */
export function blocksIn(expression: Expression, place: Path, frame?: Frame): readonly WrittenBlock[] {
  if (expression.span !== undefined) return [{ expression, place, frame }];
  if (expression.kind === 'literal') {
    const { value } = expression;
    if (isNull(value)) return [];
    if (!isTupleValue(value)) return [{ expression, place, frame }];
    return value.map((item, index) => ({
      expression: { kind: 'literal', value: item } as const,
      place: [...place, index],
      frame,
    }));
  }
  if (expression.kind !== 'tuple') return [{ expression, place, frame }];
  return expression.items.map((item, index) => ({ expression: item, place: [...place, index], frame }));
}
