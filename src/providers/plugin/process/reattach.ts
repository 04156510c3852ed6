import {
  DiagnosticError,
  errorDiagnostic,
  expandProviderSource,
  reasonOf,
  type ProviderSource,
} from '../../../model/index.js';
import type { Protocol } from '../wire/schemas.js';
import type { Address } from './handshake.js';

/** A plugin that already runs, in a debugger or for a test; its owner ends it. */
export interface RunningPlugin extends Address {
  readonly protocol: Protocol;
}

export const REATTACH = 'TF_REATTACH_PROVIDERS';

/** The running plugins that the environment names. Throws a diagnostic if it cannot be understood. */
export function runningPlugins(
  environment: Readonly<Record<string, string | undefined>>,
): ReadonlyMap<ProviderSource, RunningPlugin> {
  const text = environment[REATTACH];
  if (text === undefined || text === '') return new Map();
  try {
    const entries = Object.entries(record(JSON.parse(text), 'it'));
    return new Map(entries.map(([source, entry]) => [expandProviderSource(source), runningPlugin(source, entry)]));
  } catch (error) {
    throw new DiagnosticError([
      errorDiagnostic('invalid-reattach', `${REATTACH} cannot be read: ${reasonOf(error)}`, {
        detail:
          'It must be the JSON that a provider prints when it is started for debugging: an object with the address of each provider. Correct it, or unset it.',
      }),
    ]);
  }
}

function runningPlugin(source: string, json: unknown): RunningPlugin {
  const entry = record(json, source);
  const { Network: network, String: address } = record(entry['Addr'], `Addr of ${source}`);
  if (network !== 'unix' && network !== 'tcp') throw new Error(`the network of ${source} must be unix or tcp`);
  if (typeof address !== 'string') throw new Error(`${source} has no address`);
  const version = entry['ProtocolVersion'] || 5;
  if (version !== 5 && version !== 6) throw new Error(`the protocol version of ${source} must be 5 or 6`);
  return { network, address, protocol: version };
}

function record(json: unknown, name: string): Readonly<Record<string, unknown>> {
  if (typeof json !== 'object' || json === null || Array.isArray(json)) throw new Error(`${name} must be an object`);
  return json as Readonly<Record<string, unknown>>;
}
