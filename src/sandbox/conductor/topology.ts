import type { Store } from '../store.js';
import { identityOf } from './entries.js';
import { nodeInstances, nodes } from './running-entries.js';
import type { NodeEntry, NodeInstanceEntry } from './running-entries.js';

type Json = Readonly<Record<string, unknown>>;

const CONTAINED = 'cloudify.relationships.contained_in';

/** A relationship in a node template: a type, and the name of the target. */
function targetOf(relationship: Json): string {
  const name = relationship['target'] ?? relationship['target_id'];
  return typeof name === 'string' ? name : '';
}

/** The host of a node: itself if it is a compute node, otherwise the host of its container, recursively. */
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

/** The relationships of a node in a reply. */
export function nodeRelationships({ relationships }: NodeEntry): readonly Json[] {
  return relationships.map((relationship) => {
    const { type = 'cloudify.relationships.depends_on', properties = {} } = relationship;
    return { type, target_id: targetOf(relationship), type_hierarchy: [type], properties };
  });
}

/** For a node instance: the instances its node's relationships refer to, and its host instance. */
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

/** The corresponding instance of another node: the one with the same number, or the last one. */
function counterpart(store: Store, { owner, index }: NodeInstanceEntry, node: string): NodeInstanceEntry | undefined {
  const others = nodeInstances(store)
    .where('owner', owner)
    .filter(({ node_id: id }) => id === node);
  return others[Math.min(index, others.length) - 1];
}
