import { startsWith, type Block, type Path } from '../../model/index.js';
import { validatorOf, type Finding } from './compiled.js';
import { locate } from './position.js';
import type { Reading } from './reading.js';
import type { Plain } from './track.js';

/** A finding with its place as a path. */
export interface Placed {
  readonly finding: Finding;
  readonly path: Path;
  /** The value at that place; undefined if there is none. */
  readonly value: Plain | undefined;
}

/** The findings of the validator that are certain, in document order. */
export function findingsOf(reading: Reading, block: Block): Placed[] {
  if (reading.plain) return [];
  const placed = validatorOf(block)(reading.json).map((finding): Placed => {
    const path = pathOf(finding.instancePath, reading.json);
    return { finding, path, value: valueAt(reading.json, path) };
  });
  const certain = placed.filter((one) => isCertain(one, reading.open) && !countsTwice(one, reading.open, block));
  return inOrder(mostTelling(certain), reading.json);
}

/** Keywords that check the structure of a value, not the content of its parts. */
const STRUCTURAL = [
  'type',
  'required',
  'additionalProperties',
  'minItems',
  'maxItems',
  'minProperties',
  'maxProperties',
];

/** Matches the schema path of a branch of an alternative or of `contains` (but not of an attribute with that name). */
const IN_A_TRY = /(?<!\/properties)\/(?:contains|(?:anyOf|oneOf)\/\d+)\//;

/** Unknown values may turn out to be valid; errors in a branch are reported by the keyword that contains it. */
function isCertain({ finding, path }: Placed, open: readonly Path[]): boolean {
  if (finding.keyword === 'if' || IN_A_TRY.test(finding.schemaPath)) return false;
  if (open.some((place) => startsWith(path, place))) return false;
  return STRUCTURAL.includes(finding.keyword) || !open.some((place) => startsWith(place, path));
}

/** A set counts equal elements once, and unknown elements may turn out to be equal. */
function countsTwice({ finding, path, value }: Placed, open: readonly Path[], block: Block): boolean {
  if (finding.keyword !== 'maxItems' || !Array.isArray(value)) return false;
  const { position } = locate(block, path);
  const isSet =
    (position.kind === 'value' && typeof position.type === 'object' && position.type.kind === 'set') ||
    (position.kind === 'collection' && position.nested.nesting === 'set');
  if (!isSet) return false;
  const different = new Set(value.map((item) => JSON.stringify(item))).size;
  return different <= Number(finding.params['limit']) || open.some((place) => startsWith(place, path));
}

/** If the type is wrong or only certain values are allowed, other findings about the same value add nothing. */
function mostTelling(placed: readonly Placed[]): Placed[] {
  const leading = new Map<string, string>();
  for (const { finding } of placed) {
    const known = leading.get(finding.instancePath);
    if (finding.keyword === 'type' || (finding.keyword === 'enum' && known !== 'type'))
      leading.set(finding.instancePath, finding.keyword);
  }
  const seen = new Set<string>();
  return placed.filter(({ finding }) => {
    const lead = leading.get(finding.instancePath);
    if (lead !== undefined && lead !== finding.keyword && !isAboutParts(finding)) return false;
    const key = JSON.stringify([finding.keyword, finding.instancePath, finding.params]);
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

const isAboutParts = ({ keyword }: Finding): boolean => keyword === 'required' || keyword === 'additionalProperties';

function pathOf(pointer: string, json: Plain): Path {
  const path: (string | number)[] = [];
  let at: Plain | undefined = json;
  for (const raw of pointer.split('/').slice(1)) {
    const name = raw.replaceAll('~1', '/').replaceAll('~0', '~');
    const step = Array.isArray(at) ? Number(name) : name;
    path.push(step);
    at = partOf(at, step);
  }
  return path;
}

function partOf(value: Plain | undefined, step: string | number): Plain | undefined {
  if (Array.isArray(value)) return value[Number(step)];
  return typeof value === 'object' && value !== null && Object.hasOwn(value, step) ? value[step] : undefined;
}

const valueAt = (json: Plain, path: Path): Plain | undefined => path.reduce<Plain | undefined>(partOf, json);

function inOrder(placed: readonly Placed[], json: Plain): Placed[] {
  const ranked = placed.map((one) => ({ one, rank: rankOf(one, json) }));
  ranked.sort((left, right) => compareRanks(left.rank, right.rank));
  return ranked.map(({ one }) => one);
}

/** The positions of the steps among their siblings; an unexpected name has the position where it was written. */
function rankOf({ finding, path }: Placed, json: Plain): number[] {
  const unknown = finding.params['additionalProperty'];
  const rank: number[] = [];
  let at: Plain | undefined = json;
  for (const step of finding.keyword === 'additionalProperties' ? [...path, String(unknown)] : path) {
    rank.push(typeof step === 'number' ? step : Object.keys(at ?? {}).indexOf(step));
    at = partOf(at, step);
  }
  return rank;
}

function compareRanks(left: readonly number[], right: readonly number[]): number {
  for (const [index, rank] of left.entries()) {
    const other = right[index];
    if (other === undefined) break;
    if (rank !== other) return rank - other;
  }
  return left.length - right.length;
}
