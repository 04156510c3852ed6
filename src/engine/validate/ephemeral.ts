import type { ModuleConfiguration, Expression, Reference } from '../../model/index.js';

/**
 * The addresses of ephemeral variables and of all locals that refer to one, directly or indirectly. A reference to any
 * of them is ephemeral, whichever part of the value it reads.
 */
export function ephemeralAddresses(
  { variables, locals }: Pick<ModuleConfiguration, 'variables' | 'locals'>,
  referencesOf: (expression: Expression) => readonly Reference[],
): ReadonlySet<string> {
  const found = new Set<string>();
  for (const { name, ephemeral } of variables.values()) if (ephemeral === true) found.add(`var.${name}`);
  if (found.size === 0) return found;
  const readers = new Map<string, string[]>();
  for (const { name, value } of locals.values()) {
    for (const { subject, isKeptInside } of referencesOf(value)) {
      if (isKeptInside === true) continue;
      if (subject.kind !== 'variable' && subject.kind !== 'local') continue;
      const address = `${subject.kind === 'variable' ? 'var' : 'local'}.${subject.name}`;
      const known = readers.get(address);
      if (known === undefined) readers.set(address, [`local.${name}`]);
      else known.push(`local.${name}`);
    }
  }
  for (const address of found) for (const reader of readers.get(address) ?? []) found.add(reader);
  return found;
}
