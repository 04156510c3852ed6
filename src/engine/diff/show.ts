import { ENOUGH, ExactNumber, formatNumber, isNull, toShorten, Unknown, type Value } from '../../model/index.js';
import { bare, elementsOf, entriesOf } from './parts.js';

/** A value in a message to a provider's author: short, on one line, sensitive parts hidden. */
export function show(value: Value): string {
  return toShorten(print(value, ENOUGH));
}

/** Stops descending once `budget` characters are written. */
function print(value: Value, budget: number): string {
  const inner = bare(value);
  if (inner !== value) return '(sensitive value)';
  if (isNull(inner)) return 'null';
  if (inner instanceof Unknown) return '(unknown)';
  if (inner instanceof ExactNumber) return formatNumber(inner);
  if (typeof inner !== 'object') return JSON.stringify(typeof inner === 'string' ? inner.slice(0, budget + 1) : inner);
  const entries = entriesOf(inner);
  const names = entries === undefined ? undefined : Object.keys(entries);
  let text = '';
  let index = 0;
  for (const item of elementsOf(inner) ?? []) {
    if (text.length > budget) break;
    const name = names?.[index++];
    const shown = print(item, budget - text.length);
    text += `${text === '' ? '' : ', '}${name === undefined ? shown : `${name}: ${shown}`}`;
  }
  return names === undefined ? `[${text}]` : `{${text}}`;
}
