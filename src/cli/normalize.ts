import { UsageError } from './usage-error.js';

/** Names of options by their kind; an option has the same kind in every command that knows it. */
export interface OptionNames {
  readonly flags: ReadonlySet<string>;
  readonly values: ReadonlySet<string>;
}

/**
 * Brings Terraform's spelling (`-out=x`, `-refresh=false`) into the one that commander reads. What follows an option that
 * takes a value is that value, whatever it looks like; behind `--` nothing is an option.
 */
export function normalize(argv: readonly string[], names: OptionNames): string[] {
  const result: string[] = [];
  const left = argv.values();
  for (const token of left) {
    if (token === '--') return [...result, token, ...left];
    const [, name, value] = /^--?([A-Za-z][\w-]*)(?:=([\s\S]*))?$/.exec(token) ?? [];
    if (name === undefined || token.length === 2) {
      result.push(token);
      continue;
    }
    if (names.flags.has(name)) result.push(flagToken(name, value));
    else if (!names.values.has(name)) result.push(value === undefined ? `--${name}` : `--${name}=${value}`);
    else if (value !== undefined) result.push(`--${name}=${value}`);
    else {
      result.push(`--${name}`);
      const next = left.next();
      if (next.done !== true) result.push(next.value);
    }
  }
  return result;
}

function flagToken(name: string, value: string | undefined): string {
  if (value === undefined || /^(true|t|1|yes)$/i.test(value)) return `--${name}`;
  if (/^(false|f|0|no)$/i.test(value)) return `--no-${name}`;
  throw new UsageError('invalid-option', `--${name} takes true or false, not "${value}"`);
}
