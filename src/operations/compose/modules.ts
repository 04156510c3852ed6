import path from 'node:path';
import type { Diagnostic } from '../../model/index.js';
import { readConfiguration, type FindModule } from '../../language/index.js';
import { Installation, StackModules, type InstallReport } from '../../modules/install/index.js';
import { moduleFinder } from '../../program/index.js';
import { readCliConfiguration } from '../../providers/install/cli-configuration.js';
import { packageHttp, stopSignal } from './network.js';
import type { OperationEnvironment } from '../environment.js';
import { modulesOf, type InstallModules } from '../project.js';

/** Installs modules over the network as it is set up for providers, with Git, and with the user's cache. Loaded by `init` and `get` alone. */

/**
 * Installs modules when a project is opened. What was installed is added to `reports`, with the stack it is for. `others` asks for
 * modules that the configuration of a project with one stack does not call.
 */
export function moduleInstaller(
  env: OperationEnvironment,
  { upgrade = false, nested = true }: { readonly upgrade?: boolean | undefined; readonly nested?: boolean },
  reports: (InstallReport & { readonly stack: string })[],
  others?: (find: FindModule) => void,
): InstallModules {
  return async (sources) => {
    const { tokens, services } = readCliConfiguration(env.environment, env.directory);
    const installation = new Installation({
      project: env.directory,
      cache: cacheFolder(env),
      upgrade,
      nested,
      http: packageHttp(env),
      environment: env.environment,
      tokens,
      services,
      signal: stopSignal(env),
    });
    const diagnostics: Diagnostic[] = [];
    const stacks = new Map<string, StackModules>();
    for (const { name, folder, files } of sources) {
      const of = modulesOf(env, { name, folder });
      const modules = new StackModules(installation, of);
      stacks.set(name, modules);
      do {
        const find = moduleFinder(of.directory, modules.locate);
        readConfiguration(files, find);
        if (sources.length === 1) others?.(find);
      } while (await modules.installPending());
      reports.push(...modules.finish().map((report) => ({ ...report, stack: name })));
      diagnostics.push(...modules.warnings);
    }
    installation.writeLock();
    return {
      diagnostics,
      locate: ({ name }) => {
        const modules = stacks.get(name);
        if (modules === undefined) throw new Error(`the modules of ${name} were not installed`);
        return modules.locate;
      },
    };
  };
}

/** As the base directory specification of desktops says. Without a home, the project has a cache of its own. */
function cacheFolder({ environment, directory }: OperationEnvironment): string {
  const { XDG_CACHE_HOME: given = '', HOME: home = '' } = environment;
  if (path.isAbsolute(given)) return path.join(given, 'landform', 'modules');
  return home === '' ? path.resolve(directory, '.landform/cache/modules') : path.join(home, '.cache/landform/modules');
}
