import {
  isNull,
  ListValue,
  kindOf,
  MapValue,
  ownEntry,
  SetValue,
  typeName,
  Unknown,
  valuesEqual,
  type Path,
  type Type,
  type Value,
} from '../../../model/index.js';
import { unmatchedElements } from './sets.js';
import { conforms } from '../conforms.js';
import { Findings } from '../findings.js';
import { entriesOf, itemsOf, type Entries } from '../parts.js';

/** Reports where `actual` differs from what `planned` promised; both are without marks. */
export function compareValue(planned: Value, actual: Value, type: Type, path: Path, findings: Findings): void {
  if (planned === actual) return;
  if (planned instanceof Unknown) {
    compareWithUnknown(planned, actual, path, findings);
    return;
  }
  // An untyped null promises nothing.
  if (isNull(planned) && type === 'dynamic') return;
  if (isNull(planned) || isNull(actual) || actual instanceof Unknown || kindOf(planned) !== kindOf(actual)) {
    changed(planned, actual, path, findings);
    return;
  }
  if (planned instanceof SetValue && actual instanceof SetValue) compareSets(planned, actual, path, findings);
  else if (itemsOf(planned) !== undefined) compareItems(planned, actual, type, path, findings);
  else if (entriesOf(planned) !== undefined) compareEntries(planned, actual, type, path, findings);
  else if (!valuesEqual(planned, actual)) changed(planned, actual, path, findings);
}

function changed(planned: Value, actual: Value, path: Path, findings: Findings): void {
  findings.add(path, `was planned as ${findings.show(path, planned)}, but is now ${findings.show(path, actual)}`);
}

function compareWithUnknown(planned: Unknown, actual: Value, path: Path, findings: Findings): void {
  if (planned.notNull && isNull(actual)) findings.add(path, 'was planned with a value, but is now null');
  else if (!conforms(actual, planned.type)) {
    findings.add(
      path,
      `was planned as an unknown of type ${typeName(planned.type)}, but is now ${findings.show(path, actual)}`,
    );
  }
}

/** The type of a part; where the schema says `dynamic`, the values determine it. */
function typeOfPart(whole: Value, type: Type, key: string | number): Type {
  if (whole instanceof ListValue || whole instanceof SetValue || whole instanceof MapValue) return whole.element;
  if (typeof type === 'string') return 'dynamic';
  if (type.kind === 'object') return type.attributes[key] ?? 'dynamic';
  return type.kind === 'tuple' ? (type.items[Number(key)] ?? 'dynamic') : type.element;
}

function compareItems(planned: Value, actual: Value, type: Type, path: Path, findings: Findings): void {
  const before = itemsOf(planned) ?? [];
  const after = itemsOf(actual) ?? [];
  if (before.length !== after.length) {
    findings.add(path, `had ${before.length} elements in the plan, but has ${after.length} now`);
    return;
  }
  for (const [index, item] of before.entries())
    compareValue(item, after[index] ?? null, typeOfPart(planned, type, index), [...path, index], findings);
}

function compareEntries(planned: Value, actual: Value, type: Type, path: Path, findings: Findings): void {
  const before: Entries = entriesOf(planned) ?? {};
  const after: Entries = entriesOf(actual) ?? {};
  for (const [key, item] of Object.entries(before)) {
    const other = ownEntry(after, key);
    if (other === undefined) findings.add([...path, key], 'was planned, but is missing now');
    else compareValue(item, other, typeOfPart(planned, type, key), [...path, key], findings);
  }
  for (const key of Object.keys(after)) {
    if (!Object.hasOwn(before, key)) findings.add([...path, key], 'was not planned, but exists now');
  }
}

function compareSets(planned: SetValue, actual: SetValue, path: Path, findings: Findings): void {
  reportSets(planned.items, actual.items, path, findings, (before, after) => {
    const inside = new Findings();
    compareValue(before, after, planned.element, path, inside);
    return inside.problems.length === 0;
  });
}

/** A set may shrink if unknown elements turn out to be equal; it never grows. */
export function reportSets(
  planned: readonly Value[],
  actual: readonly Value[],
  path: Path,
  findings: Findings,
  fits: (planned: Value, actual: Value) => boolean,
): void {
  const lost = unmatchedElements(planned, actual, fits);
  if (lost.planned > 0)
    findings.add(path, `${counted(lost.planned, 'planned element')} of the set is missing from the result`);
  if (lost.actual > 0)
    findings.add(path, `${counted(lost.actual, 'element')} of the set in the result was not planned`);
  if (actual.length > planned.length) {
    findings.add(path, `the set had ${planned.length} elements in the plan, but has ${actual.length} now`);
  }
}

const counted = (count: number, what: string): string => (count === 1 ? `1 ${what}` : `${count} ${what}s`);
