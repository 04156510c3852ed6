/** Credentials are renewed this long before they expire. */
const EARLY_MS = 5 * 60_000;

/** Keeps what was found for as long as it is valid; a failure is not kept. */
export function untilExpiry<Found extends { readonly expires?: number | undefined }>(
  find: () => Promise<Found>,
  now: () => number,
): () => Promise<Found> {
  let found: Promise<Found> | undefined;
  let expires = Infinity;
  return async () => {
    if (found === undefined || now() > expires - EARLY_MS) {
      found = find();
      found.catch(() => (found = undefined));
      expires = (await found).expires ?? Infinity;
    }
    return found;
  };
}
