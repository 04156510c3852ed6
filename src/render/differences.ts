import {
  canonicalJson,
  encodeValue,
  formatPath,
  isNull,
  Sensitive,
  SetValue,
  Tagged,
  typeOf,
  Unknown,
  unmarkDeep,
  valuesEqual,
  type Path,
  type Value,
  SENSITIVE_TEXT,
} from '../model/index.js';
import { align, pairUp } from './align.js';
import { jsonDifferenceNodes } from './json-difference.js';
import { nullText } from './redact.js';
import { toned, type Inline, type Toned, type TreeNode } from './report.js';
import {
  entriesOf,
  hiddenNode,
  inlineText,
  isUnset,
  itemsOf,
  jsonIn,
  nameText,
  parsedJson,
  textLine,
  valueLine,
  valueNode,
  type Entries,
} from './values.js';

/** Maximum width of two values beside each other on one line. */
const LINE = 100;

/** Unchanged lines shown on both sides of a changed one. */
const CONTEXT = 2;

export const FORCES_REPLACEMENT: Toned = toned('replace', '# forces replacement');

/** Which places force a replacement; called with the path of a difference. */
export type Forces = (path: Path) => boolean;

const never: Forces = () => false;

export function forcesOf(paths: readonly Path[]): Forces {
  if (paths.length === 0) return never;
  const known = new Set(paths.map(formatPath));
  return (path) => known.has(formatPath(path));
}

/** The differences between two objects, as the lines below their address; equal parts are counted. */
export function attributeDifferences(before: Value, after: Value, forces: Forces = never): TreeNode[] {
  const [left, right] = [entriesOf(before), entriesOf(after)];
  if (left === undefined || right === undefined) return [differenceNode(undefined, before, after, [], forces)];
  return entryDifferences(left, right, [], forces, 'attribute');
}

function entryDifferences(
  before: Entries,
  after: Entries,
  path: Path,
  forces: Forces,
  noun: 'attribute' | 'entry',
): TreeNode[] {
  const nodes: TreeNode[] = [];
  let unchanged = 0;
  for (const name of namesOf(before, after)) {
    const left = entryOf(before, name);
    const right = entryOf(after, name);
    if (left === right || valuesEqual(left, right)) {
      if (!isUnset(left)) unchanged += 1;
      continue;
    }
    nodes.push(differenceNode(nameText(name), left, right, forces === never ? path : [...path, name], forces));
  }
  if (unchanged > 0) nodes.push(hiddenNode(unchanged, noun));
  return nodes;
}

/** Null if there is none, which a reader takes for the same. */
const entryOf = (entries: Entries, name: string): Value =>
  Object.hasOwn(entries, name) ? (entries[name] ?? null) : null;

/** The names of both, with those that only the second has at the end. */
function namesOf(before: Entries, after: Entries): readonly string[] {
  const names = Object.keys(before);
  const more = Object.keys(after).filter((name) => !Object.hasOwn(before, name));
  return more.length === 0 ? names : [...names, ...more];
}

/** One difference. Null counts as absent; two nulls differ in type. */
function differenceNode(name: Inline | undefined, before: Value, after: Value, path: Path, forces: Forces): TreeNode {
  const note = forces(path) ? FORCES_REPLACEMENT : undefined;
  if (isNull(before) && !isNull(after)) return valueNode('+', name, after, note);
  if (isNull(after) && !isNull(before)) return valueNode('-', name, before, note);
  const start = {
    sign: '~' as const,
    ...(name === undefined ? {} : { name }),
    ...(note === undefined ? {} : { note }),
  };
  if (isNull(before)) {
    const [left, right] = [nullText(typeOf(before)), nullText(typeOf(after))];
    return { ...start, detail: [left, toned('faint', ' -> '), right] };
  }
  if (before instanceof Sensitive || after instanceof Sensitive) return { ...start, ...secretParts(before, after) };
  if (after instanceof Unknown || before instanceof Unknown) return { ...start, ...becomesUnknown(before, after) };
  const inside = insideNodes(before, after, path, forces);
  if (inside !== undefined) return { ...start, ...inside };
  return { ...start, ...sideBySide(before, after) };
}

/** Not even the length is compared. If only the mark changes, that is the difference. */
function secretParts(before: Value, after: Value): Pick<TreeNode, 'detail' | 'note'> {
  const detail = [toned('faint', SENSITIVE_TEXT)];
  if (!valuesEqual(unmarkDeep(before), unmarkDeep(after))) return { detail };
  const now = after instanceof Sensitive ? 'becomes sensitive' : 'is no longer sensitive';
  return { detail, note: toned('faint', `# the value stays, and ${now}`) };
}

function becomesUnknown(before: Value, after: Value): Pick<TreeNode, 'detail' | 'children'> {
  const left = inlineText(before, LINE);
  if (left !== undefined) return { detail: [left, toned('faint', ' -> '), ...valueLine(after)] };
  return { children: [valueNode('-', undefined, before), valueNode('+', undefined, after)] };
}

function sideBySide(before: Value, after: Value): Pick<TreeNode, 'detail' | 'children'> {
  const left = inlineText(before, LINE);
  const right = left === undefined ? undefined : inlineText(after, Math.max(LINE - left.length, 0));
  if (left !== undefined && right !== undefined) return { detail: [left, toned('faint', ' -> '), right] };
  return { children: [valueNode('-', undefined, before), valueNode('+', undefined, after)] };
}

/** The nested differences, if both sides have parts of the same kind. */
function insideNodes(
  before: Value,
  after: Value,
  path: Path,
  forces: Forces,
): Pick<TreeNode, 'detail' | 'children'> | undefined {
  if (typeof before === 'string' && typeof after === 'string') return insideText(before, after);
  const [left, right] = [entriesOf(before), entriesOf(after)];
  if (left !== undefined && right !== undefined) {
    const noun = before instanceof Tagged ? 'entry' : 'attribute';
    return { children: entryDifferences(left, right, path, forces, noun) };
  }
  const [old, next] = [itemsOf(before), itemsOf(after)];
  if (old === undefined || next === undefined) return undefined;
  if (before instanceof SetValue || after instanceof SetValue) return { children: setDifferences(old, next) };
  return { children: listDifferences(old, next, path, forces) };
}

const keyOf = (value: Value): string => canonicalJson(encodeValue(value));

function setDifferences(before: readonly Value[], after: readonly Value[]): TreeNode[] {
  const old = new Map(before.map((item) => [keyOf(item), item]));
  const next = new Map(after.map((item) => [keyOf(item), item]));
  const nodes: TreeNode[] = [];
  for (const [key, item] of old) if (!next.has(key)) nodes.push(valueNode('-', undefined, item));
  const unchanged = old.size - nodes.length;
  for (const [key, item] of next) if (!old.has(key)) nodes.push(valueNode('+', undefined, item));
  return unchanged === 0 ? nodes : [...nodes, hiddenNode(unchanged, 'element')];
}

function listDifferences(before: readonly Value[], after: readonly Value[], path: Path, forces: Forces): TreeNode[] {
  const nodes: TreeNode[] = [];
  let unchanged = 0;
  for (const pair of pairUp(before, after, keyOf)) {
    if (pair.same) unchanged += 1;
    else if (pair.after === undefined) nodes.push(valueNode('-', `[${pair.before.index}]`, pair.before.item));
    else {
      const { index, item } = pair.after;
      nodes.push(differenceNode(`[${index}]`, pair.before?.item ?? null, item, [...path, index], forces));
    }
  }
  return unchanged === 0 ? nodes : [...nodes, hiddenNode(unchanged, 'element')];
}

/** JSON is compared as JSON, multi-line text as lines. */
function insideText(before: string, after: string): Pick<TreeNode, 'detail' | 'children'> | undefined {
  if (jsonIn(before) !== undefined || jsonIn(after) !== undefined) {
    const [left, right] = [parsedJson(before), parsedJson(after)];
    if (typeof left === 'object' && typeof right === 'object') {
      const nodes = jsonDifferenceNodes(left, right);
      if (nodes.length > 0) return { detail: [toned('faint', 'JSON')], children: nodes };
      return { detail: [toned('faint', 'JSON (only whitespace or the order of keys differs)')] };
    }
  }
  if (!before.includes('\n') && !after.includes('\n')) return undefined;
  return { detail: [toned('faint', 'text')], children: lineDifferences(before.split('\n'), after.split('\n')) };
}

function lineDifferences(before: readonly string[], after: readonly string[]): TreeNode[] {
  const steps = align(before, after);
  const near = nearChanges(steps.map((step) => step.kind !== 'same'));
  const nodes: TreeNode[] = [];
  let skipped = 0;
  for (const [index, step] of steps.entries()) {
    if (near[index] !== true) {
      skipped += 1;
      continue;
    }
    if (skipped > 0) nodes.push(hiddenNode(skipped, 'line'));
    skipped = 0;
    if (step.kind === 'gone') nodes.push(textLine('-', before[step.before] ?? ''));
    else nodes.push(textLine(step.kind === 'new' ? '+' : ' ', after[step.after] ?? ''));
  }
  if (skipped > 0) nodes.push(hiddenNode(skipped, 'line'));
  return nodes;
}

/** Which places are at most {@link CONTEXT} away from a change. */
function nearChanges(changed: readonly boolean[]): boolean[] {
  const near = [...changed];
  for (const [index, isChange] of changed.entries()) {
    if (!isChange) continue;
    for (let at = Math.max(0, index - CONTEXT); at <= Math.min(near.length - 1, index + CONTEXT); at += 1)
      near[at] = true;
  }
  return near;
}
