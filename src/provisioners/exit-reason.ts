/** Why a command failed; undefined if it succeeded. `what` begins the sentence. */
export function exitReason(
  what: string,
  code: number | null | undefined,
  killedBy: string | null | undefined,
): string | undefined {
  if (code === 0) return undefined;
  if (code === null || code === undefined) return `${what} was ended by ${killedBy ?? 'a signal'}`;
  return `${what} ended with exit status ${code}`;
}
