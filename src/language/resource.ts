import {
  type EnabledCondition,
  emptyRecord,
  type Expression,
  type Lifecycle,
  type Mode,
  NO_LIFECYCLE,
  type ProviderReference,
  type ResourceAddress,
  type ResourceConfiguration,
} from '../model/index.js';
import { readActionTriggers } from './action-trigger.js';
import { readDependsOn, readIgnoreChanges, readProviderReference, readReplaceTriggeredBy } from './bare-references.js';
import { ESCAPE, readBody } from './body.js';
import { readConditions } from './conditions.js';
import { readProvisioning } from './provisioner.js';
import type { Scope } from './report.js';

/** What a resource of a mode is called. */
export const KINDS: Readonly<Record<Mode, string>> = {
  managed: 'a resource',
  data: 'a data source',
  ephemeral: 'an ephemeral resource',
};

const capitalized = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1);

/**
 * Separates the arguments of every resource from those in its schema. The address of `scope` is that of the resource.
 */
export function readResource(scope: Scope, address: ResourceAddress): ResourceConfiguration {
  const content = emptyRecord<Expression>();
  const count: Existence = {};
  let provider: ProviderReference | undefined;
  let dependsOn = NONE;
  let lifecycle = NO_LIFECYCLE;
  let hasProvisioning = false;
  for (const name of scope.body.names()) {
    switch (name) {
      case 'count':
        count.count = scope.expression(name);
        break;
      case 'for_each':
        count.forEach = scope.expression(name);
        break;
      case 'provider':
        provider = readProviderReference(scope);
        break;
      case 'depends_on':
        dependsOn = readDependsOn(scope);
        break;
      case 'lifecycle':
        lifecycle = readLifecycle(scope, address, count);
        break;
      case ESCAPE:
        for (const block of scope.blocks(ESCAPE)) Object.assign(content, readBody(block).content);
        break;
      case 'connection':
      case 'provisioner':
        if (address.mode === 'managed') hasProvisioning = true;
        else scope.error('unknown-argument', `"${name}" is not supported in ${KINDS[address.mode]}`, [name]);
        break;
      default:
        content[name] = scope.content(name);
    }
  }
  refuseBoth(scope, count);
  const provisioning = hasProvisioning ? readProvisioning(scope) : undefined;
  const resource = {
    address,
    key: scope.address,
    provider: provider ?? impliedProvider(address.type),
    body: { content, source: scope.source },
    dependsOn,
    lifecycle,
    ...(provisioning && { provisioning }),
  };
  // Most resources have none of these, and then nothing is copied.
  if (
    count.count === undefined &&
    count.forEach === undefined &&
    count.enabled === undefined &&
    scope.origin === undefined
  )
    return resource;
  return { ...resource, ...count, ...(scope.origin && { origin: scope.origin }) };
}

/** What decides which instances exist. */
export interface Existence {
  count?: Expression;
  forEach?: Expression;
  enabled?: EnabledCondition;
}

/** Reports that more than one argument decides which instances exist. */
export function refuseBoth(scope: Scope, given: Readonly<Existence>): void {
  const { count, forEach, enabled } = given;
  if (enabled !== undefined && (count !== undefined || forEach !== undefined)) {
    const other = count === undefined ? 'for_each' : 'count';
    const at = enabled.source.path.slice(scope.path.length);
    scope.error('invalid-combination', `${scope.address} has both "${other}" and "enabled"`, [...at, 'enabled'], {
      detail: '"enabled" is for a single instance. Keep one of the two.',
    });
  }
  if (count === undefined || forEach === undefined) return;
  scope.error('invalid-combination', `${scope.address} has both "count" and "for_each"`, ['for_each'], {
    detail: 'Each of them sets the number of instances. Keep one.',
  });
}

const NONE: readonly Expression[] = [];

const implied = new Map<string, ProviderReference>();

/** The first word of a type is the name of its provider. */
export function impliedProvider(type: string): ProviderReference {
  let provider = implied.get(type);
  if (provider === undefined) {
    const end = type.indexOf('_');
    provider = { name: end === -1 ? type : type.slice(0, end) };
    implied.set(type, provider);
  }
  return provider;
}

const ENABLED = 'enabled';
const CONDITIONS = ['precondition', 'postcondition'];
const LIFECYCLE = [
  ENABLED,
  'create_before_destroy',
  'prevent_destroy',
  'destroy',
  'ignore_changes',
  'replace_triggered_by',
  'action_trigger',
  ...CONDITIONS,
];

/** The condition `enabled` of a lifecycle block. */
export const readEnabled = (block: Scope): Pick<Existence, 'enabled'> =>
  block.has(ENABLED) ? { enabled: { value: block.expression(ENABLED), source: block.source } } : {};

/** The lifecycle, except for `enabled`, which goes into `existence`. */
function readLifecycle(scope: Scope, address: ResourceAddress, existence: Existence): Lifecycle {
  const block = scope.block('lifecycle');
  if (block === undefined) return NO_LIFECYCLE;
  block.allow(LIFECYCLE, 'a lifecycle');
  Object.assign(existence, readEnabled(block));
  const conditions = {
    preconditions: readConditions(block, 'precondition'),
    postconditions: readConditions(block, 'postcondition'),
  };
  if (address.mode !== 'managed') {
    const kind = KINDS[address.mode];
    for (const name of LIFECYCLE) {
      if (block.has(name) && name !== ENABLED && !CONDITIONS.includes(name)) {
        block.error('unknown-argument', `"${name}" is not supported in the lifecycle of ${kind}`, [name], {
          detail: `${capitalized(kind)} supports "enabled", "precondition" and "postcondition".`,
        });
      }
    }
    return { ...NO_LIFECYCLE, ...conditions };
  }
  return {
    createBeforeDestroy: block.flag('create_before_destroy') ?? false,
    preventDestroy: block.flag('prevent_destroy') ?? false,
    ...(block.flag('destroy') === false && { destroy: false as const }),
    ignoreChanges: readIgnoreChanges(block),
    replaceTriggeredBy: readReplaceTriggeredBy(block),
    ...conditions,
    actionTriggers: readActionTriggers(block),
  };
}
