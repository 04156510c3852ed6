import { createHash } from 'node:crypto';
import type { DescribedCall } from './api.js';

/** The tag of an object as shown: it differs as soon as anything in the object does. */
export const etagOf = (shown: unknown): string =>
  `"${createHash('sha256').update(JSON.stringify(shown)).digest('base64url').slice(0, 16)}"`;

/** Why a conditional call is not carried out. */
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
  return { status: 412, message: 'The object does not match If-Match.' };
}
