import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { isConfiguration } from '../../program/index.js';
import { DiagnosticError, errorDiagnostic, codeOf, objectIn, parseJson } from '../../model/index.js';
import { IGNORED, settingsFile, starterFiles, type Files, type Start } from './templates.js';

/** Files that may exist in a folder considered empty. */
const BESIDE = new Set(['node_modules', 'package.json', 'package-lock.json', 'tsconfig.json', 'README.md', 'LICENSE']);

/** Whether a folder has no files that could belong to a project. A missing folder counts as empty. */
export async function isEmptyFolder(directory: string): Promise<boolean> {
  return (await namesIn(directory)).every((name) => name.startsWith('.') || BESIDE.has(name));
}

/**
 * Turns a folder into a project. Returns the names of the files written; existing files are kept. Throws a DiagnosticError if the
 * folder already is a project, or lacks the files to start from.
 */
export async function startProject(directory: string, start: Start, version: string): Promise<readonly string[]> {
  await mkdir(directory, { recursive: true });
  const names = await namesIn(directory);
  switch (start) {
    case 'terraform':
      return write(directory, fromTerraform(names));
    case 'cdktf':
      return write(directory, await fromCdktf(directory, names));
    default: {
      const files = starterFiles(start, version);
      refuseExisting(names, Object.keys(files));
      return write(directory, files);
    }
  }
}

const isProject = (name: string): boolean => name === 'landform.json' || isConfiguration(name);

/** Refuses existing files, so that a starter is written completely or not at all. Files that any package has may exist. */
function refuseExisting(names: readonly string[], files: readonly string[]): void {
  const found = names.find((name) => isProject(name) || (name.startsWith('main.') && files.includes(name)));
  if (found === undefined) return;
  throw new DiagnosticError([
    errorDiagnostic('already-a-project', `This folder already contains ${found}`, {
      detail:
        'Nothing was written. Run "landform init" without --from to check this project, or start a new one in an empty folder.',
    }),
  ]);
}

function fromTerraform(names: readonly string[]): Files {
  if (names.some(isConfiguration)) return { '.gitignore': IGNORED };
  throw new DiagnosticError([
    errorDiagnostic('nothing-to-start-from', 'This folder has no Terraform configuration', {
      detail: 'Run "landform init --from terraform" in a folder with *.tf or *.tf.json files.',
    }),
  ]);
}

/** Starts from the program that cdktf.json runs: `npx ts-node main.ts`. */
async function fromCdktf(directory: string, names: readonly string[]): Promise<Files> {
  if (names.includes('landform.json')) refuseExisting(names, []);
  if (!names.includes('cdktf.json')) {
    throw new DiagnosticError([
      errorDiagnostic('nothing-to-start-from', 'This folder has no cdktf.json', {
        detail: 'Run "landform init --from cdktf" in the folder of a CDKTF project.',
      }),
    ]);
  }
  const program = programOf(await readFile(path.join(directory, 'cdktf.json'), 'utf8'));
  if (program === undefined) {
    throw new DiagnosticError([
      errorDiagnostic('nothing-to-start-from', 'The "app" in cdktf.json is not a TypeScript or JavaScript program', {
        detail:
          'A project in another language works as it is: run "landform plan". To name a program: { "program": "main.ts" } in landform.json.',
      }),
    ]);
  }
  return { 'landform.json': settingsFile(program), '.gitignore': IGNORED };
}

function programOf(text: string): string | undefined {
  try {
    const { app } = objectIn(parseJson(text));
    return typeof app === 'string' ? app.split(/\s+/).find((word) => /\.[cm]?[jt]s$/.test(word)) : undefined;
  } catch {
    return undefined;
  }
}

async function namesIn(directory: string): Promise<readonly string[]> {
  try {
    return await readdir(directory);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return [];
    throw error;
  }
}

async function write(directory: string, files: Files): Promise<readonly string[]> {
  const written: string[] = [];
  for (const [name, text] of Object.entries(files)) {
    try {
      await writeFile(path.join(directory, name), text, { flag: 'wx' });
      written.push(name);
    } catch (error) {
      if (codeOf(error) !== 'EEXIST') throw error;
    }
  }
  return written;
}
