import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openBackend } from '../../src/state/index.js';
import { describeBackend } from './backend.js';

describeBackend('local', async (clock) => {
  const folder = await mkdtemp(join(tmpdir(), 'landform-backend-'));
  const open = () => openBackend('local', { path: join(folder, 'terraform.tfstate'), clock });
  return { backend: open(), other: open(), close: () => rm(folder, { recursive: true }) };
});
