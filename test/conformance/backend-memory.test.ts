import { memoryStore, openBackend } from '../../src/state/index.js';
import { describeBackend } from './backend.js';

describeBackend('memory', async (clock) => {
  const store = memoryStore();
  const open = () => openBackend('memory', { store, clock });
  return { backend: open(), other: open(), close: async () => undefined };
});
