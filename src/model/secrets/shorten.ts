/** Longest value in a message, in characters. */
const LONGEST = 80;

/**
 * Characters that follow the place where a text will be cut. A secret that begins before it is recognized by them, even if each of its
 * characters is an escape.
 */
const REACH = 2048;

/** Around what will be cut, with its length: noncharacters, which no text contains. */
const [FROM, TO] = ['\uFDD0', '\uFDD1'];
const MARKED = /\uFDD0(\d+):([^\uFDD0\uFDD1]*)\uFDD1/g;
const MARKS = /\uFDD0\d+:|\uFDD1/g;

/** The mark where a text was truncated. */
export const CUT = '…';

/**
 * A text for a message, which {@link shortened} truncates to the given length. It is not truncated here, since masking needs
 * the rest to recognize a secret that begins before the cut.
 */
export function toShorten(text: string, longest = LONGEST): string {
  const plain = text.replace(MARKS, '');
  if (plain.length <= longest) return plain;
  const enough = longest + REACH;
  const kept = plain.length > enough ? `${whole(plain, enough)}${CUT}` : plain;
  return `${FROM}${longest}:${kept}${TO}`;
}

/** More characters of a value than {@link toShorten} keeps. */
export const ENOUGH = LONGEST + REACH + 1;

/** The text of a message as it is shown, cut where it is marked. To be called once secrets are masked. */
export const shortened = (text: string): string =>
  text.replace(MARKED, (_, longest: string, part: string) =>
    part.length <= Number(longest) ? part : `${whole(part, Number(longest))}${CUT}`,
  );

/** The first characters, without half of one that is a pair. */
function whole(text: string, length: number): string {
  const isPair = /[\uD800-\uDBFF]/.test(text.charAt(length - 1)) && /[\uDC00-\uDFFF]/.test(text.charAt(length));
  return text.slice(0, isPair ? length - 1 : length);
}
