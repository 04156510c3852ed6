import { isNull, isTupleValue, ListValue, SetValue, type Span, type Value } from '../model/index.js';
import type { Edit } from './fit.js';
import { change, indentAt, newlineOf, type Layout, type Print, type TextEdit } from './layout.js';
import type { ListNode, ObjectNode, SourceText } from './node.js';
import { hclBlocks, printerFor, propertyNameOf } from './print.js';

/** The text that an edit is about. */
export function sourceOf(edit: Edit): SourceText {
  return edit.kind === 'replace' ? edit.node.source : 'into' in edit ? edit.into.source : edit.from.source;
}

/** The same for edits that cannot both be made, unless they are equal. */
export function placeOf(edit: Edit): string {
  const { name } = sourceOf(edit);
  switch (edit.kind) {
    case 'replace':
      return [name, edit.node.span.start].join(':');
    case 'insert':
      return [name, edit.into.open, 'insert', edit.name].join(':');
    case 'remove':
      return [name, edit.member.span.start].join(':');
    case 'insert-item':
      return [name, edit.into.span.start, 'insert-item', edit.at, edit.order].join(':');
    case 'remove-item':
      return [name, edit.from.items[edit.at]?.span.start].join(':');
  }
}

/** The value that is written, for comparing edits; null if something is removed. */
export const writtenBy = (edit: Edit): Value => ('value' in edit ? edit.value : null);

/** All edits of one text as replacements in it. No two of them may be at one place. */
export function textEdits(edits: readonly Edit[]): readonly TextEdit[] {
  const containers = new Map<string, Edit[]>();
  const found: TextEdit[] = [];
  for (const edit of edits) {
    if (edit.kind === 'replace') {
      const { source, span } = edit.node;
      const printer = printerFor(source, false);
      found.push({ ...span, text: printer.value(edit.value, indentAt(source.text, span.start)) });
      continue;
    }
    const { span } = 'into' in edit ? edit.into : edit.from;
    const key = [span.start, span.end].join(':');
    const others = containers.get(key);
    if (others === undefined) containers.set(key, [edit]);
    else others.push(edit);
  }
  for (const inside of containers.values()) found.push(...inContainer(inside));
  return found;
}

function inContainer(edits: readonly Edit[]): readonly TextEdit[] {
  const [first] = edits;
  if (first === undefined || first.kind === 'replace') return [];
  const node = 'into' in first ? first.into : first.from;
  if (node.kind === 'list') return node.blocks === undefined ? inList(node, edits) : inBlocks(node, node.blocks, edits);
  return inObject(node, edits);
}

function inObject(node: ObjectNode, edits: readonly Edit[]): readonly TextEdit[] {
  const { source, isCamelCase } = node;
  const layout = layoutOfObject(node);
  const { elements } = layout;
  const printer = printerFor(source, isCamelCase);
  const removed = new Set<number>();
  const added: Print[] = [];
  const blocks: Print[] = [];
  const gone: TextEdit[] = [];
  for (const edit of edits) {
    if (edit.kind === 'remove') {
      const { span, value } = edit.member;
      if (value.kind === 'list' && value.blocks !== undefined)
        gone.push(...value.items.flatMap((item) => wholeLines(source.text, item.span)));
      else removed.add(elements.findIndex(({ start }) => start === span.start));
    } else if (edit.kind === 'insert') {
      const { name, value, asBlock, isAttribute } = edit;
      const written = isCamelCase && isAttribute ? propertyNameOf(name) : name;
      if (asBlock && node.isBody) blocks.push((indent) => hclBlocks(source, name, itemsOf(value), indent));
      else added.push((indent) => printer.member(written, value, indent));
    }
  }
  // In a body, arguments come before blocks.
  const after = node.isBody ? elements.findLastIndex(({ start }) => isArgument(node, start)) : elements.length - 1;
  return [
    ...gone,
    ...change(layout, { removed, added, after: after === -1 ? undefined : after }),
    ...(blocks.length === 0 ? [] : newBlocks(layout, blocks)),
  ];
}

const isArgument = ({ members }: ObjectNode, at: number): boolean =>
  members.some(({ span, value }) => span.start === at && !(value.kind === 'list' && value.blocks !== undefined));

function newBlocks(layout: Layout, blocks: readonly Print[]): readonly TextEdit[] {
  const { text, elements } = layout;
  const last = elements.at(-1);
  if (last === undefined) return change(layout, { removed: new Set(), added: blocks, after: undefined });
  const indent = indentAt(text, last.start);
  const code = blocks.map((print) => `${newlineOf(text).repeat(2)}${indent}${print(indent)}`).join('');
  return [{ start: last.end, end: last.end, text: code }];
}

function inList(node: ListNode, edits: readonly Edit[]): readonly TextEdit[] {
  const isCamelCase = node.items.some((item) => item.kind === 'object' && item.isCamelCase);
  const printer = printerFor(node.source, isCamelCase);
  const removed = new Set(edits.flatMap((edit) => (edit.kind === 'remove-item' ? edit.at : [])));
  const inserted = edits.flatMap((edit) => (edit.kind === 'insert-item' ? edit : []));
  const at = inserted[0]?.at ?? node.items.length;
  const added = inserted.map(
    ({ value }): Print =>
      (indent) =>
        printer.value(value, indent),
  );
  return change(layoutOfList(node), { removed, added, after: at === 0 ? undefined : at - 1 });
}

function inBlocks(node: ListNode, name: string, edits: readonly Edit[]): readonly TextEdit[] {
  const { source, items } = node;
  const { text } = source;
  return edits.flatMap((edit): readonly TextEdit[] => {
    if (edit.kind === 'remove-item') {
      const span = items[edit.at]?.span;
      return span === undefined ? [] : wholeLines(text, span);
    }
    if (edit.kind !== 'insert-item') return [];
    const span = (items[edit.at - 1] ?? items.at(-1))?.span ?? node.span;
    const indent = indentAt(text, span.start);
    const code = `${newlineOf(text).repeat(2)}${indent}${hclBlocks(source, name, [edit.value], indent)}`;
    return [{ start: span.end, end: span.end, text: code }];
  });
}

const itemsOf = (value: Value): readonly Value[] => {
  if (value instanceof ListValue || value instanceof SetValue) return value.items;
  return isTupleValue(value) ? value : isNull(value) ? [] : [value];
};

/** Members and spreads, in the order of the text. */
const elementsOf = ({ members, spreads }: ObjectNode): readonly Span[] =>
  [...members.map(({ span }) => span), ...spreads].sort((left, right) => left.start - right.start);

function layoutOfObject(node: ObjectNode): Layout {
  const { text, syntax } = node.source;
  const elements = elementsOf(node);
  const [first, second] = elements;
  // Objects of HCL have commas or lines between their items.
  const hasLines =
    syntax === 'hcl' &&
    (node.isBody ||
      (first !== undefined &&
        !text.slice(first.end, second?.start ?? node.close).includes(',') &&
        text.slice(node.open, first.start).includes('\n')));
  return {
    text,
    open: node.open,
    close: node.close,
    elements,
    separator: hasLines ? '' : ',',
    canTrail: syntax !== 'json',
    padding: syntax === 'json' ? '' : ' ',
  };
}

function layoutOfList({ source, span, items }: ListNode): Layout {
  const { text, syntax } = source;
  const open = text.indexOf('[', span.start);
  return {
    text,
    open,
    close: text.lastIndexOf(']', span.end),
    elements: items.map((item) => item.span),
    separator: ',',
    canTrail: syntax !== 'json',
    padding: '',
  };
}

/** A block with the lines it is on, and the empty line before it. */
function wholeLines(text: string, { start, end }: Span): readonly TextEdit[] {
  const from = text.lastIndexOf('\n', start - 1) + 1;
  const line = text.indexOf('\n', end);
  const isAlone = text.slice(from, start).trim() === '' && line !== -1 && text.slice(end, line).trim() === '';
  if (!isAlone) return [{ start, end, text: '' }];
  const above = /\n\r?\n$/.exec(text.slice(Math.max(0, from - 4), from));
  return [{ start: above === null ? from : from - above[0].length + 1, end: line + 1, text: '' }];
}
