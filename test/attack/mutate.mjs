/** Damages documents: the text of any, and the structure of JSON. The same random numbers make the same damage. */
import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';

/** @returns a function that gives numbers from 0 to 1, the same for the same seed */
export function randomOf(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

const pick = (random, list) => list[Math.floor(random() * list.length)];

const deep = (levels) => {
  let value = [];
  for (let level = 0; level < levels; level += 1) value = level % 2 === 0 ? [value] : { a: value };
  return value;
};

const VALUES = [
  () => null,
  () => true,
  () => 0,
  () => -1,
  () => 1.5,
  () => 2 ** 53,
  () => 1e308,
  () => '',
  () => 'x',
  () => '${',
  () => '${nosuch.thing}',
  () => '${terraform_data.a}',
  () => '${[for x in [1,2,3] : x if x > 1]}',
  () => '%{ if true }',
  () => '\0',
  () => '\ud800',
  () => '\u001b[2J',
  () => '__proto__',
  () => 'constructor',
  () => '../../../etc/passwd',
  () => 'x'.repeat(100_000),
  () => [],
  () => [[]],
  () => [null],
  () => ({}),
  () => ({ '': null }),
  () => JSON.parse('{"__proto__": {"polluted": true}}'),
  () => ({ constructor: { prototype: { polluted: true } } }),
  () => deep(50),
  () => deep(3_000),
];

const KEYS = ['', '__proto__', 'constructor', 'toString', 'a b', 'é', '\0', '${x}', '0', 'x'.repeat(5_000)];

/** Every object and list of a document with a key in it. */
function placesOf(root) {
  const places = [];
  const waiting = [root];
  for (let value = waiting.pop(); value !== undefined; value = waiting.pop()) {
    for (const key of Object.keys(value)) {
      places.push({ holder: value, key });
      if (typeof value[key] === 'object' && value[key] !== null) waiting.push(value[key]);
    }
  }
  return places;
}

function damageStructure(random, document) {
  const places = placesOf(document);
  if (places.length === 0) return pick(random, VALUES)();
  const { holder, key } = pick(random, places);
  switch (Math.floor(random() * 6)) {
    case 0:
      if (Array.isArray(holder)) holder.splice(Number(key), 1);
      else delete holder[key];
      break;
    case 1: {
      const other = pick(random, places);
      holder[key] = structuredClone(other.holder[other.key]);
      break;
    }
    case 2: {
      const value = holder[key];
      const name = pick(random, KEYS);
      if (Array.isArray(holder)) holder.push(structuredClone(value));
      else Object.defineProperty(holder, name, { value, enumerable: true, configurable: true, writable: true });
      break;
    }
    case 3:
      if (typeof holder[key] === 'string') holder[key] += pick(random, ['"]', '[0]', '.x', '\n', '${', '}', '\\']);
      else if (typeof holder[key] === 'number') holder[key] = -holder[key] - 1;
      else holder[key] = pick(random, VALUES)();
      break;
    default:
      holder[key] = pick(random, VALUES)();
  }
  return document;
}

function damageText(random, text) {
  const at = Math.floor(random() * (text.length + 1));
  const size = 1 + Math.floor(random() * 20);
  const piece = pick(random, [
    '\0',
    '\uFEFF',
    '"',
    '{',
    '}',
    '[',
    ']',
    ',',
    '\\',
    '\n',
    '\r',
    '9'.repeat(400),
    '//',
    '\ud800',
    '🙂',
    '\u202e',
  ]);
  switch (Math.floor(random() * 6)) {
    case 0:
      return text.slice(0, at);
    case 1:
      return text.slice(0, at) + text.slice(at + size);
    case 2:
      return text.slice(0, at) + piece + text.slice(at);
    case 3:
      return text.slice(0, at) + piece + text.slice(at + 1);
    case 4:
      return text.slice(0, at) + text.slice(at, at + size * 20) + text.slice(at);
    default:
      return pick(random, [
        '',
        ' ',
        'null',
        '[]',
        '{}',
        '0',
        '"x"',
        text + text,
        '['.repeat(100_000),
        '{"a":'.repeat(20_000),
      ]);
  }
}

/** One to three damages; a text that is not JSON is damaged as text. */
export function damaged(random, text) {
  let document;
  try {
    document = JSON.parse(text);
  } catch {
    document = undefined;
  }
  const times = 1 + Math.floor(random() * 3);
  if (document === undefined || typeof document !== 'object' || document === null || random() < 0.35) {
    for (let time = 0; time < times; time += 1) text = damageText(random, text);
    return text;
  }
  try {
    for (let time = 0; time < times; time += 1) document = damageStructure(random, document);
    return JSON.stringify(document, undefined, 2) ?? '';
  } catch (error) {
    // Damage upon damage may nest deeper than the stack of this process allows.
    if (!(error instanceof RangeError)) throw error;
    return damageText(random, text);
  }
}

/** A saved plan with one or two damages, most times under a checksum that fits again. */
export function damagedPlan(random, text) {
  if (random() < 0.2) return damaged(random, text);
  const end = text.lastIndexOf(',\n"checksum":"');
  let body = text.slice(0, end);
  for (let time = random() < 0.3 ? 2 : 1; time > 0; time -= 1) body = damageToken(random, body);
  const checksum = createHash('sha256').update(body).digest('hex');
  return `${body},\n"checksum":"${checksum}"}}\n`;
}

const TOKEN = /"(?:[^"\\]|\\.)*":|"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?|true|false|null|\{\}|\[\]/g;
const TOKENS = [
  '-1',
  '0',
  '1',
  '99',
  '1e400',
  '"x"',
  '""',
  '"__proto__"',
  'null',
  'true',
  'false',
  '{}',
  '[]',
  '[null]',
  '[-1]',
  '{"is":"list"}',
];

/** Replaces one token, or all equal ones, which keeps the document consistent; the layout stays. */
function damageToken(random, text) {
  const from = random() < 0.7 ? text.indexOf('"landform":') : 0;
  const found = [...text.slice(from).matchAll(TOKEN)];
  if (found.length === 0) return text;
  const { 0: token, index } = pick(random, found);
  const other = random() < 0.5 ? pick(random, TOKENS) : pick(random, found)[0];
  const piece = token.endsWith('":')
    ? `"${pick(random, ['x', '__proto__', 'is', 'parts', 'value', 'kind'])}":`
    : other.replace(/:$/, '');
  if (random() < 0.5) return text.replaceAll(token, piece);
  return text.slice(0, from + index) + piece + text.slice(from + index + token.length);
}

/** A journal with damaged records and, most times, checksums that fit again. */
export function damagedJournal(random, text) {
  if (random() < 0.3) return damaged(random, text);
  const bodies = text
    .trimEnd()
    .split('\n')
    .map((line) => line.slice(9));
  const index = Math.floor(random() * bodies.length);
  bodies[index] = damaged(random, bodies[index] ?? '[]').replaceAll(/\n\s*/g, '');
  if (random() < 0.2) bodies.splice(Math.floor(random() * bodies.length), 1);
  let checksum = 0;
  return bodies
    .map((body) => {
      checksum = crc32(body, checksum);
      return `${checksum.toString(16).padStart(8, '0')} ${body}\n`;
    })
    .join('');
}
