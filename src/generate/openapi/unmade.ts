import type { ApiOperation, Method } from './api.js';
import { notCreatable, notReadable } from './diagnostics.js';
import { collectionOf, nounAt, plainPath, type Group } from './group.js';
import type { Misplaced } from './references.js';

/** A kind of object that did not become a resource, and why. */
export interface Refused extends Misplaced {
  readonly noun: string;
}

export interface Unmade extends Refused {
  /** Operations about it that are in no group. */
  readonly operations: readonly ApiOperation[];
}

/**
 * Kinds that could be resources but are not, and why: those that are read and changed, but never created; those that
 * are created and deleted, or created in a list, but never read. `others` are the operations of no group.
 */
export function unmadeAmong(groups: readonly Group[], others: readonly ApiOperation[]): Unmade[] {
  const left = new Map<string, Map<Method, ApiOperation>>();
  for (const operation of others) {
    const path = plainPath(operation);
    left.set(path, (left.get(path) ?? new Map<Method, ApiOperation>()).set(operation.method, operation));
  }
  return [
    ...groups.filter(({ create }) => create === undefined).flatMap((group) => uncreated(group, left)),
    ...unread(left, new Set(groups.flatMap(({ noun, plural }) => [noun, plural]))),
  ];
}

function uncreated(group: Group, left: ReadonlyMap<string, ReadonlyMap<Method, ApiOperation>>): Unmade[] {
  const { noun, kind, path, read, list, updates, remove } = group;
  const shown = read ?? list;
  const beside = shown === undefined ? undefined : left.get(plainPath(shown));
  const post = kind === 'single' ? beside?.get('post') : undefined;
  const about = [...(beside?.values() ?? [])];
  if (post !== undefined)
    return [{ noun, operations: about, ...placed(post, notReadable(post.pointer, noun, `${path}/{id}`)) }];
  const changes = [...updates, ...about, remove].filter((operation) => operation !== undefined);
  const put = changes.find(({ method }) => method === 'put');
  const first = put ?? changes[0];
  if (first === undefined) return [];
  const wanted = kind === 'items' ? `POST ${path}` : `PUT ${path}`;
  const why =
    put === undefined
      ? `it has no ${wanted}`
      : kind === 'items'
        ? `${nameOf(put)} changes an existing object (creation returns 201), and it has no ${wanted}`
        : `${nameOf(put)} changes an object that always exists, and nothing identifies it`;
  return [{ noun, operations: about, ...placed(first, notCreatable(first.pointer, noun, why)) }];
}

/** Kinds that are created and deleted, but that no operation shows. */
function unread(left: ReadonlyMap<string, ReadonlyMap<Method, ApiOperation>>, taken: ReadonlySet<string>): Unmade[] {
  return [...left].flatMap(([path, operations]): Unmade[] => {
    const all = collectionOf(path);
    const create = operations.get('put') ?? (all === undefined ? undefined : left.get(all)?.get('post'));
    if (create === undefined || !operations.has('delete') || operations.has('get')) return [];
    const noun = nounAt(path, taken);
    const about = [create, ...operations.values()];
    return [{ noun, operations: about, ...placed(create, notReadable(create.pointer, noun, path)) }];
  });
}

const nameOf = ({ method, path }: ApiOperation): string => `${method.toUpperCase()} ${path}`;

const placed = ({ pointer }: ApiOperation, diagnostic: Misplaced['diagnostic']): Misplaced => ({ pointer, diagnostic });
