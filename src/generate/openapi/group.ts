import { entryOf } from '../../model/index.js';
import type { ApiOperation, Method } from './api.js';
import { plural, singular, snakeCase } from './words.js';

/** Operations about one kind of object. */
export interface Group {
  /** `topic`: the last word of its path, or with preceding words if another kind has the same name. */
  readonly noun: string;
  readonly plural: string;
  /** The noun it would have if no other group had it. */
  readonly wanted?: string;
  readonly kind: 'items' | 'single';
  /** The path of all objects, or of the only one; a read-only one may turn out to be a list. */
  readonly path: string;
  /** Names of its parents, outermost first: the words before the path parameters. */
  readonly parents: readonly string[];
  readonly create: ApiOperation | undefined;
  readonly read: ApiOperation | undefined;
  readonly list: ApiOperation | undefined;
  /** Those that may change an object, best first. */
  readonly updates: readonly ApiOperation[];
  readonly remove: ApiOperation | undefined;
}

/** A kind whose objects can be created. */
export interface CreatableGroup extends Group {
  readonly create: ApiOperation;
}

export const isCreatable = (group: Group): group is CreatableGroup => group.create !== undefined;

type Unnamed = Omit<Group, 'noun' | 'plural' | 'wanted'>;

interface Path {
  readonly path: string;
  readonly operations: ReadonlyMap<Method, ApiOperation>;
}

/**
 * Groups operations by their paths: `/topics` and `/topics/{id}` are about topics, `/topics/{id}/settings` with GET and PUT is
 * about the settings of one topic. The rest belongs to no group.
 */
export function groupOperations(operations: readonly ApiOperation[]): {
  readonly groups: readonly Group[];
  readonly others: readonly ApiOperation[];
} {
  const paths = byPath(operations);
  const groups: Unnamed[] = [];
  const used = new Set<ApiOperation>();
  const take = (group: Unnamed): void => {
    groups.push(group);
    for (const operation of operationsIn(group)) used.add(operation);
  };
  for (const item of paths.values()) if (isItem(item.path)) takeItems(item, paths, take);
  const taken = new Set(groups.map(({ path }) => path));
  for (const single of paths.values())
    if (!isItem(single.path) && !taken.has(single.path.replace(/\/$/, ''))) takeSingle(single, take);
  return { groups: named(groups), others: operations.filter((operation) => !used.has(operation)) };
}

export function operationsIn(group: Unnamed): readonly ApiOperation[] {
  const { create, read, list, updates, remove } = group;
  return [create, read, list, ...updates, remove].filter((operation) => operation !== undefined);
}

function byPath(operations: readonly ApiOperation[]): ReadonlyMap<string, Path> {
  const paths = new Map<string, { path: string; operations: Map<Method, ApiOperation> }>();
  for (const operation of operations) {
    const path = plainPath(operation);
    const found = paths.get(path) ?? { path, operations: new Map<Method, ApiOperation>() };
    paths.set(path, found);
    found.operations.set(operation.method, operation);
  }
  return paths;
}

function takeItems(item: Path, paths: ReadonlyMap<string, Path>, take: (group: Unnamed) => void): void {
  const path = placeOf(item, paths);
  const all = paths.get(path) ?? paths.get(`${path}/`);
  const post = all?.operations.get('post');
  const list = all?.operations.get('get');
  const put = item.operations.get('put');
  const read = item.operations.get('get');
  if (read === undefined && (list === undefined || (post ?? put) === undefined)) return;
  const create = post ?? (put !== undefined && isMaking(put) ? put : undefined);
  // A PUT on the path of all objects changes the one that its body identifies.
  const whole = post === undefined ? undefined : all?.operations.get('put');
  const changes = [item.operations.get('patch'), put, item.operations.get('post'), whole];
  take({
    kind: 'items',
    path,
    parents: parentsOf(path),
    create,
    read,
    list,
    updates: changes.filter((operation) => operation !== undefined),
    remove: item.operations.get('delete'),
  });
}

/** The path of the list to which an item belongs: several parameters may identify items (`/records/{name}/{type}`). */
function placeOf({ path }: Path, paths: ReadonlyMap<string, Path>): string {
  const near = collectionOf(path) ?? path;
  for (let place: string | undefined = near; place !== undefined; place = collectionOf(place)) {
    const there = paths.get(place);
    if (there?.operations.has('post') === true) return place;
    if (there !== undefined) break;
  }
  return near;
}

/**
 * Whether a PUT on an object's path also creates it: not if the service assigns IDs, or says that it changes what
 * exists.
 */
function isMaking({ keys, parameters, summary = '', replies }: ApiOperation): boolean {
  if (replies.some(({ status }) => status === '201')) return true;
  const key = parameters.find((parameter) => parameter.in === 'path' && parameter.name === keys.at(-1));
  return key?.schema['type'] !== 'integer' && !/^\W*(update|edit|modif|change|patch)/i.test(summary);
}

function takeSingle({ path, operations }: Path, take: (group: Unnamed) => void): void {
  const read = operations.get('get');
  const parents = parentsOf(path);
  // Without parents, the only object would be indistinguishable, so it is only read.
  const put = parents.length === 0 ? undefined : operations.get('put');
  if (read === undefined) return;
  const updates =
    put === undefined ? [] : [operations.get('patch'), put].filter((operation) => operation !== undefined);
  take({
    kind: 'single',
    path,
    parents,
    create: put,
    read,
    list: put === undefined ? read : undefined,
    updates,
    remove: put === undefined ? undefined : operations.get('delete'),
  });
}

/** Some services name the reply format in the path. */
export const plainPath = ({ path }: ApiOperation): string => path.replace(/\.json$/, '');

const isItem = (path: string): boolean => collectionOf(path) !== undefined;

/**
 * The path of the list for an item's path: `/topics` for `/topics/{id}`. Undefined if a path does not end in a
 * parameter.
 */
export function collectionOf(path: string): string | undefined {
  const all = path.replace(/\/\{[^}]+\}\/?$/, '');
  return all === path ? undefined : all;
}

/** The kinds that the path parameters identify: the words before them, in the singular. */
export function parentsOf(path: string): string[] {
  const steps = path.split('/').filter((step) => step !== '');
  return steps.flatMap((step, index) => (step.startsWith('{') ? [singular(snakeCase(steps[index - 1] ?? step))] : []));
}

/** Gives each group the shortest unique name; nouns and plurals share one namespace, like types of data sources. */
function named(groups: readonly Unnamed[]): Group[] {
  const worded = groups.map((group) => ({ group, words: wordsOf(group.path) }));
  // How many groups would have each noun with this many words.
  const tallies: Map<string, number>[] = [];
  const tally = (count: number): ReadonlyMap<string, number> => {
    const known = tallies[count];
    if (known !== undefined) return known;
    const nouns = new Map<string, number>();
    for (const { group, words } of worded) {
      const noun = nounOf(words, count, group.kind);
      nouns.set(noun, (nouns.get(noun) ?? 0) + 1);
    }
    tallies[count] = nouns;
    return nouns;
  };
  const wanted = worded.map(({ group, words }) => {
    let count = 1;
    while (count < words.length && entryOf(tally(count), nounOf(words, count, group.kind)) > 1) count++;
    return { group, noun: nounOf(words, count, group.kind) };
  });
  const taken = new Set<string>();
  const names = new Map<(typeof wanted)[number]['group'], Pick<Group, 'noun' | 'plural'>>();
  // Creatable kinds choose first, then the most deeply nested: users look for those under the name.
  const ranked = wanted.toSorted(
    (left, right) =>
      Number(right.group.create !== undefined) - Number(left.group.create !== undefined) ||
      right.group.parents.length - left.group.parents.length,
  );
  for (const { group, noun } of ranked) {
    const free = firstFree(candidatesFor(group, noun), taken);
    taken.add(free.noun).add(free.plural);
    names.set(group, free);
  }
  return wanted.map(({ group, noun }) => {
    const name = entryOf(names, group);
    return { ...group, ...name, ...(name.noun === noun ? {} : { wanted: noun }) };
  });
}

function firstFree(
  candidates: Iterable<Pick<Group, 'noun' | 'plural'>>,
  taken: ReadonlySet<string>,
): Pick<Group, 'noun' | 'plural'> {
  for (const each of candidates) if (!taken.has(each.noun) && !taken.has(each.plural)) return each;
  throw new Error('The candidates are endless');
}

/** Names for a group, best first; an endless sequence, so that one of them is free. */
function* candidatesFor(
  { kind, path }: Pick<Group, 'kind' | 'path'>,
  noun: string,
): Generator<Pick<Group, 'noun' | 'plural'>> {
  const both = (name: string): Pick<Group, 'noun' | 'plural'> => {
    const all = plural(name);
    return { noun: name, plural: all === name && kind === 'items' ? `all_${name}` : all };
  };
  yield both(noun);
  if (!path.includes('{')) yield { noun: `any_${noun}`, plural: `all_${plural(noun)}` };
  const hole = /.*\{([^}]+)\}/.exec(path)?.[1];
  if (hole !== undefined) yield both(`${singular(snakeCase(hole))}_${noun}`);
  for (let count = 2; ; count += 1) yield both(`${noun}_${count}`);
}

/** The shortest noun for a path that is not in `taken`. */
export function nounAt(path: string, taken: ReadonlySet<string>): string {
  const kind = isItem(path) ? 'items' : 'single';
  const words = wordsOf(path);
  for (let count = 1; count < words.length; count++) {
    const noun = nounOf(words, count, kind);
    if (!taken.has(noun)) return noun;
  }
  return firstFree(candidatesFor({ kind, path }, nounOf(words, words.length, kind)), taken).noun;
}

export const wordsOf = (path: string): string[] =>
  path
    .split('/')
    .filter((step) => step !== '' && !step.startsWith('{'))
    .map(snakeCase);

/** The last word of a path, preceded by up to `count` - 1 earlier ones. */
export function nounOf(words: readonly string[], count: number, kind: Group['kind']): string {
  const last = words.at(-1) ?? 'object';
  const before = words.slice(-count, -1).map(singular);
  return [...before, kind === 'items' ? singular(last) : last].join('_');
}
