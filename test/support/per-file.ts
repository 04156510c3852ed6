const ends: (() => Promise<void>)[] = [];

/**
 * Starts something when a test first asks for it, and ends it after the last test of the file. Files share their modules
 * (vitest.config.ts), so a hook beside a variable of a module would run only for the first file that imports it.
 */
export function oncePerFile<T>(start: () => Promise<T>, end: (started: T) => Promise<void>): () => Promise<T> {
  let started: Promise<T> | undefined;
  return () => {
    if (started !== undefined) return started;
    const current = start();
    started = current;
    ends.push(async () => {
      started = undefined;
      await end(await current);
    });
    return current;
  };
}

/** Ends all that was started, the last first. */
export async function endFile(): Promise<void> {
  for (const end of ends.splice(0).reverse()) await end();
}
