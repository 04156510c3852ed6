import type { Forge } from './forge.js';
import { markOf, sameText, startsWithMark } from './mark.js';

export interface Written {
  readonly done: 'created' | 'updated' | 'unchanged';
  /** Where it is. */
  readonly url?: string;
}

export interface Marked {
  /** Tells several comments on one request apart. */
  readonly name: string;
  /** The Markdown, cut to at most `limit` characters. */
  readonly body: (limit: number) => string;
}

/** Creates or updates the comment with the mark. One of another author is left alone, even with a mark. */
export async function writeComment(forge: Forge, { name, body }: Marked): Promise<Written> {
  const mark = markOf(name);
  const text = mark + body(forge.limit - mark.length);
  for await (const { id, body: before, own } of forge.comments()) {
    if (!own || !startsWithMark(before, mark)) continue;
    if (sameText(before, text)) return { done: 'unchanged' };
    return { done: 'updated', url: await forge.update(id, text) };
  }
  return { done: 'created', url: await forge.create(text) };
}
