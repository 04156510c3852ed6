import type { Action } from '../../model/index.js';
import type { TreeNode } from '../report.js';

/**
 * What reviewers are shown of a plan, of drift or of a state, of any number of stacks. It is built once; each format shows all of
 * it, in its order: what ends an object comes first.
 */
export interface Review {
  readonly subject: ReviewSubject;
  readonly stacks: readonly StackReview[];
  /** Failed checks and other findings, errors first. */
  readonly findings: readonly Finding[];
}

export type ReviewSubject = 'plan' | 'drift' | 'state';

export interface StackReview {
  /** Empty in a plain folder. */
  readonly name: string;
  /** The counts in one sentence: `Plan: 1 to add, 0 to change, 0 to destroy.` */
  readonly sentence: string;
  /** What a reviewer should know of the whole, a sentence each. */
  readonly notes: readonly string[];
  readonly entries: readonly Entry[];
  readonly edges: readonly Edge[];
}

/** What is done with an object, or how it was found. */
export type EntryAction =
  | Exclude<Action, 'no-op'>
  | 'move'
  | 'import'
  | 'add'
  | 'provider'
  | 'taint'
  | 'untaint'
  | 'drift'
  | 'ignored'
  | 'output'
  | 'invoke'
  | 'defer'
  | 'object';

export interface Entry {
  readonly action: EntryAction;
  /** The sign of the action, in the colour of which it is shown. */
  readonly sign: TreeNode['sign'];
  /** Instance address, or the name of an output. */
  readonly address: string;
  /** The resource of an instance, as edges name it. */
  readonly resource?: string;
  /** Type of the resource; empty for an output. */
  readonly type: string;
  /** Module instance; empty for the root. */
  readonly module: string;
  /** What happens, and why: `destroy, then create: name cannot be changed in place`. */
  readonly words: string;
  /** Only why. Of ignored drift: why it is. */
  readonly reason?: string;
  /** The user's own line: `main.ts:14:3`. */
  readonly location?: string;
  /** An existing object ends. */
  readonly dangerous: boolean;
  /** Addresses of changed objects that this one depends on. */
  readonly causes: readonly string[];
  /** The values, or their differences. Made when asked for: a format may leave it out. */
  readonly tree: () => readonly TreeNode[];
}

/** `from` depends on `to`; both are addresses of resources. */
export interface Edge {
  readonly from: string;
  readonly to: string;
}

export type FindingLevel = 'error' | 'warning' | 'note';

export interface Finding {
  readonly level: FindingLevel;
  /** Which rule found it: `check`, or the name of a policy. */
  readonly rule: string;
  readonly summary: string;
  readonly detail?: string;
  readonly stack?: string;
  readonly address?: string;
  readonly location?: string;
}

/** What each action is called in counts and filters. */
export const ACTION_NAMES: Readonly<Record<EntryAction, string>> = {
  'delete-create': 'replace',
  'create-delete': 'replace',
  delete: 'destroy',
  forget: 'forget',
  update: 'update',
  create: 'create',
  read: 'read',
  move: 'move',
  import: 'import',
  add: 'add',
  provider: 'provider',
  taint: 'taint',
  untaint: 'untaint',
  drift: 'drift',
  ignored: 'ignored',
  output: 'output',
  invoke: 'invoke',
  defer: 'wait',
  object: 'object',
};

/** How many entries there are of each action, by its name, in their order. */
export function countEntries(entries: readonly Entry[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { action } of entries) {
    const name = ACTION_NAMES[action];
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return counts;
}

/** The address with its stack, where stacks have names. */
export const stackAddress = (stack: string, address: string): string =>
  stack === '' ? address : `${stack}:${address}`;
