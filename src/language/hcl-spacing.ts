import type { HclToken } from './hcl-tokens.js';

const OPENING = ['{', '[', '('];
const CLOSING = ['}', ']', ')'];

/** How a token changes the number of open brackets. */
export function bracketChange({ kind, text }: HclToken): number {
  if (kind === 'open-template') return 1;
  if (kind === 'close-template') return -1;
  if (kind !== 'sign') return 0;
  return OPENING.includes(text) ? 1 : CLOSING.includes(text) ? -1 : 0;
}

/** A minus after one of these negates. */
const BEFORE_NEGATION = [
  '(',
  '{',
  '[',
  '=',
  ':',
  ',',
  '?',
  '+',
  '*',
  '/',
  '%',
  '-',
  '==',
  '!=',
  '>',
  '>=',
  '<',
  '<=',
  '&&',
  '||',
  '!',
];

const isSign = (token: HclToken | undefined, text: string): boolean => token?.kind === 'sign' && token.text === text;

/** Whether there is a space between two tokens on one line; `before` is the token before both. */
export function hasSpaceBetween(before: HclToken | undefined, token: HclToken, after: HclToken): boolean {
  if (after.kind === 'newline') return false;
  if (token.kind === 'identifier' && (isSign(after, '(') || isSign(after, '::'))) return false;
  if (isSign(token, '::') && after.kind === 'identifier') return false;
  if (isSign(token, '.') || isSign(after, '.') || isSign(after, ',') || isSign(after, '...')) return false;
  if (isSign(token, ',')) return true;
  if (isTemplateText(token, ['text', 'open-quote', 'open-heredoc'])) return false;
  if (isTemplateText(after, ['text', 'close-quote', 'close-heredoc'])) return false;
  // In [for x in [a] : x] an index would be read otherwise.
  if (token.kind === 'identifier' && token.text === 'in' && before?.kind === 'identifier') return true;
  if (isSign(after, '[') && (token.kind === 'identifier' || token.kind === 'number' || bracketChange(token) < 0))
    return false;
  if (isSign(token, '!')) return false;
  if (isSign(token, '-'))
    return before !== undefined && !(before.kind === 'sign' && BEFORE_NEGATION.includes(before.text));
  if (isSign(token, '{') || isSign(after, '}')) return !(isSign(token, '{') && isSign(after, '}'));
  if (token.kind === 'open-template' && isSign(after, '{')) return true;
  if (isSign(token, '}') && after.kind === 'close-template') return true;
  if (token.kind === 'close-template' && after.kind === 'open-template') return false;
  return bracketChange(token) <= 0 && bracketChange(after) >= 0;
}

const isTemplateText = ({ kind }: HclToken, kinds: readonly HclToken['kind'][]): boolean => kinds.includes(kind);
