import type { Type } from '../model/index.js';
import { indented, key as keyCode, lineComment, quoted } from './print.js';

/** Source text of values, formatted for people: on one line if it fits. */
export type Code = string;

export interface Entry {
  readonly key: string;
  readonly code: Code;
  /** Lines above it. */
  readonly comments?: readonly string[];
}

const WIDTH = 96;

/** An entry that is omitted if its code is absent. */
export function entry(name: string, code: Code | undefined, comments: readonly string[] = []): Entry[] {
  return code === undefined ? [] : [{ key: name, code, comments }];
}

/** The members of another object merged into this one. */
export const spread = (code: Code): Entry[] => [{ key: `...(${code})`, code: `...(${code})` }];

/** `after` are comments behind the last entry, `taken` the characters before the object on its line. */
export function objectCode(entries: readonly Entry[], after: readonly string[] = [], taken = 0): Code {
  if (entries.length === 0 && after.length === 0) return '{}';
  const plain = after.length === 0 && entries.every(({ comments = [] }) => comments.length === 0);
  const inline = `{ ${entries.map(memberCode).join(', ')} }`;
  if (plain && fits(inline, WIDTH - taken)) return inline;
  const lines = entries.flatMap((each) => [
    ...(each.comments ?? []).map(lineComment),
    ...`${memberCode(each)},`.split('\n'),
  ]);
  lines.push(...after.map(lineComment));
  return ['{', ...indented(lines), '}'].join('\n');
}

/** What is not the name of a variable: `{ 0: 0, true: true }`. */
const LITERAL = /^(?:\d|true$|false$|null$)/;

function memberCode({ key, code }: Entry): Code {
  if (key === code && !LITERAL.test(code)) return code;
  return `${keyCode(key)}: ${code}`;
}

export function listCode(items: readonly Code[]): Code {
  const inline = `[${items.join(', ')}]`;
  return fits(inline) ? inline : ['[', ...indented(items.flatMap((item) => `${item},`.split('\n'))), ']'].join('\n');
}

export const textsCode = (texts: readonly string[]): Code => listCode(texts.map(quoted));

export const plainCode = (value: string | number | boolean): Code =>
  typeof value === 'string' ? quoted(value) : String(value);

export function recordCode(record: ReadonlyMap<string, string>): Code {
  return objectCode([...record].map(([name, value]) => ({ key: name, code: quoted(value) })));
}

/** A type in the terms of `landform/provider`. */
export function typeCode(type: Type): Code {
  if (typeof type === 'string') return quoted(type);
  switch (type.kind) {
    case 'list':
    case 'set':
    case 'map':
      return `${type.kind}Of(${typeCode(type.element)})`;
    case 'object': {
      const members = Object.entries(type.attributes).map(([name, member]) => ({ key: name, code: typeCode(member) }));
      const optional = type.optional === undefined ? '' : `, ${textsCode(type.optional)}`;
      return `objectOf(${objectCode(members)}${optional})`;
    }
    case 'tuple':
      throw new Error('a description has no tuples');
  }
}

function fits(text: string, width = WIDTH): boolean {
  return text.length <= width && !text.includes('\n');
}
