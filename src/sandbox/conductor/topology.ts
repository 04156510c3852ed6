import type { Store } from '../store.js';
import { identityOf } from './entries.js';
import { nodeInstances, nodes } from './running-entries.js';
import type { NodeEntry, NodeInstanceEntry } from './running-entries.js';

type Json = Readonly<Record<string, unknown>>;

const CONTAINED = 'cloudify.relationships.contained_in';

/** What a node template says of another: a type, and the other's name. */
function targetOf(relationship: Json): string {
  const name = relationship['target'] ?? relationship['target_id'];
  return typeof name === 'string' ? name : '';
}

/** The node that a node runs on: itself when it is a computer, and else what it is contained in, all the way up. */
export function hostOf(store: Store, node: NodeEntry, seen: readonly string[] = []): string | null {
  if (node.type.startsWith('cloudify.nodes.Compute') || node.type.endsWith('.nodes.Compute')) return node.id;
  if (seen.includes(node.id)) return null;
  for (const relationship of node.relationships.filter(({ type }) => type === CONTAINED)) {
    const outer = nodes(store).get(identityOf(node.owner, targetOf(relationship)));
    const host = outer === undefined ? null : hostOf(store, outer, [...seen, node.id]);
    if (host !== null) return host;
  }
  return null;
}

/** The relationships of a node as replies hold them. */
export function nodeRelationships({ relationships }: NodeEntry): readonly Json[] {
  return relationships.map((relationship) => {
    const { type = 'cloudify.relationships.depends_on', properties = {} } = relationship;
    return { type, target_id: targetOf(relationship), type_hierarchy: [type], properties };
  });
}

/** Of a node instance: the instances that its node's relationships lead to, and the one it runs on. */
export function instanceTopology(store: Store, instance: NodeInstanceEntry): Json {
  const node = nodes(store).get(identityOf(instance.owner, instance.node_id));
  if (node === undefined) return { host_id: null, relationships: [] };
  const host = hostOf(store, node);
  return {
    host_id: host === null ? null : (counterpart(store, instance, host)?.id ?? null),
    relationships: node.relationships.flatMap((relationship) => {
      const target = targetOf(relationship);
      const found = counterpart(store, instance, target);
      return found === undefined ? [] : [{ type: relationship['type'], target_name: target, target_id: found.id }];
    }),
  };
}

/** The instance of another node that goes with this one: of the same number, or the last there is. */
function counterpart(store: Store, { owner, index }: NodeInstanceEntry, node: string): NodeInstanceEntry | undefined {
  const others = nodeInstances(store)
    .where('owner', owner)
    .filter(({ node_id: id }) => id === node);
  return others[Math.min(index, others.length) - 1];
}
