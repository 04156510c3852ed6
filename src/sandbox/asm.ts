import { refuseEntry, ACCESS_KEY, PROJECT, USER, type AsmAccess } from './asm/access.js';
import { ASM, meshes, refusal, settings } from './asm/entries.js';
import { advanceMeshes, createMesh, deleteMesh, getMesh, listMeshes, meshRemoved, newMesh } from './asm/meshes.js';
import { createToken, dropOldTokens } from './asm/tokens.js';
import { createWorkshop, deleteWorkshop, listWorkshops, newWorkshop } from './asm/workshops.js';
import { SandboxError } from './error.js';
import type { System } from './system.js';

/** Meshes of one project and their one-click experience tasks, and the identity service for their users. */
export function asm(access: AsmAccess): System {
  return {
    name: ASM,
    handlers: {
      createWorkshop,
      listWorkshops,
      deleteWorkshop,
      createMesh,
      listMeshes,
      getMesh,
      deleteMesh,
      createToken: (call) => createToken(access, call),
    },
    kinds: {
      meshes: { complete: newMesh, removed: ({ identity }, store) => meshRemoved(store, identity) },
      workshops: {
        complete(values, store, now) {
          const mesh = meshes(store).get(String(values['meshId']));
          if (mesh !== undefined) return newWorkshop(values, store, now);
          throw new SandboxError('sandbox_bad_drift', 'A task needs `meshId`: the uid of an existing mesh.');
        },
      },
      tokens: {
        complete() {
          throw new SandboxError('sandbox_bad_drift', 'A token is only issued by a login.');
        },
      },
    },
    controls: {
      /** Which of its names a task is deleted by. The documentation does not say, so a client has to support either. */
      workshopDeletion(values, store) {
        const { by } = values;
        if (by !== 'name' && by !== 'uid')
          throw new SandboxError('sandbox_bad_control', 'Set what tasks are deleted `by`: `name` or `uid`.');
        const kept = { identity: 'workshopDeletion', by } as const;
        settings(store).put(kept);
        return kept;
      },
    },
    nullIsAbsent: true,
    authorize: (arrival, store) => refuseEntry(access, arrival, store),
    advance(store, now) {
      dropOldTokens(store, now);
      advanceMeshes(store, now);
    },
    refusal,
    seed: () => {},
    environment: (url) => ({
      // Sandbox controls take effect at once.
      HW_LANDS_WITHIN_SECONDS: '1',
      HW_ASM_ENDPOINT: url,
      HW_AUTH_URL: `${url}/v3`,
      HW_PROJECT_ID: PROJECT,
      HW_DOMAIN_NAME: access.domain,
      HW_USER_NAME: USER,
      HW_USER_PASSWORD: access.secret,
      HW_ACCESS_KEY: ACCESS_KEY,
      HW_SECRET_KEY: access.secret,
    }),
  };
}
