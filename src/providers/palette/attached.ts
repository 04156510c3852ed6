import { canonicalJson, type Json, type JsonObject } from '../../model/index.js';
import type { FieldMapping, Nested, Part } from '../rest/mapping/definition.js';
import { fromWire, toWire } from '../rest/values/nested.js';
import { pointerGet } from '../rest/pointer.js';
import { PACK_VALUES } from './packs.js';
import { textAt } from './protocol.js';

/** The profiles a cluster is made from. */
export const PROFILES: Nested = {
  nesting: 'list',
  key: 'uid',
  members: {
    uid: { at: '/uid', required: true, description: 'The profile.' },
    revision: {
      description: 'The `revision` of the profile. When it changes, the cluster is brought to what the profile says.',
    },
    pack_values: {
      at: '/packValues',
      shown: '/packs',
      nested: PACK_VALUES,
      description: 'What this cluster has otherwise than the profile.',
    },
    variables: {
      at: '/variables',
      shown: 'nowhere',
      nested: {
        nesting: 'list',
        key: 'name',
        members: {
          name: { at: '/name', required: true, description: 'A variable of the profile.' },
          value: { at: '/value', required: true, sensitive: true, description: 'Its value here.' },
        },
      },
      description: 'Values of the variables of the profile. Only with `api = "current"`.',
    },
  },
};

/** Profiles that others attached are none of ours. */
export const SHOWN_PROFILES: FieldMapping = {
  at: '/spec/clusterProfileTemplates',
  decode: (templates, known) => {
    const asked = new Set(uidsOf(known.value));
    const list = Array.isArray(templates) ? (templates as readonly Json[]) : [];
    const ours = known.imported ? list : list.filter((template) => asked.has(textAt(template, '/uid') ?? ''));
    return fromWire(PROFILES, ours, known);
  },
};

export const SHOWN_UIDS: FieldMapping = { at: '/spec/clusterProfileTemplates', decode: uidsOf };

/** PATCH merges: what is sent is attached or brought up to date, and everything else stays. */
export const CHANGED_PROFILES: Part = {
  attributes: ['profiles', 'prior.profiles'],
  make: (profiles, before) => {
    const old = new Map(itemsOf(before).map((profile) => [textAt(profile, '/uid'), canonicalJson(profile)]));
    const changed = itemsOf(profiles).filter((profile) => old.get(textAt(profile, '/uid')) !== canonicalJson(profile));
    return toWire(PROFILES, changed);
  },
};

/** PUT replaces all that are attached: those of others have to be named too, or they would be taken off. */
export const ALL_PROFILES: Part = {
  attributes: ['profiles', 'prior.profiles', 'prior.attached_profile_uids'],
  make: (profiles, before, attached) => {
    const ours = new Set([...uidsOf(profiles), ...uidsOf(before)]);
    const others = itemsOf(attached).filter((uid): uid is string => typeof uid === 'string' && !ours.has(uid));
    return [...(toWire(PROFILES, profiles ?? []) as readonly Json[]), ...others.map((uid): Json => ({ uid }))];
  },
};

/** Whether a profile was taken from the list, which only PUT can say. */
export function dropsOne(before: Json | undefined, after: Json | undefined): boolean {
  const kept = new Set(uidsOf(after));
  return uidsOf(before).some((uid) => !kept.has(uid));
}

/** The document's cluster has one profile, and its values beside it. */
export const FIRST_UID: Part = { attribute: 'profiles', encode: (profiles) => uidsOf(profiles)[0] };

export const FIRST_VALUES: Part = { attribute: 'profiles', encode: (profiles) => firstPackValues(profiles) };

export function firstPackValues(profiles: Json | undefined): Json | undefined {
  const [first] = toWire(PROFILES, profiles ?? []) as readonly JsonObject[];
  return first?.['packValues'];
}

export function uidsOf(profiles: Json | undefined): string[] {
  return itemsOf(profiles).flatMap((profile) => textAt(profile, '/uid') ?? []);
}

function itemsOf(list: Json | undefined): readonly Json[] {
  const whole = pointerGet(list, '');
  return Array.isArray(whole) ? (whole as readonly Json[]) : [];
}
