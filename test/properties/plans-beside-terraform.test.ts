import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { hasTerraform } from '../scenarios/terraform.js';
import { compareRandom, compareTrees } from './beside-terraform.js';

const isThere = hasTerraform();
if (!isThere) console.log('skipped: no terraform');

/** Groups of resources to compare. Each call of Terraform takes half a second, so several groups share a folder. */
const CONFIGURATIONS = Number(process.env['LANDFORM_CONFIGURATIONS'] ?? 6);
const SEED = Number(process.env['LANDFORM_SEED'] ?? 1);
const TOGETHER = 6;
/** A folder where configurations with differences stay; without it, nothing stays. */
const KEEP = process.env['LANDFORM_KEEP'];

const trees = Array.from({ length: Math.ceil(CONFIGURATIONS / 2) }, (_, index) => SEED + index);
const folders = Array.from({ length: Math.ceil(CONFIGURATIONS / TOGETHER) }, (_, index) => SEED + index);

/** What the tools do differently with a random configuration, made in a folder of its own. */
async function compared(
  name: string,
  compare: (root: string) => Promise<readonly string[]>,
): Promise<readonly string[]> {
  if (KEEP !== undefined) await mkdir(KEEP, { recursive: true });
  const root = await mkdtemp(path.join(KEEP ?? tmpdir(), `landform-${name}-`));
  let differences: readonly string[] | undefined;
  try {
    differences = await compare(root);
    return differences;
  } finally {
    if (KEEP === undefined || differences?.length === 0) await rm(root, { recursive: true, force: true });
  }
}

describe.skipIf(!isThere)('the plans and states are the same as in Terraform', () => {
  test.for(folders)('of random resources, from seed %i', { timeout: 600_000 }, async (seed) => {
    expect(await compared(`random-${seed}`, (root) => compareRandom(seed, TOGETHER, root))).toEqual([]);
  });

  test.for(folders)('of random resources in modules, from seed %i', { timeout: 600_000 }, async (seed) => {
    expect(await compared(`modules-${seed}`, (root) => compareRandom(seed, TOGETHER, root, true))).toEqual([]);
  });

  test.for(trees)('of modules that pass values to each other, seed %i', { timeout: 600_000 }, async (seed) => {
    expect(await compared(`tree-${seed}`, (root) => compareTrees(seed, 3, root))).toEqual([]);
  });
});
