import type { Span, Value } from '../model/index.js';

export type Syntax = 'hcl' | 'json' | 'typescript';

/** A text that may be edited. */
export interface SourceText {
  /** Its file, relative to the project. */
  readonly name: string;
  readonly text: string;
  readonly syntax: Syntax;
}

/** What is written at a place, as far as an edit can reach into it. */
export type SourceNode = LiteralNode | ListNode | ObjectNode | NameNode | OpaqueNode;

interface Place {
  readonly source: SourceText;
  /** UTF-16 offsets in the text. */
  readonly span: Span;
}

export interface LiteralNode extends Place {
  readonly kind: 'literal';
  readonly value: Value;
}

export interface ListNode extends Place {
  readonly kind: 'list';
  readonly items: readonly SourceNode[];
  /** Of blocks in HCL, which have no brackets around them: the name of their type. */
  readonly blocks?: string;
  /** Whether another list is spread into it, so that items have no fixed index. */
  readonly isSpread: boolean;
}

export interface ObjectNode extends Place {
  readonly kind: 'object';
  readonly members: readonly Member[];
  /** What is merged into it: `...defaults`. */
  readonly spreads: readonly Span[];
  /** A block of HCL, whose members are on lines of their own. */
  readonly isBody: boolean;
  /** The opening and the closing brace. */
  readonly open: number;
  readonly close: number;
  /** Whether attributes have names such as `displayName` here. */
  readonly isCamelCase: boolean;
}

export interface Member {
  readonly name: string;
  /** From the name to the end of the value. */
  readonly span: Span;
  readonly value: SourceNode;
}

/** A name that can be followed to what it is declared as. */
export interface NameNode extends Place {
  readonly kind: 'name';
  readonly follow: () => Followed;
}

/** Something that is calculated when the configuration is evaluated. */
export interface OpaqueNode extends Place {
  readonly kind: 'opaque';
  readonly reason: Reason;
}

/** Why a value cannot be written, and what to do about it. */
export interface Reason {
  readonly why: string;
  readonly todo: string;
}

/** Where a name leads: to one place, or to one of several. */
export type Followed = { readonly nodes: readonly SourceNode[]; readonly reach: Reach } | Reason;

/**
 * What an edit at a place changes: one instance, all instances of the resource's declaration, or others as well, which only
 * another plan shows.
 */
export type Reach = 'instance' | 'declaration' | 'others';

export const isReason = (value: object): value is Reason => 'why' in value;

export const computed = (what: string): Reason => ({
  why: `it is calculated: ${what}`,
  todo: 'Change the program by hand, or apply it to undo the drift.',
});
