import type { Expression, ModuleConfiguration, Reference } from '../../model/index.js';
import { fleetingAddress } from '../evaluate/ephemeral.js';

type Readable = Pick<ModuleConfiguration, 'variables' | 'locals' | 'calls' | 'resources'>;

const known = new WeakMap<Readable, ReadonlySet<string>>();

/**
 * The addresses of ephemeral resources and variables, of ephemeral outputs of called modules, and of all locals that refer to one,
 * directly or indirectly. A reference to any of them is ephemeral, whichever part of the value it reads.
 */
export function ephemeralAddresses(
  module: Readable,
  referencesOf: (expression: Expression) => readonly Reference[],
): ReadonlySet<string> {
  let found = known.get(module);
  if (found === undefined) known.set(module, (found = addressesIn(module, referencesOf)));
  return found;
}

function addressesIn(
  { variables, locals, calls, resources }: Readable,
  referencesOf: (expression: Expression) => readonly Reference[],
): ReadonlySet<string> {
  const found = new Set<string>();
  for (const { name, ephemeral } of variables.values()) if (ephemeral === true) found.add(`var.${name}`);
  for (const [name, { address }] of resources) if (address.mode === 'ephemeral') found.add(name);
  for (const call of calls.values()) {
    for (const { name, ephemeral } of call.module.outputs.values()) {
      if (ephemeral === true) found.add(`module.${call.name}`).add(`module.${call.name}.${name}`);
    }
  }
  if (found.size === 0) return found;
  const readers = new Map<string, string[]>();
  for (const { name, value } of locals.values()) {
    for (const { subject, steps, isKeptInside } of referencesOf(value)) {
      const address = isKeptInside === true ? '' : fleetingAddress(subject, steps);
      if (address === '') continue;
      const known = readers.get(address);
      if (known === undefined) readers.set(address, [`local.${name}`]);
      else known.push(`local.${name}`);
    }
  }
  for (const address of found) for (const reader of readers.get(address) ?? []) found.add(reader);
  return found;
}
