import type { StoredState } from '../../providers/builtin/remote-state.js';
import type { Surroundings } from './opening.js';

/** Reads what another configuration has stored in a backend. */
export const storedStateIn =
  (env: Surroundings, directory: string): StoredState =>
  async (backend, workspace) => {
    const { openRemote } = await import('./backends.js');
    const { backend: opened } = await openRemote(env, directory, { backend, workspace });
    const snapshot = await opened.read();
    const chunks = snapshot === undefined ? undefined : [...snapshot.chunks()];
    return { place: opened.place, content: chunks && Buffer.concat(chunks) };
  };
