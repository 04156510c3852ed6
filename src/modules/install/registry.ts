import { isJsonObject, listIn, newestFirst, newestMeeting, objectIn, parseJson, type Json } from '../../model/index.js';
import { follow, refusedReply, tokenVariable, type ModuleHttp } from './http.js';
import { ModuleError } from '../problem.js';
import type { RegistrySource } from '../source.js';

export interface RegistryOptions {
  readonly http: ModuleHttp;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Tokens by host, from Terraform's file of credentials. */
  readonly tokens: ReadonlyMap<string, string>;
}

/** Registries of modules, each asked once for its services and for the versions of a module. */
export class Registries {
  readonly #options: RegistryOptions;
  readonly #services = new Map<string, Promise<URL>>();
  readonly #versions = new Map<string, Promise<readonly string[]>>();

  constructor(options: RegistryOptions) {
    this.#options = options;
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
    const { reply, url } = await follow(this.#options.http, address, { headers: this.#headers(source.host) });
    if (reply.status !== 200 && reply.status !== 204) throw refusedReply(reply, url, `${source.name} ${version}`);
    const location = reply.header('x-terraform-get') ?? locationIn(await reply.text());
    if (location === undefined || location === '')
      throw badReply(source.host, `${url.href} names no location of the package.`);
    return /^(?:\/|\.\.?\/)/.test(location) ? new URL(location, url).href : location;
  }

  async #list(source: RegistrySource): Promise<readonly string[]> {
    const service = await this.#service(source.host);
    const address = new URL(`${source.name}/versions`, service);
    const { reply, url } = await follow(this.#options.http, address, { headers: this.#headers(source.host) });
    if (reply.status !== 200) throw refusedReply(reply, url, `the module ${source.name}`);
    const document = jsonOf(await reply.text());
    if (document === undefined) throw badReply(source.host, `${url.href} does not return JSON.`);
    const [module] = listIn(objectIn(document)['modules']);
    const found = listIn(objectIn(module)['versions']).flatMap((one) => {
      const { version } = objectIn(one);
      return typeof version === 'string' ? [version] : [];
    });
    return newestFirst(found);
  }

  #service(host: string): Promise<URL> {
    return remembered(this.#services, host, async () => {
      const address = new URL(`https://${host}/.well-known/terraform.json`);
      const { reply, url } = await follow(this.#options.http, address, { headers: this.#headers(host) });
      const service = reply.status === 200 ? objectIn(jsonOf(await reply.text()))['modules.v1'] : undefined;
      if (reply.status !== 200 && reply.status !== 404) throw refusedReply(reply, url, 'a registry');
      if (typeof service !== 'string' || !URL.canParse(service, url.href)) {
        throw new ModuleError(
          'module-not-found',
          `${host} is not a registry of modules`,
          `${url.href} names no "modules.v1". Correct the host in the source.`,
        );
      }
      const base = new URL(service, url);
      if (!base.pathname.endsWith('/')) base.pathname += '/';
      return base;
    });
  }

  #headers(host: string): Readonly<Record<string, string>> {
    const token = this.#options.environment[tokenVariable(host)] ?? this.#options.tokens.get(host);
    return token === undefined || token === '' ? {} : { authorization: `Bearer ${token}` };
  }
}

function locationIn(text: string): string | undefined {
  const document = jsonOf(text);
  const location = isJsonObject(document) ? document['location'] : undefined;
  return typeof location === 'string' ? location : undefined;
}

function jsonOf(text: string): Json | undefined {
  try {
    return parseJson(text);
  } catch {
    return undefined;
  }
}

const badReply = (host: string, detail: string): ModuleError =>
  new ModuleError(
    'module-fetch-failed',
    `The registry ${host} does not answer as it should`,
    `${detail} Report it to those who run the registry.`,
  );

function remembered<T>(known: Map<string, Promise<T>>, key: string, find: () => Promise<T>): Promise<T> {
  const found = known.get(key) ?? find();
  known.set(key, found);
  return found;
}
