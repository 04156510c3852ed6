import { child, children, keyOf, textIn, type Syntax } from './syntax.js';

/** Steps into a value: names of properties, and indexes. */
export type Steps = readonly (string | number)[];

/** What a name in a program is bound to. */
export type Binding =
  | { readonly kind: 'constant'; readonly value: Syntax; readonly steps: Steps }
  /** Each element of what a loop goes through. */
  | { readonly kind: 'element'; readonly of: Syntax; readonly steps: Steps }
  | {
      readonly kind: 'parameter';
      readonly of: Syntax;
      readonly index: number;
      readonly steps: Steps;
      readonly standard?: Syntax | undefined;
    }
  | { readonly kind: 'import'; readonly from: string; readonly name: string; readonly steps: Steps }
  | { readonly kind: 'unknown' };

const UNKNOWN: Binding = { kind: 'unknown' };

const FUNCTIONS: ReadonlySet<string> = new Set([
  'FunctionDeclaration',
  'FunctionExpression',
  'ArrowFunctionExpression',
  'ClassMethod',
  'ObjectMethod',
]);

/** The binding of a name that is used below these nodes, from the root down. */
export function bindingOf(name: string, above: readonly Syntax[]): Binding | undefined {
  for (const node of above.toReversed()) {
    const found = boundBy(node, name);
    if (found !== undefined) return found;
  }
  return undefined;
}

function boundBy(node: Syntax, name: string): Binding | undefined {
  if (FUNCTIONS.has(node.type)) return ofParameters(node, name);
  if (node.type === 'ForOfStatement') {
    const declared = children(child(node, 'left'), 'declarations')[0];
    const steps = declared && stepsTo(child(declared, 'id'), name);
    const of = child(node, 'right');
    return steps && of && { kind: 'element', of, steps: steps.steps };
  }
  if (node.type === 'ForStatement' || node.type === 'ForInStatement') {
    const left = child(node, 'init') ?? child(node, 'left');
    return children(left, 'declarations').some((one) => stepsTo(child(one, 'id'), name)) ? UNKNOWN : undefined;
  }
  for (const statement of children(node, 'body')) {
    const found = statement && ofStatement(statement, name);
    if (found !== undefined) return found;
  }
  return undefined;
}

function ofStatement(statement: Syntax, name: string): Binding | undefined {
  if (statement.type === 'ExportNamedDeclaration') {
    const inner = child(statement, 'declaration');
    return inner && ofStatement(inner, name);
  }
  if (statement.type === 'ImportDeclaration') return ofImport(statement, name);
  if (statement.type !== 'VariableDeclaration')
    return textIn(child(statement, 'id'), 'name') === name ? UNKNOWN : undefined;
  for (const one of children(statement, 'declarations')) {
    const found = stepsTo(child(one, 'id'), name);
    if (found === undefined) continue;
    const value = child(one, 'init');
    // Another value may be assigned to the others later.
    if (value === undefined || statement['kind'] !== 'const') return UNKNOWN;
    return { kind: 'constant', value, steps: found.steps };
  }
  return undefined;
}

function ofImport(statement: Syntax, name: string): Binding | undefined {
  const from = textIn(child(statement, 'source'), 'value');
  for (const one of children(statement, 'specifiers')) {
    if (from === undefined || one === undefined || textIn(child(one, 'local'), 'name') !== name) continue;
    if (one.type === 'ImportNamespaceSpecifier') return { kind: 'import', from, name: '*', steps: [] };
    const imported = child(one, 'imported');
    const other = textIn(imported, 'name') ?? textIn(imported, 'value') ?? 'default';
    return { kind: 'import', from, name: other, steps: [] };
  }
  return undefined;
}

function ofParameters(node: Syntax, name: string): Binding | undefined {
  for (const [index, given] of children(node, 'params').entries()) {
    const parameter = given?.type === 'TSParameterProperty' ? child(given, 'parameter') : given;
    const found = stepsTo(parameter, name);
    if (found === undefined) continue;
    const standard = parameter?.type === 'AssignmentPattern' ? child(parameter, 'right') : undefined;
    return { kind: 'parameter', of: node, index, steps: found.steps, standard };
  }
  return undefined;
}

/** The steps from a value to the part that a pattern binds to a name. */
function stepsTo(pattern: Syntax | undefined, name: string): { readonly steps: Steps } | undefined {
  switch (pattern?.type) {
    case 'Identifier':
      return textIn(pattern, 'name') === name ? { steps: [] } : undefined;
    case 'AssignmentPattern':
      return stepsTo(child(pattern, 'left'), name);
    case 'ObjectPattern':
      for (const property of children(pattern, 'properties')) {
        const key = property && keyOf(property);
        const inner = stepsTo(child(property, 'value'), name);
        if (key !== undefined && inner !== undefined) return { steps: [key, ...inner.steps] };
      }
      return undefined;
    case 'ArrayPattern':
      for (const [index, element] of children(pattern, 'elements').entries()) {
        const inner = stepsTo(element, name);
        if (inner !== undefined) return { steps: [index, ...inner.steps] };
      }
      return undefined;
    default:
      return undefined;
  }
}

/** What a module exports under a name. */
export function exported(root: Syntax, name: string): Binding | undefined {
  for (const statement of children(root, 'body')) {
    if (statement?.type === 'ExportDefaultDeclaration' && name === 'default') {
      const value = child(statement, 'declaration');
      return value && { kind: 'constant', value, steps: [] };
    }
    if (statement?.type !== 'ExportNamedDeclaration') continue;
    const own = ofStatement(statement, name);
    if (own !== undefined) return own;
    for (const one of children(statement, 'specifiers')) {
      if (textIn(child(one, 'exported'), 'name') !== name) continue;
      const local = textIn(child(one, 'local'), 'name');
      const from = textIn(child(statement, 'source'), 'value');
      if (local === undefined) return undefined;
      return from === undefined ? bindingOf(local, [root]) : { kind: 'import', from, name: local, steps: [] };
    }
  }
  return undefined;
}
