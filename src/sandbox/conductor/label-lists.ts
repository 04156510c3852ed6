import { parameter, queryOf } from '../asked.js';
import { number, object, text } from '../shape.js';
import type { Reply } from '../system.js';
import type { Ask } from './domain.js';
import { ok } from './refusal.js';

interface Labelled {
  readonly labels: readonly { readonly key: string; readonly value: string }[];
}

/** The keys of all labels of these objects, without duplicates. */
export function labelKeys(ask: Ask, items: readonly Labelled[]): Reply {
  return texts(
    ask,
    items.flatMap(({ labels }) => labels.map(({ key }) => key)),
  );
}

const listQuery = object({}, { _search: text, _offset: number, _size: number });

/** The values of all labels of these objects with the key in the path, without duplicates. */
export function labelValues(ask: Ask, items: readonly Labelled[]): Reply {
  const wanted = parameter(ask, 'label_key').toLowerCase();
  return texts(
    ask,
    items.flatMap(({ labels }) => labels.filter(({ key }) => key === wanted).map(({ value }) => value)),
  );
}

function texts(ask: Ask, all: readonly string[]): Reply {
  const { _search: search = '', _offset: offset = 0, _size: size = 1000 } = queryOf(ask, listQuery);
  const found = [...new Set(all)].filter((text) => text.includes(search)).sort();
  const items = found.slice(offset, offset + Math.min(size, 1000));
  return ok({ items, metadata: { pagination: { total: found.length, offset, size } } });
}
