import type { Backend, Lease } from '../../src/state/index.js';

const given: (readonly [backend: Backend, lease: Lease])[] = [];

/** Records the leases that a backend grants, for {@link endLeases}. */
export function noteLeases(backend: Backend): Backend {
  const tryLock: Backend['tryLock'] = backend.tryLock.bind(backend);
  return Object.assign(backend, {
    tryLock: async (request: Parameters<Backend['tryLock']>[0]) => {
      const attempt = await tryLock(request);
      if ('lease' in attempt) given.push([backend, attempt.lease]);
      return attempt;
    },
  });
}

/** Ends all recorded leases after a test: the lock and the journal of a local state are open files while their lease lasts. */
export async function endLeases(): Promise<void> {
  for (const [backend, lease] of given.splice(0)) await backend.unlock(lease);
}
