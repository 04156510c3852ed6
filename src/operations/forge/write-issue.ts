import type { IssueTracker } from './forge.js';
import { markOf, sameText, startsWithMark } from './mark.js';

export interface IssueWritten {
  readonly done: 'opened' | 'updated' | 'unchanged' | 'closed' | 'none';
  /** Where it is. */
  readonly url?: string;
}

export interface MarkedIssue {
  /** Tells several issues of one repository apart. */
  readonly name: string;
  readonly title: string;
  /** The Markdown, with at most so many characters; undefined if nothing is left to report. */
  readonly body: ((limit: number) => string) | undefined;
}

/**
 * Keeps one open issue with the mark: the oldest of the token's owner. An issue that was closed, here or by hand, remains as it is; what is found
 * later is a new one.
 */
export async function writeIssue(tracker: IssueTracker, { name, title, body }: MarkedIssue): Promise<IssueWritten> {
  const mark = markOf(name);
  const text = body === undefined ? undefined : mark + body(tracker.limit - mark.length);
  for await (const issue of tracker.open()) {
    if (!startsWithMark(issue.body, mark)) continue;
    if (text === undefined) return { done: 'closed', url: await tracker.close(issue.id) };
    if (issue.title === title && sameText(issue.body, text)) return { done: 'unchanged' };
    return { done: 'updated', url: await tracker.update(issue.id, title, text) };
  }
  return text === undefined ? { done: 'none' } : { done: 'opened', url: await tracker.create(title, text) };
}
