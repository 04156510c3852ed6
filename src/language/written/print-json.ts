import { ExactNumber, formatNumber } from '../../model/index.js';
import type { Written, WrittenBlock, WrittenObject, WrittenScalar } from './tree.js';

/**
 * Blocks as a document in Terraform's JSON syntax, in their order. The comments of a block are the list of texts under
 * `//`, which only a body at the root of the document may have.
 */
export function printWrittenJson(blocks: readonly WrittenBlock[]): string {
  const root = new Section();
  for (const { kind, labels, body, comments } of blocks) {
    let section = root;
    for (const name of [kind, ...labels]) section = section.below(name);
    section.bodies.push(bodyText(body, [...comments, ...commentsIn(body)], 1 + labels.length));
  }
  return `${root.text(0)}\n`;
}

/** A name on the way to a body: the type of a block, or a label. */
class Section {
  readonly bodies: string[] = [];
  readonly #sections = new Map<string, Section>();

  below(name: string): Section {
    let section = this.#sections.get(name);
    if (section === undefined) this.#sections.set(name, (section = new Section()));
    return section;
  }

  text(level: number): string {
    const [only, ...others] = this.bodies;
    if (only === undefined) {
      return braces(
        '{',
        '}',
        level,
        Array.from(this.#sections, ([name, part]) => member(name, part.text(level + 1))),
      );
    }
    if (others.length === 0) return only;
    return braces(
      '[',
      ']',
      level,
      this.bodies.map((body) => body.replaceAll('\n', '\n  ')),
    );
  }
}

const member = (name: string, text: string): string => `${JSON.stringify(name)}: ${text}`;

function braces(open: string, close: string, level: number, parts: readonly string[]): string {
  if (parts.length === 0) return open + close;
  const indentation = '  '.repeat(level);
  return `${open}\n${parts.map((part) => `${indentation}  ${part}`).join(',\n')}\n${indentation}${close}`;
}

function bodyText({ members }: WrittenObject, comments: readonly string[], level: number): string {
  const [only, ...others] = comments;
  const comment =
    others.length === 0
      ? JSON.stringify(only)
      : braces(
          '[',
          ']',
          level + 1,
          comments.map((line) => JSON.stringify(line)),
        );
  return braces('{', '}', level, [
    ...(only === undefined ? [] : [member('//', comment)]),
    ...members.map(({ name, value }) => member(name, textOf(value, level + 1))),
  ]);
}

function textOf(written: Written, level: number): string {
  switch (written.kind) {
    case 'scalar':
      return scalarText(written);
    case 'list':
      return braces(
        '[',
        ']',
        level,
        written.items.map(({ value }) => textOf(value, level + 1)),
      );
    case 'object':
      return bodyText(written, [], level);
  }
}

const scalarText = ({ json }: WrittenScalar): string =>
  json instanceof ExactNumber ? formatNumber(json) : JSON.stringify(json);

/** All comments inside, in order. */
export function commentsIn(written: Written): readonly string[] {
  switch (written.kind) {
    case 'scalar':
      return [];
    case 'list':
      return written.items.flatMap(({ value, comments }) => [...comments, ...commentsIn(value)]);
    case 'object':
      return [
        ...written.members.flatMap(({ value, comments }) => [...comments, ...commentsIn(value)]),
        ...written.comments,
      ];
  }
}
