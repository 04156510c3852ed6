import { parameter, bodyOf } from '../asked.js';
import { number, object, text } from '../shape.js';
import type { Store } from '../store.js';
import type { Call, Reply } from '../system.js';
import { meshes, ok, refusal, settings, workshops } from './entries.js';
import type { MeshEntry, WorkshopEntry } from './entries.js';

const ingress = object({ elbId: text, elbIp: text, port: number }, { imageAddress: text });
const workshopBody = object(
  { metadata: object({ name: text }), spec: object({ primaryCluster: text, ingress }) },
  { description: text },
);

/** The reply is the task itself. A uid in the request has no effect; an existing name is refused. */
export function createWorkshop(call: Call): Reply {
  return onMesh(call, ({ identity: meshId }) => {
    const { description, metadata, spec } = bodyOf(call, workshopBody);
    const { name } = metadata;
    if (
      workshops(call.store)
        .where('meshId', meshId)
        .some((own) => own.name === name)
    )
      return refusal(400, `There is already a task ${name} in this mesh.`);
    const { primaryCluster, ingress } = spec;
    const { elbId, elbIp, port, imageAddress } = ingress;
    const given = { meshId, name, description, primaryCluster, elbId, elbIp, port, imageAddress };
    const made = newWorkshop(given, call.store, call.now);
    workshops(call.store).put(made);
    return ok(showWorkshop(made));
  });
}

/**
 * Each item is an object around the task. The vendor's page shows a bare array of them; the description an object with
 * `items`.
 */
export function listWorkshops(call: Call): Reply {
  return onMesh(call, ({ identity }) => {
    const own = workshops(call.store).where('meshId', identity);
    const items = own.map((one) => ({ workshop: showWorkshop(one) }));
    return ok(call.answers === 'source' ? items : { items });
  });
}

/** By name, unless the sandbox is configured otherwise. */
export function deleteWorkshop(call: Call): Reply {
  return onMesh(call, ({ identity }) => {
    const wanted = parameter(call, 'workshop');
    const byUid = settings(call.store).get('workshopDeletion')?.by === 'uid';
    const found = workshops(call.store)
      .where('meshId', identity)
      .find((own) => (byUid ? own.identity : own.name) === wanted);
    if (found === undefined) return refusal(404, 'Resource not found.');
    workshops(call.store).remove(found.identity);
    return { status: 200 };
  });
}

export function newWorkshop(values: Readonly<Record<string, unknown>>, store: Store, now: Date): WorkshopEntry {
  const given = Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
  return {
    identity: store.newIdentity(),
    meshId: '',
    name: 'made-elsewhere',
    primaryCluster: 'a-cluster',
    elbId: 'an-elb',
    elbIp: '192.0.2.1',
    port: 80,
    creationTimestamp: now.toISOString(),
    updateTime: now.toISOString(),
    ...given,
  };
}

function onMesh(call: Call, act: (mesh: MeshEntry) => Reply): Reply {
  const mesh = meshes(call.store).get(parameter(call, 'mesh_id'));
  return mesh === undefined ? refusal(404, 'Resource not found.') : act(mesh);
}

/** An unset value is returned as an empty string. */
function showWorkshop(own: WorkshopEntry): Readonly<Record<string, unknown>> {
  const { identity, name, description = '', primaryCluster, elbId, elbIp, port, imageAddress = '' } = own;
  return {
    description,
    metadata: { name, uid: identity, creationTimestamp: own.creationTimestamp },
    spec: { primaryCluster, ingress: { elbId, elbIp, port, imageAddress } },
    status: { updateTime: own.updateTime },
  };
}
