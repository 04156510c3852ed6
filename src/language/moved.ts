import {
  isInModule,
  parseAddress,
  parseModule,
  type MovedConfiguration,
  type Provisioning,
  type RemovedConfiguration,
} from '../model/index.js';
import { readProvisioning } from './provisioner.js';
import type { Scope } from './report.js';

/** A `moved` block; undefined if an address is missing or not valid. */
export function readMoved(scope: Scope): MovedConfiguration | undefined {
  scope.allow(['from', 'to'], 'a moved block');
  const [from, to] = [readPlace(scope, 'from', 'a moved block'), readPlace(scope, 'to', 'a moved block')];
  if (from === undefined || to === undefined) return undefined;
  if ((parseModule(from) === undefined) !== (parseModule(to) === undefined)) {
    scope.error('invalid-move', `${from} cannot become ${to}`, ['to'], {
      detail: 'A module can only move to a module address, a resource to a resource address.',
    });
    return undefined;
  }
  return { from, to, source: scope.source, ...(scope.origin && { origin: scope.origin }) };
}

/** A `removed` block; undefined if its address is missing or not valid. */
export function readRemoved(scope: Scope): RemovedConfiguration | undefined {
  scope.allow(['from', 'lifecycle', 'provisioner', 'connection'], 'a removed block');
  const from = readPlace(scope, 'from', 'a removed block');
  const lifecycle = scope.block('lifecycle');
  lifecycle?.allow(['destroy'], 'the lifecycle of a removed block');
  const destroy = lifecycle?.flag('destroy') ?? true;
  if (from === undefined) return undefined;
  if (from.includes('[')) {
    scope.error('invalid-address', `${from} has an instance key`, ['from'], {
      detail: 'A removed block names a whole resource or module. Remove the key.',
    });
    return undefined;
  }
  const provisioning = readProvisioning(scope);
  if (provisioning !== undefined && !checkDestroyTime(scope, from, provisioning)) return undefined;
  return {
    from,
    destroy,
    ...(provisioning && { provisioning }),
    source: scope.source,
    ...(scope.origin && { origin: scope.origin }),
  };
}

/** Nothing is created by a `removed` block, and a module has no provisioners. */
function checkDestroyTime(scope: Scope, from: string, { provisioners }: Provisioning): boolean {
  if (parseModule(from) !== undefined) {
    scope.error('invalid-combination', `Objects of ${from} cannot have provisioners here`, ['provisioner'], {
      detail: 'A removed block with provisioners names one resource.',
    });
    return false;
  }
  if (provisioners.every(({ when }) => when === 'destroy')) return true;
  scope.error('invalid-value', 'A provisioner of a removed block must run on destroy', ['provisioner'], {
    detail: 'Set "when" to destroy in each of its provisioners.',
  });
  return false;
}

function readPlace(scope: Scope, name: string, block: string): string | undefined {
  const value = scope.value(name);
  if (value === undefined) {
    if (!scope.has(name)) scope.missing(name, block);
    return undefined;
  }
  const text = value.bare()?.text.trim();
  const address = text === undefined ? undefined : parseAddress(text);
  const isModule = text !== undefined && isInModule(text) && parseModule(text) !== undefined;
  if (text !== undefined && (isModule || address?.resource.mode === 'managed')) return text;
  scope.error('invalid-address', `"${name}" must be the address of a resource or module`, [name], {
    detail: 'Write type.name, type.name["key"], module.name or module.name.type.name.',
  });
  return undefined;
}
