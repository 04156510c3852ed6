import {
  convert,
  type Expression,
  isJsonList,
  isJsonObject,
  isObjectValue,
  isTupleValue,
  type ObjectConstructor,
  plainJson,
  type Span,
  type Value,
} from '../../model/index.js';
import { constantOf } from '../constant-expression.js';
import { HclValue } from '../hcl-value.js';
import { parseExpression, parseTemplate } from '../parser.js';
import { printExpression, printTemplate } from '../print.js';
import { type Rule, ruleFor } from './rules.js';
import { scalar, type Written, type WrittenMember } from './tree.js';

/** An argument of HCL: its expression, and where it is in the text of the file. */
export interface HclSource {
  readonly expression: Expression;
  readonly value?: Span;
  readonly text: string;
}

/** The argument in JSON syntax; undefined if JSON has no form for it under this rule. */
export function writtenArgument(source: HclSource, rule: Rule): Written | undefined {
  if (rule === 'bare') return bare(source);
  if (rule === 'constant') {
    const value = constantOf(source.expression);
    return value === undefined ? undefined : fromValue(value, false);
  }
  const { expression, text } = source;
  const inside = (part: Expression, name: string): Written | undefined =>
    writtenArgument({ expression: part, text }, ruleFor(rule, name));
  switch (expression.kind) {
    case 'literal':
      return fromValue(expression.value, true);
    case 'tuple':
      return list(expression.items, (item) => inside(item, '*'));
    case 'object':
      return object(expression, inside) ?? template(source);
    default:
      return template(source);
  }
}

/** Names and lists of names without `${…}`. */
function bare({ expression, text }: HclSource): Written | undefined {
  const value = new HclValue(expression, text);
  if (value.items() !== undefined && expression.kind === 'tuple') {
    return list(expression.items, (item) => bare({ expression: item, text }));
  }
  if (expression.kind === 'object') {
    return object(expression, (part) => bare({ expression: part, text }), bareKey);
  }
  const constant = value.constant();
  if (constant !== undefined && typeof constant !== 'string') return fromValue(constant, false);
  const written = value.bare();
  if (written === undefined) return undefined;
  return scalar(isPlain(written.text) ? written.text : printExpression(written.parse().expression));
}

function list(items: readonly Expression[], each: (item: Expression) => Written | undefined): Written | undefined {
  const written: { value: Written; comments: [] }[] = [];
  for (const item of items) {
    const value = each(item);
    if (value === undefined) return undefined;
    written.push({ value, comments: [] });
  }
  return { kind: 'list', items: written };
}

/** Undefined if two keys are equal: JSON keeps one of them only. */
function object(
  { items }: ObjectConstructor,
  inside: (value: Expression, name: string) => Written | undefined,
  nameOf = keyOf,
): Written | undefined {
  const members: WrittenMember[] = [];
  const names = new Set<string>();
  for (const item of items) {
    const name = nameOf(item.key);
    const value = inside(item.value, name);
    if (value === undefined || names.has(name)) return undefined;
    names.add(name);
    members.push({ name, value, comments: [] });
  }
  return { kind: 'object', members, comments: [] };
}

/** A key of an object, which is a template in JSON. */
function keyOf(key: Expression): string {
  if (key.kind !== 'literal') return key.kind === 'traversal' ? `\${${printExpression(key)}}` : printTemplate(key);
  const text = convert(key.value, 'string');
  const value: Value = text.ok ? text.value : key.value;
  return printTemplate({ kind: 'literal', value });
}

/** The name of a provider in a module, which may have a dot: `aws.west`. */
const bareKey = (key: Expression): string => (key.kind === 'traversal' ? printExpression(key) : keyOf(key));

/** The text of a template: verbatim between `${` and `}` where that has one line and means the same. */
function template({ expression, value, text }: HclSource): Written {
  if (expression.kind === 'template' || expression.kind === 'template-if' || expression.kind === 'template-for') {
    return scalar(printTemplate(expression), true);
  }
  const span = value ?? expression.span;
  const verbatim = span === undefined ? '' : text.slice(span.start, span.end);
  const printed = printExpression(expression);
  const isSame = isPlain(verbatim) && printExpression(parseExpression(verbatim).expression) === printed;
  return scalar(`\${${isSame && isWhole(verbatim) ? verbatim : printed}}`, true);
}

/** Whether the text fits into `${…}` on one line: without a comment, a heredoc, or a quote that may hide one. */
const isPlain = (text: string): boolean => text !== '' && !/[\n\r#]|\/\/|\/\*|<</.test(text);

/** Whether a template ends where the text does. */
function isWhole(text: string): boolean {
  const { expression, problems } = parseTemplate(`\${${text}}`);
  return problems.length === 0 && expression.kind !== 'template';
}

function fromValue(value: Value, isTemplate: boolean): Written {
  if (isTupleValue(value)) {
    return { kind: 'list', items: value.map((item) => ({ value: fromValue(item, isTemplate), comments: [] })) };
  }
  if (isObjectValue(value)) {
    const members = Object.entries(value).map(([name, part]) => ({
      name: isTemplate ? printTemplate({ kind: 'literal', value: name }) : name,
      value: fromValue(part, isTemplate),
      comments: [],
    }));
    return { kind: 'object', members, comments: [] };
  }
  if (typeof value === 'string')
    return scalar(isTemplate ? printTemplate({ kind: 'literal', value }) : value, isTemplate);
  const json = plainJson(value);
  return scalar(isJsonList(json) || isJsonObject(json) ? null : json);
}
