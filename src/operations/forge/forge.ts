import type { JsonObject } from '../../model/index.js';

/** A comment on a pull or merge request. */
export interface ForgeComment {
  readonly id: string;
  readonly body: string;
  /** Written by the owner of the token. */
  readonly own: boolean;
}

/** One pull or merge request of a forge. */
export interface Forge {
  /** Longest comment that it takes. */
  readonly limit: number;
  /** Comments, oldest first. */
  comments(): AsyncIterable<ForgeComment>;
  /** Returns the address of the new comment. */
  create(body: string): Promise<string>;
  update(id: string, body: string): Promise<string>;
  /** Publishes annotations at lines of files; absent where the forge has none. */
  annotate?(check: CheckRun): Promise<string>;
}

/** An issue that the owner of the token opened. */
export interface ForgeIssue {
  readonly id: string;
  readonly title: string;
  readonly body: string;
}

/** The issues of one repository. */
export interface IssueTracker {
  /** Longest body that it takes. */
  readonly limit: number;
  /** Open issues of the token's owner, oldest first. */
  open(): AsyncIterable<ForgeIssue>;
  /** Returns the address of the issue, as the next ones do. */
  create(title: string, body: string): Promise<string>;
  update(id: string, title: string, body: string): Promise<string>;
  close(id: string): Promise<string>;
}

export interface CheckRun {
  readonly name: string;
  readonly title: string;
  readonly summary: string;
  readonly annotations: readonly Annotation[];
  /** Whether it fails. */
  readonly failed: boolean;
}

export interface Annotation {
  readonly path: string;
  readonly line: number;
  readonly level: 'notice' | 'warning' | 'failure';
  readonly title: string;
  readonly message: string;
}

export const textIn = (object: JsonObject, name: string): string => {
  const value = object[name];
  return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : '';
};
