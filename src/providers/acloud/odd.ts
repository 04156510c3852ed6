import { errorDiagnostic, type Diagnostic, type Json } from '../../model/index.js';
import type { HookCall, RemoveMapping } from '../rest/mapping/definition.js';
import { pointerGet } from '../rest/pointer.js';
import { CLUSTERS_LIST } from './protocol.js';

/**
 * A delete is refused while a cluster uses the object, or for 24 hours afterwards; the refusal has the status of an
 * invalid request, but a later request succeeds.
 */
export function refusedForADay(
  what: string,
  uses: (cluster: Json, own: Json) => boolean,
): NonNullable<RemoveMapping['refused']> {
  return {
    when: (status) => status === 400 || status === 409,
    waitSeconds: 'delete_wait_seconds',
    intervalSeconds: 60,
    explain: async (question) => {
      const clusters = await clustersThatUseIt(question, uses);
      const who = clusters.length === 0 ? '' : `Clusters that use or used ${what}: ${clusters.join(', ')}. `;
      return (
        `A delete is possible once no cluster has used ${what} for 24 hours. ${who}` +
        'The object remains in state. Apply again later, or set delete_wait_seconds of the provider to keep retrying.'
      );
    },
  };
}

async function clustersThatUseIt(question: HookCall, uses: (cluster: Json, own: Json) => boolean): Promise<string[]> {
  const identity = question.values['identity'];
  const clusters = (await question.list(CLUSTERS_LIST)) ?? [];
  const using = clusters.filter((cluster) => typeof identity === 'string' && uses(cluster, identity));
  const shown = using.slice(0, 5).map((cluster) => {
    const [name, status] = [textAt(cluster, '/name') ?? textAt(cluster, '/identity'), textAt(cluster, '/status')];
    return status === undefined ? `${name}` : `${name} (${status})`;
  });
  return using.length > shown.length ? [...shown, `and ${using.length - shown.length} more`] : shown;
}

function textAt(json: Json, pointer: string): string | undefined {
  const text = pointerGet(json, pointer);
  return typeof text === 'string' ? text : undefined;
}

export const usesAccount = (): boolean => true;

export const usesCredentials = (cluster: Json, own: Json): boolean =>
  pointerGet(cluster, '/cloudCredentials/identity') === own;

/**
 * Kinds of credentials, as `cloudType` names them. The document does not list the values, so an unknown one decides
 * nothing.
 */
const KINDS = ['aws', 'azure', 'digitalocean', 'hetzner', 'openstack', 'vsphere', 'dummy'];

/** One list contains credentials of all kinds: the found ones may be of another kind. */
export function isOfKind(kind: string): (object: Json) => Diagnostic | undefined {
  return (object) => {
    const found = pointerGet(object, '/cloudType');
    const word = typeof found === 'string' ? found.toLowerCase().replaceAll(/[^a-z]/g, '') : kind;
    if (word === kind || !KINDS.includes(word)) return undefined;
    return errorDiagnostic('import-other-type', `These are ${word} credentials, not ${kind} credentials`, {
      detail: `Import them as acloud_cloud_credentials_${word}.`,
    });
  };
}
