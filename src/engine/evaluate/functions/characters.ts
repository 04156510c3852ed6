/** Characters as people count them: what belongs together (an accent, a flag, a family) is one. */
/** Made when first needed: it loads more than every other part of a command takes to start. */
let segmenter: Intl.Segmenter | undefined;

/** No character of these texts has more than one code; only a carriage return joins a line feed. */
// eslint-disable-next-line no-control-regex
const isPlain = (text: string): boolean => /^[\u0000-\u000c\u000e-\u007f]*$/.test(text);

/**
 * A letter behind a mark begins a character in the version of Unicode that Terraform uses (15.0); later versions join consonants of
 * Indian scripts. Thai and Lao AM are letters that belong to what is before them.
 */
const JOINED_LETTER = /(?<=[\p{M}\u200d])(?=(?![\u0e33\u0eb3\p{Extended_Pictographic}])\p{L})/u;

const charactersOf = (text: string): string[] => {
  segmenter ??= new Intl.Segmenter('und', { granularity: 'grapheme' });
  const characters: string[] = [];
  for (const { segment } of segmenter.segment(text)) {
    if (segment.length > 2) characters.push(...segment.split(JOINED_LETTER));
    else characters.push(segment);
  }
  return characters;
};

export function countCharacters(text: string): number {
  return isPlain(text) ? text.length : charactersOf(text).length;
}

export function sliceCharacters(text: string, start: number, end?: number): string {
  return isPlain(text) ? text.slice(start, end) : charactersOf(text).slice(start, end).join('');
}

export function reverseCharacters(text: string): string {
  return (isPlain(text) ? Array.from(text) : charactersOf(text)).toReversed().join('');
}
