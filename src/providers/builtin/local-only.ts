import type { Locator } from '../provider.js';

/** For objects that live in state alone: an interrupted call has left nothing behind and may simply be made again. */
export const leavesNoTrace: Locator = {
  leavesNoTrace: true,
  evidence: async () => ({ evidence: null, diagnostics: [] }),
  locate: async () => ({ outcome: 'absent', diagnostics: [] }),
  landsWithinSeconds: () => 0,
};
