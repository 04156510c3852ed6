import { emptyRecord, type Expression, isObjectValue, type ObjectValue } from '../../model/index.js';

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
