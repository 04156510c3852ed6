import { spawn } from 'node:child_process';
import { isJsonObject, parseJson, reasonOf, stringifyJson, type Json } from '../../../model/index.js';
import { Settings, type SettingRules } from '../../backends/settings.js';
import { invalidEncryption } from '../diagnostics.js';
import type { KeyMetadata } from '../envelope.js';
import { bytesIn, KeyUnavailable, metadataOf, type KeyProvider, type KeyProviderOptions } from '../key-provider.js';

/** The protocol of OpenTofu's external key providers, version 1. */
const MAGIC = 'OpenTofu-External-Key-Provider';
const VERSION = 1;

const TIMEOUT_MS = 60_000;

/**
 * Keys from a program. It writes a line that names the protocol, reads the stored metadata (or `null`) from standard
 * input, and writes the keys with their metadata.
 */
export class External implements KeyProvider {
  readonly #name: string;
  readonly #command: readonly string[];
  readonly #directory: string;

  constructor(name: string, command: readonly string[], directory: string) {
    this.#name = name;
    this.#command = command;
    this.#directory = directory;
  }

  async create(metadata: Map<string, Json>): Promise<Uint8Array> {
    const { keys, meta } = await this.#run(null);
    metadata.set(this.#name, meta);
    return bytesIn(keys, 'encryption_key', 'the external program');
  }

  async restore(metadata: KeyMetadata): Promise<Uint8Array> {
    const own = metadataOf(metadata, this.#name);
    const { keys } = await this.#run((own['external_data'] ?? null) === null ? null : own);
    return bytesIn(keys, 'decryption_key', 'the external program');
  }

  async #run(input: Json): Promise<{ readonly keys: Readonly<Record<string, Json>>; readonly meta: Json }> {
    const [program = ''] = this.#command;
    const text = await this.#outputOf(stringifyJson(input));
    const end = text.indexOf('\n');
    const header = parsed(text.slice(0, end));
    if (!isJsonObject(header) || header['magic'] !== MAGIC || header['version'] !== VERSION)
      throw new KeyUnavailable(
        `The first line of ${program} must be {"magic":"${MAGIC}","version":${VERSION}}; it is not an external key provider.`,
      );
    const output = parsed(text.slice(end + 1));
    const keys = isJsonObject(output) ? output['keys'] : undefined;
    if (!isJsonObject(output) || !isJsonObject(keys))
      throw new KeyUnavailable(`${program} wrote no keys: {"keys":{"encryption_key":"…"},"meta":{}}.`);
    return { keys, meta: output['meta'] ?? { external_data: null } };
  }

  #outputOf(input: string): Promise<string> {
    const [program = '', ...args] = this.#command;
    return new Promise((resolve, reject) => {
      const child = spawn(program, args, { cwd: this.#directory, timeout: TIMEOUT_MS });
      const output: Buffer[] = [];
      const errors: Buffer[] = [];
      child.stdout.on('data', (bytes: Buffer) => output.push(bytes));
      child.stderr.on('data', (bytes: Buffer) => errors.push(bytes));
      child.on('error', (error) => reject(new KeyUnavailable(`${program} cannot be run: ${reasonOf(error)}.`)));
      child.on('close', (code, signal) => {
        if (code === 0) return resolve(Buffer.concat(output).toString('utf8'));
        const said = Buffer.concat(errors).toString('utf8').trim().slice(0, MOST_SAID);
        const how = code === null ? `was ended by ${signal ?? 'a signal'}` : `ended with the code ${code}`;
        reject(new KeyUnavailable(`${program} ${how}${said === '' ? '.' : `: ${said}`}`));
      });
      // A program that does not read its input is judged by its output.
      child.stdin.on('error', () => undefined);
      child.stdin.end(input);
    });
  }
}

const MOST_SAID = 1000;

function parsed(text: string): Json | undefined {
  try {
    return parseJson(text);
  } catch {
    return undefined;
  }
}

const RULES = { command: { type: 'texts', isRequired: true } } as const satisfies SettingRules;

export function openExternal({ name, settings: given, surroundings }: KeyProviderOptions): KeyProvider {
  const command = new Settings(RULES, given).texts('command');
  if (command.length === 0)
    throw invalidEncryption(
      'The key provider "external" has no command',
      'Write the program and its arguments.',
      given.at,
    );
  return new External(name, command, surroundings.directory);
}
