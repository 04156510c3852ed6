import { expect, it } from 'vitest';
import { hasTerraform } from '../scenarios/terraform.js';
import { compareExpressions, compareRandomExpressions } from './expressions-beside-terraform.js';
import { compareSyntax } from './syntax-beside-terraform.js';

const isThere = hasTerraform();
if (!isThere) console.log('skipped: no terraform');

/** How many expressions to compare, and where to begin; hundreds share one call of Terraform. */
const EXPRESSIONS = Number(process.env['LANDFORM_EXPRESSIONS'] ?? 250);
const SEED = Number(process.env['LANDFORM_SEED'] ?? 1);
const TOGETHER = 500;

const batches = Array.from({ length: Math.ceil(EXPRESSIONS / TOGETHER) }, (_, index) => SEED + index * TOGETHER);

it.skipIf(!isThere).for(batches)(
  'random expressions have the same results as in Terraform, from seed %i',
  { timeout: 600_000 },
  (seed) => {
    const count = Math.min(TOGETHER, SEED + EXPRESSIONS - seed);
    const { valued, explained, unexplained } = compareRandomExpressions(seed, count);
    if (EXPRESSIONS > TOGETHER) console.log(JSON.stringify({ seed, count, valued, explained }));
    expect(unexplained).toEqual([]);
    expect(valued).toBeGreaterThan(count / 3);
  },
);

it.skipIf(!isThere).for(batches)(
  'random expressions parse if Terraform can parse them, from seed %i',
  { timeout: 600_000 },
  (seed) => {
    const count = Math.min(TOGETHER, SEED + EXPRESSIONS - seed);
    const { refused, different } = compareSyntax(seed, count);
    if (EXPRESSIONS > TOGETHER) console.log(JSON.stringify({ seed, count, refused }));
    expect(different).toEqual([]);
    expect(refused).toBeGreaterThan(count / 3);
  },
);

/** A value of each kind, and those whose type is open in some place. */
const VALUES = [
  'null',
  'tostring(null)',
  '{ a = null }',
  '{ a = "x" }',
  '{ a = 1, b = [1] }',
  '{ a = [1] }',
  '{}',
  '[]',
  '[null]',
  '[1, "x"]',
  'tolist([true])',
  'tolist([null])',
  'toset(["x"])',
  'tomap({ a = 1 })',
  'tomap({ a = ["x"] })',
  'tomap({ a = null })',
  '1',
  '"x"',
];
const PAIRS = VALUES.flatMap((left) => VALUES.map((right) => [left, right] as const));

it.skipIf(!isThere).for([
  ['elements of a list', (left: string, right: string) => `tolist([${left}, ${right}])`],
  ['elements of a set', (left: string, right: string) => `toset([${left}, ${right}])`],
  ['elements of a map', (left: string, right: string) => `tomap({ k = ${left}, l = ${right} })`],
  ['arguments of coalesce', (left: string, right: string) => `coalesce(${left}, ${right})`],
  ['results of a condition', (left: string, right: string) => `true ? ${left} : ${right}`],
  ['lists to concatenate', (left: string, right: string) => `concat(tolist([${left}]), tolist([${right}]))`],
  ['sets to unite', (left: string, right: string) => `setunion([${left}], [${right}])`],
] as const)('two values unify to the same type as in Terraform: %s', { timeout: 600_000 }, ([, expression]) => {
  const { unexplained } = compareExpressions(PAIRS.map((pair) => expression(...pair)));
  expect(unexplained).toEqual([]);
});
