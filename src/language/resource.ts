import {
  type Body,
  type Expression,
  formatResource,
  type Lifecycle,
  type ProviderReference,
  type ResourceAddress,
  type ResourceConfiguration,
} from '../model/index.js';
import { readDependsOn, readIgnoreChanges, readProviderReference, readReplaceTriggeredBy } from './bare-references.js';
import { readConditions } from './conditions.js';
import { COMMENT, type Scope } from './report.js';

const NO_LIFECYCLE: Lifecycle = {
  createBeforeDestroy: false,
  preventDestroy: false,
  ignoreChanges: [],
  replaceTriggeredBy: [],
  preconditions: [],
  postconditions: [],
};

/** Arguments of every resource; the rest is the business of its schema. */
const META = new Set([
  'count',
  'for_each',
  'provider',
  'depends_on',
  'lifecycle',
  'connection',
  'provisioner',
  COMMENT,
]);

export function readResource(scope: Scope, address: ResourceAddress): ResourceConfiguration {
  for (const name of ['connection', 'provisioner']) {
    if (scope.has(name)) {
      scope.error('not-supported', `"${name}" is not supported`, [name], {
        detail:
          'Landform runs nothing on the machines it makes. Use what the system offers to start them ready, or a tool made for it.',
      });
    }
  }
  if (scope.has('count') && scope.has('for_each')) {
    scope.error('invalid-combination', `${scope.address} has both "count" and "for_each"`, ['for_each'], {
      detail: 'Each of them says how many there are. Keep one.',
    });
  }
  const provider = scope.has('provider') ? readProviderReference(scope) : undefined;
  return {
    address,
    key: formatResource(address),
    provider: provider ?? impliedProvider(address.type),
    body: readBody(scope, META),
    ...(scope.has('count') && { count: scope.expression('count') }),
    ...(scope.has('for_each') && { forEach: scope.expression('for_each') }),
    dependsOn: readDependsOn(scope),
    lifecycle: scope.has('lifecycle') ? readLifecycle(scope, address) : NO_LIFECYCLE,
    ...(scope.origin && { origin: scope.origin }),
  };
}

/** The first word of a type is the name of its provider. */
function impliedProvider(type: string): ProviderReference {
  const end = type.indexOf('_');
  return { name: end === -1 ? type : type.slice(0, end) };
}

/** Everything that is not in `without`, by name. */
export function readBody(scope: Scope, without: ReadonlySet<string>): Body {
  const content = Object.create(null) as Record<string, Expression>;
  for (const name of Object.keys(scope.json)) if (!without.has(name)) content[name] = scope.expression(name);
  return { content, source: scope.source };
}

const CONDITIONS = ['precondition', 'postcondition'];
const LIFECYCLE = ['create_before_destroy', 'prevent_destroy', 'ignore_changes', 'replace_triggered_by', ...CONDITIONS];

function readLifecycle(scope: Scope, address: ResourceAddress): Lifecycle {
  const block = scope.block('lifecycle');
  if (block === undefined) return NO_LIFECYCLE;
  if (block.has('action_trigger')) {
    block.error('not-supported-yet', '"action_trigger" is not supported yet', ['action_trigger']);
  }
  block.allow([...LIFECYCLE, 'action_trigger'], 'a lifecycle');
  const conditions = {
    preconditions: readConditions(block, 'precondition'),
    postconditions: readConditions(block, 'postcondition'),
  };
  if (address.mode === 'data') {
    for (const name of LIFECYCLE) {
      if (block.has(name) && !CONDITIONS.includes(name)) {
        block.error('unknown-argument', `"${name}" has no meaning in the lifecycle of a data source`, [name], {
          detail: 'What is only read knows "precondition" and "postcondition".',
        });
      }
    }
    return { ...NO_LIFECYCLE, ...conditions };
  }
  return {
    createBeforeDestroy: block.flag('create_before_destroy') ?? false,
    preventDestroy: block.flag('prevent_destroy') ?? false,
    ignoreChanges: readIgnoreChanges(block),
    replaceTriggeredBy: readReplaceTriggeredBy(block),
    ...conditions,
  };
}
