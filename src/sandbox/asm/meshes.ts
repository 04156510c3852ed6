import { parameter, bodyOf } from '../asked.js';
import { anything, list, object, text } from '../shape.js';
import type { Store } from '../store.js';
import type { Call, Reply } from '../system.js';
import { PROJECT } from './access.js';
import { meshes, ok, refusal, workshops, meshCluster } from './entries.js';
import type { MeshEntry } from './entries.js';

/** How long creating a mesh takes, and deleting it. */
const WORK_MS = 2000;

const meshBody = object({
  metadata: object({ name: text }, { annotations: anything, labels: anything }),
  spec: object(
    { type: text, version: text, extendParams: object({ clusters: list(meshCluster) }) },
    { tags: anything },
  ),
});

/** Names are unique in a project. The reply shows how the mesh is installed, which no later reply does. */
export function createMesh(call: Call): Reply {
  const { metadata, spec } = bodyOf(call, meshBody);
  const { name, annotations, labels } = metadata;
  const { clusters } = spec.extendParams;
  const projectId = parameter(call, 'project_id');
  if (inProject(call.store, projectId).some((mesh) => mesh.name === name))
    return refusal(409, 'The resource already exists.');
  const made: MeshEntry = {
    ...newMesh({ name, type: spec.type, version: spec.version, clusters }, call.store, call.now),
    projectId,
    phase: 'Creating',
    hidden: { annotations, labels, tags: spec.tags },
  };
  meshes(call.store).put(made);
  const shown = showMesh(made);
  return ok({ ...shown, spec: { ...shown.spec, extendParams: { clusters } } }, 201);
}

export function listMeshes(call: Call): Reply {
  const all = inProject(call.store, parameter(call, 'project_id'));
  return ok({ apiVersion: 'v1', kind: 'MeshList', items: all.map(showMesh) });
}

export function getMesh(call: Call): Reply {
  return onMesh(call, (mesh) => ok(showMesh(mesh)));
}

export function deleteMesh(call: Call): Reply {
  return onMesh(call, (mesh) => {
    const deleted = { ...mesh, phase: 'Deleting', updateTimestamp: call.now.toISOString() };
    meshes(call.store).put(deleted);
    return ok(showMesh(deleted));
  });
}

/** Tasks are deleted with their mesh. */
export function meshRemoved(store: Store, identity: string): void {
  for (const own of workshops(store).where('meshId', identity)) workshops(store).remove(own.identity);
}

/** Work that was started long enough ago is done. */
export function advanceMeshes(store: Store, now: Date): void {
  for (const mesh of meshes(store).all()) {
    if (now.getTime() - Date.parse(mesh.updateTimestamp) < WORK_MS) continue;
    if (mesh.phase === 'Creating') meshes(store).put({ ...mesh, phase: 'Running', updateTimestamp: now.toISOString() });
    if (mesh.phase !== 'Deleting') continue;
    meshes(store).remove(mesh.identity);
    meshRemoved(store, mesh.identity);
  }
}

export function newMesh(values: Readonly<Record<string, unknown>>, store: Store, now: Date): MeshEntry {
  return {
    identity: store.newIdentity(),
    name: 'made-elsewhere',
    projectId: PROJECT,
    type: 'InCluster',
    version: '1.18.7-r1',
    clusters: [],
    phase: 'Running',
    creationTimestamp: now.toISOString(),
    updateTimestamp: now.toISOString(),
    hidden: {},
    ...values,
  };
}

function inProject(store: Store, projectId: string): readonly MeshEntry[] {
  return meshes(store).where('projectId', projectId);
}

function onMesh(call: Call, act: (mesh: MeshEntry) => Reply): Reply {
  const mesh = meshes(call.store).get(parameter(call, 'mesh_id'));
  if (mesh === undefined || mesh.projectId !== parameter(call, 'project_id'))
    return refusal(404, 'Resource not found.');
  return act(mesh);
}

interface ShownMesh extends Readonly<Record<string, unknown>> {
  readonly spec: Readonly<Record<string, unknown>>;
}

function showMesh(mesh: MeshEntry): ShownMesh {
  const { identity, name, type, version, phase, creationTimestamp, updateTimestamp } = mesh;
  const clusters = mesh.clusters.map(({ clusterID, projectID }) => ({ clusterID, projectID }));
  const metadata = { name, uid: identity, creationTimestamp };
  const spec = { type, version, extendParams: { clusters } };
  return { apiVersion: 'v1', kind: 'Mesh', metadata, spec, status: { phase, updateTimestamp } };
}
