import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { blocksOf } from './documents.js';
import { generateProvider } from './generated.js';
import { Folder } from './run-landform.js';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** How the provider authenticates. */
const CREDENTIALS = {
  header: `scheme: 'header', header: 'authorization', prefix: 'Bearer ', secret: String(values['token'])`,
  query: `scheme: 'query', parameter: 'key', secret: String(values['token'])`,
  basic: `scheme: 'basic', user: 'me', password: String(values['token'])`,
};

/** A folder in which programs and providers can import Landform. */
export async function folderWithLandform(files: Readonly<Record<string, unknown>>): Promise<Folder> {
  const folder = await Folder.make(files);
  await folder.link();
  return folder;
}

/** Changes to a generated provider: to its description and to its mapping. */
export interface Changes {
  readonly description?: (text: string) => string;
  readonly mapping?: (text: string) => string;
}

/** A folder with the provider that docs/provider-from-openapi.md generates, without retries. */
export async function library(
  credentials: keyof typeof CREDENTIALS | 'as described' = 'header',
  changes: Changes = {},
): Promise<Folder> {
  const folder = await folderWithLandform({ 'landform.json': { providers: { 'acme/acme': './acme/provider.ts' } } });
  const guide = await readFile(path.join(ROOT, 'docs/provider-from-openapi.md'), 'utf8');
  const description = blocksOf(guide).find(({ language }) => language === 'yaml')!.text;
  await folder.write('openapi.yaml', changes.description?.(description) ?? description);
  await generateProvider(folder, 'openapi.yaml', 'acme');
  const mapping = (await folder.read('acme/mapping.ts')).replace('retries: 8', 'retries: 0, landsWithinSeconds: 0');
  const changed =
    credentials === 'as described'
      ? mapping
      : mapping.replace(/scheme: 'header',[^}]*/, `${CREDENTIALS[credentials]},\n    `);
  await folder.write('acme/mapping.ts', changes.mapping?.(changed) ?? changed);
  return folder;
}
