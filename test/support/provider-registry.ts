import { createHash } from 'node:crypto';
import * as openpgp from 'openpgp';
import { zipOf, type ArchiveEntry } from './archives.js';
import { ModuleServer } from './module-server.js';

/** Who signs the checksums of a release. */
export interface Signer {
  readonly privateKey: openpgp.PrivateKey;
  readonly armored: string;
}

/** A key that was made at a date, and is valid for some seconds after it; 0 for ever. */
export async function newSigner(date = new Date('2024-01-01'), seconds = 0): Promise<Signer> {
  const { privateKey, publicKey } = await openpgp.generateKey({
    type: 'ecc',
    curve: 'ed25519Legacy',
    userIDs: [{ name: 'A publisher' }],
    date,
    keyExpirationTime: seconds,
    format: 'object',
  });
  return { privateKey, armored: publicKey.armor() };
}

export interface Release {
  /** `acme/thing` */
  readonly name: string;
  readonly version: string;
  /** By default, one for Linux with a program, and the same for Windows. */
  readonly archives?: Readonly<Record<string, Buffer>>;
  readonly protocols?: readonly string[];
  readonly signer: Signer;
  /** When the checksums were signed. */
  readonly signedAt?: Date;
  /** The keys that the registry names; by default, the signer's. */
  readonly keys?: readonly string[];
}

/** The archive of a provider: a program that does nothing, and a text. */
export const providerZip = (type: string, version: string, more: readonly ArchiveEntry[] = []): Buffer =>
  zipOf([
    { name: `terraform-provider-${type}_v${version}`, text: `#!/bin/sh\n# ${version}\n`, mode: 0o755 },
    { name: 'LICENSE.txt', text: 'free' },
    ...more,
  ]);

/** A registry on loopback with TLS, in which everything can be made wrong. */
export class ProviderRegistry {
  readonly server: ModuleServer;
  readonly #versions = new Map<string, { version: string; protocols: readonly string[]; platforms: unknown[] }[]>();

  private constructor(server: ModuleServer) {
    this.server = server;
  }

  static async start(): Promise<ProviderRegistry> {
    const registry = new ProviderRegistry(await ModuleServer.start(true));
    registry.server.replies.set('/.well-known/terraform.json', JSON.stringify({ 'providers.v1': '/v1/providers/' }));
    return registry;
  }

  /** The address of its service, for a `host` block of the CLI configuration. */
  get service(): string {
    return `${this.server.url}/v1/providers/`;
  }

  async add(release: Release): Promise<void> {
    const { name, version, signer, protocols = ['5.0'], keys = [signer.armored] } = release;
    const type = name.slice(name.indexOf('/') + 1);
    const zip = providerZip(type, version);
    const archives = release.archives ?? {
      linux_amd64: zip,
      windows_amd64: providerZip(type, version, [{ name: 'README.txt', text: 'for Windows' }]),
    };
    const files = Object.entries(archives).map(([platform, bytes]) => {
      const sum = createHash('sha256').update(bytes).digest('hex');
      return { platform, bytes, sum, file: `terraform-provider-${type}_${version}_${platform}.zip` };
    });
    const manifest = `${'ab'.repeat(32)}  terraform-provider-${type}_${version}_manifest.json\n`;
    const sums = files.map(({ sum, file }) => `${sum}  ${file}\n`).join('') + manifest;
    const signature = await openpgp.sign({
      message: await openpgp.createMessage({ binary: Buffer.from(sums) }),
      signingKeys: signer.privateKey,
      detached: true,
      format: 'binary',
      date: release.signedAt ?? new Date('2024-01-02'),
    });
    const folder = `/files/${name}/${version}`;
    const { replies } = this.server;
    replies.set(`${folder}/SHA256SUMS`, sums);
    replies.set(`${folder}/SHA256SUMS.sig`, Buffer.from(signature));
    for (const { platform, bytes, sum, file } of files) {
      replies.set(`${folder}/${file}`, bytes);
      const document = {
        protocols,
        os: platform.split('_')[0],
        arch: platform.split('_')[1],
        filename: file,
        download_url: `${folder}/${file}`,
        shasum: sum,
        shasums_url: `${folder}/SHA256SUMS`,
        shasums_signature_url: `${folder}/SHA256SUMS.sig`,
        signing_keys: {
          gpg_public_keys: keys.map((armor) => ({ key_id: '', ascii_armor: armor, trust_signature: '' })),
        },
      };
      replies.set(`/v1/providers/${name}/${version}/download/${platform.replace('_', '/')}`, JSON.stringify(document));
    }
    const platforms = files.map(({ platform }) => ({ os: platform.split('_')[0], arch: platform.split('_')[1] }));
    const known = this.#versions.get(name) ?? [];
    known.push({ version, protocols, platforms });
    this.#versions.set(name, known);
    replies.set(`/v1/providers/${name}/versions`, JSON.stringify({ versions: known }));
  }

  /** Removes a provider with all its files. */
  forget(name: string): void {
    this.#versions.delete(name);
    for (const key of Array.from(this.server.replies.keys()))
      if (key.includes(`/${name}/`)) this.server.replies.delete(key);
  }

  /** Changes a text that it serves. */
  change(path: string, from: string, to: string): void {
    const before = this.server.replies.get(path);
    if (typeof before !== 'string' || !before.includes(from)) throw new Error(`${path} does not contain ${from}`);
    this.server.replies.set(path, before.replace(from, to));
  }
}
