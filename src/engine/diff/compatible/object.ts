import {
  impliedType,
  isNull,
  ownEntry,
  Unknown,
  type Block,
  type BlockType,
  type Path,
  type Value,
} from '../../../model/index.js';
import { compareValue, reportSets } from './value.js';
import { conformanceProblems } from '../conforms.js';
import { Findings, noSecrets, type Secrets } from '../findings.js';
import { listingOf } from '../listing.js';
import { withoutMarks } from '../marks.js';
import { attributeOf, elementsOf, entriesOf, itemsOf } from '../parts.js';
import type { Problem } from '../problem.js';

/**
 * Checks that a result is an object of its schema's type and matches the plan: known values must be the same, unknown
 * ones may be anything of their type. Used after apply, and (with unknowns left in `actual`) for the final plan against
 * the first one. Messages address the provider's author; secrets are hidden as in `assertPlanValid`.
 */
export function assertCompatible(block: Block, planned: Value, actual: Value, secrets: Secrets = noSecrets): Problem[] {
  if (planned === actual) return [];
  const misfits = conformanceProblems(actual, impliedType(block));
  if (misfits.length > 0) return misfits;
  const findings = new Findings(block, [planned, actual], secrets);
  compareBlock(block, withoutMarks(planned), withoutMarks(actual), [], findings);
  return findings.problems;
}

function compareBlock(block: Block, planned: Value, actual: Value, path: Path, findings: Findings): void {
  if (isNull(planned) && !isNull(actual)) findings.add(path, 'was planned to be absent, but is now present');
  if (!isNull(planned) && isNull(actual)) findings.add(path, 'was planned to be present, but is now absent');
  if (isNull(planned) || isNull(actual)) return;
  for (const {
    name,
    attribute: { type },
  } of listingOf(block).attributes) {
    const before = attributeOf(planned, name, type);
    const after = attributeOf(actual, name, type);
    if (before !== after) compareValue(before, after, type, [...path, name], findings);
  }
  for (const { name, blockType } of listingOf(block).blockTypes) {
    const before = attributeOf(planned, name, 'dynamic');
    const after = attributeOf(actual, name, 'dynamic');
    if (before !== after) compareNestedBlocks(blockType, before, after, [...path, name], findings);
  }
}

/** Blocks that were unknown in the plan may become any number of blocks. */
function compareNestedBlocks(
  { nesting, block }: BlockType,
  planned: Value,
  actual: Value,
  path: Path,
  findings: Findings,
): void {
  if (planned instanceof Unknown) return;
  if (nesting === 'single' || nesting === 'group') {
    compareBlock(block, planned, actual, path, findings);
    return;
  }
  if (isNull(planned) || isNull(actual) || actual instanceof Unknown) return;
  switch (nesting) {
    case 'list':
      compareBlockList(block, itemsOf(planned) ?? [], itemsOf(actual) ?? [], path, findings);
      return;
    case 'map':
      compareBlockMap(block, planned, actual, path, findings);
      return;
    case 'set':
      reportSets(elementsOf(planned) ?? [], elementsOf(actual) ?? [], path, findings, (before, after) => {
        const inside = new Findings(block, []);
        compareBlock(block, before, after, path, inside);
        return inside.problems.length === 0;
      });
  }
}

function compareBlockList(
  block: Block,
  planned: readonly Value[],
  actual: readonly Value[],
  path: Path,
  findings: Findings,
): void {
  if (planned.length !== actual.length) {
    findings.add(path, `had ${planned.length} blocks in the plan, but has ${actual.length} now`);
    return;
  }
  for (const [index, item] of planned.entries())
    compareBlock(block, item, actual[index] ?? null, [...path, index], findings);
}

function compareBlockMap(block: Block, planned: Value, actual: Value, path: Path, findings: Findings): void {
  const before = entriesOf(planned) ?? {};
  const after = entriesOf(actual) ?? {};
  for (const [key, item] of Object.entries(before)) {
    const other = ownEntry(after, key);
    if (other !== undefined) compareBlock(block, item, other, [...path, key], findings);
    else findings.add([...path, key], 'was planned, but the block is missing now');
  }
  for (const key of Object.keys(after)) {
    if (!Object.hasOwn(before, key)) findings.add([...path, key], 'was not planned, but a block exists now');
  }
}
