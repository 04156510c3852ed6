import { isMap, isNode, isSeq, parseDocument } from 'yaml';
import { JsonIndex, LineIndex } from '../../language/index.js';
import type { SourceRange } from '../../model/index.js';
import { partsOf, type YamlPart } from './yaml-parts.js';

/** A position in a text, as diagnostics have it. */
type Place = SourceRange['start'];

/** Finds the value that the steps of a pointer lead to. */
export type Places = (steps: readonly string[]) => Place | undefined;

export function placesInJson(text: string): Places {
  const index = new JsonIndex(text);
  const lines = new LineIndex(text);
  return (steps) => {
    let here: number | undefined = index.root;
    for (const step of steps) {
      const content = index.content(here);
      if (content.kind === 'object') here = content.members.get(step)?.at(-1)?.start;
      else here = content.kind === 'array' ? content.items[Number(step)] : undefined;
      if (here === undefined) return undefined;
    }
    return lines.position(here);
  };
}

/** Reads only the entries that lead to a value. */
export function placesInYaml(text: string): Places {
  const lines = new LineIndex(text);
  const split = new Map<number, readonly YamlPart[] | undefined>();
  /** Most pointers lead to the entries beside the one before. */
  let last:
    { readonly from: number; readonly to: number; readonly document: ReturnType<typeof parseDocument> } | undefined;

  const entriesIn = (from: number, to: number): readonly YamlPart[] | undefined => {
    if (!split.has(from)) split.set(from, partsOf(text, from, to));
    return split.get(from);
  };
  const read = (from: number, to: number): ReturnType<typeof parseDocument> => {
    if (last?.from !== from || last.to !== to)
      last = { from, to, document: parseDocument(text.slice(from, to), { logLevel: 'silent' }) };
    return last.document;
  };
  return (steps) => {
    let from = 0;
    let to = text.length;
    let left = steps;
    while (left.length > 1) {
      const entry = entriesIn(from, to)?.find(({ key }) => key === left[0]);
      if (entry === undefined) break;
      ({ inside: from, end: to } = entry);
      left = left.slice(1);
    }
    const entry = left.length === 1 ? entriesIn(from, to)?.find(({ key }) => key === left[0]) : undefined;
    const { start, end } = entry ?? { start: from, end: to };
    const offset = offsetIn(read(start, end), left);
    return offset === undefined ? undefined : lines.position(start + offset);
  };
}

function offsetIn(document: ReturnType<typeof parseDocument>, steps: readonly string[]): number | undefined {
  let node: unknown = document.contents;
  for (const step of steps) {
    // A status may be written as a number.
    if (isSeq(node)) node = node.get(Number(step), true);
    else if (isMap(node)) node = node.get(step, true) ?? node.get(Number(step), true);
    else return undefined;
  }
  return isNode(node) ? node.range?.[0] : undefined;
}
