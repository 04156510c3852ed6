import { mkdir, readFile, symlink } from 'node:fs/promises';
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
  await mkdir(path.join(folder.path, 'node_modules'));
  await symlink(ROOT, path.join(folder.path, 'node_modules/landform'));
  const ran = await folder.landform(`generate provider --openapi openapi.yaml --name ${name}`);
  expect(ran.code, ran.stderr).toBe(0);
  return folder;
}

/** The output as one line of text. */
export const plain = (text: string): string => text.replaceAll('│', ' ').replaceAll(/\s+/g, ' ');
