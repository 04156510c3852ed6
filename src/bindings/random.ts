// Generated from the provider's schema by scripts/generate-bindings.mjs, and compared with it by a test.
// Change the schema, and generate again.
import type { Construct } from 'constructs';
import {
  ProviderConfig,
  Resource,
  blockOptions,
  providerOptions,
  shape,
  type Fields,
  type Input,
  type MetaArguments,
  type Ref,
} from '../constructs/index.js';

const PROVIDER = { name: 'random', source: 'landform/random' };

const RANDOM_PROVIDER_FIELDS: Fields = {};

export interface RandomProviderConfig {
  /** Distinguishes several configurations of the provider in one stack. */
  readonly alias?: string | undefined;
}

export class RandomProvider extends ProviderConfig {
  constructor(scope: Construct, id: string, config: RandomProviderConfig = {}) {
    super(scope, id, providerOptions(PROVIDER, RANDOM_PROVIDER_FIELDS, config));
  }
}

const ID_FIELDS: Fields = {
  b64Std: shape.computed('b64_std', 'string'),
  b64Url: shape.computed('b64_url', 'string'),
  byteLength: shape.input('byte_length', 'number'),
  dec: shape.computed('dec', 'string'),
  hex: shape.computed('hex', 'string'),
  id: shape.computed('id', 'string'),
  keepers: shape.input('keepers', shape.map('string')),
  prefix: shape.input('prefix', 'string'),
};

export interface IdConfig extends MetaArguments {
  /** Number of bytes. */
  readonly byteLength: Input<number>;
  /** Any values; when one changes, a new value is generated. */
  readonly keepers?: Input<Readonly<Record<string, string>>> | undefined;
  /** Prefix of the value in every encoding except `id`. */
  readonly prefix?: Input<string> | undefined;
}

/** Random bytes in several encodings. */
export class Id extends Resource {
  static readonly tfResourceType: string = 'random_id';

  constructor(scope: Construct, id: string, config: IdConfig) {
    super(scope, id, blockOptions(PROVIDER, 'random_id', ID_FIELDS, config));
  }

  /** The bytes, base64. */
  get b64Std(): Ref<string> {
    return this.attribute('b64Std');
  }

  /** The bytes, base64 for URLs. */
  get b64Url(): Ref<string> {
    return this.attribute('b64Url');
  }

  /** Number of bytes. */
  get byteLength(): Ref<number> {
    return this.attribute('byteLength');
  }

  /** The bytes as one decimal number. */
  get dec(): Ref<string> {
    return this.attribute('dec');
  }

  /** The bytes, hexadecimal. */
  get hex(): Ref<string> {
    return this.attribute('hex');
  }

  /** The bytes, base64 for URLs, without the prefix. */
  get id(): Ref<string> {
    return this.attribute('id');
  }

  /** Any values; when one changes, a new value is generated. */
  get keepers(): Ref<Readonly<Record<string, string>>> {
    return this.attribute('keepers');
  }

  /** Prefix of the value in every encoding except `id`. */
  get prefix(): Ref<string> {
    return this.attribute('prefix');
  }
}

const INTEGER_FIELDS: Fields = {
  id: shape.computed('id', 'string'),
  keepers: shape.input('keepers', shape.map('string')),
  max: shape.input('max', 'number'),
  min: shape.input('min', 'number'),
  result: shape.computed('result', 'number'),
  seed: shape.input('seed', 'string'),
};

export interface IntegerConfig extends MetaArguments {
  /** Any values; when one changes, a new value is generated. */
  readonly keepers?: Input<Readonly<Record<string, string>>> | undefined;
  /** Maximum, inclusive. */
  readonly max: Input<number>;
  /** Minimum, inclusive. */
  readonly min: Input<number>;
  /** Seed; the same seed gives the same number. */
  readonly seed?: Input<string> | undefined;
}

/** A random whole number within bounds. */
export class Integer extends Resource {
  static readonly tfResourceType: string = 'random_integer';

  constructor(scope: Construct, id: string, config: IntegerConfig) {
    super(scope, id, blockOptions(PROVIDER, 'random_integer', INTEGER_FIELDS, config));
  }

  /** The number, as a string. */
  get id(): Ref<string> {
    return this.attribute('id');
  }

  /** Any values; when one changes, a new value is generated. */
  get keepers(): Ref<Readonly<Record<string, string>>> {
    return this.attribute('keepers');
  }

  /** Maximum, inclusive. */
  get max(): Ref<number> {
    return this.attribute('max');
  }

  /** Minimum, inclusive. */
  get min(): Ref<number> {
    return this.attribute('min');
  }

  /** The number. */
  get result(): Ref<number> {
    return this.attribute('result');
  }

  /** Seed; the same seed gives the same number. */
  get seed(): Ref<string> {
    return this.attribute('seed');
  }
}

const PASSWORD_FIELDS: Fields = {
  bcryptHash: shape.computed('bcrypt_hash', 'string'),
  id: shape.computed('id', 'string'),
  keepers: shape.input('keepers', shape.map('string')),
  length: shape.input('length', 'number'),
  lower: shape.input('lower', 'bool'),
  minLower: shape.input('min_lower', 'number'),
  minNumeric: shape.input('min_numeric', 'number'),
  minSpecial: shape.input('min_special', 'number'),
  minUpper: shape.input('min_upper', 'number'),
  number: shape.input('number', 'bool'),
  numeric: shape.input('numeric', 'bool'),
  overrideSpecial: shape.input('override_special', 'string'),
  result: shape.computed('result', 'string'),
  special: shape.input('special', 'bool'),
  upper: shape.input('upper', 'bool'),
};

export interface PasswordConfig extends MetaArguments {
  /** Any values; when one changes, a new value is generated. */
  readonly keepers?: Input<Readonly<Record<string, string>>> | undefined;
  /** Number of characters. */
  readonly length: Input<number>;
  /** Whether lowercase letters may occur. */
  readonly lower?: Input<boolean> | undefined;
  /** Minimum number of lowercase letters. */
  readonly minLower?: Input<number> | undefined;
  /** Minimum number of digits. */
  readonly minNumeric?: Input<number> | undefined;
  /** Minimum number of special characters. */
  readonly minSpecial?: Input<number> | undefined;
  /** Minimum number of uppercase letters. */
  readonly minUpper?: Input<number> | undefined;
  /**
   * Use numeric instead.
   * @deprecated
   */
  readonly number?: Input<boolean> | undefined;
  /** Whether digits may occur. */
  readonly numeric?: Input<boolean> | undefined;
  /** The special characters to choose from. */
  readonly overrideSpecial?: Input<string> | undefined;
  /** Whether special characters may occur. */
  readonly special?: Input<boolean> | undefined;
  /** Whether uppercase letters may occur. */
  readonly upper?: Input<boolean> | undefined;
}

/** A random password. */
export class Password extends Resource {
  static readonly tfResourceType: string = 'random_password';

  constructor(scope: Construct, id: string, config: PasswordConfig) {
    super(scope, id, blockOptions(PROVIDER, 'random_password', PASSWORD_FIELDS, config));
  }

  /**
   * A bcrypt hash of its first 72 bytes.
   * Sensitive: it is never shown.
   */
  get bcryptHash(): Ref<string> {
    return this.attribute('bcryptHash');
  }

  /** Always `none`. */
  get id(): Ref<string> {
    return this.attribute('id');
  }

  /** Any values; when one changes, a new value is generated. */
  get keepers(): Ref<Readonly<Record<string, string>>> {
    return this.attribute('keepers');
  }

  /** Number of characters. */
  get length(): Ref<number> {
    return this.attribute('length');
  }

  /** Whether lowercase letters may occur. */
  get lower(): Ref<boolean> {
    return this.attribute('lower');
  }

  /** Minimum number of lowercase letters. */
  get minLower(): Ref<number> {
    return this.attribute('minLower');
  }

  /** Minimum number of digits. */
  get minNumeric(): Ref<number> {
    return this.attribute('minNumeric');
  }

  /** Minimum number of special characters. */
  get minSpecial(): Ref<number> {
    return this.attribute('minSpecial');
  }

  /** Minimum number of uppercase letters. */
  get minUpper(): Ref<number> {
    return this.attribute('minUpper');
  }

  /**
   * Use numeric instead.
   * @deprecated
   */
  get number(): Ref<boolean> {
    return this.attribute('number');
  }

  /** Whether digits may occur. */
  get numeric(): Ref<boolean> {
    return this.attribute('numeric');
  }

  /** The special characters to choose from. */
  get overrideSpecial(): Ref<string> {
    return this.attribute('overrideSpecial');
  }

  /**
   * The password.
   * Sensitive: it is never shown.
   */
  get result(): Ref<string> {
    return this.attribute('result');
  }

  /** Whether special characters may occur. */
  get special(): Ref<boolean> {
    return this.attribute('special');
  }

  /** Whether uppercase letters may occur. */
  get upper(): Ref<boolean> {
    return this.attribute('upper');
  }
}

const PET_FIELDS: Fields = {
  id: shape.computed('id', 'string'),
  keepers: shape.input('keepers', shape.map('string')),
  length: shape.input('length', 'number'),
  prefix: shape.input('prefix', 'string'),
  separator: shape.input('separator', 'string'),
};

export interface PetConfig extends MetaArguments {
  /** Any values; when one changes, a new value is generated. */
  readonly keepers?: Input<Readonly<Record<string, string>>> | undefined;
  /** Number of words. */
  readonly length?: Input<number> | undefined;
  /** Word to begin with. */
  readonly prefix?: Input<string> | undefined;
  /** Separator between the words. */
  readonly separator?: Input<string> | undefined;
}

/** A name such as calm-otter. */
export class Pet extends Resource {
  static readonly tfResourceType: string = 'random_pet';

  constructor(scope: Construct, id: string, config: PetConfig = {}) {
    super(scope, id, blockOptions(PROVIDER, 'random_pet', PET_FIELDS, config));
  }

  /** The name. */
  get id(): Ref<string> {
    return this.attribute('id');
  }

  /** Any values; when one changes, a new value is generated. */
  get keepers(): Ref<Readonly<Record<string, string>>> {
    return this.attribute('keepers');
  }

  /** Number of words. */
  get length(): Ref<number> {
    return this.attribute('length');
  }

  /** Word to begin with. */
  get prefix(): Ref<string> {
    return this.attribute('prefix');
  }

  /** Separator between the words. */
  get separator(): Ref<string> {
    return this.attribute('separator');
  }
}

const UUID_FIELDS: Fields = {
  id: shape.computed('id', 'string'),
  keepers: shape.input('keepers', shape.map('string')),
  result: shape.computed('result', 'string'),
};

export interface UuidConfig extends MetaArguments {
  /** Any values; when one changes, a new value is generated. */
  readonly keepers?: Input<Readonly<Record<string, string>>> | undefined;
}

/** A random UUID. */
export class Uuid extends Resource {
  static readonly tfResourceType: string = 'random_uuid';

  constructor(scope: Construct, id: string, config: UuidConfig = {}) {
    super(scope, id, blockOptions(PROVIDER, 'random_uuid', UUID_FIELDS, config));
  }

  /** The UUID. */
  get id(): Ref<string> {
    return this.attribute('id');
  }

  /** Any values; when one changes, a new value is generated. */
  get keepers(): Ref<Readonly<Record<string, string>>> {
    return this.attribute('keepers');
  }

  /** The UUID. */
  get result(): Ref<string> {
    return this.attribute('result');
  }
}
