import { type Json, mapOf, MapValue, objectIn, objectValue, setOf, listIn } from '../../model/index.js';
import type { About, AttributeMapping, FieldMapping, Known, Part } from '../rest/mapping/definition.js';

/**
 * The labels the configuration sets. Others come from blueprints, from groups, and from the service (`csys-…`). Only
 * configured keys are managed; the others stay unchanged.
 */
export const LABELS: AttributeMapping = {
  type: mapOf(setOf('string')),
  optional: true,
  computed: true,
  default: { value: new MapValue(setOf('string'), objectValue()) },
  same: 'any-case-keys',
  description:
    'Labels, each with its values. The service stores keys in lower case. Labels set elsewhere are neither changed nor shown.',
};

/** In replies, a label is an object with key, value, creator and creation time. */
export const LABELS_REPLY: FieldMapping = { at: '/labels', decode: ownLabels };

/**
 * The whole set, since an update replaces it: the configured labels, and all existing ones that are not managed here.
 * `single`: objects with one member, as labels are changed; `pairs`: key and value, as blueprints are uploaded.
 */
export function labelsPart(attribute: string, shape: 'single' | 'pairs' = 'single'): Part {
  return {
    attribute,
    encode: (value, about) =>
      [...labelsIn(value), ...foreignLabels(value, about)].map(([key, text]) =>
        shape === 'pairs' ? { key, value: text } : { [key]: text },
      ),
  };
}

/** All labels, whatever set them. */
export function allLabels(shown: Json): Json {
  const all = shownLabels(shown);
  return Object.fromEntries(all.map(([key]): [string, Json] => [key, valuesUnder(all, key)]));
}

type Label = readonly [string, string];

function ownLabels(shown: Json, { value, imported }: Known): Json {
  const all = shownLabels(shown);
  const names = imported
    ? [...new Set(all.map(([key]) => key))].filter((key) => !key.startsWith('csys-'))
    : Object.keys(objectIn(value));
  const own = names.map((name): [string, readonly string[]] => [name, valuesUnder(all, name.toLowerCase())]);
  return Object.fromEntries(own.filter(([, texts]) => texts.length > 0));
}

function valuesUnder(labels: readonly Label[], key: string): readonly string[] {
  return labels.filter(([name]) => name === key).map(([, text]) => text);
}

function foreignLabels(value: Json, { current, prior }: About): Label[] {
  const own = new Set(
    [...Object.keys(objectIn(value)), ...Object.keys(objectIn(prior))].map((key) => key.toLowerCase()),
  );
  return shownLabels(objectIn(current)['labels'] ?? null).filter(([key]) => !own.has(key));
}

function labelsIn(value: Json): Label[] {
  return Object.entries(objectIn(value)).flatMap(([key, texts]) =>
    listIn(texts).flatMap((text): Label[] => (typeof text === 'string' ? [[key, text]] : [])),
  );
}

function shownLabels(shown: Json): Label[] {
  return listIn(shown).flatMap((label): Label[] => {
    const { key, value } = objectIn(label);
    return typeof key === 'string' && typeof value === 'string' ? [[key, value]] : [];
  });
}
