import { isNull, type Json } from '../../model/index.js';
import { pointerGet } from '../rest/pointer.js';
import type { HookCall } from '../rest/mapping/definition.js';
import { PAGES } from './protocol.js';
import { executionsOf, isUnderWay } from './work.js';

/** Node instance states that do not prevent deleting the deployment (public source, check_deployment_delete). */
const LIFELESS = ['uninitialized', 'deleted'];

/**
 * Whether the uninstall workflow runs before the delete: for a deployment that Landform installed, and for one with
 * live node instances although it counts as not installed, as after an install that failed halfway. Never if `install`
 * is omitted.
 */
export async function hasToBeUninstalled(question: HookCall): Promise<boolean> {
  const install = question.values['install'] ?? null;
  return !isNull(install) && (install === true || (await liveInstances(question)).length > 0);
}

/** What prevents deleting a deployment, and what to do about it. */
export async function whyItStays(question: HookCall): Promise<string> {
  const running = (await question.list(executionsOf('id', {}))) ?? [];
  const ids = running.filter(isUnderWay).map((execution) => textAt(execution, '/id'));
  if (ids.length > 0)
    return `${these('Execution', ids)} still running: wait (delete_wait_seconds), or cancel it (action conductor_execution_cancel).`;
  const live = await liveInstances(question);
  if (live.length === 0) return 'Destroy the dependents first, or apply with force_delete set and then destroy it.';
  const alive = `${these('Node instance', live)} still live.`;
  return isNull(question.values['install'] ?? null)
    ? `${alive} Apply with install set (to true or to false) and then destroy it, which uninstalls it first. Or run its uninstall workflow (action conductor_execution), or apply with force_delete set.`
    : `${alive} The uninstall workflow ran but left them: find the reason (data source conductor_events), or apply with force_delete set to delete it anyway.`;
}

async function liveInstances(question: HookCall): Promise<readonly string[]> {
  const instances = await question.list({
    operation: 'listNodeInstances',
    parameters: { deployment_id: 'id', _include: { value: 'id,state' } },
    paging: PAGES,
  });
  return (instances ?? [])
    .filter((instance) => !LIFELESS.includes(textAt(instance, '/state')))
    .map((instance) => textAt(instance, '/id'));
}

const SHOWN = 3;

/** `Node instances a, b, c and 4 others are`. */
function these(noun: string, ids: readonly string[]): string {
  const more = ids.length - SHOWN;
  const rest = more > 0 ? ` and ${more} others` : '';
  return `${noun}${ids.length === 1 ? '' : 's'} ${ids.slice(0, SHOWN).join(', ')}${rest} ${ids.length === 1 ? 'is' : 'are'}`;
}

function textAt(object: Json, pointer: string): string {
  const found = pointerGet(object, pointer);
  return typeof found === 'string' ? found : '';
}
