/** Characters as people count them: what belongs together (an accent, a flag, a family) is one. */
const SEGMENTER = new Intl.Segmenter('und', { granularity: 'grapheme' });

/** No character of these texts has more than one code; only a carriage return joins a line feed. */
// eslint-disable-next-line no-control-regex
const isPlain = (text: string): boolean => /^[\u0000-\u000c\u000e-\u007f]*$/.test(text);

const charactersOf = (text: string): string[] => Array.from(SEGMENTER.segment(text), ({ segment }) => segment);

export function countCharacters(text: string): number {
  return isPlain(text) ? text.length : charactersOf(text).length;
}

export function sliceCharacters(text: string, start: number, end?: number): string {
  return isPlain(text) ? text.slice(start, end) : charactersOf(text).slice(start, end).join('');
}

export function reverseCharacters(text: string): string {
  return (isPlain(text) ? Array.from(text) : charactersOf(text)).toReversed().join('');
}
