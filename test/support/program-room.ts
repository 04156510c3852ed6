import path from 'node:path';
import { rolldown } from 'rolldown';

/**
 * Puts the program room into one file, as the build does with all of them, and gives its path. A test runner changes what
 * `import()` means, so what imports the user's files has to run in a process without one.
 */
export async function bundleProgramRoom(directory: string): Promise<string> {
  const built = await rolldown({
    input: path.resolve('src/program/index.ts'),
    platform: 'node',
    external: (id) => id.startsWith('node:') || id === 'jiti' || id === 'lossless-json',
  });
  const file = path.join(directory, 'program-room.mjs');
  await built.write({ file, format: 'esm', codeSplitting: false });
  await built.close();
  return file;
}
