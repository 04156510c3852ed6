import type { Sign } from '../../theme.js';

/** The class that colours a sign. */
export function toneClass(sign: Sign): 'c' | 'u' | 'd' | 'r' {
  if (sign === '+') return 'c';
  if (sign === '~') return 'u';
  return sign.includes('-') && sign !== '<=' ? 'd' : 'r';
}
