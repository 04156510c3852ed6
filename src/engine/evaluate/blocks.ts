import {
  type Block,
  type Expression,
  ListValue,
  MapValue,
  markedSet,
  type ObjectValue,
  objectValue,
  type Path,
  SetValue,
  Unknown,
  type Value,
} from '../../model/index.js';
import { blocksIn, contentOf, type Content, type WrittenBlock } from './block-content.js';
import { type NestedPlan, planOf } from './body-plan.js';
import type { Frame } from './contract.js';
import { generate, type Generated, type GeneratingDecoder, type Generator, markBlock } from './dynamic.js';

/** What decoding nested blocks needs from the decoder of the surrounding body. */
export interface BlockDecoder extends GeneratingDecoder {
  block(content: Content, block: Block, path: Path, place: Path, frame: Frame | undefined): ObjectValue;
}

/** All blocks of one name, collected according to their nesting mode. */
export function decodeNested(
  decoder: BlockDecoder,
  plan: NestedPlan,
  expression: Expression | undefined,
  path: Path,
  place: Path,
  frame: Frame | undefined,
  generators: readonly Generator[],
): Value {
  let written = expression === undefined ? [] : blocksIn(expression, place, frame);
  if (generators.length > 0) {
    const generated = generators.map((generator) => generate(decoder, generator, path, frame));
    written = inOrder(written, generators, generated);
    if (generated.some(({ unknown }) => unknown)) {
      // The content is only decoded for its errors.
      for (const block of written) decodeOne(decoder, plan, block, path);
      return unknownBlocks(plan);
    }
  }
  return plan.blockType.nesting === 'map'
    ? mapOfBlocks(decoder, plan, written, path, place)
    : sequenceOfBlocks(decoder, plan, written, path, place);
}

/** Written and generated blocks in the order of the file: one by one in HCL; in JSON all of one kind come first. */
function inOrder(
  written: readonly WrittenBlock[],
  generators: readonly Generator[],
  generated: readonly Generated[],
): readonly WrittenBlock[] {
  const places = [
    ...written.map((block) => ({ start: block.expression.blockStart ?? 0, blocks: [block] })),
    ...generated.map(({ blocks }, index) => ({ start: generators[index]?.start ?? 0, blocks })),
  ];
  return places.sort((left, right) => left.start - right.start).flatMap(({ blocks }) => blocks);
}

function sequenceOfBlocks(
  decoder: BlockDecoder,
  plan: NestedPlan,
  written: readonly WrittenBlock[],
  path: Path,
  place: Path,
): Value {
  const { nesting, block } = plan.blockType;
  const isOne = nesting === 'single' || nesting === 'group';
  checkCount(decoder, plan, written.length, isOne ? 1 : plan.blockType.maxItems, path, place);
  const items: Value[] = [];
  for (const [index, one] of written.entries()) {
    const item = decodeOne(decoder, plan, one, path, isOne ? undefined : index);
    if (item !== undefined) items.push(item);
  }
  switch (nesting) {
    case 'single':
      return items[0] ?? null;
    case 'group':
      return items[0] ?? emptyBlock(block);
    case 'set':
      return markedSet(plan.element, items);
    default:
      return plan.loose ? items : new ListValue(plan.element, items);
  }
}

function decodeOne(
  decoder: BlockDecoder,
  plan: NestedPlan,
  { expression, place, frame, marked }: WrittenBlock,
  path: Path,
  index?: number,
): ObjectValue | undefined {
  const content = contentOf(expression);
  if (content === undefined) {
    notABlock(decoder, plan, path, place);
    return undefined;
  }
  const { block } = plan.blockType;
  const value = decoder.block(content, block, index === undefined ? path : [...path, index], place, frame);
  return marked === true ? markBlock(value, planOf(block).attributes) : value;
}

/** All blocks of a name, if it is not known how many there are. */
function unknownBlocks({ blockType: { nesting }, element, loose }: NestedPlan): Value {
  if (nesting === 'single' || nesting === 'group') return new Unknown(element);
  return new Unknown(loose && nesting !== 'set' ? 'dynamic' : { kind: nesting, element });
}

function mapOfBlocks(
  decoder: BlockDecoder,
  plan: NestedPlan,
  written: readonly WrittenBlock[],
  path: Path,
  place: Path,
): Value {
  const entries = objectValue();
  for (const { expression, place: own, frame, marked } of written) {
    const labels = contentOf(expression);
    if (labels === undefined) {
      notABlock(decoder, plan, path, own);
      continue;
    }
    for (const [label, labelled] of Object.entries(labels)) {
      const content = contentOf(labelled);
      const where = [...own, label];
      if (content === undefined) notABlock(decoder, plan, [...path, label], where);
      else if (label in entries) {
        decoder.report(
          'duplicate-block',
          `There are two "${plan.name}" blocks with the label ${JSON.stringify(label)}`,
          [...path, label],
          where,
        );
      } else {
        const value = decoder.block(content, plan.blockType.block, [...path, label], where, frame);
        entries[label] = marked === true ? markBlock(value, planOf(plan.blockType.block).attributes) : value;
      }
    }
  }
  checkCount(decoder, plan, Object.keys(entries).length, plan.blockType.maxItems, path, place);
  return plan.loose ? entries : new MapValue(plan.element, entries);
}

function checkCount(
  decoder: BlockDecoder,
  plan: NestedPlan,
  count: number,
  most: number | undefined,
  path: Path,
  place: Path,
): void {
  const least = plan.blockType.minItems ?? 0;
  const times = (number: number): string => (number === 1 ? 'one block' : `${number} blocks`);
  if (count === 0 && least > 0) {
    decoder.report(
      'missing-block',
      `A "${plan.name}" block is missing`,
      path,
      place,
      `At least ${times(least)} must be configured.`,
    );
  } else if (count < least) {
    const detail = `At least ${times(least)} must be configured, not ${count}.`;
    decoder.report('too-few-blocks', `There are too few "${plan.name}" blocks`, path, place, detail);
  } else if (most !== undefined && most > 0 && count > most) {
    decoder.report(
      'too-many-blocks',
      `There are too many "${plan.name}" blocks`,
      path,
      place,
      `At most ${times(most)} can be configured, not ${count}.`,
    );
  }
}

function notABlock(decoder: BlockDecoder, plan: NestedPlan, path: Path, place: Path): void {
  decoder.report(
    'wrong-block',
    `"${plan.name}" is a block`,
    path,
    place,
    plan.blockType.nesting === 'map'
      ? 'Use an object with one object for each label.'
      : 'Use an object, or a list of objects for several blocks. A block cannot be a reference.',
  );
}

/** The value of a block that is not configured: attributes are null, nested blocks are empty. */
function emptyBlock(block: Block): ObjectValue {
  const value = objectValue();
  const plan = planOf(block);
  for (const { name } of plan.attributes) value[name] = null;
  for (const { name, blockType, element, loose } of plan.blocks) {
    switch (blockType.nesting) {
      case 'single':
        value[name] = null;
        break;
      case 'group':
        value[name] = emptyBlock(blockType.block);
        break;
      case 'map':
        value[name] = loose ? objectValue() : new MapValue(element, objectValue());
        break;
      case 'set':
        value[name] = new SetValue(element, []);
        break;
      case 'list':
        value[name] = loose ? [] : new ListValue(element, []);
    }
  }
  return value;
}
