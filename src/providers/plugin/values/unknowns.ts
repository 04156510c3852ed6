import { compareNumbers, isNumber, normalized, Unknown, type Range, type Type } from '../../../model/index.js';
import { ByteReader } from '../bytes/reader.js';
import { ByteWriter } from '../bytes/writer.js';
import { numberOf, writeNumber } from './numbers.js';
import { readItem, type Item } from './read-pack.js';
import { writeBool, writeExtension, writeInteger, writeListSize, writeMapSize, writeText } from './write-pack.js';

/** Extension types: an unknown value, and one of which something is known. */
const UNKNOWN = 0;
const REFINED = 12;

const NOT_REFINED = Buffer.from([0]);

/** Keys of what is known. */
const FACT = { nullness: 1, prefix: 2, least: 3, most: 4, fewest: 5, longest: 6 } as const;

/** Longer prefixes are cut, as Terraform cuts them. */
const MAX_PREFIX = 256;

/** A value that its place, of type `type`, does not know yet, with the facts that can be said of such a type. */
export function writeUnknown(writer: ByteWriter, value: Unknown, type: Type): void {
  const facts = type === 'dynamic' ? [] : factsOf(value, type);
  if (facts.length === 0) {
    writeExtension(writer, UNKNOWN, NOT_REFINED);
    return;
  }
  const body = new ByteWriter();
  writeMapSize(body, facts.length);
  for (const [fact, write] of facts) {
    writeInteger(body, fact);
    write(body);
  }
  writeExtension(writer, REFINED, body.take());
}

type Fact = readonly [fact: number, write: (body: ByteWriter) => void];

function factsOf({ notNull, range }: Unknown, type: Type): Fact[] {
  const facts: Fact[] = notNull ? [[FACT.nullness, (body) => writeBool(body, false)]] : [];
  if (range === undefined) return facts;
  const { prefix, least, most } = range;
  if (type === 'string' && prefix !== undefined && prefix !== '') {
    facts.push([FACT.prefix, (body) => writeText(body, cutPrefix(prefix))]);
  }
  if (type === 'number') {
    for (const [fact, bound] of [
      [FACT.least, least],
      [FACT.most, most],
    ] as const) {
      if (bound === undefined) continue;
      facts.push([
        fact,
        (body) => {
          writeListSize(body, 2);
          writeNumber(body, bound);
          writeBool(body, true);
        },
      ]);
    }
  }
  if (typeof type === 'object' && type.kind !== 'object' && type.kind !== 'tuple') {
    if (isNumber(least) && compareNumbers(least, 0) > 0) facts.push([FACT.fewest, (body) => writeNumber(body, least)]);
    if (most !== undefined) facts.push([FACT.longest, (body) => writeNumber(body, most)]);
  }
  return facts;
}

/** By whole characters: half of one would be another character. */
function cutPrefix(prefix: string): string {
  if (Buffer.byteLength(prefix) <= MAX_PREFIX) return prefix;
  let [cut, size] = ['', 0];
  for (const character of prefix) {
    size += Buffer.byteLength(character);
    if (size > MAX_PREFIX) break;
    cut += character;
  }
  return cut;
}

/** Every extension is an unknown value; of those of another kind, and of other facts, nothing is known. */
export function readUnknown({ type: extension, body }: Extract<Item, { kind: 'extension' }>, type: Type): Unknown {
  if (extension !== REFINED || body.length <= 1) return new Unknown(type);
  const reader = new ByteReader(body);
  const size = readItem(reader);
  if (size.kind !== 'map') return new Unknown(type);
  let notNull = false;
  let range: Range | undefined;
  for (let index = 0; index < size.size; index += 1) {
    const fact = readItem(reader);
    const value = readFact(reader);
    if (fact.kind !== 'integer') continue;
    if (fact.value === FACT.nullness) notNull = value.kind === 'bool' && !value.value;
    else if (fact.value === FACT.prefix && value.kind === 'text') range = { ...range, prefix: normalized(value.value) };
    else if (fact.value === FACT.least || fact.value === FACT.fewest) range = { ...range, least: numberOf(value) };
    else if (fact.value === FACT.most || fact.value === FACT.longest) range = { ...range, most: numberOf(value) };
  }
  return new Unknown(type, notNull, range);
}

/** Of a bound, `[number, inclusive]`, the number: an exclusive one is true as an inclusive one too. */
function readFact(reader: ByteReader): Item {
  const item = readItem(reader);
  if (item.kind !== 'list') return item;
  const [first] = Array.from({ length: item.size }, () => readItem(reader));
  return first ?? { kind: 'nil' };
}
