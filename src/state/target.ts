import { parseAddress, type InstanceKey, type ResourceAddress } from '../model/index.js';
import { invalidAddress } from './edit-diagnostics.js';

/** The target of a user's address: a module with all its content, or a resource or one instance. */
export type Target =
  | { readonly kind: 'module'; readonly module: string }
  | { readonly kind: 'resource'; readonly resource: ResourceAddress; readonly key: InstanceKey };

/** Throws a DiagnosticError if the text is not an address. */
export function parseTarget(text: string): Target {
  const address = parseAddress(text);
  if (address !== undefined) return { kind: 'resource', ...address };
  // A module's address is a prefix of the addresses of its resources.
  const inside = parseAddress(`${text}.type.name`)?.resource;
  if (inside === undefined || inside.module === '' || inside.mode === 'data') throw invalidAddress(text);
  return { kind: 'module', module: inside.module };
}

/** A target without a key covers every instance; a module without a key every instance of the module. */
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
