import {
  type Binary,
  type Expression,
  formatNumber,
  isObjectValue,
  kindOf,
  type ListValue,
  type MapValue,
  type Num,
  type SetValue,
  type TraversalStep,
  type TupleValue,
  type Value,
} from '../model/index.js';
import { SPLAT_ITEM } from './steps.js';

/** Prints an expression as it is written between `${` and `}`; parsing the text gives the same tree. */
export function printExpression(expression: Expression): string {
  return print(expression, CONDITIONAL);
}

/** Prints an expression as a template for a JSON string. */
export function printTemplate(expression: Expression): string {
  return templateText(expression, plainText);
}

/** `.a[0]["b c"]` */
export function printSteps(steps: readonly TraversalStep[]): string {
  let text = '';
  for (const step of steps) {
    if (step.kind === 'attribute') text += `.${step.key}`;
    else text += typeof step.key === 'number' ? `[${step.key}]` : `[${quoted(step.key)}]`;
  }
  return text;
}

// Precedence levels, from low to high.
const CONDITIONAL = 0;
const BINARY = 1;
const UNARY = 7;
const POSTFIX = 8;

const LEVELS: Readonly<Record<string, number>> = {
  '||': 0,
  '&&': 1,
  '==': 2,
  '!=': 2,
  '<': 3,
  '>': 3,
  '<=': 3,
  '>=': 3,
  '+': 4,
  '-': 4,
  '*': 5,
  '/': 5,
  '%': 5,
};

/** Prints a tree for a place that needs at least the precedence `level`. */
function print(expression: Expression, level: number): string {
  const text = bare(expression);
  return tightness(expression) < level ? `(${text})` : text;
}

function tightness(expression: Expression): number {
  switch (expression.kind) {
    case 'conditional':
      return CONDITIONAL;
    case 'binary':
      return BINARY + LEVELS[expression.operator]!;
    case 'unary':
      return UNARY;
    case 'literal':
      return typeof expression.value !== 'string' && literal(expression.value).startsWith('-') ? UNARY : POSTFIX;
    default:
      return POSTFIX;
  }
}

function bare(expression: Expression): string {
  switch (expression.kind) {
    case 'literal':
      return literal(expression.value);
    case 'template':
    case 'template-if':
    case 'template-for':
      return `"${templateText(expression, escaped)}"`;
    case 'traversal':
      return expression.root + printSteps(expression.steps);
    case 'attribute':
      return `${target(expression.target)}.${expression.name}`;
    case 'index':
      return `${target(expression.target)}[${print(expression.key, CONDITIONAL)}]`;
    case 'splat':
      return splat(expression);
    case 'call':
      return `${expression.name}(${list(expression.args)}${expression.expand ? '...' : ''})`;
    case 'conditional': {
      const condition = print(expression.condition, BINARY);
      return `${condition} ? ${print(expression.then, CONDITIONAL)} : ${print(expression.otherwise, CONDITIONAL)}`;
    }
    case 'for-tuple':
      return expression.valueName === SPLAT_ITEM
        ? itemwise(expression)
        : `[for ${forHead(expression)} : ${print(expression.value, 0)}${forTail(expression)}]`;
    case 'for-object': {
      const pair = `${print(expression.key, CONDITIONAL)} => ${print(expression.value, CONDITIONAL)}`;
      return `{for ${forHead(expression)} : ${pair}${expression.group ? '...' : ''}${forTail(expression)}}`;
    }
    case 'binary':
      return chain(expression);
    case 'unary':
      return (
        expression.operator +
        (isNumber(expression.operand) ? `(${bare(expression.operand)})` : print(expression.operand, UNARY))
      );
    case 'tuple':
      return `[${items(expression.items)}]`;
    case 'object':
      return braces(expression.items.map((item) => `${key(item.key)} = ${print(item.value, CONDITIONAL)}`));
  }
}

/** Operators from left to right, without recursion along the left: there may be thousands. */
function chain(expression: Binary): string {
  const links = [expression];
  let { left } = expression;
  for (; left.kind === 'binary'; left = left.left) links.push(left);
  let text = bare(left);
  let inner: Expression = left;
  for (const link of links.reverse()) {
    const own = tightness(link);
    const before = tightness(inner) < own ? `(${text})` : text;
    text = `${before} ${link.operator} ${print(link.right, own + 1)}`;
    inner = link;
  }
  return text;
}

const isNumber = (expression: Expression): boolean =>
  expression.kind === 'literal' && kindOf(expression.value) === 'number';

const list = (items: readonly Expression[]): string => items.map((item) => print(item, CONDITIONAL)).join(', ');

/** The items of a tuple; one that begins with the name "for" would make it an iteration. */
function items(found: readonly Expression[]): string {
  const text = list(found);
  if (!/^for(?![\w-])/.test(text)) return text;
  return [`(${bare(found[0]!)})`, ...found.slice(1).map((item) => print(item, CONDITIONAL))].join(', ');
}

const braces = (items: readonly string[]): string => (items.length === 0 ? '{}' : `{ ${items.join(', ')} }`);

/** Prints the target of a step. Directly after a traversal or a splat, the step would become part of it. */
function target(expression: Expression): string {
  const closed =
    expression.kind === 'traversal' || expression.kind === 'splat' || isItemwise(expression) || isNumber(expression);
  return closed ? `(${bare(expression)})` : print(expression, POSTFIX);
}

function splat(expression: Expression & { kind: 'splat' }): string {
  const { target: inner, steps, full } = expression;
  const before = inner.kind === 'traversal' ? bare(inner) : target(inner);
  if (full) return `${before}[*]${printSteps(steps)}`;
  return `${before}.*${oldSteps(steps)}`;
}

const isItemwise = (expression: Expression): boolean =>
  expression.kind === 'for-tuple' && expression.valueName === SPLAT_ITEM;

/** `.a.0`; without a space between them two numbers would be read as one. */
function oldSteps(steps: readonly TraversalStep[]): string {
  const behindNumber = (index: number): boolean => typeof steps[index - 1]?.key === 'number';
  return steps.map((step, index) => `${behindNumber(index) ? ' ' : ''}.${step.key}`).join('');
}

/** `a[*].b[i]`, kept as iteration over `a[*]`. */
function itemwise(expression: Expression & { kind: 'for-tuple' }): string {
  return bare(expression.collection) + afterItem(expression.value);
}

/** Prints the steps after the element of a splat. */
function afterItem(expression: Expression): string {
  switch (expression.kind) {
    case 'traversal':
      return printSteps(expression.steps);
    case 'attribute':
      return `${afterItem(expression.target)}.${expression.name}`;
    case 'index':
      return `${afterItem(expression.target)}[${print(expression.key, CONDITIONAL)}]`;
    case 'splat': {
      const steps = expression.full ? `[*]${printSteps(expression.steps)}` : `.*${oldSteps(expression.steps)}`;
      return afterItem(expression.target) + steps;
    }
    case 'for-tuple':
      return afterItem(expression.collection) + afterItem(expression.value);
    default:
      return '';
  }
}

interface For {
  readonly keyName?: string;
  readonly valueName: string;
  readonly collection: Expression;
}

function forHead({ keyName, valueName, collection }: For): string {
  const names = keyName === undefined ? valueName : `${keyName}, ${valueName}`;
  return `${names} in ${print(collection, CONDITIONAL)}`;
}

function forTail({ condition }: { readonly condition?: Expression }): string {
  return condition === undefined ? '' : ` if ${print(condition, CONDITIONAL)}`;
}

/** A bare name is a string; any other key except a quoted string needs parentheses to be evaluated. */
function key(expression: Expression): string {
  if (expression.kind === 'literal' && typeof expression.value === 'string') return keyName(expression.value);
  const text = bare(expression);
  return text.startsWith('"') && tightness(expression) === POSTFIX && expression.kind !== 'attribute'
    ? text
    : `(${text})`;
}

const keyName = (name: string): string =>
  /^[A-Za-z_][A-Za-z0-9_-]*$/.test(name) && name !== 'for' ? name : quoted(name);

function literal(value: Value): string {
  switch (kindOf(value)) {
    case 'null':
      return 'null';
    case 'bool':
      return value === true ? 'true' : 'false';
    case 'string':
      return quoted(value as string);
    case 'number':
      return formatNumber(value as Num);
    case 'tuple':
      return `[${(value as TupleValue).map(literal).join(', ')}]`;
    case 'list':
    case 'set':
      return `[${(value as ListValue | SetValue).items.map(literal).join(', ')}]`;
    case 'map':
      return record((value as MapValue).entries);
    case 'object':
      return isObjectValue(value) ? record(value) : '{}';
    case 'unknown':
    case 'sensitive':
      throw new Error('A literal of a configuration is known and holds no secret mark');
  }
}

const record = (entries: Readonly<Record<string, Value>>): string =>
  braces(Object.keys(entries).map((name) => `${keyName(name)} = ${literal(entries[name]!)}`));

const quoted = (text: string): string => `"${escaped(text, false)}"`;

/** Writes constant text of a template; `beforeSequence` says that `${` or `%{` follows directly. */
type TextWriter = (text: string, beforeSequence: boolean) => string;

const ESCAPES: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t', '"': '\\"', '\\': '\\\\' };

const hex = (character: string): string => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;

function escaped(text: string, beforeSequence: boolean): string {
  const safe = text
    .replace(/[\p{Cc}"\\]/gu, (character) => ESCAPES[character] ?? hex(character))
    .replace(/[$%](?=\{)/g, '$&$&');
  return beforeSequence ? safe.replace(/[$%]$/, hex) : safe;
}

function plainText(text: string, beforeSequence: boolean): string {
  const safe = text.replace(/[$%](?=\{)/g, '$&$&');
  return beforeSequence ? safe.replace(/[$%]+$/, '${"$&"}') : safe;
}

function templateText(expression: Expression, write: TextWriter): string {
  if (expression.kind === 'literal' && typeof expression.value === 'string') return write(expression.value, false);
  if (expression.kind === 'template-if' || expression.kind === 'template-for') return directive(expression, write);
  if (expression.kind !== 'template') return `\${${printExpression(expression)}}`;
  const text = partsText(expression.parts, write);
  // A lone ${…} would be the expression itself; trimmed whitespace makes it a string.
  return expression.parts.length === 1 && text.startsWith('${') ? ` \${~ ${text.slice(2)}` : text;
}

function partsText(parts: readonly Expression[], write: TextWriter): string {
  return parts
    .map((part, index) => {
      if (part.kind === 'literal' && typeof part.value === 'string') return write(part.value, index < parts.length - 1);
      return isDirective(part) ? directive(part, write) : `\${${printExpression(part)}}`;
    })
    .join('');
}

type Directive = Expression & { kind: 'template-if' | 'template-for' };

const isDirective = (expression: Expression): expression is Directive =>
  expression.kind === 'template-if' || expression.kind === 'template-for';

function directive(expression: Directive, write: TextWriter): string {
  if (expression.kind === 'template-for') {
    return `%{ for ${forHead(expression)} }${branch(expression.body, write)}%{ endfor }`;
  }
  const otherwise = branch(expression.otherwise, write);
  const middle = otherwise === '' ? '' : `%{ else }${otherwise}`;
  return `%{ if ${print(expression.condition, CONDITIONAL)} }${branch(expression.then, write)}${middle}%{ endif }`;
}

/** The content of a directive is always text, and a directive follows it. */
function branch(expression: Expression, write: TextWriter): string {
  const parts = expression.kind === 'template' ? expression.parts : [expression];
  const last = parts.at(-1);
  if (last?.kind !== 'literal' || typeof last.value !== 'string') return partsText(parts, write);
  return partsText(parts.slice(0, -1), write) + write(last.value, true);
}
