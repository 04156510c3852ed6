import { objectIn, parseJson, type Json } from '../model/index.js';
import { follow, refusedReply, type PackageHttp } from './http.js';
import { PackageError } from './problem.js';

export interface RegistryOptions {
  readonly http: PackageHttp;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Tokens by host, from Terraform's files. */
  readonly tokens: ReadonlyMap<string, string>;
  /** Services of hosts that are not asked for them, from Terraform's CLI configuration. */
  readonly services?: ReadonlyMap<string, Readonly<Record<string, string>>>;
}

/** Hosts of registries, each asked once for its services. */
export class RegistryHosts {
  readonly #options: RegistryOptions;
  readonly #services = new Map<string, Promise<HostServices>>();

  constructor(options: RegistryOptions) {
    this.#options = options;
  }

  /** The address of a service, ending with `/`; undefined if the host does not have it. */
  async service(host: string, name: string): Promise<URL | undefined> {
    const { services, url } = await remembered(this.#services, host, () => this.#discover(host));
    const service = services[name];
    if (typeof service !== 'string' || !URL.canParse(service, url.href)) return undefined;
    const base = new URL(service, url);
    if (!base.pathname.endsWith('/')) base.pathname += '/';
    return base;
  }

  /** Where a host describes its services. */
  readonly description = (host: string): URL => new URL(`https://${host}/.well-known/terraform.json`);

  /** The JSON at an address of a service, with the address it came from after redirects. */
  async get(host: string, address: URL, what: string): Promise<{ readonly document: Json; readonly url: URL }> {
    const { reply, url } = await this.follow(host, address);
    if (reply.status !== 200) throw refusedReply(reply, url, what);
    const document = jsonOf(await reply.text());
    if (document === undefined) throw new PackageError('bad-registry', `${url.href} does not return JSON.`, { host });
    return { document, url };
  }

  /** A small file that a registry refers to. It may be on another server, so it is requested without a token. */
  async download(address: URL, what: string): Promise<Buffer> {
    const chunks: Uint8Array[] = [];
    let size = 0;
    const save = async (bytes: AsyncIterable<Uint8Array>): Promise<void> => {
      for await (const chunk of bytes) {
        size += chunk.length;
        if (size > MOST_BYTES) throw new PackageError('too-large', `${address.href} has more than 4 MB.`);
        chunks.push(chunk);
      }
    };
    const { reply, url } = await follow(this.#options.http, address, { headers: {}, save });
    if (reply.status !== 200) throw refusedReply(reply, url, what);
    return Buffer.concat(chunks);
  }

  /** The reply at an address of a service. */
  follow(host: string, address: URL): ReturnType<typeof follow> {
    const token = this.#options.environment[tokenVariable(host)] ?? this.#options.tokens.get(host);
    const headers = token === undefined || token === '' ? {} : { authorization: `Bearer ${token}` };
    return follow(this.#options.http, address, { headers });
  }

  async #discover(host: string): Promise<HostServices> {
    const address = this.description(host);
    const given = this.#options.services?.get(host);
    if (given !== undefined) return { services: given, url: address };
    const { reply, url } = await this.follow(host, address);
    if (reply.status !== 200 && reply.status !== 404) throw refusedReply(reply, url, 'a registry');
    return { services: reply.status === 200 ? objectIn(jsonOf(await reply.text())) : {}, url };
  }
}

/** Of a list of checksums, or a signature. */
const MOST_BYTES = 4 * 1024 * 1024;

interface HostServices {
  readonly services: Readonly<Record<string, unknown>>;
  /** Relative addresses start from it. */
  readonly url: URL;
}

/** The JSON of a text; undefined if it is none. */
export function jsonOf(text: string): Json | undefined {
  try {
    return parseJson(text);
  } catch {
    return undefined;
  }
}

/** What was found for a key, or is being looked for. */
export function remembered<T>(known: Map<string, Promise<T>>, key: string, find: () => Promise<T>): Promise<T> {
  const found = known.get(key) ?? find();
  known.set(key, found);
  return found;
}

/** The variable with the token for a host, as Terraform names it. */
export const tokenVariable = (host: string): string =>
  `TF_TOKEN_${host.replace(/:\d+$/, '').replaceAll('-', '__').replaceAll('.', '_')}`;
