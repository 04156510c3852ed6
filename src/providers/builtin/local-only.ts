import type { Locator } from '../provider.js';

/** For objects that only exist in state: an interrupted call has left nothing behind and may simply be repeated. */
export const leavesNoTrace: Locator = {
  leavesNoTrace: true,
  evidence: async () => ({ evidence: null, diagnostics: [] }),
  locate: async () => ({ outcome: 'absent', diagnostics: [] }),
  landsWithinSeconds: () => 0,
};
