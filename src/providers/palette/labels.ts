import { mapOf, type Json, type JsonObject } from '../../model/index.js';
import type { AttributeMapping, FieldMapping, Part } from '../rest/mapping/definition.js';

/** Labels belong to everybody: those that others set are neither shown nor taken away. */
export const LABELS: AttributeMapping = {
  type: mapOf('string'),
  optional: true,
  same: 'filled-in',
  description: 'Labels, by name. Those that others set are left alone.',
};

export const SHOWN_LABELS: FieldMapping = {
  at: '/metadata/labels',
  decode: (labels, known) => {
    if (known.imported) return labels;
    const own = Object.entries(asRecord(labels)).filter(([name]) => Object.hasOwn(asRecord(known.value), name));
    return own.length === 0 ? undefined : Object.fromEntries(own);
  },
};

/** For an update, which has to send all labels: ours as they shall be, and those of others as they are. */
export const MERGED_LABELS: Part = {
  attributes: ['labels', 'prior.labels', 'current'],
  make: (labels, before, current) => {
    const there = asRecord(asRecord(asRecord(current)['metadata'])['labels']);
    const others = Object.entries(there).filter(([name]) => !Object.hasOwn(asRecord(before), name));
    return { ...Object.fromEntries(others), ...asRecord(labels) };
  },
};

function asRecord(json: Json | undefined): JsonObject {
  return typeof json === 'object' && json !== null && !Array.isArray(json) ? (json as JsonObject) : {};
}
