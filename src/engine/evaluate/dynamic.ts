import {
  type Expression,
  isNull,
  isTupleValue,
  isObjectValue,
  ListValue,
  objectValue,
  type ObjectValue,
  type Path,
  Sensitive,
  sensitive,
  typeName,
  typeOf,
  UNKNOWN,
  Unknown,
  unmark,
  type Value,
} from '../../model/index.js';
import { article } from './access.js';
import { blocksIn, contentOf, type Content, type WrittenBlock } from './block-content.js';
import { bind, type Frame } from './contract.js';
import { pairsOf } from './iteration.js';

/** The name under which a body has the blocks that are generated from collections. */
export const DYNAMIC = 'dynamic';

/** `dynamic "name" { for_each = …, content { … } }` */
export interface Generator {
  /** Of the blocks. */
  readonly name: string;
  /** What the content calls the current element. */
  readonly iterator: string;
  readonly parts: Content;
  readonly place: Path;
  /** Where it begins in the file; in JSON, negative if it comes before the blocks of its name. */
  readonly start: number;
}

/** The generators in the `dynamic` part of a body that has these names. Validation reports what is not one. */
export function generatorsIn(expression: Expression, place: Path, names: readonly string[]): readonly Generator[] {
  const isBefore = (name: string): boolean => names.indexOf(DYNAMIC) < names.indexOf(name);
  return blocksIn(expression, place).flatMap((labelled) =>
    Object.entries(contentOf(labelled.expression) ?? {}).flatMap(([name, written]) =>
      blocksIn(written, [...labelled.place, name]).flatMap((one) => {
        const parts = contentOf(one.expression);
        if (parts === undefined) return [];
        const start = labelled.expression.blockStart ?? (isBefore(name) ? -1 : 1);
        return { name, iterator: iteratorOf(parts) ?? name, parts, place: one.place, start };
      }),
    ),
  );
}

/** A name: bare in HCL, a string in JSON. */
function iteratorOf({ iterator }: Content): string | undefined {
  if (iterator?.kind === 'traversal' && iterator.steps.length === 0) return iterator.root;
  return iterator?.kind === 'literal' && typeof iterator.value === 'string' ? iterator.value : undefined;
}

/** What generating needs from the decoder of the body. */
export interface GeneratingDecoder {
  /** The value of a part of a generator; undefined after an error. */
  part(expression: Expression, path: Path, place: Path, frame: Frame | undefined): Value | undefined;
  report(code: string, summary: string, path: Path, place: Path, detail?: string): void;
}

/** A block for each element; `unknown` if it is not known how many there are, with one block of unknown content. */
export interface Generated {
  readonly blocks: readonly WrittenBlock[];
  readonly unknown: boolean;
}

const NOTHING: Generated = { blocks: [], unknown: false };

export function generate(
  decoder: GeneratingDecoder,
  generator: Generator,
  path: Path,
  frame: Frame | undefined,
): Generated {
  const { for_each: forEach } = generator.parts;
  if (forEach === undefined) return NOTHING;
  const place = [...generator.place, 'for_each'];
  const given = decoder.part(forEach, path, place, frame);
  if (given === undefined) return NOTHING;
  const marked = given instanceof Sensitive;
  const value = unmark(given);
  const refuse = (reason: string): Generated => {
    decoder.report(
      'invalid-for-each',
      `The for_each of the dynamic block "${generator.name}" is ${reason}`,
      path,
      place,
      'It must be a list, a set, a map, a tuple or an object.',
    );
    return NOTHING;
  };
  if (isNull(value)) return refuse('null');
  const pairs = pairsOf(value);
  if (pairs !== undefined)
    return {
      blocks: pairs.flatMap(([key, item]) => blocksFor(decoder, generator, path, frame, marked, key, item)),
      unknown: false,
    };
  const type = typeOf(value);
  if (!(value instanceof Unknown) || (typeof type === 'string' && type !== 'dynamic'))
    return refuse(article(typeName(type)));
  return { blocks: blocksFor(decoder, generator, path, frame, marked, UNKNOWN, UNKNOWN), unknown: true };
}

function blocksFor(
  decoder: GeneratingDecoder,
  { iterator, parts, place }: Generator,
  path: Path,
  outer: Frame | undefined,
  marked: boolean,
  key: Value,
  value: Value,
): readonly WrittenBlock[] {
  const { content, labels } = parts;
  if (content === undefined) return [];
  const frame = bind(outer, undefined, null, iterator, objectValue({ key, value }));
  const label = labels && labelIn(decoder.part(labels, path, [...place, 'labels'], frame));
  return blocksIn(content, [...place, 'content']).map((block) => ({
    expression: label === undefined ? block.expression : under(label, block.expression),
    place: block.place,
    frame,
    ...(marked && { marked }),
  }));
}

function labelIn(value: Value | undefined): string | undefined {
  const plain = value === undefined ? null : unmark(value);
  const first = isTupleValue(plain) ? plain[0] : plain instanceof ListValue ? plain.items[0] : undefined;
  return typeof first === 'string' ? first : undefined;
}

const under = (label: string, value: Expression): Expression => ({
  kind: 'object',
  items: [{ key: { kind: 'literal', value: label }, value }],
});

/** A block that a sensitive collection has generated: its attributes may reveal an element. */
export function markBlock(block: ObjectValue, attributes: readonly { readonly name: string }[]): ObjectValue {
  const result = objectValue({ ...block });
  for (const { name } of attributes) {
    const value = result[name] ?? null;
    if (!isNull(value) && !(value instanceof Sensitive)) result[name] = sensitive(value);
  }
  return isObjectValue(result) ? result : block;
}
