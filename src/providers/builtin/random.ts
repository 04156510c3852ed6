import { defineProvider, type DefinedProviderFactory } from '../define.js';
import { number, string } from '../define/attributes.js';
import { ProviderError, type ResourceDefinition } from '../define/definition.js';
import { drawnOnce, keepers } from './keepers.js';
import { passwordHandlers, passwordSchema } from './random-password.js';
import { integerBetween, pick, seededBytes, type RandomBytes } from './randomness.js';
import { ADJECTIVES, ADVERBS, NAMES } from './words.js';

export interface RandomOptions {
  readonly version: string;
  readonly uuid: () => string;
  readonly randomBytes: RandomBytes;
}

const drawn = (description: string) => string({ computed: true, stable: true, description });

/** `landform/random`: values generated once and kept in state, with the attributes of hashicorp/random. */
export function randomProvider({ version, uuid, randomBytes }: RandomOptions): DefinedProviderFactory {
  return defineProvider({
    name: 'landform/random',
    version,
    resources: {
      random_id: randomId(randomBytes),
      random_pet: randomPet(randomBytes),
      random_password: { ...passwordSchema, ...passwordHandlers(randomBytes) },
      random_uuid: randomUuid(uuid),
      random_integer: randomInteger(randomBytes),
    },
  });
}

const idSchema = {
  byte_length: number({ required: true, replaces: true, integer: true, minimum: 1, description: 'Number of bytes.' }),
  prefix: string({ replaces: true, description: 'Prefix of the value in every encoding except `id`.' }),
  keepers,
  id: drawn('The bytes, base64 for URLs, without the prefix.'),
  b64_url: drawn('The bytes, base64 for URLs.'),
  b64_std: drawn('The bytes, base64.'),
  hex: drawn('The bytes, hexadecimal.'),
  dec: drawn('The bytes as one decimal number.'),
};

const randomId = (randomBytes: RandomBytes): ResourceDefinition<typeof idSchema, unknown> => ({
  description: 'Random bytes in several encodings.',
  schema: idSchema,
  ...drawnOnce,
  create: async (inputs) => idFrom(Buffer.from(randomBytes(inputs.byte_length)), inputs.prefix),
  async import(id) {
    const comma = id.lastIndexOf(',');
    const prefix = comma < 0 ? null : id.slice(0, comma);
    const bytes = Buffer.from(id.slice(comma + 1), 'base64url');
    if (bytes.length === 0 || bytes.toString('base64url') !== id.slice(comma + 1)) {
      throw new ProviderError(
        'invalid-import-id',
        `${id} is not a random_id`,
        'Use its URL-safe base64 value, preceded by `prefix,` if it has a prefix.',
      );
    }
    return { byte_length: bytes.length, prefix, ...idFrom(bytes, prefix) };
  },
});

const petSchema = {
  length: number({ default: 2, replaces: true, integer: true, minimum: 1, description: 'Number of words.' }),
  separator: string({ default: '-', replaces: true, description: 'Separator between the words.' }),
  prefix: string({ replaces: true, description: 'Word to begin with.' }),
  keepers,
  id: drawn('The name.'),
};

const randomPet = (randomBytes: RandomBytes): ResourceDefinition<typeof petSchema, unknown> => ({
  description: 'A name such as calm-otter.',
  schema: petSchema,
  ...drawnOnce,
  async create({ length, separator, prefix }) {
    const adverbs = Array.from({ length: Math.max(0, length - 2) }, () => pick(ADVERBS, randomBytes));
    const adjective = length > 1 ? [pick(ADJECTIVES, randomBytes)] : [];
    const words = [...adverbs, ...adjective, pick(NAMES, randomBytes)];
    return { id: (prefix === null ? words : [prefix, ...words]).join(separator) };
  },
});

const uuidSchema = { keepers, id: drawn('The UUID.'), result: drawn('The UUID.') };

const randomUuid = (uuid: () => string): ResourceDefinition<typeof uuidSchema, unknown> => ({
  description: 'A random UUID.',
  schema: uuidSchema,
  ...drawnOnce,
  async create() {
    const result = uuid();
    return { id: result, result };
  },
  async import(id) {
    if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(id)) {
      throw new ProviderError('invalid-import-id', `${id} is not a UUID`, 'Use the UUID as the ID.');
    }
    return { id: id.toLowerCase(), result: id.toLowerCase() };
  },
});

const integerSchema = {
  min: number({ required: true, replaces: true, integer: true, description: 'Minimum, inclusive.' }),
  max: number({ required: true, replaces: true, integer: true, description: 'Maximum, inclusive.' }),
  seed: string({ replaces: true, description: 'Seed; the same seed gives the same number.' }),
  keepers,
  result: number({ computed: true, stable: true, description: 'The number.' }),
  id: drawn('The number, as a string.'),
};

const randomInteger = (randomBytes: RandomBytes): ResourceDefinition<typeof integerSchema, unknown> => ({
  description: 'A random whole number within bounds.',
  schema: integerSchema,
  ...drawnOnce,
  validate({ min, max }) {
    if (typeof min !== 'number' || typeof max !== 'number' || min <= max) return;
    throw new ProviderError('invalid-range', `min (${min}) is above max (${max})`, 'Swap them, or correct one.', [
      'min',
    ]);
  },
  async create({ min, max, seed }) {
    const result = integerBetween(min, max, seed === null ? randomBytes : seededBytes(seed));
    return { result, id: String(result) };
  },
  async import(id) {
    const [result = '', min = '', max = '', ...seed] = id.split(',');
    const bounds = { result: Number(result), min: Number(min), max: Number(max) };
    const isWhole = [result, min, max].every((text) => /^-?\d+$/.test(text));
    if (!isWhole || !Object.values(bounds).every(Number.isSafeInteger)) {
      throw new ProviderError(
        'invalid-import-id',
        `${id} is not a random_integer`,
        'Use result,min,max or result,min,max,seed.',
      );
    }
    return { ...bounds, seed: seed.length === 0 ? null : seed.join(','), id: result };
  },
});

function idFrom(bytes: Buffer, prefix: string | null) {
  const before = prefix ?? '';
  const id = bytes.toString('base64url');
  const hex = bytes.toString('hex');
  return {
    id,
    b64_url: before + id,
    b64_std: before + bytes.toString('base64'),
    hex: before + hex,
    dec: `${before}${BigInt(`0x${hex}`)}`,
  };
}
