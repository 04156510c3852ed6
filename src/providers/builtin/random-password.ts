import type { JsonObject } from '../../model/index.js';
import { boolean, number, string, type Inputs, type State } from '../define/attributes.js';
import { ProviderError } from '../define/definition.js';
import { bcryptHash } from './bcrypt.js';
import { drawnOnce, keepers } from './keepers.js';
import { pick, shuffled, type RandomBytes } from './randomness.js';

const allowed = (what: string) => boolean({ default: true, replaces: true, description: `Whether ${what} may occur.` });
const atLeast = (what: string) =>
  number({
    default: 0,
    replaces: true,
    integer: true,
    minimum: 0,
    description: `Minimum number of ${what}.`,
  });

const schema = {
  length: number({ required: true, replaces: true, integer: true, minimum: 1, description: 'Number of characters.' }),
  special: allowed('special characters'),
  upper: allowed('uppercase letters'),
  lower: allowed('lowercase letters'),
  // Two names for one value: the plan makes them agree.
  numeric: boolean({
    optional: true,
    computed: true,
    stable: false,
    replaces: true,
    description: 'Whether digits may occur.',
  }),
  number: boolean({
    optional: true,
    computed: true,
    stable: false,
    replaces: true,
    deprecated: true,
    description: 'Use numeric instead.',
  }),
  min_special: atLeast('special characters'),
  min_upper: atLeast('uppercase letters'),
  min_lower: atLeast('lowercase letters'),
  min_numeric: atLeast('digits'),
  override_special: string({ replaces: true, description: 'The special characters to choose from.' }),
  keepers,
  id: string({ computed: true, stable: true, description: 'Always `none`.' }),
  result: string({ computed: true, stable: true, sensitive: true, description: 'The password.' }),
  bcrypt_hash: string({
    computed: true,
    stable: true,
    sensitive: true,
    description: 'A bcrypt hash of its first 72 bytes.',
  }),
};

type Given = Inputs<typeof schema>;

const SPECIAL = '!@#$%&*()-_=+[]{}<>:?';

export const passwordSchema = {
  schema,
  description: 'A random password.',
  version: 3,
  upgrades: [
    (attributes: JsonObject): JsonObject => attributes,
    (attributes: JsonObject): JsonObject => ({
      ...attributes,
      numeric: attributes['numeric'] ?? attributes['number'] ?? true,
    }),
    (attributes: JsonObject): JsonObject => attributes,
  ],
};

export function passwordHandlers(randomBytes: RandomBytes) {
  return {
    ...drawnOnce,
    validate,
    plan(inputs: Partial<Given>, prior: State<typeof schema> | null, config: Partial<Given>) {
      const numeric = digitsAllowed(config);
      return {
        ...drawnOnce.plan(inputs, prior),
        ...(numeric === undefined ? {} : { known: { numeric, number: numeric } }),
      };
    },
    async create(inputs: Given) {
      const result = drawPassword(inputs, randomBytes);
      return {
        id: 'none',
        result,
        bcrypt_hash: hashOf(result, randomBytes),
        numeric: inputs.numeric ?? true,
        number: inputs.number ?? true,
      };
    },
    async import(password: string) {
      return {
        id: 'none',
        result: password,
        bcrypt_hash: hashOf(password, randomBytes),
        length: Array.from(password).length,
        special: true,
        upper: true,
        lower: true,
        numeric: true,
        number: true,
        min_special: 0,
        min_upper: 0,
        min_lower: 0,
        min_numeric: 0,
      };
    },
  };
}

/** Undefined while it is not known. */
function digitsAllowed(config: Partial<Given>): boolean | undefined {
  if (config.numeric === undefined || config.number === undefined) return config.numeric ?? config.number ?? undefined;
  return config.numeric ?? config.number ?? true;
}

function validate(config: Partial<Given>): readonly Error[] {
  const errors: Error[] = [];
  if (typeof config.numeric === 'boolean' && typeof config.number === 'boolean' && config.numeric !== config.number) {
    errors.push(
      new ProviderError('conflicting-attributes', 'numeric and number contradict each other', 'Remove number.', [
        'number',
      ]),
    );
  }
  const digits = digitsAllowed(config);
  if ([config.special ?? true, config.upper ?? true, config.lower ?? true, digits ?? true].every((class_) => !class_)) {
    errors.push(
      new ProviderError(
        'no-characters',
        'All character classes are disabled',
        'Allow at least one of special, upper, lower and numeric.',
      ),
    );
  }
  const minima = [config.min_special, config.min_upper, config.min_lower, config.min_numeric];
  const least = minima.reduce<number>((sum, minimum) => sum + (minimum ?? 0), 0);
  if (typeof config.length === 'number' && config.length < least) {
    errors.push(
      new ProviderError(
        'invalid-length',
        `length (${config.length}) is below the sum of the min_ attributes (${least})`,
        'Increase length, or decrease the min_ attributes.',
        ['length'],
      ),
    );
  }
  return errors;
}

function drawPassword(inputs: Given, bytes: RandomBytes): string {
  const special =
    inputs.override_special === null || inputs.override_special === '' ? SPECIAL : inputs.override_special;
  const kinds = [
    { characters: Array.from(special), allowed: inputs.special, least: inputs.min_special },
    { characters: Array.from('ABCDEFGHIJKLMNOPQRSTUVWXYZ'), allowed: inputs.upper, least: inputs.min_upper },
    { characters: Array.from('abcdefghijklmnopqrstuvwxyz'), allowed: inputs.lower, least: inputs.min_lower },
    { characters: Array.from('0123456789'), allowed: inputs.numeric ?? true, least: inputs.min_numeric },
  ];
  const all = kinds.filter((kind) => kind.allowed).flatMap((kind) => kind.characters);
  const required = kinds.flatMap((kind) => Array.from({ length: kind.least }, () => pick(kind.characters, bytes)));
  const others = Array.from({ length: inputs.length - required.length }, () => pick(all, bytes));
  return shuffled([...required, ...others], bytes).join('');
}

const hashOf = (password: string, bytes: RandomBytes): string => bcryptHash(password, bytes(16), 10);
