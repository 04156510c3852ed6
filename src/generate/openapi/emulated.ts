import { isJsonList, isJsonObject, type Json, type JsonObject } from '../../model/index.js';
import { successOf, type ApiOperation, type ApiReply } from './api.js';
import { leavesOf, type Leaf } from './attributes.js';
import { baseOf, replaced } from './base.js';
import { admittance } from './emulated-access.js';
import { conditionOf, isTagged } from './condition.js';
import { envelopeOf, sentEnvelopeOf } from './envelope.js';
import { operationsIn, type Group } from './group.js';
import { madeOf, serviceMade, type Made } from './made.js';
import type { AttributeGuess, CallGuess, FollowGuess, ProviderGuess, ResourceGuess } from './guess.js';
import { parameterAt } from './identity.js';
import { guessList, type ListGuess } from './paging.js';
import { Sampler } from './sampler.js';
import { memberAt, membersOf, type Member } from './schemas.js';
import { snakeCase } from './words.js';

/** The definition of an emulator for any API, in the form that the sandbox takes. */
export type EmulatedApi = ReturnType<typeof emulatedApi>;

/** Builds the emulator's data from the conclusions for a provider. */
export function emulatedApi(guess: ProviderGuess) {
  const { document, resources, others, actions } = guess;
  const sampler = new Sampler(document);
  const follows = resources.flatMap(({ create, updates, remove }) =>
    [create, ...updates, remove].flatMap((call) => call?.follow ?? []),
  );
  const made = new Set<Group>(resources.map(({ group }) => group));
  const groups = [...new Map([...resources, ...guess.dataSources].map(({ group }) => [group.path, group])).values()];
  return {
    name: guess.name,
    // A copy of its own: what was read of schemas is kept as long as the document that was read.
    document: { ...document },
    ...admittance(guess),
    message: guess.errors.message[0] ?? '/message',
    kinds: groups.map((group) =>
      kindOf(
        { guess, sampler, groups: groups.filter((each) => made.has(each)) },
        group,
        resources.find((resource) => resource.group === group),
      ),
    ),
    works: Object.fromEntries(
      follows.flatMap((follow) =>
        follow.status === undefined ? [] : [[follow.status.id, workOf(guess, follow, follow.status, sampler)]],
      ),
    ),
    canned: Object.fromEntries(
      [...[...others, ...actions.map(({ call }) => call)].map(({ operation }) => operation), ...readAlone(guess)].map(
        (operation) => [operation.id, cannedOf(operation, sampler)],
      ),
    ),
  };
}

interface Around {
  readonly guess: ProviderGuess;
  readonly sampler: Sampler;
  readonly groups: readonly Group[];
}

function kindOf({ guess, sampler: any, groups }: Around, group: Group, resource: ResourceGuess | undefined) {
  const { document } = guess;
  const sampler = resource === undefined ? any : new Sampler(document, sentNames(resource, any));
  const callOf = (call: Pick<CallGuess, 'operation' | 'follow'>) => describedCall(guess, call, group, sampler);
  const depth = group.parents.length;
  const parent = parentOf(group, groups);
  const list = resource?.list ?? (group.list && guessList(document, group.list));
  const identity = resource?.attributes.find(({ name }) => name === resource.identity);
  const key = resource === undefined || identity === undefined ? undefined : keyOf(resource, identity, sampler);
  const base = resource === undefined ? {} : baseOf(document, resource, sampler);
  return {
    name: group.plural,
    depth,
    ...(parent === undefined ? {} : { parent: parent.plural }),
    ...(key === undefined ? {} : { key }),
    updates: (resource?.updates ?? []).map((update) => ({
      ...callOf(update),
      mode: update.clears === 'by-omission' ? ('replace' as const) : ('merge' as const),
    })),
    made: resource === undefined ? [] : madeOf(document, resource, sampler, base),
    base,
    ...(resource === undefined ? { hidden: [], another: [], renamed: [] } : hiddenOf(guess, resource)),
    ...(resource === undefined
      ? {}
      : { create: { ...callOf(resource.create), byPath: resource.create.operation.method === 'put' } }),
    ...(group.read === undefined || group.read === group.list ? {} : { read: callOf({ operation: group.read }) }),
    ...(resource?.remove === undefined ? {} : { remove: callOf(resource.remove) }),
    ...(list === undefined ? {} : { list: listOf(guess, list, sampler) }),
    ...(isTagged(group) ? { tagged: true } : {}),
  };
}

/**
 * Names of a create's inputs, at any depth: if replies may show several kinds of object, it creates the one that has
 * them.
 */
function sentNames({ create, group }: ResourceGuess, sampler: Sampler): ReadonlySet<string> {
  const pointer = create.operation.request?.pointer;
  const names = new Set<string>();
  const visit = (value: Json): void => {
    if (isJsonList(value)) value.forEach(visit);
    if (!isJsonObject(value)) return;
    for (const [name, inner] of Object.entries(value)) {
      names.add(name);
      visit(inner);
    }
  };
  if (pointer !== undefined) visit(sampler.sample(pointer, group.noun, 'sent'));
  return names;
}

/** The parent kind, if objects of that kind can be created: otherwise no object could have a parent. */
function parentOf({ path }: Group, groups: readonly Group[]): Group | undefined {
  const above = path.slice(0, path.lastIndexOf('}') + 1);
  const form = (text: string): string => text.replaceAll(/\{[^}]+\}/g, '{}');
  return groups.find(
    (group) => group.create !== undefined && group.kind === 'items' && form(`${group.path}/{}`) === form(above),
  );
}

/** `like`: what a key looks like, if not any string will do. */
function keyOf(
  { group, beside, reply }: ResourceGuess,
  identity: AttributeGuess,
  sampler: Sampler,
): { at: string; type: 'text' | 'number'; beside?: readonly string[]; like?: string } {
  const placeOf = (name: string): string => reply.get(name) ?? `/${name}`;
  const { name, shape, schema, pointer, views = [] } = identity;
  const at = placeOf(name);
  if (beside.length > 0) return { at, type: 'text', beside: beside.map(placeOf) };
  if (shape.kind === 'number') return { at, type: 'number' };
  const hole = parameterAt(operationsIn(group), group.parents.length);
  if (hole?.schema['type'] === 'integer') return { at, type: 'text', like: '1000' };
  // Of the replies and the path parameter, the first that says what a key looks like.
  const shown = views.map((view) => ({ pointer: view, schema: sampler.keywords(view) }));
  const looks = [{ schema, pointer }, ...shown, hole].find(
    (each) => each?.pointer !== undefined && isParticular(each.schema),
  );
  const like = looks?.pointer === undefined ? undefined : sampler.sample(looks.pointer, name, 'shown');
  return { at, type: 'text', ...(typeof like === 'string' ? { like } : {}) };
}

/** Whether a key that the sandbox generates would be invalid. */
const isParticular = ({ pattern, maxLength, format }: JsonObject): boolean =>
  format !== 'uuid' && (pattern !== undefined || maxLength !== undefined || format !== undefined);

function describedCall(
  { document }: ProviderGuess,
  { operation, follow }: Pick<CallGuess, 'operation' | 'follow'>,
  group: Group,
  sampler: Sampler,
) {
  const reply = follow === undefined ? successOf(operation) : follow.begun;
  const at = (pointer: string | undefined): string | undefined =>
    pointer === undefined ? undefined : envelopeOf(memberAt(document, pointer), group.noun).at;
  const shown = reply?.content?.pointer;
  const shows = at(shown);
  const status = statusNumber(reply);
  return {
    operation: operation.id,
    status,
    body: operation.request === undefined ? '' : sentEnvelopeOf(document, operation.request.pointer, group).at,
    ...(shown === undefined ? {} : { around: sampler.sample(shown, group.noun, 'shown') }),
    ...(shows === undefined || (follow !== undefined && !showsObject(document, reply, follow)) ? {} : { shows }),
    ...conditionOf(operation),
    ...(follow?.status === undefined ? {} : { work: workCall(follow, follow.status, reply?.content !== undefined) }),
  };
}

function showsObject(
  document: ProviderGuess['document'],
  reply: ApiReply | undefined,
  { status, field }: FollowGuess,
): boolean {
  const begun = reply?.content?.pointer;
  if (begun === undefined || status === undefined) return false;
  return !leavesOf(memberAt(document, begun)).some(({ place }) => place === field);
}

function workCall({ address, call }: FollowGuess, status: ApiOperation, tells: boolean) {
  return {
    status: status.id,
    tells,
    ...(address !== undefined && 'header' in address ? { header: address.header } : {}),
    ...(address !== undefined && 'at' in address ? { address: address.at } : {}),
    ...(call === undefined ? {} : { id: call.at }),
  };
}

const statusNumber = ({ status }: Partial<ApiReply> = {}): number =>
  status !== undefined && /^\d+$/.test(status) ? Number(status) : 200;

/** Fields that are sent and never shown; `another` is shown instead in another form, and what is sent is ignored. */
function hiddenOf({ document }: ProviderGuess, { create, updates, reply, group, renamed }: ResourceGuess) {
  const shown = [...reply.values()];
  const sent = [create, ...updates].flatMap(({ body, operation }) => {
    const pointer = operation.request?.pointer;
    const at = pointer === undefined ? '' : sentEnvelopeOf(document, pointer, group).at;
    const places = [...(body?.keys() ?? [])].map((place) => place.slice(at.length));
    return places.map((place) => renamed.get(place) ?? place);
  });
  const unseen = [...new Set(sent)].filter((place) => !shown.includes(place));
  const inAnotherForm = (place: string): string | undefined =>
    shown.some((each) => each.startsWith(`${place}/`)) ? place : shown.find((each) => place.startsWith(`${each}/`));
  return {
    hidden: unseen.filter((place) => inAnotherForm(place) === undefined),
    another: [...new Set(unseen.flatMap((place) => inAnotherForm(place) ?? []))],
    renamed: [...renamed],
  };
}

/** What a mapping says of a page that is a location in it. */
const PLACES: ReadonlySet<string> = new Set(['items', 'total', 'last', 'next', 'at']);

function listOf({ document }: ProviderGuess, { operation, pointer, paging, item }: ListGuess, sampler: Sampler) {
  const page = memberAt(document, pointer);
  const taken = new Set<unknown>(Object.entries(paging).map(([name, value]) => (PLACES.has(name) ? value : undefined)));
  const beside = membersOf(page).length === 0 ? [] : leavesOf(page).filter(({ place }) => !taken.has(place));
  return {
    operation: operation.id,
    status: statusNumber(successOf(operation)),
    paging,
    at: '',
    around: withoutNext(sampler.sample(pointer, '', 'shown'), page, paging),
    item: sampler.sample(item, '', 'shown'),
    made: beside.flatMap(pageField),
  };
}

/** A page without links to others. */
function withoutNext(around: Json, page: Member, paging: ListGuess['paging']): Json {
  const place = 'next' in paging ? paging.next : 'at' in paging ? paging.at : undefined;
  const leaf = place === undefined ? undefined : leavesOf(page).find((each) => each.place === place);
  if (leaf === undefined) return around;
  return replaced(around, leaf.place, leaf.nullable ? null : leaf.required ? '' : undefined);
}

/** What the fields beside a page's items say about it, by their names. */
const PAGE_FIELDS = [
  [/(^|_)(current_)?page(_number|_no)?$/, 'number'],
  [/(^|_)(per_page|page_size|limit|page_limit)$/, 'size'],
  [/(^|_)(total_)?(pages|page_count)$|(^|_)last_page$/, 'pages'],
  [/(^|_)next_page$/, 'next'],
  [/(^|_)(previous|prev)_page$/, 'previous'],
  [/(^|_)total(_?(count|entries|elements|items|results|size))?$/, 'total'],
] as const;

function pageField({ place: at, name, member, nullable, required }: Leaf): Made[] {
  if (/(has_?more|has_?next)/.test(name)) return [{ at, value: { kind: 'more' } }];
  const says = member.shape.kind === 'number' ? PAGE_FIELDS.find(([pattern]) => pattern.test(name))?.[1] : undefined;
  if (says !== undefined) return [{ at, value: { kind: 'page', says } }];
  if (!required) return [];
  // The address of another page would lead nowhere.
  if (nullable) return [{ at, value: { kind: 'fixed', value: null } }];
  const address = /(^|_)(next|previous|prev|first|last)(_|$)/.test(name) && member.shape.kind === 'string';
  return address ? [{ at, value: { kind: 'fixed', value: '' } }] : [];
}

function workOf(
  { document }: ProviderGuess,
  { field, pending, ready, gives }: FollowGuess,
  status: ApiOperation,
  sampler: Sampler,
) {
  const pointer = successOf(status)?.content?.pointer;
  const leaves = pointer === undefined ? [] : leavesOf(memberAt(document, pointer));
  const own = snakeCase(status.keys.at(-1) ?? 'id');
  const made = leaves
    .filter(({ place, required }) => required && place !== field && place !== gives)
    .flatMap((leaf): Made[] =>
      leaf.name === own || leaf.name === 'id'
        ? [{ at: leaf.place, value: { kind: 'key' } }]
        : serviceMade(leaf, true, sampler),
    );
  return {
    path: status.path,
    field,
    pending: pending[0] ?? 'running',
    ended: ready[0] ?? 'succeeded',
    ...(gives === undefined ? {} : { gives }),
    made,
    ...(pointer === undefined ? {} : { around: sampler.sample(pointer, '', 'shown') }),
  };
}

/** Read-only objects, which exist from the start. */
function readAlone({ dataSources }: ProviderGuess): ApiOperation[] {
  return dataSources.flatMap(({ group, one }) =>
    group.kind === 'single' && group.create === undefined && one !== undefined ? [one.call.operation] : [],
  );
}

function cannedOf(operation: ApiOperation, sampler: Sampler) {
  const reply = successOf(operation);
  const status = statusNumber(reply);
  return reply?.content === undefined
    ? { status }
    : { status, body: sampler.sample(reply.content.pointer, '', 'shown') };
}
