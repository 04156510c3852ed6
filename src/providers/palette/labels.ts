import { mapOf, objectIn } from '../../model/index.js';
import type { AttributeMapping, FieldMapping, Part } from '../rest/mapping/definition.js';

/** A map in the metadata is shared: entries set elsewhere are neither shown nor removed. */
const MAP = { type: mapOf('string'), optional: true, same: 'filled-in' } as const satisfies AttributeMapping;

/** Metadata of an object in addition to its name. */
export const METADATA = {
  labels: { ...MAP, description: 'Labels, by name. Labels set elsewhere are left unchanged.' },
  annotations: {
    ...MAP,
    description: 'Annotations, by name. Those set by the service or elsewhere are left unchanged.',
  },
  namespace: {
    optional: true,
    replaces: true,
    same: 'filled-in',
    description: 'The namespace in its metadata. Default: chosen by the service.',
  },
} as const satisfies Readonly<Record<string, AttributeMapping>>;

export const SHOWN_METADATA: Readonly<Record<keyof typeof METADATA, FieldMapping>> = {
  labels: shownMap('labels'),
  annotations: shownMap('annotations'),
  namespace: { at: '/metadata/namespace', missing: 'keep' },
};

/** For a create. */
export const SENT_METADATA = {
  '/metadata/labels': 'labels',
  '/metadata/annotations': 'annotations',
  '/metadata/namespace': 'namespace',
} as const;

/**
 * For an update, which has to send whole maps: the planned entries of the configuration, and the present ones of
 * others.
 */
export const MERGED_METADATA = {
  '/metadata/labels': mergedMap('labels'),
  '/metadata/annotations': mergedMap('annotations'),
} as const;

/** The part of an update for them. */
export const MERGED = ['labels', 'annotations'] as const;

function shownMap(name: 'labels' | 'annotations'): FieldMapping {
  return {
    at: `/metadata/${name}`,
    decode: (shown, known) => {
      if (known.imported) return shown;
      const own = Object.entries(objectIn(shown)).filter(([key]) => Object.hasOwn(objectIn(known.value), key));
      return own.length === 0 ? undefined : Object.fromEntries(own);
    },
  };
}

function mergedMap(name: 'labels' | 'annotations'): Part {
  return {
    attributes: [name, `prior.${name}`, 'current'],
    make: (wanted, before, current) => {
      const there = objectIn(objectIn(objectIn(current)['metadata'])[name]);
      const others = Object.entries(there).filter(([key]) => !Object.hasOwn(objectIn(before), key));
      return { ...Object.fromEntries(others), ...objectIn(wanted) };
    },
  };
}
