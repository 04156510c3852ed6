import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { hasTerraform } from '../scenarios/terraform.js';
import { compareRandom } from './beside-terraform.js';

const isThere = hasTerraform();
if (!isThere) console.log('skipped: no terraform');

/** Groups of resources to compare. Each call of Terraform takes half a second, so several groups share a folder. */
const CONFIGURATIONS = Number(process.env['LANDFORM_CONFIGURATIONS'] ?? 6);
const SEED = Number(process.env['LANDFORM_SEED'] ?? 1);
const TOGETHER = 6;
/** A folder where what was compared stays, to be looked at; without, nothing stays. */
const KEEP = process.env['LANDFORM_KEEP'];

const folders = Array.from({ length: Math.ceil(CONFIGURATIONS / TOGETHER) }, (_, index) => SEED + index);

test.skipIf(!isThere).for(folders)(
  'random configurations with modules have the same plans and states as in Terraform, from seed %i',
  { timeout: 600_000 },
  async (seed) => {
    const root = await mkdtemp(path.join(KEEP ?? tmpdir(), `landform-modules-${seed}-`));
    try {
      expect(await compareRandom(seed, TOGETHER, root, true)).toEqual([]);
    } finally {
      if (KEEP === undefined) await rm(root, { recursive: true, force: true });
    }
  },
);

test.skipIf(!isThere).for(folders)(
  'random configurations of terraform_data have the same plans and states as in Terraform, from seed %i',
  { timeout: 600_000 },
  async (seed) => {
    const root = await mkdtemp(path.join(KEEP ?? tmpdir(), `landform-random-${seed}-`));
    try {
      expect(await compareRandom(seed, TOGETHER, root)).toEqual([]);
    } finally {
      if (KEEP === undefined) await rm(root, { recursive: true, force: true });
    }
  },
);
