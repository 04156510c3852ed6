import {
  formatAction,
  type ActionAddress,
  type ActionConfiguration,
  type Body,
  type Expression,
} from '../model/index.js';
import { readProviderReference } from './bare-references.js';
import { readBody } from './body.js';
import type { Scope } from './report.js';
import { impliedProvider, refuseBoth } from './resource.js';

const KNOWN = ['config', 'count', 'for_each', 'provider'];

/** An `action` block: `config` is what its schema explains. */
export function readAction(scope: Scope, address: ActionAddress): ActionConfiguration {
  scope.allow(KNOWN, 'an action');
  const provider = scope.has('provider') ? readProviderReference(scope) : undefined;
  const count: { count?: Expression; forEach?: Expression } = {};
  if (scope.has('count')) count.count = scope.expression('count');
  if (scope.has('for_each')) count.forEach = scope.expression('for_each');
  refuseBoth(scope, count);
  return {
    address,
    key: formatAction(address),
    provider: provider ?? impliedProvider(address.type),
    body: readConfig(scope),
    source: scope.source,
    ...count,
    ...(scope.origin && { origin: scope.origin }),
  };
}

function readConfig(scope: Scope): Body {
  const config = scope.block('config');
  if (config !== undefined) return readBody(config);
  return { content: {}, source: { file: scope.source.file, path: [...scope.source.path, 'config'] } };
}
