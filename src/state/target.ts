import { parseAddress, type InstanceKey, type ResourceAddress } from '../model/index.js';
import { invalidAddress } from './edit-diagnostics.js';

/** What an address given by a person means: a module with all in it, or a resource or one instance. */
export type Target =
  | { readonly kind: 'module'; readonly module: string }
  | { readonly kind: 'resource'; readonly resource: ResourceAddress; readonly key: InstanceKey };

/** Throws a DiagnosticError when the text is no address. */
export function parseTarget(text: string): Target {
  const address = parseAddress(text);
  if (address !== undefined) return { kind: 'resource', ...address };
  // An address of a module is what the address of a resource in it begins with.
  const inside = parseAddress(`${text}.type.name`)?.resource;
  if (inside === undefined || inside.module === '' || inside.mode === 'data') throw invalidAddress(text);
  return { kind: 'module', module: inside.module };
}

/** A target without key covers every instance; a module without key every instance of the module. */
export function covers(target: Target, resource: ResourceAddress, key: InstanceKey): boolean {
  if (target.kind === 'module') return isInside(resource.module, target.module);
  const wanted = target.resource;
  if (wanted.type !== resource.type || wanted.name !== resource.name || wanted.mode !== resource.mode) return false;
  return wanted.module === resource.module && (target.key === undefined || target.key === key);
}

export function isInside(module: string, outer: string): boolean {
  return (
    module.startsWith(outer) &&
    (module.length === outer.length || module[outer.length] === '.' || module[outer.length] === '[')
  );
}
