/**
 * Characters as people count them: a sequence that is displayed as one (an accented letter, a flag, a family) counts as
 * one.
 */
/** Created on first use: loading it takes longer than everything else at the start of a command. */
let segmenter: Intl.Segmenter | undefined;

/**
 * Every character of such a string is a single code point; the only sequence would be a carriage return with a line
 * feed.
 */
// eslint-disable-next-line no-control-regex
const isPlain = (text: string): boolean => /^[\u0000-\u000c\u000e-\u007f]*$/.test(text);

/**
 * A letter after a mark begins a new character in the Unicode version that Terraform uses (15.0); later versions join
 * consonants of Indian scripts. Thai and Lao AM are letters that belong to the preceding character.
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
