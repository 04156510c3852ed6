import { formatKey, formatPath, isReplace, type PlanMode, type ResourceChange } from '../../model/index.js';

/** Maximum number of paths named in a sentence; the rest is counted. */
const NAMED = 3;

/** Why an object is destroyed or replaced, in a few words; undefined if the action says it all. */
export function reasonText(change: ResourceChange, mode: PlanMode = 'normal'): string | undefined {
  if (change.deposed !== undefined && change.action === 'delete') return 'left over from an unfinished replacement';
  switch (change.reason) {
    case 'replace_because_cannot_update':
      return cannotUpdate(change);
    case 'replace_because_tainted':
      return 'tainted: incomplete or marked; "landform untaint" keeps it';
    case 'replace_by_request':
      return 'requested with --replace';
    case 'replace_by_triggers':
      return change.removedWith === undefined
        ? 'something in its replace_triggered_by changes'
        : `${change.removedWith} is replaced, which also deletes this`;
    case 'delete_because_no_resource_config':
      return `${change.resourceKey} is no longer in the configuration`;
    case 'delete_because_wrong_repetition':
      return change.key === undefined
        ? 'the resource now has count or for_each'
        : `the resource no longer has the instance ${formatKey(change.key)}`;
    case 'delete_because_count_index':
      return `count no longer includes ${formatKey(change.key)}`;
    case 'delete_because_each_key':
      return `for_each no longer includes ${formatKey(change.key).slice(1, -1)}`;
    case 'delete_because_enabled_false':
      return 'lifecycle.enabled is false';
    case 'delete_because_no_module':
      return 'its module is no longer called';
    case 'delete_because_no_move_target':
      return `${change.resourceKey}, its new address, is not in the configuration`;
    case 'read_because_config_unknown':
      return 'its configuration is only known during apply';
    case 'read_because_dependency_pending':
      return 'something it depends on changes first';
    case 'read_because_check_nested':
      return 'a check reads it on every run';
    default:
      if (change.action === 'update' && change.removedWith !== undefined)
        return `${change.removedWith} is replaced, so the service removes it from this`;
      return mode !== 'destroy' && isReplace(change.action) ? cannotUpdate(change) : undefined;
  }
}

function cannotUpdate(change: ResourceChange): string {
  const paths = change.replacePaths.map(formatPath);
  if (paths.length === 0) return 'it cannot be updated in place';
  const named = paths.slice(0, NAMED).join(', ');
  const more = paths.length > NAMED ? ` and ${paths.length - NAMED} more` : '';
  return `${named}${more} cannot be changed in place`;
}

/** What happens to the object, in words. */
export function actionText(change: ResourceChange): string {
  switch (change.action) {
    case 'no-op':
      return 'no changes';
    case 'create':
      return 'create';
    case 'read':
      return 'read during apply';
    case 'update':
      return change.marksOnly === true ? 'update state only' : 'update in place';
    case 'delete':
      return 'destroy';
    case 'delete-create':
      return 'destroy, then create';
    case 'create-delete':
      return 'create, then destroy the old one';
    case 'forget':
      return 'remove from state only';
  }
}
