import {
  DiagnosticError,
  errorDiagnostic,
  isJsonList,
  isJsonObject,
  nearest,
  type Diagnostic,
  type Json,
} from '../../model/index.js';

/** A setting of a backend: its type, and the environment variables that provide it where the configuration does not. */
export interface SettingRule {
  readonly type: 'text' | 'number' | 'flag' | 'texts' | 'object';
  readonly variables?: readonly string[];
  readonly isRequired?: boolean;
  /** Never shown. */
  readonly isSecret?: boolean;
}

export type SettingRules = Readonly<Record<string, SettingRule>>;

export interface GivenSettings {
  /** The kind of backend: `http`. */
  readonly type: string;
  readonly config: Readonly<Record<string, Json>>;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Of the configuration's block, if there is one. */
  readonly at?: Pick<Diagnostic, 'source' | 'origin'>;
  /** What the settings are of, if not of a backend. */
  readonly owner?: SettingOwner;
}

/** How messages name what has the settings: `the key provider`. */
export interface SettingOwner {
  readonly code: string;
  readonly noun: string;
  /** Where a missing setting is added. */
  readonly adding: (name: string) => string;
  readonly guide: string;
}

const BACKEND: SettingOwner = {
  code: 'invalid-backend',
  noun: 'backend',
  adding: (name) => `to the backend block, pass it with landform init -backend-config="${name}=…"`,
  guide: 'docs/state.md describes the settings of each backend',
};

/** Checked settings. A missing one is undefined; in Terraform, null and missing are the same. */
export class Settings<Rules extends SettingRules> {
  readonly #values = new Map<string, Json>();
  readonly #rules: Rules;

  /** Throws a DiagnosticError with all problems. */
  constructor(rules: Rules, { type, config, environment, at, owner = BACKEND }: GivenSettings) {
    this.#rules = rules;
    const problems: Diagnostic[] = [];
    for (const [name, given] of Object.entries(config)) {
      const rule = Object.hasOwn(rules, name) ? rules[name] : undefined;
      if (given === null) continue;
      if (rule === undefined) {
        problems.push(unknownSetting(owner, type, name, Object.keys(rules), at));
        continue;
      }
      const value = converted(given, rule);
      if (value === undefined) problems.push(wrongSetting(owner, type, name, rule, at));
      else this.#values.set(name, value);
    }
    for (const [name, rule] of Object.entries(rules)) {
      if (this.#values.has(name)) continue;
      const variable = rule.variables?.find((one) => (environment[one] ?? '') !== '');
      const value = variable === undefined ? undefined : converted(environment[variable] ?? '', rule);
      if (value !== undefined) this.#values.set(name, value);
      else if (variable !== undefined) problems.push(wrongSetting(owner, type, variable, rule, at));
      else if (rule.isRequired === true) problems.push(missingSetting(owner, type, name, rule, at));
    }
    if (problems.length > 0) throw new DiagnosticError(problems);
  }

  text(name: keyof Rules & string): string | undefined {
    const value = this.#values.get(name);
    return typeof value === 'string' && value !== '' ? value : undefined;
  }

  number(name: keyof Rules & string): number | undefined {
    const value = this.#values.get(name);
    return typeof value === 'number' ? value : undefined;
  }

  flag(name: keyof Rules & string): boolean {
    return this.#values.get(name) === true;
  }

  /** Whether it is configured, or in the environment. */
  hasValue(name: keyof Rules & string): boolean {
    return this.#values.has(name);
  }

  texts(name: keyof Rules & string): readonly string[] {
    const value = this.#values.get(name);
    return isJsonList(value) ? value.filter((one) => typeof one === 'string') : [];
  }

  object(name: keyof Rules & string): Readonly<Record<string, Json>> {
    const value = this.#values.get(name);
    return isJsonObject(value) ? value : {};
  }

  /** The values that no message may show. */
  secrets(): readonly string[] {
    return Object.entries(this.#rules).flatMap(([name, { isSecret }]) => {
      const value = isSecret === true ? this.#values.get(name) : undefined;
      return typeof value === 'string' ? [value] : [];
    });
  }
}

/** Texts may stand for numbers and flags, as in Terraform: those of environment variables and `-backend-config` always do. */
function converted(value: Json, { type }: SettingRule): Json | undefined {
  switch (type) {
    case 'text':
      return typeof value === 'number' || typeof value === 'boolean' ? String(value) : ifText(value);
    case 'number': {
      const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
      return typeof number === 'number' && Number.isFinite(number) ? number : undefined;
    }
    case 'flag':
      if (typeof value === 'boolean') return value;
      return value === 'true' || value === '1' ? true : value === 'false' || value === '0' ? false : undefined;
    case 'texts':
      return isJsonList(value) && value.every((one) => typeof one === 'string') ? value : undefined;
    case 'object': {
      // A block is a list of one object in Terraform's JSON.
      const [only] = isJsonList(value) ? value : [value];
      return isJsonObject(only) ? only : undefined;
    }
  }
}

const ifText = (value: Json): string | undefined => (typeof value === 'string' ? value : undefined);

const EXPECTED: Readonly<Record<SettingRule['type'], string>> = {
  text: 'a string',
  number: 'a number',
  flag: 'true or false',
  texts: 'a list of strings',
  object: 'an object',
};

function unknownSetting(
  { code, noun }: SettingOwner,
  type: string,
  name: string,
  known: readonly string[],
  at: GivenSettings['at'],
): Diagnostic {
  const near = nearest(name, known);
  return errorDiagnostic(code, `The ${noun} "${type}" has no setting "${name}"`, {
    ...at,
    detail: near.length > 0 ? `Did you mean ${near.join(' or ')}?` : `Its settings are ${known.join(', ')}.`,
  });
}

const wrongSetting = (
  { code, noun, guide }: SettingOwner,
  type: string,
  name: string,
  rule: SettingRule,
  at: GivenSettings['at'],
): Diagnostic =>
  errorDiagnostic(code, `The setting "${name}" of the ${noun} "${type}" must be ${EXPECTED[rule.type]}`, {
    ...at,
    detail: `Correct the value; ${guide}.`,
  });

function missingSetting(
  { code, noun, adding }: SettingOwner,
  type: string,
  name: string,
  { variables }: SettingRule,
  at: GivenSettings['at'],
): Diagnostic {
  const variable = variables?.[0];
  const elsewhere = variable === undefined ? '' : `, or set the environment variable ${variable}`;
  return errorDiagnostic(code, `The ${noun} "${type}" needs the setting "${name}"`, {
    ...at,
    detail: `Add it ${adding(name)}${elsewhere}.`,
  });
}
