import {
  containsSensitive,
  isNull,
  isObjectValue,
  isTupleValue,
  isWhollyKnown,
  ListValue,
  MapValue,
  ownEntry,
  SetValue,
  snakeCase,
  unmark,
  valuesEqual,
  type Block,
  type Path,
  type Value,
} from '../model/index.js';
import { describes, isSame } from './describes.js';
import {
  computed,
  isReason,
  type ListNode,
  type Member,
  type NameNode,
  type ObjectNode,
  type Reach,
  type Reason,
  type SourceNode,
} from './node.js';

/** One change of a text. */
export type Edit =
  | { readonly kind: 'replace'; readonly node: SourceNode; readonly value: Value }
  | {
      readonly kind: 'insert';
      readonly into: ObjectNode;
      readonly name: string;
      readonly value: Value;
      /** As a block, or as several. */
      readonly asBlock: boolean;
      readonly isAttribute: boolean;
    }
  | { readonly kind: 'remove'; readonly from: ObjectNode; readonly member: Member }
  | {
      readonly kind: 'insert-item';
      readonly into: ListNode;
      readonly at: number;
      readonly order: number;
      readonly value: Value;
    }
  | { readonly kind: 'remove-item'; readonly from: ListNode; readonly at: number };

export interface PlacedEdit {
  readonly edit: Edit;
  /** Where in the resource. */
  readonly path: Path;
  readonly reach: Reach;
}

export interface Unplaced {
  readonly path: Path;
  readonly reason: Reason;
}

export interface Fitting {
  readonly edits: readonly PlacedEdit[];
  readonly unplaced: readonly Unplaced[];
}

/** The edits that let a resource's body say `real` where it now says `planned`. */
export function fitBody(
  node: SourceNode,
  block: Block,
  planned: Value,
  real: Value,
  reach: Reach = 'declaration',
): Fitting {
  const fitter = new Fitter();
  fitter.fit(node, planned, real, { path: [], reach, block });
  return fitter;
}

interface Where {
  readonly path: Path;
  readonly reach: Reach;
  /** The schema of a body, or of the bodies in a list. */
  readonly block?: Block | undefined;
}

class Fitter implements Fitting {
  readonly edits: PlacedEdit[] = [];
  readonly unplaced: Unplaced[] = [];

  fit(node: SourceNode, planned: Value, real: Value, where: Where): void {
    if (valuesEqual(planned, real)) return;
    if (node.kind === 'name') return this.#follow(node, planned, real, where);
    if (node.kind === 'opaque') return this.#leave(where, node.reason);
    if (node.kind === 'list') return this.#list(node, planned, real, where);
    if (node.kind === 'object') return this.#object(node, planned, real, where);
    if (!isWritable(real)) return this.#leave(where, SECRET);
    this.#edit(where, { kind: 'replace', node, value: real });
  }

  #edit({ path, reach }: Where, edit: Edit): void {
    this.edits.push({ edit, path, reach });
  }

  #leave({ path }: Where, reason: Reason): void {
    this.unplaced.push({ path, reason });
  }

  #follow(node: NameNode, planned: Value, real: Value, where: Where): void {
    const followed = node.follow();
    if (isReason(followed)) return this.#leave(where, followed);
    const reach = followed.reach === 'others' ? 'others' : where.reach === 'others' ? 'others' : followed.reach;
    const [only, ...others] = followed.nodes;
    if (only !== undefined && others.length === 0) return this.fit(only, planned, real, { ...where, reach });
    // One of several places: only what has the planned value can be it.
    const [fitting, ...alike] = followed.nodes.filter((one) => describes(one, planned));
    if (fitting === undefined || alike.length > 0) return this.#leave(where, AMBIGUOUS);
    this.fit(fitting, planned, real, { ...where, reach });
  }

  #object(node: ObjectNode, planned: Value, real: Value, where: Where): void {
    const [before, after] = [partsByName(unmark(planned)), partsByName(unmark(real))];
    if (before === undefined || after === undefined) {
      const [old, next] = [itemsOf(planned), itemsOf(real)];
      // A block that may occur several times, written as one object.
      const [oldOnly, nextOnly] = [old?.[0], next?.[0]];
      if (old?.length === 1 && next?.length === 1 && oldOnly !== undefined && nextOnly !== undefined)
        return this.fit(node, oldOnly, nextOnly, where);
      return this.#leave(where, computed('an object that would become something else'));
    }
    const isAttribute = !(unmark(real) instanceof MapValue);
    for (const name of new Set([...Object.keys(before), ...Object.keys(after)])) {
      const [old, next] = [ownEntry(before, name) ?? null, ownEntry(after, name) ?? null];
      if (valuesEqual(old, next)) continue;
      const type = where.block === undefined ? undefined : ownEntry(where.block.blockTypes, name);
      const inner: Where = { path: [...where.path, name], reach: where.reach, block: type?.block };
      this.#member(node, name, old, next, isAttribute, inner, type !== undefined);
    }
  }

  #member(
    node: ObjectNode,
    name: string,
    planned: Value,
    real: Value,
    isAttribute: boolean,
    where: Where,
    isBlock: boolean,
  ): void {
    const member = memberNamed(node, name, isAttribute);
    const isGone = isNull(real) || (isBlock && itemsOf(real)?.length === 0);
    if (member !== undefined) {
      if (node.spreads.some(({ start }) => start > member.span.start)) return this.#leave(where, SPREAD_AFTER);
      if (isGone && member.value.kind !== 'opaque') return this.#edit(where, { kind: 'remove', from: node, member });
      return this.fit(member.value, planned, real, where);
    }
    if (isGone) return this.#leave(where, node.spreads.length > 0 ? SPREAD : DEFAULT);
    if (!isWritable(real)) return this.#leave(where, SECRET);
    this.#edit(where, { kind: 'insert', into: node, name, value: real, asBlock: isBlock, isAttribute });
  }

  #list(node: ListNode, planned: Value, real: Value, where: Where): void {
    const [before, after] = [itemsOf(planned), itemsOf(real)];
    if (before === undefined || after === undefined) {
      const [only] = node.items;
      if (node.items.length === 1 && only !== undefined) return this.fit(only, planned, real, where);
      return this.#leave(where, computed('a list that would become something else'));
    }
    if (node.isSpread || node.items.length !== before.length) return this.#leave(where, SPREAD_LIST);
    if (unmark(real) instanceof SetValue) return this.#set(node, before, after, where);
    let start = 0;
    while (start < Math.min(before.length, after.length) && isSame(before[start], after[start])) start += 1;
    let end = 0;
    const room = Math.min(before.length, after.length) - start;
    while (end < room && isSame(before.at(-1 - end), after.at(-1 - end))) end += 1;
    const places = node.items.slice(start, before.length - end).map((item, index) => [item, start + index] as const);
    const middle = [before.slice(start, before.length - end), after.slice(start, after.length - end)] as const;
    this.#pair(node, places, middle, start, where);
  }

  #set(node: ListNode, before: readonly Value[], after: readonly Value[], where: Where): void {
    const gone = before.filter((item) => !after.some((other) => valuesEqual(item, other)));
    const added = after.filter((item) => !before.some((other) => valuesEqual(item, other)));
    const places: (readonly [SourceNode, number])[] = [];
    for (const item of gone) {
      const [index, ...others] = [...node.items.keys()].filter((each) => {
        const written = node.items[each];
        return written !== undefined && describes(written, item);
      });
      const written = index === undefined ? undefined : node.items[index];
      if (index === undefined || written === undefined || others.length > 0) return this.#leave(where, AMBIGUOUS);
      places.push([written, index]);
    }
    this.#pair(node, places, [gone, added], node.items.length, where);
  }

  /** Changes items one by one, then removes or adds what is left. */
  #pair(
    node: ListNode,
    places: readonly (readonly [SourceNode, number])[],
    [before, after]: readonly [readonly Value[], readonly Value[]],
    /** Where items are added if there are no places. */
    otherwise: number,
    where: Where,
  ): void {
    for (const [index, [item, at]] of places.entries()) {
      const [old, next] = [before[index], after[index]];
      if (old === undefined) continue;
      if (next === undefined) this.#edit(where, { kind: 'remove-item', from: node, at });
      else this.fit(item, old, next, { ...where, path: [...where.path, at] });
    }
    const last = places.at(-1);
    const at = last === undefined ? otherwise : last[1] + 1;
    for (const [order, value] of after.slice(before.length).entries()) {
      if (!isWritable(value)) this.#leave(where, SECRET);
      else this.#edit(where, { kind: 'insert-item', into: node, at, order, value });
    }
  }
}

const isWritable = (value: Value): boolean => !containsSensitive(value) && isWhollyKnown(value);

/** The attributes of an object, or the entries of a map. */
function partsByName(value: Value): Readonly<Record<string, Value>> | undefined {
  if (value instanceof MapValue) return value.entries;
  return isObjectValue(value) ? value : undefined;
}

function itemsOf(marked: Value): readonly Value[] | undefined {
  const value = unmark(marked);
  if (value instanceof ListValue || value instanceof SetValue) return value.items;
  return isTupleValue(value) ? value : undefined;
}

/** Of two members with one name, the last one counts. */
function memberNamed(node: ObjectNode, name: string, isAttribute: boolean): Member | undefined {
  const exact = node.members.findLast((member) => member.name === name);
  if (exact !== undefined || !isAttribute || !node.isCamelCase) return exact;
  return node.members.findLast((member) => snakeCase(member.name) === name);
}

export const BY_HAND = 'Change it by hand, or apply to undo the drift.';

const SECRET: Reason = {
  why: 'it is a secret, which is never written into a program',
  todo: 'Set it where the secret comes from, or apply to undo the drift.',
};
const AMBIGUOUS: Reason = { why: 'several places could be the one it comes from', todo: BY_HAND };
const SPREAD: Reason = { why: 'it comes from an object that is spread here', todo: BY_HAND };
const SPREAD_AFTER: Reason = { why: 'a later spread may set it', todo: BY_HAND };
const SPREAD_LIST: Reason = { why: 'the list is not written item by item', todo: BY_HAND };
const DEFAULT: Reason = {
  why: 'nothing sets it: it is a default of the provider',
  todo: 'Apply to undo the drift, or set another value.',
};
