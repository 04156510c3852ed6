const FORM =
  /^(\d{4})-(\d{1,2})-(\d{1,2})(?:(?:[Tt](\d{1,2}):(\d{1,2}):(\d{1,2})(?:\.\d+)?(Z|[-+]\d\d:\d\d))|(?: +(\d{1,2}):(\d{1,2}):(\d{1,2})(?:\.\d+)?))?$/;

const two = (part = '0'): string => part.padStart(2, '0');

/** Converts what YAML reads as a timestamp to RFC 3339; undefined for other text. */
export function yamlTimestamp(text: string): string | undefined {
  const match = FORM.exec(text);
  if (match === null) return undefined;
  const [, year, month, day, hour = match[8], minute = match[9], second = match[10], zone = 'Z'] = match;
  const [mm, dd, hh, mi, ss] = [two(month), two(day), two(hour), two(minute), two(second)];
  const date = new Date(`${year}-${mm}-${dd}T${hh}:${mi}:${ss}Z`);
  // A day that the month does not have would move the date.
  if (Number.isNaN(date.getTime()) || date.getUTCDate() !== Number(dd) || date.getUTCHours() !== Number(hh))
    return undefined;
  return `${year}-${mm}-${dd}T${hh}:${mi}:${ss}${zone === '+00:00' || zone === '-00:00' ? 'Z' : zone}`;
}
