import { readFileSync } from 'node:fs';
import path from 'node:path';
import { objectIn, parseJson, type Diagnostic, type Json } from '../model/index.js';
import { readConfiguration } from '../language/index.js';
import { Installation, StackModules, type InstallReport, type ModuleHttp } from '../modules/install/index.js';
import { moduleFinder } from '../program/index.js';
import { limitsFrom } from '../providers/rest/http/limits.js';
import { fetchOver } from '../providers/rest/http/transport.js';
import type { OperationEnvironment } from './environment.js';
import type { InstallModules } from './project.js';

/** Installs modules over the network as it is set up for providers, with Git, and with the user's cache. Loaded by `init` and `get` alone. */

/** A server that sends nothing for this long has failed. */
const IDLE_MS = 30_000;

/** Installs modules when a project is opened. What was installed is added to `reports`, with the stack it is for. */
export function moduleInstaller(
  env: OperationEnvironment,
  { upgrade = false, nested = true }: { readonly upgrade?: boolean | undefined; readonly nested?: boolean },
  reports: (InstallReport & { readonly stack: string })[],
): InstallModules {
  return async (sources) => {
    const installation = new Installation({
      project: env.directory,
      cache: cacheFolder(env),
      upgrade,
      nested,
      http: httpOf(env),
      environment: env.environment,
      tokens: storedTokens(env.environment['HOME']),
      signal: stopSignal(env),
    });
    const diagnostics: Diagnostic[] = [];
    const stacks = new Map<string, StackModules>();
    for (const { name, files } of sources) {
      const modules = new StackModules(installation, name);
      stacks.set(name, modules);
      do readConfiguration(files, moduleFinder(env.directory, modules.locate));
      while (await modules.installPending());
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

const stopSignal = ({ signal, stop }: OperationEnvironment): AbortSignal =>
  stop === undefined ? signal : AbortSignal.any([signal, stop]);

/** As the base directory specification of desktops says. Without a home, the project has a cache of its own. */
function cacheFolder({ environment, directory }: OperationEnvironment): string {
  const { XDG_CACHE_HOME: given = '', HOME: home = '' } = environment;
  if (path.isAbsolute(given)) return path.join(given, 'landform', 'modules');
  return home === '' ? path.resolve(directory, '.landform/cache/modules') : path.join(home, '.cache/landform/modules');
}

function httpOf(env: OperationEnvironment): ModuleHttp {
  const limits = limitsFrom(env.environment);
  const fetch = fetchOver(env.environment);
  const signal = stopSignal(env);
  return {
    get: async (url, { headers, save }) => {
      const reply = await fetch(url, {
        method: 'GET',
        headers: { 'user-agent': `landform/${env.version}`, ...headers },
        signal,
        redirect: 'manual',
        limits,
        idleMs: IDLE_MS,
        ...(save !== undefined && { receiver: { limit: 'downloadBytes' as const, take: save } }),
      });
      return {
        status: reply.status,
        header: (name) => reply.headers.get(name) ?? undefined,
        text: () => reply.text(),
      };
    },
  };
}

/** Tokens that `terraform login` has stored, by host. */
function storedTokens(home: string | undefined): ReadonlyMap<string, string> {
  const tokens = new Map<string, string>();
  let json: Json;
  try {
    json = parseJson(readFileSync(path.join(home ?? '', '.terraform.d', 'credentials.tfrc.json'), 'utf8'));
  } catch {
    return tokens;
  }
  for (const [host, entry] of Object.entries(objectIn(objectIn(json)['credentials']))) {
    const { token } = objectIn(entry);
    if (typeof token === 'string') tokens.set(host, token);
  }
  return tokens;
}
