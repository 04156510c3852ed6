import { readdirSync } from 'node:fs';
import path from 'node:path';
import type { FindModule, FoundModule } from '../language/index.js';
import { DiagnosticError } from '../model/index.js';
import type { Locate } from '../modules/index.js';
import { readConfigurationFile } from './configuration-file.js';
import { configurationNames } from './folder.js';

/**
 * Finds the modules that a project calls, and reads them. A local folder is read once, however many calls lead to it. Names of files
 * are as seen from where the project has the name `folder`.
 */
export function moduleFinder(project: string, locate: Locate, folder = ''): FindModule {
  const known = new Map<string, FoundModule>();
  return (call, caller) => {
    const located = locate(call, caller);
    if (located.problem !== undefined) return located;
    const { directory } = located;
    let found = known.get(directory);
    if (found === undefined)
      known.set(
        directory,
        (found = readModule({ project, shown: path.posix.join(folder, directory) }, directory, call.from)),
      );
    return found;
  };
}

function readModule(
  { project, shown }: { readonly project: string; readonly shown: string },
  directory: string,
  from: string,
): FoundModule {
  const folder = path.resolve(project, directory);
  try {
    const names = readdirSync(folder, { withFileTypes: true })
      .filter((entry) => !entry.isDirectory())
      .map((entry) => entry.name);
    const read = configurationNames(names);
    if (read.length === 0)
      return problem(
        'empty-module',
        `The module ${from} has no *.tf or *.tf.json files`,
        `Its directory is ${folder}.`,
      );
    const files = read.map((name) => readConfigurationFile(path.join(folder, name), path.posix.join(shown, name)));
    return { files, directory };
  } catch (error) {
    const [found] = error instanceof DiagnosticError ? error.diagnostics : [];
    if (found !== undefined) return problem(found.code, found.summary, found.detail ?? '');
    const reason = error instanceof Error ? error.message : String(error);
    return problem('unreadable-module', `The module ${from} cannot be read`, reason);
  }
}

const problem = (code: string, summary: string, detail: string): FoundModule => ({
  problem: { code, summary, detail },
});
