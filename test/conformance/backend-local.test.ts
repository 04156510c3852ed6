import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openBackend } from '../../src/state/index.js';
import { endLeases, noteLeases } from '../support/leases.js';
import { describeBackend } from './backend.js';

describeBackend('local', async (clock) => {
  const folder = await mkdtemp(join(tmpdir(), 'landform-backend-'));
  const open = () => noteLeases(openBackend('local', { path: join(folder, 'terraform.tfstate'), clock }));
  const close = async (): Promise<void> => {
    await endLeases();
    await rm(folder, { recursive: true });
  };
  return { backend: open(), other: open(), close };
});
