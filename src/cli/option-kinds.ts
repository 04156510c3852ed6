import type { GivenVariables } from '../operations/index.js';
import type { CompletionKind, Option, Given } from './command.js';
import { UsageError } from './usage-error.js';

/** A flag that is off by default. */
export function flag(summary: string): Option<boolean> {
  return { kind: 'flag', summary, read: (given) => given === true };
}

/** A flag that is on by default; its summary says what switching it off does. */
export function switchedOff(summary: string): Option<boolean> {
  return { kind: 'flag', on: true, summary, read: (given) => given !== false };
}

/** An option that few runs need: a long help page lists it by name only. */
export const rare = <T>(option: Option<T>): Option<T> => ({ ...option, rare: true });

export function text(placeholder: string, summary: string, completion?: CompletionKind): Option<string | undefined> {
  return { kind: 'value', placeholder, summary, ...(completion === undefined ? {} : { completion }), read: last };
}

export function texts(placeholder: string, summary: string, completion?: CompletionKind): Option<readonly string[]> {
  return {
    kind: 'value',
    placeholder,
    summary,
    ...(completion === undefined ? {} : { completion }),
    read: textsOf,
  };
}

export function required(placeholder: string, summary: string, completion?: CompletionKind): Option<string> {
  return {
    kind: 'value',
    required: true,
    placeholder,
    summary,
    ...(completion === undefined ? {} : { completion }),
    read: (given, name) => {
      const value = last(given);
      if (value !== undefined && value !== '') return value;
      throw new UsageError('missing-option', `--${name} is required`, `Write it as --${name} ${placeholder}.`);
    },
  };
}

/** Addresses with a text each, which may contain "=" itself. */
export function pairs(
  placeholder: string,
  summary: string,
  completion?: CompletionKind,
): Option<readonly (readonly [address: string, text: string])[]> {
  return {
    kind: 'value',
    placeholder,
    summary,
    ...(completion === undefined ? {} : { completion }),
    read: (given, name) =>
      textsOf(given).map((pair) => {
        const [, address, text] = /^((?:[^="]|"(?:[^"\\]|\\.)*")+)=([^]+)$/.exec(pair) ?? [];
        if (address !== undefined && text !== undefined) return [address, text] as const;
        throw new UsageError('invalid-option', `--${name} takes ${placeholder}, not "${pair}"`);
      }),
  };
}

const textsOf = (given: Given): readonly string[] => (typeof given === 'object' ? given : []);

const last = (given: Given): string | undefined => textsOf(given).at(-1);

export function count(placeholder: string, summary: string, least: number, otherwise: number): Option<number> {
  return {
    kind: 'value',
    placeholder,
    summary,
    read: (given, name) => {
      const value = last(given);
      if (value === undefined) return otherwise;
      const number = Number(value);
      if (/^\d+$/.test(value) && number >= least && number <= 65_535) return number;
      throw new UsageError('invalid-option', `--${name} takes a whole number, ${least} or more, not "${value}"`);
    },
  };
}

/** A duration in milliseconds: `30s`, `5m`, `1h30m`, `500ms`, or a bare `0`. */
export function duration(summary: string): Option<number> {
  return {
    kind: 'value',
    placeholder: 'DURATION',
    summary,
    read: (given, name) => {
      const value = last(given);
      if (value === undefined || value === '0') return 0;
      const parts = [...value.matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h)/g)];
      if (parts.length > 0 && parts.map(([whole]) => whole).join('') === value) {
        return parts.reduce((sum, [, amount, unit]) => sum + Number(amount) * UNITS[unit as keyof typeof UNITS], 0);
      }
      throw new UsageError(
        'invalid-option',
        `--${name} takes a duration, not "${value}"`,
        'Write it as 30s, 5m or 1h30m.',
      );
    },
  };
}

const UNITS = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };

export function choice<const C extends string>(choices: readonly C[], otherwise: C, summary: string): Option<C> {
  const option = optionalChoice(choices, summary);
  return { ...option, read: (given, name, all) => option.read(given, name, all) ?? otherwise };
}

export function optionalChoice<const C extends string>(choices: readonly C[], summary: string): Option<C | undefined> {
  return {
    kind: 'value',
    placeholder: choices.join('|'),
    summary,
    completion: choices,
    read: (given, name) => {
      const value = last(given);
      if (value === undefined) return undefined;
      const found = choices.find((candidate) => candidate === value);
      if (found !== undefined) return found;
      throw new UsageError('invalid-option', `--${name} takes ${choices.join(' or ')}, not "${value}"`);
    },
  };
}

/** Variables and variable files in one list, in their order on the command line: the last value wins. */
export const assignments: Option<readonly GivenVariables[]> = {
  kind: 'value',
  placeholder: 'NAME=VALUE',
  completion: 'variable',
  summary: 'Set a variable (repeatable)',
  read: (_given, name, all) =>
    all.flatMap(({ option, text }) =>
      option === 'var-file' ? [{ file: text }] : option === name ? [assignment(text, name)] : [],
    ),
};

function assignment(pair: string, name: string): GivenVariables {
  const at = pair.indexOf('=');
  if (at > 0) return { name: pair.slice(0, at).trim(), text: pair.slice(at + 1) };
  // The text may be a secret, so the message does not repeat it.
  throw new UsageError('invalid-option', `--${name} takes NAME=VALUE`, `Write it as --${name} 'region=eu-1'.`);
}
