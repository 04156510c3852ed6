import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'vitest';
import { Folder } from './run-landform.js';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const SCENARIOS = path.join(ROOT, 'test/scenarios/openapi');

/** A project with a provider that was generated from a description of `test/scenarios/openapi`, in the folder of its name. */
export async function generated(scenario: string, name: string, main: object): Promise<Folder> {
  const required = { required_providers: { [name]: { source: `${name}/${name}` } } };
  const folder = await Folder.make({
    'openapi.yaml': await readFile(path.join(SCENARIOS, scenario, 'openapi.yaml'), 'utf8'),
    'landform.json': { providers: { [`${name}/${name}`]: `./${name}/provider.ts` } },
    'main.tf.json': { terraform: required, ...main },
  });
  await folder.link();
  await generateProvider(folder, 'openapi.yaml', name);
  return folder;
}

/** What was generated earlier in this process, by what it was generated from: file names with their contents. */
const generatedBefore = new Map<string, Readonly<Record<string, string>>>();

/** Generates a provider into a folder of the project. The same one is generated only once; tests change copies. */
export async function generateProvider(folder: Folder, description: string, name: string, out = name): Promise<void> {
  const key = JSON.stringify([name, description, await folder.read(description)]);
  const before = generatedBefore.get(key);
  if (before !== undefined) {
    for (const [file, text] of Object.entries(before)) await folder.write(path.join(out, file), text);
    return;
  }
  const ran = await folder.run(`generate provider --openapi ${description} --name ${name} --out ${out}`);
  expect(ran.code, ran.stdout + ran.stderr).toBe(0);
  const files = await readdir(path.join(folder.path, out));
  const texts = files.map(async (file) => [file, await folder.read(path.join(out, file))] as const);
  generatedBefore.set(key, Object.fromEntries(await Promise.all(texts)));
}

/** The output as one line of text. */
export const plain = (text: string): string => text.replaceAll('│', ' ').replaceAll(/\s+/g, ' ');
