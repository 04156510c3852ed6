import { MapValue, mapOf, objectValue, setOf, type Json, type JsonObject } from '../../model/index.js';
import type { About, AttributeMapping, FieldMapping, Known, Part } from '../rest/mapping/definition.js';

/**
 * The labels the configuration gives. Others get there by themselves: from blueprints, from groups, and the service's own
 * (`csys-…`). Only the keys in here are looked after; the others stay as they are.
 */
export const LABELS: AttributeMapping = {
  type: mapOf(setOf('string')),
  optional: true,
  computed: true,
  default: { value: new MapValue(setOf('string'), objectValue()) },
  same: 'any-case-keys',
  description:
    'Labels, each with its values. The service keeps keys in lower case. Labels that others put on are left alone and not shown.',
};

/** In replies a label is an object with key, value, and who put it on when. */
export const LABELS_REPLY: FieldMapping = { at: '/labels', decode: ownLabels };

/**
 * The whole set, since an update replaces it: the given labels, and of those that are there all that nobody gave here.
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

/** All labels, whoever put them on. */
export function allLabels(shown: Json): Json {
  const all = shownLabels(shown);
  return Object.fromEntries(all.map(([key]): [string, Json] => [key, valuesUnder(all, key)]));
}

interface ShownLabel {
  readonly key: string;
  readonly value: string;
}

type Label = readonly [string, string];

function ownLabels(shown: Json, { value, imported }: Known): Json {
  const all = shownLabels(shown);
  const names = imported
    ? [...new Set(all.map(([key]) => key))].filter((key) => !key.startsWith('csys-'))
    : Object.keys(recordOf(value));
  const own = names.map((name): [string, readonly string[]] => [name, valuesUnder(all, name.toLowerCase())]);
  return Object.fromEntries(own.filter(([, texts]) => texts.length > 0));
}

function valuesUnder(labels: readonly Label[], key: string): readonly string[] {
  return labels.filter(([name]) => name === key).map(([, text]) => text);
}

function foreignLabels(value: Json, { current, prior }: About): Label[] {
  const own = new Set(
    [...Object.keys(recordOf(value)), ...Object.keys(recordOf(prior))].map((key) => key.toLowerCase()),
  );
  return shownLabels(recordOf(current)['labels'] ?? null).filter(([key]) => !own.has(key));
}

function labelsIn(value: Json): Label[] {
  return Object.entries(recordOf(value)).flatMap(([key, texts]) =>
    (texts as readonly string[]).map((text): Label => [key, text]),
  );
}

function shownLabels(shown: Json): Label[] {
  if (!Array.isArray(shown)) return [];
  return (shown as unknown as readonly ShownLabel[]).map(({ key, value }): Label => [key, value]);
}

function recordOf(json: Json | undefined): JsonObject {
  return typeof json === 'object' && json !== null && !Array.isArray(json) ? (json as JsonObject) : {};
}
