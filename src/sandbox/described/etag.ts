import { createHash } from 'node:crypto';
import type { DescribedCall } from './api.js';

/** The tag of an object as it is shown: another one as soon as anything of it differs. */
export const etagOf = (shown: unknown): string =>
  `"${createHash('sha256').update(JSON.stringify(shown)).digest('base64url').slice(0, 16)}"`;

/** Why a call is not made under the condition that came with it. */
export function unmet(
  { condition }: Pick<DescribedCall, 'condition'>,
  sent: string | undefined,
  shown: unknown,
): { readonly status: 412 | 428; readonly message: string } | undefined {
  if (condition === undefined) return undefined;
  if (sent === undefined)
    return condition === 'demanded' ? { status: 428, message: 'The header If-Match is missing.' } : undefined;
  const tags = sent.split(',').map((tag) => tag.trim());
  if (tags.includes('*') || tags.includes(etagOf(shown))) return undefined;
  return { status: 412, message: 'It is not as If-Match says.' };
}
