import { expect, it } from 'vitest';
import { hasTerraform } from '../scenarios/terraform.js';
import { compareExpressions } from './expressions-beside-terraform.js';
import { compareSyntax } from './syntax-beside-terraform.js';

const isThere = hasTerraform();
if (!isThere) console.log('skipped: no terraform');

/** How many expressions to compare, and where to begin; hundreds share one call of Terraform. */
const EXPRESSIONS = Number(process.env['LANDFORM_EXPRESSIONS'] ?? 250);
const SEED = Number(process.env['LANDFORM_SEED'] ?? 1);
const TOGETHER = 500;

const batches = Array.from({ length: Math.ceil(EXPRESSIONS / TOGETHER) }, (_, index) => SEED + index * TOGETHER);

it.skipIf(!isThere).for(batches)(
  'random expressions mean what they mean in Terraform, from seed %i',
  { timeout: 600_000 },
  (seed) => {
    const count = Math.min(TOGETHER, SEED + EXPRESSIONS - seed);
    const { valued, explained, unexplained } = compareExpressions(seed, count);
    if (EXPRESSIONS > TOGETHER) console.log(JSON.stringify({ seed, count, valued, explained }));
    expect(unexplained).toEqual([]);
    expect(valued).toBeGreaterThan(count / 3);
  },
);

it.skipIf(!isThere).for(batches)(
  'random texts can be read if Terraform can read them, from seed %i',
  { timeout: 600_000 },
  (seed) => {
    const count = Math.min(TOGETHER, SEED + EXPRESSIONS - seed);
    const { refused, different } = compareSyntax(seed, count);
    if (EXPRESSIONS > TOGETHER) console.log(JSON.stringify({ seed, count, refused }));
    expect(different).toEqual([]);
    expect(refused).toBeGreaterThan(count / 3);
  },
);
