import type { Json } from '../../model/index.js';

/** A configuration as it is written, in the terms of Terraform's JSON syntax, with its comments and in its order. */
export interface WrittenBlock {
  readonly kind: string;
  readonly labels: readonly string[];
  readonly body: WrittenObject;
  readonly comments: readonly string[];
  readonly place: WrittenPlace;
}

export interface WrittenPlace {
  readonly file: string;
  readonly line: number;
}

export type Written = WrittenScalar | WrittenList | WrittenObject;

export interface WrittenScalar {
  readonly kind: 'scalar';
  readonly json: Exclude<Json, readonly Json[] | { readonly [key: string]: Json }>;
  /** Whether a text is a template; otherwise it means itself, or a reference without `${…}`. */
  readonly isTemplate: boolean;
}

export interface WrittenList {
  readonly kind: 'list';
  readonly items: readonly { readonly value: Written; readonly comments: readonly string[] }[];
}

/** A body, or the value of an argument. */
export interface WrittenObject {
  readonly kind: 'object';
  readonly members: readonly WrittenMember[];
  /** Those after the last member. */
  readonly comments: readonly string[];
}

export interface WrittenMember {
  readonly name: string;
  readonly value: Written;
  readonly comments: readonly string[];
}

export const scalar = (json: WrittenScalar['json'], isTemplate = false): WrittenScalar => ({
  kind: 'scalar',
  json,
  isTemplate,
});

/** The bodies of a block: one, or a list of them. */
export function bodiesOf(written: Written): readonly WrittenObject[] {
  if (written.kind === 'object') return [written];
  return written.kind === 'list' ? written.items.flatMap(({ value }) => bodiesOf(value)) : [];
}
