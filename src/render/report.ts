import type { Sign, Tone } from './theme.js';

/** A page contains what to show, but not how it looks: reports create pages, formats turn them into text. */
export type Page = readonly Block[];

export type Block = HeadingBlock | LinesBlock | TreeBlock | TableBlock | BoxBlock;

export interface HeadingBlock {
  readonly kind: 'heading';
  readonly line: Line;
}

/** Lines that belong together; blocks are separated by a blank line. */
export interface LinesBlock {
  readonly kind: 'lines';
  readonly lines: readonly Line[];
}

export interface TreeBlock {
  readonly kind: 'tree';
  /** May be produced while it is read: a large plan is never in memory as nodes. */
  readonly nodes: Iterable<TreeNode>;
  /** No blank lines between the roots. */
  readonly dense?: boolean;
}

/** Columns as wide as their widest cell. */
export interface TableBlock {
  readonly kind: 'table';
  readonly rows: readonly (readonly Line[])[];
}

/** A prominent message, with a frame in its colour. */
export interface BoxBlock {
  readonly kind: 'box';
  readonly tone: Tone;
  readonly lines: readonly BoxLine[];
}

export interface BoxLine {
  readonly line: Line;
  /** Sentences may be wrapped; source lines may not. */
  readonly wrap?: boolean;
}

export interface Toned {
  readonly text: string;
  readonly tone: Tone;
}

export type Inline = string | Toned;

export type Line = readonly Inline[];

/** A changed or shown thing, with its parts below. */
export interface TreeNode {
  readonly sign: Sign;
  /** Names are padded to the longest among neighbours if a detail follows. */
  readonly name?: Inline;
  /** The text after the name and ` = `; without a name, the line itself. */
  readonly detail?: Line;
  /** A remark at the end of the line. */
  readonly note?: Toned;
  readonly children?: readonly TreeNode[];
}

export const toned = (tone: Tone, text: string): Toned => ({ tone, text });

export const heading = (...line: Inline[]): Block => ({ kind: 'heading', line });

export const lines = (...rows: readonly Line[]): Block => ({ kind: 'lines', lines: rows });

/** A tree whose nodes are produced one after the other, each time it is read. */
export function treeOf<T>(items: readonly T[], node: (item: T) => TreeNode, dense = false): TreeBlock {
  const nodes: Iterable<TreeNode> = {
    *[Symbol.iterator]() {
      for (const item of items) yield node(item);
    },
  };
  return { kind: 'tree', nodes, dense };
}

/** A count with its noun: `1 resource`, `3 resources`. */
export function countOf(count: number, noun: string, plural = `${noun}s`): string {
  return `${count} ${count === 1 ? noun : plural}`;
}
