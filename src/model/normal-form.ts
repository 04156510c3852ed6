/**
 * Strings are kept in Unicode's normal form C, which makes equal texts equal values. A lone surrogate becomes U+FFFD.
 */
export function normalized(text: string): string {
  // eslint-disable-next-line no-control-regex
  return /^[\u0000-\u02ff]*$/.test(text) ? text : text.replace(/\p{Surrogate}/gu, '\ufffd').normalize('NFC');
}
