import { isJsonObject, listIn, newestFirst, newestMeeting, objectIn } from '../../model/index.js';
import {
  jsonOf,
  PackageError,
  refusedReply,
  RegistryHosts,
  remembered,
  type RegistryOptions,
} from '../../packages/index.js';
import { ModuleError } from '../problem.js';
import type { RegistrySource } from '../source.js';

/** Registries of modules, each asked once for its services and for the versions of a module. */
export class Registries {
  readonly #hosts: RegistryHosts;
  readonly #versions = new Map<string, Promise<readonly string[]>>();

  constructor(options: RegistryOptions) {
    this.#hosts = new RegistryHosts(options);
  }

  /** The version to install: the newest that meets the constraint. */
  async choose(source: RegistrySource, constraint: string | undefined): Promise<string> {
    const versions = await remembered(this.#versions, `${source.host}/${source.name}`, () => this.#list(source));
    const chosen = newestMeeting(versions, constraint);
    if (chosen !== undefined) return chosen;
    const module = `${source.host}/${source.name}`;
    const newest = versions.slice(0, 10).join(', ');
    if (versions.length === 0)
      throw new ModuleError('module-version-not-found', `${module} has no versions`, 'Correct the source.');
    throw new ModuleError(
      'module-version-not-found',
      constraint === undefined
        ? `${module} has pre-release versions only`
        : `No version of ${module} meets "${constraint}"`,
      `Available: ${newest}${versions.length > 10 ? ` and ${versions.length - 10} older ones` : ''}. Change "version" to one of them${constraint === undefined ? '' : ', or to a constraint that one meets'}.`,
    );
  }

  /** The source of a version's package, as the registry gives it, with relative addresses completed. */
  async locate(source: RegistrySource, version: string): Promise<string> {
    const service = await this.#service(source.host);
    const address = new URL(`${source.name}/${encodeURIComponent(version)}/download`, service);
    const { reply, url } = await this.#hosts.follow(source.host, address);
    if (reply.status !== 200 && reply.status !== 204) throw refusedReply(reply, url, `${source.name} ${version}`);
    const location = reply.header('x-terraform-get') ?? locationIn(await reply.text());
    if (location === undefined || location === '')
      throw new PackageError('bad-registry', `${url.href} does not say where the package is.`, { host: source.host });
    return /^(?:\/|\.\.?\/)/.test(location) ? new URL(location, url).href : location;
  }

  async #list(source: RegistrySource): Promise<readonly string[]> {
    const service = await this.#service(source.host);
    const address = new URL(`${source.name}/versions`, service);
    const { document } = await this.#hosts.get(source.host, address, `the module ${source.name}`);
    const [module] = listIn(objectIn(document)['modules']);
    const found = listIn(objectIn(module)['versions']).flatMap((one) => {
      const { version } = objectIn(one);
      return typeof version === 'string' ? [version] : [];
    });
    return newestFirst(found);
  }

  async #service(host: string): Promise<URL> {
    const service = await this.#hosts.service(host, 'modules.v1');
    if (service !== undefined) return service;
    throw new ModuleError(
      'module-not-found',
      `${host} is not a registry of modules`,
      `${this.#hosts.description(host).href} names no "modules.v1". Correct the host in the source.`,
    );
  }
}

function locationIn(text: string): string | undefined {
  const document = jsonOf(text);
  const location = isJsonObject(document) ? document['location'] : undefined;
  return typeof location === 'string' ? location : undefined;
}
