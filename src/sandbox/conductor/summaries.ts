import type { Collection } from '../collection.js';
import type { Store } from '../store.js';
import type { Reply } from '../system.js';
import { blueprints } from './blueprint-entries.js';
import { inTenant } from './domain.js';
import type { Ask, Domain, Served } from './domain.js';
import type { OwnedEntry } from './entries.js';
import { visibleTo } from './owned.js';
import { ok } from './refusal.js';
import { deployments, executions, nodeInstances, nodes } from './running-entries.js';

interface Kind {
  /** What a count is called. */
  readonly name: string;
  readonly of: (store: Store) => Collection<OwnedEntry>;
  /** How a thing of this kind is called where it is only referred to. */
  readonly self?: string;
}

/** Counts of things by their attributes (Conductor document, section Summaries). */
export const summaryOperations: Domain = {
  operations: {
    summarizeBlueprints: counted('blueprint_list', { name: 'blueprints', of: blueprints, self: 'blueprint_id' }),
    summarizeDeployments: counted('deployment_list', {
      name: 'deployments',
      of: deployments,
      self: 'deployment_id',
    }),
    summarizeExecutions: counted('execution_list', { name: 'executions', of: executions }),
    summarizeNodeInstances: counted('node_instance_list', { name: 'node_instances', of: nodeInstances }),
    summarizeNodes: counted('node_list', { name: 'nodes', of: nodes, self: 'node_id' }),
  },
  kinds: {},
};

function counted(permission: string, kind: Kind): Served {
  return inTenant(permission, (ask) => summarize(ask, kind));
}

type Group = Record<string, unknown>;

/** With a second attribute, the total counts the inner rows: so the samples of the document have it. */
function summarize(ask: Ask, { name, of: collection, self }: Kind): Reply {
  const {
    _target_field: target,
    _sub_field: sub,
    _offset: offset = 0,
    _size: size = 1000,
  } = ask.query as {
    readonly _target_field: string;
    readonly _sub_field?: string;
    readonly _offset?: number;
    readonly _size?: number;
  };
  const valueOf = (entry: OwnedEntry, field: string): unknown => (field === self ? entry['id'] : entry[field]) ?? null;
  const asked = Object.entries(ask.query).filter(([key]) => !key.startsWith('_'));
  const entries = visibleTo(ask, collection(ask.store)).filter((entry) =>
    asked.every(([field, wanted]) => [wanted].flat().includes(valueOf(entry, field))),
  );
  const groups = grouped(entries, (entry) => valueOf(entry, target)).map(([value, members]): Group => {
    const inner = sub === undefined ? [] : grouped(members, (entry) => valueOf(entry, sub));
    return {
      [target]: value,
      [name]: members.length,
      ...(sub === undefined
        ? {}
        : { [`by ${sub}`]: inner.map(([key, some]) => ({ [sub]: key, [name]: some.length })) }),
    };
  });
  const rows = sub === undefined ? groups : groups.flatMap((group) => group[`by ${sub}`] as readonly Group[]);
  const items = groups.slice(offset, offset + Math.min(size, 1000));
  return ok({ items, metadata: { pagination: { total: rows.length, offset, size } } });
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
