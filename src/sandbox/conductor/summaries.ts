import { queryOf } from '../asked.js';
import { number, object, text } from '../shape.js';
import type { Reply } from '../system.js';
import { blueprintListing } from './blueprints.js';
import { deploymentListing } from './deployments.js';
import { inTenant } from './domain.js';
import type { Ask, Domain, Served } from './domain.js';
import { executionListing } from './executions.js';
import { passing, type Listing, type Shown } from './list.js';
import { nodeInstanceListing, nodeListing } from './nodes.js';
import { ok } from './refusal.js';

interface Kind<T> {
  /** The name of a count. */
  readonly name: string;
  /** The objects, as their list shows and filters them. */
  readonly of: (ask: Ask) => Listing<T>;
  /** The name of this kind in references. */
  readonly self?: string;
}

/** Counts of objects by their attributes (Conductor document, section Summaries). */
export const summaryOperations: Domain = {
  operations: {
    summarizeBlueprints: counted('blueprint_list', { name: 'blueprints', of: blueprintListing, self: 'blueprint_id' }),
    summarizeDeployments: counted('deployment_list', {
      name: 'deployments',
      of: deploymentListing,
      self: 'deployment_id',
    }),
    summarizeExecutions: counted('execution_list', { name: 'executions', of: executionListing }),
    summarizeNodeInstances: counted('node_instance_list', { name: 'node_instances', of: nodeInstanceListing }),
    summarizeNodes: counted('node_list', { name: 'nodes', of: nodeListing, self: 'node_id' }),
  },
  kinds: {},
};

function counted<T>(permission: string, kind: Kind<T>): Served {
  return inTenant(permission, (ask) => summarize(ask, kind));
}

const summaryQuery = object({ _target_field: text }, { _sub_field: text, _offset: number, _size: number });

/** With a second attribute, the total counts the inner rows, as in the document's samples. */
function summarize<T>(ask: Ask, { name, of: listing, self }: Kind<T>): Reply {
  const {
    _target_field: target,
    _sub_field: sub,
    _offset: offset = 0,
    _size: size = 1000,
  } = queryOf(ask, summaryQuery);
  const all = listing(ask);
  const entries = passing(ask, all).map((item) => all.show(item));
  const valueOf = (entry: Shown, field: string): unknown => entry[field === self ? 'id' : field] ?? null;
  let rows = 0;
  const groups = grouped(entries, (entry) => valueOf(entry, target)).map(([value, members]) => {
    const group = { [target]: value, [name]: members.length };
    const inner = sub === undefined ? undefined : grouped(members, (entry) => valueOf(entry, sub));
    rows += inner?.length ?? 1;
    if (sub === undefined || inner === undefined) return group;
    return { ...group, [`by ${sub}`]: inner.map(([key, some]) => ({ [sub]: key, [name]: some.length })) };
  });
  const items = groups.slice(offset, offset + Math.min(size, 1000));
  return ok({ items, metadata: { pagination: { total: rows, offset, size } } });
}

function grouped<T>(items: readonly T[], keyOf: (item: T) => unknown): [unknown, T[]][] {
  const groups = new Map<unknown, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const found = groups.get(key);
    if (found === undefined) groups.set(key, [item]);
    else found.push(item);
  }
  return [...groups];
}
