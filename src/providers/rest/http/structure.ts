import type { Limits } from './limits.js';

const QUOTE = 34;
const COMMA = 44;
/** Brackets and braces, distinguished by one bit. */
const OPENING = 123;
const CLOSING = 125;

/**
 * Which limit the structure of a JSON text exceeds. A single pass without recursion, so that it can precede parsing.
 * Text that is neither an array nor an object exceeds none.
 */
export function exceededBy(text: string, limits: Limits): 'replyDepth' | 'replyValues' | undefined {
  if (text.length <= Math.min(limits.replyDepth, limits.replyValues) || !/^\s*[[{]/.test(text)) return undefined;
  let depth = 0;
  let values = 0;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (code === QUOTE) index = endOfString(text, index);
    else if (code === COMMA) values += 1;
    else if ((code | 32) === OPENING) {
      depth += 1;
      values += 1;
      if (depth > limits.replyDepth) return 'replyDepth';
    } else if ((code | 32) === CLOSING) depth -= 1;
    if (values > limits.replyValues) return 'replyValues';
  }
  return undefined;
}

/** An unterminated string is invalid JSON, which parsing reports. */
function endOfString(text: string, start: number): number {
  let end = text.indexOf('"', start + 1);
  while (end !== -1 && isEscaped(text, end)) end = text.indexOf('"', end + 1);
  return end === -1 ? text.length : end;
}

function isEscaped(text: string, place: number): boolean {
  let slashes = 0;
  while (text.charCodeAt(place - 1 - slashes) === 92) slashes += 1;
  return slashes % 2 === 1;
}
