import { Unknown, type Value } from '../../model/index.js';
import { pointerGet } from '../rest/pointer.js';
import type { HookCall, RemoveMapping } from '../rest/mapping/definition.js';
import { PAGES } from './protocol.js';

/** What a plan says that gives a blueprint other content under the same id while deployments use it. */
export async function hindersReplacement(
  question: HookCall,
  { blueprint_id: id }: Readonly<Record<string, Value>>,
): Promise<string | undefined> {
  if (id instanceof Unknown || id !== question.values['blueprint_id']) return undefined;
  const use = await inUse(question);
  return use === undefined
    ? undefined
    : `${use} Unless the same plan destroys them, the apply stops there. ${capital(anotherId(question))}`;
}

/** A manager deletes no blueprint that is in use; 400 in the public source, 405 elsewhere. */
export const REFUSED_IN_USE: NonNullable<RemoveMapping['refused']> = {
  when: (status, message) => status === 405 || /deployments for this blueprint|in use/i.test(message),
  explain: async (question) => {
    const use = await inUse(question);
    return use === undefined
      ? 'Destroy the blueprints that import it first, or apply with force_delete set, and destroy it then.'
      : `${use} Destroy them first. To give them other content: ${anotherId(question)}`;
  },
  intervalSeconds: 5,
};

function anotherId({ values }: HookCall): string {
  return `give the content an id of its own (such as ${values['blueprint_id'] as string}-2) and the blueprint create_before_destroy. Deployments that refer to it are then updated, and the old blueprint is deleted after that.`;
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
  const ids = (deployments ?? []).map((deployment) => pointerGet(deployment, '/id') as string);
  if (ids.length === 0) return undefined;
  const more = ids.length > SHOWN ? ` and ${ids.length - SHOWN} more` : '';
  const [noun, verb] = ids.length === 1 ? ['Deployment', 'uses'] : ['Deployments', 'use'];
  return `${noun} ${ids.slice(0, SHOWN).join(', ')}${more} ${verb} it, and the manager deletes no blueprint in use.`;
}
