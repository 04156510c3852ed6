import {
  impliedType,
  isWhollyKnown,
  ownEntry,
  Unknown,
  valuesEqual,
  type Attribute,
  type Block,
  type BlockType,
  type NestedAttributes,
  type Path,
  type Value,
} from '../../model/index.js';
import { conformanceProblems } from './conforms.js';
import { isComputedOnly, type Fields } from './fields.js';
import { Findings, noSecrets, type Secrets } from './findings.js';
import { listingOf } from './listing.js';
import { withoutMarks } from './marks.js';
import { attributeOf, bare, elementsOf, entriesOf, entryOf, isNull, itemsOf } from './parts.js';
import type { Problem } from './problem.js';

/**
 * Checks whether a provider may plan this. It must plan an object of its schema's type that keeps what is configured,
 * may keep a prior value it considers equivalent, and is free to choose computed attributes that are not configured.
 * Messages address the provider's author; values that are marked, sensitive by the schema or at one of `secrets` (for
 * values that have lost their marks) are hidden.
 */
export function assertPlanValid(
  block: Block,
  prior: Value,
  config: Value,
  planned: Value,
  secrets: Secrets = noSecrets,
): Problem[] {
  const misfits = conformanceProblems(planned, impliedType(block));
  if (misfits.length > 0) return misfits;
  const findings = new Findings(block, [prior, config, planned], secrets);
  checkBlock(block, { prior: bare(prior), config: bare(config), planned: bare(planned) }, [], findings);
  return findings.problems;
}

/**
 * Checks the plan of a provider with the legacy type system, whose plans may differ from the configuration: only the
 * type is checked.
 */
export const assertLegacyPlanValid = (block: Block, planned: Value): Problem[] =>
  conformanceProblems(planned, impliedType(block));

/** The three values at one place, without marks at the top; `prior` is null if there was no value. */
interface Place {
  readonly prior: Value;
  readonly config: Value;
  readonly planned: Value;
}

function checkBlock(block: Block, place: Place, path: Path, findings: Findings): void {
  if (!bothExist(place, path, findings)) return;
  checkAttributes(block, place, path, findings);
  for (const { name, blockType } of listingOf(block).blockTypes) {
    checkNestedBlocks(blockType, placeAt(place, name), [...path, name], findings);
  }
}

/**
 * Reports a planned value that is not configured, or the reverse; returns true if there is an object to check further.
 */
function bothExist({ config, planned }: Place, path: Path, findings: Findings): boolean {
  if (isNull(planned) && !isNull(config)) findings.add(path, 'planned to be absent, but it is configured');
  if (!isNull(planned) && isNull(config)) findings.add(path, 'planned to exist, but it is not configured');
  return !isNull(planned) && !isNull(config);
}

const placeAt = ({ prior, config, planned }: Place, name: string): Place => ({
  prior: withoutMarks(entryOf(prior, name) ?? null),
  config: withoutMarks(attributeOf(config, name, 'dynamic')),
  planned: withoutMarks(attributeOf(planned, name, 'dynamic')),
});

function checkAttributes(fields: Fields, place: Place, path: Path, findings: Findings): void {
  for (const { name, attribute } of listingOf(fields).attributes) {
    const config = attributeOf(place.config, name, attribute.type);
    const planned = attributeOf(place.planned, name, attribute.type);
    if (attribute.writeOnly === true) {
      if (!isNull(planned)) findings.add([...path, name], 'the planned value of a write-only attribute must be null');
    } else if (planned !== config && !isFree(attribute, config)) {
      const prior = withoutMarks(entryOf(place.prior, name) ?? null);
      checkAttribute(
        attribute,
        { prior, config: withoutMarks(config), planned: withoutMarks(planned) },
        [...path, name],
        findings,
      );
    }
  }
}

/** An attribute that is computed and not configured may get any value. */
const isFree = (attribute: Attribute, config: Value): boolean =>
  attribute.computed === true && (isNull(config) || isComputedOnly(attribute));

function checkAttribute(attribute: Attribute, place: Place, path: Path, findings: Findings): void {
  const { prior, config, planned } = place;
  if (samePlan(planned, config)) return;
  if (!isNull(prior) && !isNull(config) && valuesEqual(planned, prior)) return;
  if (isNull(config) && attribute.nested === undefined) {
    findings.add(
      path,
      `planned value ${findings.show(path, planned)} for an attribute that is neither configured nor computed`,
    );
    return;
  }
  if (attribute.nested !== undefined) {
    checkNestedAttributes(attribute.nested, place, path, findings);
    return;
  }
  const shown = `planned value ${findings.show(path, planned)}`;
  const wanted = `is not the configured value ${findings.show(path, config)}`;
  const kept = isNull(prior) ? '' : ` nor the prior value ${findings.show(path, prior)}`;
  findings.add(path, `${shown} ${wanted}${kept}`);
}

/** Equal; an unknown counts as the same unknown if a provider only narrowed it down. */
const samePlan = (planned: Value, config: Value): boolean =>
  valuesEqual(planned, config) || (planned instanceof Unknown && config instanceof Unknown);

function checkNestedAttributes(nested: NestedAttributes, place: Place, path: Path, findings: Findings): void {
  if (!bothExist(place, path, findings)) return;
  const { config, planned } = place;
  if (planned instanceof Unknown) {
    findings.add(
      path,
      'planned to be unknown as a whole, but it is configured; only computed parts of it may be unknown',
    );
    return;
  }
  if (config instanceof Unknown) {
    findings.add(path, 'planned value for something that is still unknown in the configuration');
    return;
  }
  const inside = (at: Place, where: Path): void => {
    if (bothExist(at, where, findings)) checkAttributes(nested, at, where, findings);
  };
  switch (nested.nesting) {
    case 'single':
      inside(place, path);
      return;
    case 'list':
      checkItems('element', place, path, findings, inside);
      return;
    case 'map':
      checkEntries('element', place, path, findings, inside);
      return;
    case 'set':
      checkSetSize(config, planned, path, findings);
  }
}

type Inside = (place: Place, path: Path) => void;

function checkItems(what: 'block' | 'element', place: Place, path: Path, findings: Findings, inside: Inside): void {
  const planned = itemsOf(place.planned) ?? [];
  const config = itemsOf(place.config) ?? [];
  const prior = itemsOf(place.prior) ?? [];
  if (planned.length !== config.length) {
    findings.add(
      path,
      `${what} count in the plan (${planned.length}) differs from the configuration (${config.length})`,
    );
    return;
  }
  for (const [index, item] of planned.entries()) {
    const wanted = config[index] ?? null;
    if (item !== wanted) inside({ prior: prior[index] ?? null, config: wanted, planned: item }, [...path, index]);
  }
}

function checkEntries(what: 'block' | 'element', place: Place, path: Path, findings: Findings, inside: Inside): void {
  const planned = entriesOf(place.planned) ?? {};
  const config = entriesOf(place.config) ?? {};
  for (const [key, item] of Object.entries(planned)) {
    const wanted = ownEntry(config, key);
    if (wanted === undefined) findings.add([...path, key], `${what} in the plan that is not in the configuration`);
    else if (item !== wanted)
      inside({ prior: entryOf(place.prior, key) ?? null, config: wanted, planned: item }, [...path, key]);
  }
  for (const key of Object.keys(config)) {
    if (!Object.hasOwn(planned, key))
      findings.add([...path, key], `${what} in the configuration is missing from the plan`);
  }
}

/**
 * Elements of a set have no identity, so the provider is trusted with their content. Unknown elements may turn out to
 * be equal.
 */
function checkSetSize(config: Value, planned: Value, path: Path, findings: Findings): void {
  const wanted = elementsOf(config)?.length ?? 0;
  const given = elementsOf(planned)?.length ?? 0;
  const least = isWhollyKnown(planned) ? given : Math.min(given, 1);
  if (wanted < least || wanted > given) {
    findings.add(path, `element count in the plan (${given}) differs from the configuration (${wanted})`);
  }
}

function checkNestedBlocks(blockType: BlockType, place: Place, path: Path, findings: Findings): void {
  const { config, planned } = place;
  if (valuesEqual(planned, config)) return;
  if (config instanceof Unknown) {
    findings.add(path, 'planned value for blocks that are still unknown in the configuration');
    return;
  }
  if (planned instanceof Unknown) {
    findings.add(path, 'nested blocks must not be unknown as a whole; make attributes inside them unknown');
    return;
  }
  const { nesting, block } = blockType;
  const inside = (at: Place, where: Path): void => {
    if (at.planned instanceof Unknown) {
      findings.add(where, 'a nested block must not be unknown as a whole; make attributes inside it unknown');
    } else checkBlock(block, at, where, findings);
  };
  if (nesting === 'single' || nesting === 'group') {
    inside(place, path);
    return;
  }
  if (isNull(planned)) {
    findings.add(path, `must be an empty ${nesting} if there are no blocks, not null`);
    return;
  }
  if (nesting === 'list') checkItems('block', place, path, findings, inside);
  else if (nesting === 'map') checkEntries('block', place, path, findings, inside);
  else if (elementsOf(planned)?.some((item) => item instanceof Unknown) === true) {
    findings.add(path, 'a nested block must not be unknown as a whole; make attributes inside it unknown');
  }
}
