import {
  DiagnosticError,
  errorDiagnostic,
  listIn,
  objectIn,
  type Json,
  type ProviderSource,
} from '../../model/index.js';
import { PackageError, remembered, type RegistryHosts } from '../../packages/index.js';
import { shortSource } from '../diagnostics.js';
import type { ProviderOrigin, RemotePackage } from './origin.js';
import type { Platform } from './platform.js';
import { checkSignature } from './signature.js';

const SERVICE = 'providers.v1';

/** Versions of Terraform's plugin protocol that Landform speaks. */
const PROTOCOLS = ['5', '6'];

/** The registry that the name of a provider begins with. */
export class ProviderRegistry implements ProviderOrigin {
  readonly #hosts: RegistryHosts;
  readonly #versions = new Map<string, Promise<readonly string[] | undefined>>();

  constructor(hosts: RegistryHosts) {
    this.#hosts = hosts;
  }

  versions(source: ProviderSource): Promise<readonly string[] | undefined> {
    return remembered(this.#versions, source, () => this.#list(source));
  }

  async find(source: ProviderSource, version: string, platform: Platform): Promise<RemotePackage | undefined> {
    const { host, name, service } = await this.#place(source);
    const [system = '', processor = ''] = platform.split(/_(.*)/s);
    const address = new URL([name, encodeURIComponent(version), 'download', system, processor].join('/'), service);
    const found = await this.#ifThere(() => this.#hosts.get(host, address, shortSource(source)));
    if (found === undefined) return undefined;
    const reply = objectIn(found.document);
    checkProtocols(source, version, listIn(reply['protocols']));
    const text = (member: string): string => {
      const value = reply[member];
      if (typeof value === 'string' && value !== '') return value;
      throw new PackageError('bad-registry', `${found.url.href} gives no "${member}".`, { host });
    };
    const sum = text('shasum').toLowerCase();
    const [sums, signature] = await Promise.all(
      ['shasums_url', 'shasums_signature_url'].map((member) =>
        this.#hosts.download(this.#addressIn(text(member), found.url, host), `${shortSource(source)} ${version}`),
      ),
    );
    if (sums === undefined || signature === undefined) return undefined;
    const listed = sumsIn(sums.toString('utf8'));
    if (listed.get(text('filename')) !== sum) throw wrongSum(source, version, text('filename'));
    const keys = listIn(objectIn(reply['signing_keys'])['gpg_public_keys']).flatMap((key) => {
      const { ascii_armor: armor } = objectIn(key);
      return typeof armor === 'string' ? [armor] : [];
    });
    const key = await checkSignature(source, version, { signed: sums, signature, keys });
    return {
      kind: 'remote',
      url: this.#addressIn(text('download_url'), found.url, host),
      sum,
      signed: [...listed.values()].map((one) => `zh:${one}`),
      key,
    };
  }

  describe(source: ProviderSource): string {
    return hostOf(source);
  }

  signs(): boolean {
    return true;
  }

  async #list(source: ProviderSource): Promise<readonly string[] | undefined> {
    const { host, name, service } = await this.#place(source);
    const found = await this.#ifThere(() =>
      this.#hosts.get(host, new URL(`${name}/versions`, service), shortSource(source)),
    );
    if (found === undefined) return undefined;
    return listIn(objectIn(found.document)['versions']).flatMap((one) => {
      const { version } = objectIn(one);
      return typeof version === 'string' ? [version] : [];
    });
  }

  async #place(
    source: ProviderSource,
  ): Promise<{ readonly host: string; readonly name: string; readonly service: URL }> {
    const host = hostOf(source);
    const service = await this.#hosts.service(host, SERVICE);
    if (service !== undefined) return { host, name: source.slice(host.length + 1), service };
    throw new DiagnosticError([
      errorDiagnostic('provider-not-found', `${host} is not a registry of providers`, {
        detail: `${this.#hosts.description(host).href} names no "${SERVICE}". Correct the source of ${shortSource(source)}.`,
      }),
    ]);
  }

  async #ifThere<T>(get: () => Promise<T>): Promise<T | undefined> {
    try {
      return await get();
    } catch (error) {
      if (error instanceof PackageError && error.problem === 'not-found') return undefined;
      throw error;
    }
  }

  #addressIn(text: string, base: URL, host: string): URL {
    if (URL.canParse(text, base.href)) return new URL(text, base);
    throw new PackageError('bad-registry', `${base.href} gives an address that cannot be read.`, { host });
  }
}

const hostOf = (source: ProviderSource): string => source.slice(0, source.indexOf('/'));

/** Lines of `sha256sum`: names with their sums. */
function sumsIn(text: string): ReadonlyMap<string, string> {
  const sums = new Map<string, string>();
  for (const line of text.split('\n')) {
    const [, sum, name] = /^([0-9A-Fa-f]{64})\s+\*?(\S+)\s*$/.exec(line) ?? [];
    if (sum !== undefined && name !== undefined) sums.set(name, sum.toLowerCase());
  }
  return sums;
}

const wrongSum = (source: ProviderSource, version: string, file: string): DiagnosticError =>
  new DiagnosticError([
    errorDiagnostic(
      'wrong-provider-checksum',
      `The registry contradicts itself about ${shortSource(source)} ${version}`,
      {
        detail: `The checksum of ${file} in its reply is not the one in the signed list. Nothing was installed. Report it to those who run the registry.`,
      },
    ),
  ]);

function checkProtocols(source: ProviderSource, version: string, protocols: readonly Json[]): void {
  const known = protocols.filter((one): one is string => typeof one === 'string');
  if (known.length === 0 || known.some((one) => PROTOCOLS.includes(one.replace(/\..*$/s, '')))) return;
  throw new DiagnosticError([
    errorDiagnostic('provider-protocol', `${shortSource(source)} ${version} speaks protocols that Landform does not`, {
      detail: `It has the plugin protocol ${known.join(', ')}; Landform has ${PROTOCOLS.join(' and ')}. Change the version in terraform.required_providers.`,
    }),
  ]);
}
