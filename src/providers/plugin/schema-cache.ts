import { createHash } from 'node:crypto';
import { mkdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { replaceFile } from '../replace-file.js';
import type { Protocol } from './wire/schemas.js';

/** The schemas of a plugin, as it sends them. */
export interface EncodedSchemas {
  readonly protocol: Protocol;
  /** The answer to GetProviderSchema. */
  readonly schema: Uint8Array;
  /** The answer to GetResourceIdentitySchemas; empty if the plugin does not know that call. */
  readonly identities: Uint8Array;
}

/**
 * Keeps schemas of installed plugins on disk, by the hash of the package: a large one sends megabytes, which a run that
 * uses three of its types need not wait for.
 */
export class SchemaCache {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Undefined if there are none, or if they cannot be read. */
  async read(hash: string): Promise<EncodedSchemas | undefined> {
    const content = await readFile(this.#file(hash)).catch(() => undefined);
    const head = content?.indexOf('\n') ?? -1;
    if (content === undefined || head === -1) return undefined;
    const [form, protocol, schema, identities] = content.toString('latin1', 0, head).split(' ');
    const rest = content.subarray(head + 1);
    const size = Number(schema);
    if (form !== FORM || (protocol !== '5' && protocol !== '6') || size + Number(identities) !== rest.length)
      return undefined;
    return {
      protocol: protocol === '5' ? 5 : 6,
      schema: rest.subarray(0, size),
      identities: rest.subarray(size),
    };
  }

  async write(hash: string, { protocol, schema, identities }: EncodedSchemas): Promise<void> {
    const head = Buffer.from(`${FORM} ${protocol} ${schema.length} ${identities.length}\n`);
    try {
      await mkdir(this.#folder, { recursive: true });
      await replaceFile(this.#file(hash), Buffer.concat([head, schema, identities]), 0o600);
    } catch {
      // A cache that cannot be written costs time only.
    }
  }

  #file(hash: string): string {
    return path.join(this.#folder, `${createHash('sha256').update(hash).digest('hex')}.schemas`);
  }
}

/** Changes when the form of the files does. */
const FORM = 'landform-schemas-1';
