import process from 'node:process';
import { DiagnosticError } from '../model/index.js';
import { emulatedDescription } from '../operations/index.js';
import { startSandbox, type Sandbox, type SandboxOptions } from '../sandbox/index.js';

export interface EmulateOptions extends Pick<
  SandboxOptions,
  'port' | 'file' | 'identities' | 'faults' | 'checkReplies' | 'now'
> {
  /** An OpenAPI description: a file, or an address. */
  readonly description: string;
  /** Prefix of the environment variables: `acme` for `ACME_ENDPOINT`. */
  readonly provider: string;
  /** Nouns to omit. */
  readonly without?: readonly string[];
  /** Hosts from which referenced files are read. */
  readonly allowHosts?: readonly string[];
}

/** Starts an emulator of any description. Rejects with the diagnostics of an unusable one. */
export async function emulate({
  description,
  provider,
  without = [],
  allowHosts = [],
  ...options
}: EmulateOptions): Promise<Sandbox> {
  const given = { openapi: description, name: provider, without, allowHosts };
  const { api, diagnostics } = await emulatedDescription({ directory: process.cwd() }, given);
  if (api === undefined) throw new DiagnosticError(diagnostics);
  return startSandbox({ ...options, described: api });
}
