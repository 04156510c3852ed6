import type { HistoryStore, Lease } from '../backend.js';
import { JournalFile } from './journal-file.js';

/** The history of a state in a file of this machine. `check` throws if a lease was lost. */
export function historyFile(path: string, place: string, check: (lease: Lease) => void): HistoryStore {
  const file = new JournalFile(path, place);
  return {
    place,
    read: () => file.read(),
    replace: async (lease, pieces) => {
      check(lease);
      await file.replace(pieces, `${path}.tmp`);
    },
  };
}
