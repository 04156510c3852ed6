import { isJsonList, canonicalJson, type Json, listIn, objectIn } from '../../model/index.js';
import type { FieldMapping, Nested, Part } from '../rest/mapping/definition.js';
import { fromWire, toWire } from '../rest/values/nested.js';
import { PACK_VALUES } from './packs.js';
import { textAt } from './protocol.js';

/** The profiles of a cluster. */
export const PROFILES: Nested = {
  nesting: 'list',
  key: 'uid',
  members: {
    uid: { at: '/uid', required: true, description: 'The profile.' },
    revision: {
      description:
        "The `revision` of the profile. When it changes, the profile's latest version is applied to the cluster.",
    },
    pack_values: {
      at: '/packValues',
      shown: '/packs',
      nested: PACK_VALUES,
      description: "Values that differ from the profile's.",
    },
    variables: {
      at: '/variables',
      shown: 'nowhere',
      nested: {
        nesting: 'list',
        key: 'name',
        members: {
          name: { at: '/name', required: true, description: 'Name of the profile variable.' },
          value: { at: '/value', required: true, sensitive: true, description: 'Its value for this cluster.' },
        },
      },
      description: 'Values of the profile\'s variables. Only with `api = "current"`.',
    },
  },
};

/** Profiles attached elsewhere are not managed. */
export const SHOWN_PROFILES: FieldMapping = {
  at: '/spec/clusterProfileTemplates',
  decode: (templates, known) => {
    const asked = new Set(uidsOf(known.value));
    const list = isJsonList(templates) ? templates : [];
    const ours = known.imported ? list : list.filter((template) => asked.has(textAt(template, '/uid') ?? ''));
    return fromWire(PROFILES, ours, known);
  },
};

export const SHOWN_UIDS: FieldMapping = { at: '/spec/clusterProfileTemplates', decode: uidsOf };

/** PATCH merges: profiles in the body are attached or updated, all others stay unchanged. */
export const CHANGED_PROFILES: Part = {
  attributes: ['profiles', 'prior.profiles'],
  make: (profiles, before) => {
    const old = new Map(itemsOf(before).map((profile) => [textAt(profile, '/uid'), canonicalJson(profile)]));
    const changed = itemsOf(profiles).filter((profile) => old.get(textAt(profile, '/uid')) !== canonicalJson(profile));
    return toWire(PROFILES, changed);
  },
};

/** PUT replaces all attached profiles: those attached elsewhere have to be included, or they would be detached. */
export const ALL_PROFILES: Part = {
  attributes: ['profiles', 'prior.profiles', 'prior.attached_profile_uids'],
  make: (profiles, before, attached) => {
    const ours = new Set([...uidsOf(profiles), ...uidsOf(before)]);
    const others = itemsOf(attached).filter((uid): uid is string => typeof uid === 'string' && !ours.has(uid));
    return [...listIn(toWire(PROFILES, profiles ?? [])), ...others.map((uid): Json => ({ uid }))];
  },
};

/** Whether a profile was removed from the list, which only PUT can express. */
export function dropsOne(before: Json | undefined, after: Json | undefined): boolean {
  const kept = new Set(uidsOf(after));
  return uidsOf(before).some((uid) => !kept.has(uid));
}

/** In the documented API, a cluster has one profile, and its values are in the cluster. */
export const FIRST_UID: Part = { attribute: 'profiles', encode: (profiles) => uidsOf(profiles)[0] };

export const FIRST_VALUES: Part = { attribute: 'profiles', encode: (profiles) => firstPackValues(profiles) };

export function firstPackValues(profiles: Json | undefined): Json | undefined {
  const [first] = listIn(toWire(PROFILES, profiles ?? []));
  return objectIn(first)['packValues'];
}

export function uidsOf(profiles: Json | undefined): string[] {
  return itemsOf(profiles).flatMap((profile) => textAt(profile, '/uid') ?? []);
}

function itemsOf(list: Json | undefined): readonly Json[] {
  return listIn(list);
}
