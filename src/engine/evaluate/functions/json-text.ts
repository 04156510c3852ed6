import {
  formatNumber,
  isObjectValue,
  isTupleValue,
  ListValue,
  MapValue,
  type Num,
  SetValue,
  unmark,
  type Value,
} from '../../../model/index.js';
import { sortedKeys } from '../keys.js';

/** The value as Terraform writes JSON: keys sorted, and what could mean something in HTML as an escape. */
export function jsonText(given: Value): string {
  const value = unmark(given);
  if (value === null) return 'null';
  if (typeof value === 'string') return stringText(value);
  if (typeof value === 'boolean') return String(value);
  if (isTupleValue(value)) return `[${value.map(jsonText).join(',')}]`;
  if (value instanceof ListValue || value instanceof SetValue) return `[${value.items.map(jsonText).join(',')}]`;
  const record = value instanceof MapValue ? value.entries : isObjectValue(value) ? value : undefined;
  if (record === undefined) return formatNumber(value as Num);
  return `{${sortedKeys(record)
    .map((key) => `${stringText(key)}:${jsonText(record[key]!)}`)
    .join(',')}}`;
}

const stringText = (text: string): string =>
  JSON.stringify(text).replace(
    /[<>&\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
