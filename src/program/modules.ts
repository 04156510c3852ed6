import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { FindModule, FoundModule } from '../language/index.js';
import { DiagnosticError, listIn, objectIn, parseJson, type Json } from '../model/index.js';
import { readConfigurationFile } from './configuration-file.js';
import { configurationNames } from './folder.js';

/**
 * Finds the modules that a project calls: those in local folders, and those that `terraform init` has installed. Each
 * folder is read once, however many calls lead to it.
 */
export function moduleFinder(project: string): FindModule {
  const known = new Map<string, FoundModule>();
  let installed: ReadonlyMap<string, string> | undefined;
  return ({ key, from, version }, caller) => {
    if (/^\.\.?(?:[\\/]|$)/.test(from)) {
      const directory = path.posix.normalize(path.posix.join(caller, from)).replace(/(?<=.)\/$/, '');
      let found = known.get(directory);
      if (found === undefined) known.set(directory, (found = readModule(project, directory, from)));
      return found;
    }
    installed ??= installedModules(project);
    const directory = installed.get(key.replaceAll(/(?:^|\.)module\./g, (start) => (start.startsWith('.') ? '.' : '')));
    if (directory !== undefined) return readModule(project, directory, from);
    const wanted = version === undefined ? from : `${from} (${version})`;
    return problem('module-not-installed', `The module ${wanted} is not installed`, INSTALL);
  };
}

const INSTALL =
  'Landform reads modules from local folders. Modules from elsewhere have to be installed: run terraform init.';

function readModule(project: string, directory: string, from: string): FoundModule {
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
    const files = read.map((name) => readConfigurationFile(path.join(folder, name), path.posix.join(directory, name)));
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

/** The directories of installed modules by their key, as Terraform records them: `a.b` for `module.a.module.b`. */
function installedModules(project: string): ReadonlyMap<string, string> {
  const directories = new Map<string, string>();
  let json: Json;
  try {
    json = parseJson(readFileSync(path.join(project, '.terraform', 'modules', 'modules.json'), 'utf8'));
  } catch {
    return directories;
  }
  for (const one of listIn(objectIn(json)['Modules'])) {
    const { Key: key, Dir: directory } = objectIn(one);
    if (typeof key === 'string' && typeof directory === 'string')
      directories.set(key, path.posix.normalize(directory.replaceAll('\\', '/')));
  }
  return directories;
}
