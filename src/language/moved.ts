import {
  isInModule,
  parseAddress,
  parseModule,
  type MovedConfiguration,
  type RemovedConfiguration,
} from '../model/index.js';
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
  const [type, next] = [parseAddress(from)?.resource.type, parseAddress(to)?.resource.type];
  if (type !== next) {
    scope.error('invalid-move', `${from} cannot become ${to}`, ['to'], {
      detail: 'A resource keeps its type. Remove the block, or correct the address.',
    });
    return undefined;
  }
  return { from, to, source: scope.source, ...(scope.origin && { origin: scope.origin }) };
}

/** A `removed` block; undefined if its address is missing or not valid. */
export function readRemoved(scope: Scope): RemovedConfiguration | undefined {
  for (const name of scope.body.names()) {
    if (name === 'provisioner' || name === 'connection') {
      scope.error('not-supported', `"${name}" is not supported`, [name], {
        detail: 'Landform does not run commands. Remove it.',
      });
    } else if (name !== 'from' && name !== 'lifecycle') scope.unknown(name, ['from', 'lifecycle'], 'a removed block');
  }
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
  return { from, destroy, source: scope.source, ...(scope.origin && { origin: scope.origin }) };
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
