import { formatHcl, printExpression, printTemplate } from '../language/index.js';
import { key, listCode, objectCode, quoted, type CodeEntry } from '../generate/index.js';
import {
  ExactNumber,
  formatNumber,
  isJsonList,
  isJsonObject,
  isNull,
  isObjectValue,
  isTupleValue,
  ListValue,
  MapValue,
  plainJson,
  SetValue,
  stringifyJson,
  type Json,
  type Value,
} from '../model/index.js';
import { newlineOf, unitOf } from './layout.js';
import type { SourceText } from './node.js';

/** Prints values and members as the syntax of a text has them. */
export interface Printer {
  value(value: Value, indent: string): string;
  member(name: string, value: Value, indent: string): string;
}

export function printerFor(source: SourceText, isCamelCase: boolean): Printer {
  const shifted = (code: string, indent: string): string => reindented(code, indent, source.text);
  switch (source.syntax) {
    case 'hcl':
      return {
        value: (value, indent) => shifted(hclCode(value), indent),
        member: (name, value, indent) => `${hclKey(name)} = ${shifted(hclCode(value), indent)}`,
      };
    case 'json':
      return {
        value: (value, indent) => shifted(jsonCode(value), indent),
        member: (name, value, indent) => `${JSON.stringify(name)}: ${shifted(jsonCode(value), indent)}`,
      };
    case 'typescript': {
      const code = (value: Value): string => requoted(programCode(value, isCamelCase), source.text);
      return {
        value: (value, indent) => shifted(code(value), indent),
        member: (name, value, indent) => `${requoted(key(name), source.text)}: ${shifted(code(value), indent)}`,
      };
    }
  }
}

/** A block of HCL, or several. */
export const hclBlocks = (source: SourceText, name: string, bodies: readonly Value[], indent: string): string =>
  bodies
    .map((body) => reindented(formatHcl(`${name} {\n${bodyLines(body).join('\n')}\n}`).trimEnd(), indent, source.text))
    .join(`${newlineOf(source.text)}${newlineOf(source.text)}${indent}`);

const bodyLines = (body: Value): string[] =>
  Object.entries(partsOf(body) ?? {}).flatMap(([name, value]) =>
    isNull(value) ? [] : [`${name} = ${hclCode(value)}`],
  );

/** Longer lists and objects are on several lines. */
const WIDTH = 60;

function hclCode(value: Value): string {
  const inline = printExpression({ kind: 'literal', value });
  const [items, parts] = [listed(value), partsOf(value)];
  if (inline.length <= WIDTH) return inline;
  if (items !== undefined) return ['[', ...items.map((item) => `${nested(hclCode(item))},`), ']'].join('\n');
  if (parts === undefined) return inline;
  const lines = Object.entries(parts).map(([name, part]) => nested(`${hclKey(name)} = ${hclCode(part)}`));
  return formatHcl(`x = {\n${lines.join('\n')}\n}\n`)
    .trimEnd()
    .slice('x = '.length);
}

const nested = (code: string): string => `  ${code.replaceAll('\n', '\n  ')}`;

const hclKey = (name: string): string => (/^[A-Za-z_][\w-]*$/.test(name) ? name : JSON.stringify(name));

function jsonCode(value: Value): string {
  const json = withoutTemplates(plainJson(value));
  if (!isJsonList(json) || json.some((item) => isJsonList(item) || isJsonObject(item))) return stringifyJson(json, 2);
  const inline = `[${json.map((item) => stringifyJson(item)).join(', ')}]`;
  return inline.length <= WIDTH ? inline : stringifyJson(json, 2);
}

/** A template mark in a value is only text. */
function withoutTemplates(json: Json): Json {
  if (typeof json === 'string') return printTemplate({ kind: 'literal', value: json });
  if (isJsonList(json)) return json.map(withoutTemplates);
  if (!isJsonObject(json)) return json;
  return Object.fromEntries(Object.entries(json).map(([name, inner]) => [name, withoutTemplates(inner)]));
}

function programCode(value: Value, isCamelCase: boolean): string {
  if (isNull(value)) return 'undefined';
  if (typeof value === 'string') return quoted(value);
  if (value instanceof ExactNumber) {
    const text = formatNumber(value);
    // A number of JavaScript would be rounded.
    return /^-?\d+$/.test(text)
      ? `${text}n`
      : Number.isFinite(Number(text)) && String(Number(text)) === text
        ? text
        : quoted(text);
  }
  const items = listed(value);
  if (items !== undefined) return listCode(items.map((item) => programCode(item, isCamelCase)));
  const parts = partsOf(value);
  if (parts === undefined) return typeof value === 'number' || typeof value === 'boolean' ? String(value) : 'undefined';
  const isAttributes = !(value instanceof MapValue);
  const entries = Object.entries(parts).flatMap(([name, part]): CodeEntry[] =>
    isAttributes && isNull(part)
      ? []
      : [{ key: isAttributes && isCamelCase ? propertyNameOf(name) : name, code: programCode(part, isCamelCase) }],
  );
  return objectCode(entries);
}

/** `display_name` as generated classes have it. */
export const propertyNameOf = (name: string): string =>
  name.replaceAll(/_+([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());

function listed(value: Value): readonly Value[] | undefined {
  if (value instanceof ListValue || value instanceof SetValue) return value.items;
  return isTupleValue(value) ? value : undefined;
}

const partsOf = (value: Value): Readonly<Record<string, Value>> | undefined =>
  value instanceof MapValue ? value.entries : isObjectValue(value) ? value : undefined;

/** Code with the indentation and the ends of lines of the text around it. */
function reindented(code: string, indent: string, text: string): string {
  const unit = unitOf(text);
  const [first = '', ...others] = code.split('\n');
  const lines = others.map((line) => {
    const depth = /^ */.exec(line)?.[0].length ?? 0;
    return line.trim() === '' ? '' : indent + unit.repeat(Math.floor(depth / 2)) + line.slice(depth);
  });
  return [first, ...lines].join(newlineOf(text));
}

/** In double quotes, if the text uses them for what it imports. */
function requoted(code: string, text: string): string {
  if (!/^\s*import\b[^'"\n]*"/m.test(text)) return code;
  return code.replaceAll(
    /'((?:[^'\\]|\\.)*)'/g,
    (_, inner: string) => `"${inner.replaceAll("\\'", "'").replaceAll('"', '\\"')}"`,
  );
}
