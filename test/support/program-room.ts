import path from 'node:path';
import { rolldown } from 'rolldown';

/**
 * Bundles src/program into one file, as the build does, and returns its path. A test runner changes what `import()` does, so
 * code that imports the user's files must run in a process without one.
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
