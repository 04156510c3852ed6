import { isNull, type Json } from '../../model/index.js';
import { pointerGet } from '../rest/pointer.js';
import type { HookCall } from '../rest/mapping/definition.js';
import { PAGES } from './protocol.js';
import { executionsOf, isUnderWay } from './work.js';

/** The states of a node instance that do not keep its deployment from being deleted (public source, check_deployment_delete). */
const LIFELESS = ['uninitialized', 'deleted'];

/**
 * Whether the uninstall workflow runs before the delete: for a deployment that is installed here, and for one whose node instances
 * live although it counts as not installed, as after an install that failed halfway. Where `install` is left out, never.
 */
export async function hasToBeUninstalled(question: HookCall): Promise<boolean> {
  const install = question.values['install'] ?? null;
  return !isNull(install) && (install === true || (await liveInstances(question)).length > 0);
}

/** What keeps a deployment from being deleted, and what to do about it. */
export async function whyItStays(question: HookCall): Promise<string> {
  const running = (await question.list(executionsOf('id', {}))) ?? [];
  const ids = running.filter(isUnderWay).map((execution) => textAt(execution, '/id'));
  if (ids.length > 0)
    return `${these('Execution', ids)} still under way: wait for it (delete_wait_seconds), or cancel it (action conductor_execution_cancel).`;
  const live = await liveInstances(question);
  if (live.length === 0)
    return 'Destroy what depends on it first, or apply with force_delete set, and destroy it then.';
  const alive = `${these('Node instance', live)} still live.`;
  return isNull(question.values['install'] ?? null)
    ? `${alive} Apply with install set (to true or to false), and destroy it then: it is uninstalled before it is deleted. Or run its uninstall workflow (action conductor_execution), or apply with force_delete set.`
    : `${alive} The uninstall workflow has run and left them: see why (data source conductor_events), or apply with force_delete set, which deletes it all the same.`;
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
