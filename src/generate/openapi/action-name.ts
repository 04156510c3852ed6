import { entryOf } from '../../model/index.js';
import type { ApiOperation } from './api.js';
import { collectionOf, nounOf, plainPath, wordsOf } from './group.js';

/** Path words that only mean that the rest is an operation. */
const PLAIN = /^actions?$/;

/**
 * A noun for each operation, such as `shelf_audit` for `/shelves/{id}/audit`: the shortest that names what it works on.
 */
export function actionNouns(
  operations: readonly ApiOperation[],
  taken: ReadonlySet<string>,
): ReadonlyMap<string, ApiOperation> {
  const all = operations.map((operation) => ({ operation, ...candidatesFor(operation) }));
  const paths = new Map<string, Set<string>>();
  for (const { operation, candidates } of all)
    for (const noun of candidates) paths.set(noun, (paths.get(noun) ?? new Set()).add(operation.path));
  const nouns = new Map<ApiOperation, string>();
  const used = new Set(taken);
  // If several operations have the same path, the POST gets the name without its method.
  const ranked = all.toSorted((left, right) => rankOf(left.operation) - rankOf(right.operation));
  for (const { operation, candidates, last } of ranked) {
    const free = candidates.filter((noun) => !used.has(noun));
    // A name that also fits another path says too little.
    const noun = free.find((each) => entryOf(paths, each).size === 1) ?? free[0] ?? numbered(last, used);
    used.add(noun);
    nouns.set(operation, noun);
  }
  return new Map(operations.map((operation) => [entryOf(nouns, operation), operation]));
}

const rankOf = ({ method }: ApiOperation): number => (method === 'post' ? 0 : 1);

/** Best first, without duplicates: the last two words of the path, then more of them, then all with the method. */
function candidatesFor(operation: ApiOperation): { readonly candidates: readonly string[]; readonly last: string } {
  const { method } = operation;
  // In some paths a colon precedes the operation: `/shelves/{id}:audit`.
  const path = plainPath(operation).replaceAll(':', '/');
  const words = wordsOf(path);
  const telling = words.filter((word, index) => index === words.length - 1 || !PLAIN.test(word));
  const kind = collectionOf(path) === undefined ? 'single' : 'items';
  const most = Math.max(telling.length, 2);
  const nouns = Array.from({ length: most - 1 }, (_, index) => nounOf(telling, index + 2, kind));
  const last = `${nounOf(telling, most, kind)}_${method}`;
  // A DELETE has the same path as other operations on the object.
  const candidates = method === 'delete' ? nouns.map((noun) => `${noun}_delete`) : [...nouns, last];
  return { candidates: [...new Set(candidates)], last };
}

function numbered(noun: string, used: ReadonlySet<string>): string {
  for (let count = 2; ; count += 1) if (!used.has(`${noun}_${count}`)) return `${noun}_${count}`;
}
