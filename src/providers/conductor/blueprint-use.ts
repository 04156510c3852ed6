import { Unknown, type Value } from '../../model/index.js';
import { pointerGet, textOf } from '../rest/pointer.js';
import type { HookCall, RemoveMapping } from '../rest/mapping/definition.js';
import { PAGES } from './protocol.js';

/** A plan's warning when it gives a blueprint new content under the same ID while deployments use it. */
export async function hindersReplacement(
  question: HookCall,
  { blueprint_id: id }: Readonly<Record<string, Value>>,
): Promise<string | undefined> {
  if (id instanceof Unknown || id !== question.values['blueprint_id']) return undefined;
  const use = await inUse(question);
  return use === undefined
    ? undefined
    : `${use} Unless the same plan destroys them, apply will stop there. ${capital(anotherId(question))}`;
}

/** A manager does not delete a blueprint that is in use; it replies 400 in the public source, 405 elsewhere. */
export const REFUSED_IN_USE: NonNullable<RemoveMapping['refused']> = {
  when: (status, message) => status === 405 || /deployments for this blueprint|in use/i.test(message),
  explain: async (question) => {
    const use = await inUse(question);
    return use === undefined
      ? 'Destroy the blueprints that import it first, or apply with force_delete set and then destroy it.'
      : `${use} Destroy them first. To change the content: ${anotherId(question)}`;
  },
  intervalSeconds: 5,
};

function anotherId({ values: { blueprint_id: id } }: HookCall): string {
  return `give the new content its own ID (such as ${typeof id === 'string' ? id : 'blueprint'}-2) and set create_before_destroy on the blueprint. Deployments that refer to it are then updated, and the old blueprint is deleted afterwards.`;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

const SHOWN = 3;

async function inUse(question: HookCall): Promise<string | undefined> {
  const deployments = await question.list({
    operation: 'listDeployments',
    parameters: { blueprint_id: 'blueprint_id', _include: { value: 'id' } },
    paging: PAGES,
  });
  const ids = (deployments ?? []).flatMap((deployment) => textOf(pointerGet(deployment, '/id')) ?? []);
  if (ids.length === 0) return undefined;
  const more = ids.length > SHOWN ? ` and ${ids.length - SHOWN} more` : '';
  const [noun, verb] = ids.length === 1 ? ['Deployment', 'uses'] : ['Deployments', 'use'];
  return `${noun} ${ids.slice(0, SHOWN).join(', ')}${more} ${verb} it, and the manager does not delete a blueprint in use.`;
}
