import type { Forge } from './forge.js';

export interface Written {
  readonly done: 'created' | 'updated' | 'unchanged';
  /** Where it is. */
  readonly url?: string;
}

export interface Marked {
  /** Tells several comments on one request apart. */
  readonly name: string;
  /** The Markdown, with at most so many characters. */
  readonly body: (limit: number) => string;
}

/**
 * A hidden comment of HTML begins the body. Only there it counts: a quoted or escaped one elsewhere is text. A comment of another author is left
 * alone, even with a mark.
 */
export async function writeComment(forge: Forge, { name, body }: Marked): Promise<Written> {
  const mark = `<!-- landform:${name} -->\n`;
  const text = mark + body(forge.limit - mark.length);
  for await (const { id, body: before, own } of forge.comments()) {
    const normal = before.replaceAll('\r\n', '\n');
    if (!own || !normal.startsWith(mark)) continue;
    // Forges drop white space at the end.
    if (normal.trimEnd() === text.trimEnd()) return { done: 'unchanged' };
    return { done: 'updated', url: await forge.update(id, text) };
  }
  return { done: 'created', url: await forge.create(text) };
}
