import type { Body, Expression, Value } from '../../../../src/model/index.js';

/** A reference in a document: `${…}`. */
export const reference: Expression = {
  kind: 'traversal',
  root: 'local',
  steps: [{ kind: 'attribute', key: 'x' }],
  span: { start: 2, end: 9 },
};

const isExpression = (json: unknown): json is Expression =>
  typeof json === 'object' && json !== null && 'kind' in json && 'span' in json;

/** JSON with references in it, as the reader of a document would give it. */
export function expression(json: unknown): Expression {
  if (isExpression(json)) return json;
  if (Array.isArray(json)) {
    const items = json.map(expression);
    return items.every((item) => item.kind === 'literal')
      ? { kind: 'literal', value: items.map((item) => (item as { value: Value }).value) }
      : { kind: 'tuple', items };
  }
  if (typeof json !== 'object' || json === null) return { kind: 'literal', value: json as Value };
  const items = Object.entries(json).map(([name, value]) => [name, expression(value)] as const);
  if (items.every(([, item]) => item.kind === 'literal')) {
    const value = Object.create(null) as Record<string, Value>;
    for (const [name, item] of items) value[name] = (item as { value: Value }).value;
    return { kind: 'literal', value };
  }
  return { kind: 'object', items: items.map(([name, value]) => ({ key: { kind: 'literal', value: name }, value })) };
}

export function body(
  json: Readonly<Record<string, unknown>>,
  path: readonly (string | number)[] = ['resource', 't', 'n'],
): Body {
  const content: Record<string, Expression> = {};
  for (const [name, value] of Object.entries(json)) content[name] = expression(value);
  return { content, source: { file: 'main.tf.json', path } };
}
