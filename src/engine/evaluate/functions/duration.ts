/** In nanoseconds. */
export type Duration = bigint;

const UNITS: Readonly<Record<string, bigint>> = {
  ns: 1n,
  us: 1_000n,
  // The micro sign and the Greek letter mu, which look alike.
  '\u00b5s': 1_000n,
  '\u03bcs': 1_000n,
  ms: 1_000_000n,
  s: 1_000_000_000n,
  m: 60_000_000_000n,
  h: 3_600_000_000_000n,
};

const PART = /(\d*)(?:\.(\d*))?(h|ms|m|s|us|\u00b5s|\u03bcs|ns)/y;

/** Parses a duration in Go's syntax: `1h30m`, `-1.5s`. Undefined if it is invalid or does not fit in 64 bits. */
export function parseDuration(text: string): Duration | undefined {
  const [sign, rest] = /^[+-]/.test(text) ? [text[0], text.slice(1)] : ['+', text];
  if (rest === '0') return 0n;
  let sum = 0n;
  let at = 0;
  for (PART.lastIndex = 0; at < rest.length; at = PART.lastIndex) {
    const match = PART.exec(rest);
    if (match === null) return undefined;
    const [, whole = '', fraction = '', unit = ''] = match;
    const size = UNITS[unit];
    if (size === undefined || (whole === '' && fraction === '')) return undefined;
    sum += BigInt(whole || '0') * size + (BigInt(fraction || '0') * size) / 10n ** BigInt(fraction.length);
  }
  if (at === 0) return undefined;
  const signed = sign === '-' ? -sum : sum;
  return BigInt.asIntN(64, signed) === signed ? signed : undefined;
}
