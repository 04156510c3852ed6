import {
  formatNumber,
  isNull,
  isObjectValue,
  isTupleValue,
  ListValue,
  MapValue,
  SetValue,
  sortedEntries,
  Unknown,
  unmark,
  type Value,
} from '../../../model/index.js';

import { BoundedText } from './bounds.js';
import { FunctionError } from './definition.js';

/** The value as JSON in Terraform's form: keys are sorted, and characters with a meaning in HTML are escaped. */
export function jsonText(value: Value): string {
  const written = new BoundedText();
  write(value, written);
  return written.text;
}

function write(given: Value, to: BoundedText): void {
  const value = unmark(given);
  if (isNull(value)) to.add('null');
  else if (typeof value === 'string') to.add(stringText(value));
  else if (typeof value === 'boolean') to.add(String(value));
  else if (isTupleValue(value)) writeItems(value, to);
  else if (value instanceof ListValue || value instanceof SetValue) writeItems(value.items, to);
  else if (value instanceof MapValue) writeEntries(value.entries, to);
  else if (isObjectValue(value)) writeEntries(value, to);
  else if (value === Infinity || value === -Infinity) throw new FunctionError('JSON cannot represent infinite numbers');
  else if (value instanceof Unknown) throw new FunctionError('the value is not known yet');
  else to.add(formatNumber(value));
}

function writeItems(items: readonly Value[], to: BoundedText): void {
  to.add('[');
  for (const [index, item] of items.entries()) {
    if (index > 0) to.add(',');
    write(item, to);
  }
  to.add(']');
}

function writeEntries(record: Readonly<Record<string, Value>>, to: BoundedText): void {
  to.add('{');
  let separator = '';
  for (const [key, part] of sortedEntries(record)) {
    to.add(`${separator}${stringText(key)}:`);
    write(part, to);
    separator = ',';
  }
  to.add('}');
}

const stringText = (text: string): string =>
  JSON.stringify(text).replace(
    /[<>&\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
