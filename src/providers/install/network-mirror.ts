import { objectIn, type ProviderSource } from '../../model/index.js';
import { PackageError, type RegistryHosts } from '../../packages/index.js';
import type { ProviderOrigin, ProviderPackage } from './origin.js';
import type { Platform } from './platform.js';
import { textsIn } from './settings-text.js';

/** A server with packages of providers from any registry, in Terraform's protocol for mirrors. */
export class NetworkMirror implements ProviderOrigin {
  readonly #base: URL;
  readonly #hosts: RegistryHosts;

  /** `base` ends with `/`. */
  constructor(base: string, hosts: RegistryHosts) {
    this.#base = new URL(base);
    this.#hosts = hosts;
  }

  async versions(source: ProviderSource): Promise<readonly string[] | undefined> {
    const found = await this.#get(new URL(`${source}/index.json`, this.#base), source);
    return found === undefined ? undefined : Object.keys(objectIn(objectIn(found.document)['versions']));
  }

  async find(source: ProviderSource, version: string, platform: Platform): Promise<ProviderPackage | undefined> {
    const address = new URL(`${source}/${encodeURIComponent(version)}.json`, this.#base);
    const found = await this.#get(address, source);
    const archive = objectIn(objectIn(objectIn(found?.document)['archives'])[platform]);
    if (found === undefined || Object.keys(archive).length === 0) return undefined;
    const { url, hashes } = archive;
    if (typeof url !== 'string' || !URL.canParse(url, found.url.href)) {
      throw new PackageError('bad-registry', `${found.url.href} names no address for ${platform}.`, {
        host: this.#base.host,
      });
    }
    const known = Array.isArray(hashes) ? textsIn(hashes.filter((one) => typeof one === 'string')) : undefined;
    return { kind: 'remote', url: new URL(url, found.url), ...(known !== undefined && { hashes: known }) };
  }

  describe(): string {
    return this.#base.host;
  }

  signs(): boolean {
    return false;
  }

  async #get(address: URL, source: ProviderSource): Promise<Awaited<ReturnType<RegistryHosts['get']>> | undefined> {
    try {
      return await this.#hosts.get(this.#base.host, address, source);
    } catch (error) {
      if (error instanceof PackageError && error.problem === 'not-found') return undefined;
      throw error;
    }
  }
}
