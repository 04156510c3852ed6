/** Strings are kept in Unicode's normal form C, so that equal texts are equal values. */
export function normalized(text: string): string {
  // eslint-disable-next-line no-control-regex
  return /^[\u0000-\u02ff]*$/.test(text) ? text : text.normalize('NFC');
}
