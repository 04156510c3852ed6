import type { Json } from '../../model/index.js';
import type { Known, ListMapping } from '../rest/mapping/definition.js';

/** All meshes of a project, on one page. */
export const MESHES: ListMapping = { operation: 'listMeshes', paging: { style: 'whole', items: '/items' } };

/**
 * Succeeds exactly if the service, the project and the credentials are right: a 404 elsewhere is then about the object.
 */
export const LISTED_IN_PROJECT: ListMapping = { ...MESHES, parameters: { project_id: { setting: 'project_id' } } };

/** The service may show an unset string as an empty one. */
export function emptyIsNothing(json: Json): Json | undefined {
  return json === '' ? undefined : json;
}

/** A time that advances by itself: the first value is kept, so that it never counts as a difference. */
export function firstSeen(json: Json, { value }: Known): Json {
  return value ?? json;
}
