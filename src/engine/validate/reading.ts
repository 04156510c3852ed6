import { type Block, type BlockType, type Expression, ownEntry, type Path } from '../../model/index.js';
import { allowsDynamic, blocksNamed } from '../evaluate/attribute-blocks.js';
import { COMMENT } from './json-schema.js';
import { isMarked, look, lookAtBlock, type Look } from './look.js';
import { readAttributeInto } from './read-attribute.js';
import { define, Track, type Plain, type PlainObject } from './track.js';

/**
 * A body as JSON for the validator, following the schema: primitives are converted where Terraform would convert them,
 * nulls that mean "not set" are left out, and values that are only known after evaluation are nulls whose places are
 * listed in `open`.
 */
export interface Reading {
  readonly json: Plain;
  readonly open: readonly Path[];
  readonly secret: readonly Path[];
  /** Whether the body contains nothing that a validator could reject, so that it need not run. */
  readonly plain: boolean;
}

export function readBody(contents: Readonly<Record<string, Expression>>, block: Block): Reading {
  const track = new Track();
  const json: PlainObject = {};
  // Pairs would be allocated for each resource.
  for (const name in contents) {
    const expression = contents[name];
    if (expression !== undefined) readEntry(track, json, name, expression, block);
  }
  checkPresence(track, json, block);
  return { json, open: track.open, secret: track.secret, plain: track.plain };
}

function readEntry(track: Track, json: PlainObject, name: string, expression: Expression, block: Block): void {
  const attribute = ownEntry(block.attributes, name);
  if (attribute !== undefined && expression.isBlock !== true) {
    readAttributeInto(track, json, name, expression, attribute);
    return;
  }
  const blockType = blocksNamed(block, name);
  if (blockType !== undefined) readBlocksInto(track, json, name, expression, blockType);
  else if (name === 'dynamic' && allowsDynamic(block))
    json[name] = track.inside(name, () => readDynamic(track, see(track, expression), block));
  // A block in place of an argument, which the check of forms reports.
  else if (attribute !== undefined) readAttributeInto(track, json, name, expression, attribute);
  else if (name !== COMMENT) track.stray(json, name);
}

function checkPresence(track: Track, json: PlainObject, block: Block): void {
  for (const name in block.attributes) {
    if (block.attributes[name]?.required === true && !Object.hasOwn(json, name)) track.plain = false;
  }
  for (const name in block.blockTypes) {
    if ((block.blockTypes[name]?.minItems ?? 0) > 0 && !Object.hasOwn(json, name)) track.plain = false;
  }
}

function readBlocksInto(
  track: Track,
  json: PlainObject,
  name: string,
  expression: Expression,
  blockType: BlockType,
): void {
  const value = track.inside(name, () => {
    const found = see(track, expression);
    if ((found.kind === 'scalar' && found.value === null) || (blockType.nesting === 'group' && isUnset(found)))
      return undefined;
    if (blockType.nesting !== 'map') return readBlocks(track, found, blockType);
    return readMany(track, found, (labels) => readLabelled(track, labels, blockType.block));
  });
  if (value !== undefined) define(json, name, value);
}

/** Must be called while the track is at the place of the expression. */
function see(track: Track, expression: Expression): Look {
  if (isMarked(expression)) track.keepSecret();
  return lookAtBlock(expression);
}

/** A group that is not configured has a value that consists of nulls. */
const isUnset = (found: Look): boolean =>
  found.kind === 'object' &&
  found.entries.length > 0 &&
  found.entries.every(([, item]) => item.kind === 'literal' && item.value === null);

function readBlocks(track: Track, found: Look, { block, nesting, minItems = 0, maxItems = 0 }: BlockType): Plain {
  const json = readMany(track, found, (one) => readOne(track, one, block));
  const count = Array.isArray(json) ? json.length : 1;
  const most = nesting === 'single' || nesting === 'group' ? 1 : maxItems === 0 ? count : maxItems;
  if (found.kind !== 'open' && (count < minItems || count > most)) track.plain = false;
  return json;
}

/** One object, or an array of them. */
function readMany(track: Track, found: Look, read: (found: Look) => Plain): Plain {
  if (found.kind !== 'array') return readUnlessUnknown(track, found, read);
  return found.items.map((item, index) => track.inside(index, () => readUnlessUnknown(track, see(track, item), read)));
}

/** An unknown value may become blocks; an expression cannot be used for any. */
const readUnlessUnknown = (track: Track, found: Look, read: (found: Look) => Plain): Plain =>
  found.kind === 'open' && !found.written ? track.leaveOpen() : read(found);

function readOne(track: Track, found: Look, block: Block): Plain {
  if (found.kind !== 'object') return track.misfit(found);
  const json: PlainObject = {};
  for (const [name, item] of found.entries) readEntry(track, json, name, item, block);
  checkPresence(track, json, block);
  return json;
}

function readLabelled(track: Track, found: Look, block: Block): Plain {
  if (found.kind !== 'object') return track.misfit(found);
  const json: PlainObject = {};
  for (const [label, item] of found.entries) {
    const inner = track.inside(label, () => readMany(track, see(track, item), (one) => readOne(track, one, block)));
    if (Array.isArray(inner) && inner.length > 1) track.plain = false;
    define(json, label, inner);
  }
  return json;
}

function readDynamic(track: Track, found: Look, block: Block): Plain {
  return readMany(track, found, (kinds) => {
    if (kinds.kind !== 'object') return track.misfit(kinds);
    const json: PlainObject = {};
    for (const [name, item] of kinds.entries) {
      const blockType = blocksNamed(block, name);
      if (blockType === undefined) track.stray(json, name);
      else
        define(
          json,
          name,
          track.inside(name, () =>
            readMany(track, see(track, item), (one) => readGenerator(track, one, blockType.block)),
          ),
        );
    }
    return json;
  });
}

/** Reads `for_each`, `iterator`, `labels` and `content` of one dynamic block. */
function readGenerator(track: Track, found: Look, block: Block): Plain {
  if (found.kind !== 'object') return track.misfit(found);
  const json: PlainObject = {};
  for (const [name, item] of found.entries) {
    if (name === 'content')
      json[name] = track.inside(name, () => readMany(track, see(track, item), (one) => readOne(track, one, block)));
    else if (name === 'for_each') json[name] = true;
    else readMachinery(track, json, name, item);
  }
  if (!Object.hasOwn(json, 'for_each') || !Object.hasOwn(json, 'content')) track.plain = false;
  return json;
}

/** Rare, so the validator handles it. */
function readMachinery(track: Track, json: PlainObject, name: string, expression: Expression): void {
  const found = look(expression);
  track.plain = false;
  define(json, name, found.kind === 'open' ? track.inside(name, () => track.leaveOpen()) : track.misfit(found));
}
