import { stateKinds } from '../reports/state-edits.js';
import { isReplace, parseAddress, type Action, type JsonObject, type ResourceChange } from '../../model/index.js';

/** Terraform's terms in JSON messages; some differ from those in the plan's JSON. */

export function actionWord(action: Action): string {
  if (isReplace(action)) return 'replace';
  return action === 'forget' ? 'remove' : action === 'no-op' ? 'noop' : action;
}

export function changeWord(change: ResourceChange): string {
  if (change.action !== 'no-op') return actionWord(change.action);
  if (change.importing !== undefined) return 'import';
  return stateKinds(change)[0] ?? 'noop';
}

export function reasonWord({ reason }: ResourceChange): string | undefined {
  switch (reason) {
    case 'replace_because_tainted':
      return 'tainted';
    case 'replace_by_request':
      return 'requested';
    case 'replace_by_triggers':
      return 'replace_triggered_by';
    case 'replace_because_cannot_update':
      return 'cannot_update';
    default:
      return reason;
  }
}

/** The name of a provider that the name of a type begins with. */
export const impliedProvider = (type: string): string => type.replace(/_.*/s, '');

export function resourceJson(text: string): JsonObject {
  const parsed = parseAddress(text);
  if (parsed === undefined) throw new Error(`${text} is not an address`);
  const { resource, key } = parsed;
  return {
    addr: text,
    module: resource.module,
    resource: resource.module === '' ? text : text.slice(resource.module.length + 1),
    implied_provider: impliedProvider(resource.type),
    resource_type: resource.type,
    resource_name: resource.name,
    resource_key: key ?? null,
  };
}
