import { bodiesOf, type Written, type WrittenMember, type WrittenObject } from '../../language/index.js';
import { quoted } from '../print.js';
import { type Code, type Entry, listCode, objectCode } from '../source.js';
import type { References } from './references.js';
import type { Options } from './statement.js';
import { valueCode } from './values.js';

/** A constant text; undefined for anything else. */
export const textIn = (value: Written): string | undefined =>
  value.kind === 'scalar' && typeof value.json === 'string' ? value.json : undefined;

/** `true` or `false`, which may be texts too. */
export function flagCode(value: Written): Code | undefined {
  const json = value.kind === 'scalar' ? value.json : undefined;
  return json === true || json === 'true' ? 'true' : json === false || json === 'false' ? 'false' : undefined;
}

export function textCode(value: Written): Code | undefined {
  const text = textIn(value);
  return text === undefined ? undefined : quoted(text);
}

/** A list of references without `${…}`. */
export function bareListCode(value: Written, references: References): Code | undefined {
  if (value.kind !== 'list') return undefined;
  const codes: Code[] = [];
  for (const { value: item } of value.items) {
    const text = textIn(item);
    if (text === undefined) return undefined;
    codes.push(references.bare(text));
  }
  return listCode(codes);
}

/** The members of the only body of a block; undefined if there are several. */
export function onlyBody(value: Written): WrittenObject | undefined {
  const [only, another] = bodiesOf(value);
  return another === undefined ? only : undefined;
}

/** Conditions with their messages; undefined if a body contains anything else. */
export function conditionsCode(value: Written, references: References): Code | undefined {
  const codes: Code[] = [];
  for (const body of bodiesOf(value)) {
    const entries: Entry[] = [];
    for (const { name, value: inner, comments } of body.members) {
      if (name === 'condition') {
        entries.push({ key: 'condition', code: valueCode(inner, references, 'bool'), comments });
      } else if (name === 'error_message') {
        entries.push({ key: 'errorMessage', code: valueCode(inner, references, 'string'), comments });
      } else return undefined;
    }
    if (entries.length !== 2) return undefined;
    codes.push(objectCode(entries, body.comments));
  }
  return listCode(codes);
}

/** Adds the option of a member, or an override where no option can express its value. */
export function addMember(
  options: Options,
  { name, value, comments }: WrittenMember,
  references: References,
  option: string,
  code: Code | undefined,
): void {
  if (code === undefined) options.override(name, valueCode(value, references));
  else options.add(option, code, comments);
}
