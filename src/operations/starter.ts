import { mkdir, readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';

const SETTINGS = `${JSON.stringify({ program: 'main.ts' }, undefined, 2)}\n`;

const PROGRAM = `import { App, Fn, Output, Stack } from 'landform';
import { TerraformData } from 'landform/providers/terraform';

const app = new App();
const stack = new Stack(app, 'hello');

// A value that is kept in state: enough to see how planning and applying work.
const first = new TerraformData(stack, 'first', { input: 'hello, world' });
const second = new TerraformData(stack, 'second', { input: Fn.upper(first.output) });

new Output(stack, 'said', { value: second.output });
app.synth();
`;

/** In an empty folder, a first program to begin with. Gives the files made; none where there is anything a user wrote. */
export async function writeStarter(directory: string): Promise<readonly string[]> {
  await mkdir(directory, { recursive: true });
  const there = (await readdir(directory)).filter((name) => !name.startsWith('.'));
  const others = there.filter(
    (name) => !['node_modules', 'package.json', 'package-lock.json', 'tsconfig.json', 'README.md'].includes(name),
  );
  if (others.length > 0) return [];
  await writeFile(path.join(directory, 'main.ts'), PROGRAM, { flag: 'wx' });
  await writeFile(path.join(directory, 'landform.json'), SETTINGS, { flag: 'wx' });
  return ['main.ts', 'landform.json'];
}
