import type { JsonObject } from '../json.js';
import { EDIT_KINDS, type StateEdit } from '../state-edit.js';
import type { RefreshedEntry } from '../plan.js';
import type { Fields } from './fields.js';
import { objectRefFromJson, objectStateFromJson } from './object-state.js';

export function editToJson(edit: StateEdit): JsonObject {
  if (edit.kind !== 'import') return { ...edit };
  const { kind, id, ref, object } = edit;
  return { kind, ...(id === undefined ? {} : { id }), ...entryToJson({ ref, object }) };
}

/** An object and where it belongs; null if there is none. */
export function entryToJson({ ref, object }: RefreshedEntry): JsonObject {
  const { key, deposed, resource, provider } = ref;
  return {
    resource: { ...resource },
    ...(key === undefined ? {} : { key }),
    ...(deposed === undefined ? {} : { deposed }),
    provider,
    object: object === null ? null : { ...object },
  };
}

/** Throws a ShapeError. */
export function editFromJson(fields: Fields): StateEdit {
  const kind = fields.word('kind', EDIT_KINDS);
  switch (kind) {
    case 'move':
    case 'replace-provider':
      return { kind, from: fields.text('from'), to: fields.text('to') };
    case 'remove':
    case 'taint':
    case 'untaint':
      return { kind, address: fields.text('address') };
    case 'import': {
      const object = objectStateFromJson(fields.json('object'), `${fields.place}.object`);
      const id = fields.textIf('id');
      return { kind, ...(id === undefined ? {} : { id }), ref: objectRefFromJson(fields), object };
    }
    case 'push':
      return { kind, state: fields.json('state') ?? null };
  }
}
