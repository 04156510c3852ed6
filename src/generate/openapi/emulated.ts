import type { Json } from '../../model/index.js';
import { successOf, type ApiOperation, type ApiReply } from './api.js';
import { leavesOf, type Leaf } from './attributes.js';
import { settingsOf } from './configuration-code.js';
import { envelopeOf } from './envelope.js';
import type { Group } from './group.js';
import { madeOf, serviceMade, type Made } from './made.js';
import type { CallGuess, FollowGuess, ProviderGuess, ResourceGuess } from './guess.js';
import { guessList, type ListGuess } from './paging.js';
import { sampleOf } from './sample.js';
import { memberAt, membersOf } from './schemas.js';
import { snakeCase } from './words.js';

/** What lets requests into an emulator. */
export const SANDBOX_TOKEN = 'sandbox-token';

/** What an emulator of any API is told; its form is that of the sandbox. */
export type EmulatedApi = ReturnType<typeof emulatedApi>;

/** The data that make an emulator of a description, from what was concluded for a provider. */
export function emulatedApi(guess: ProviderGuess) {
  const { document, resources, others } = guess;
  const follows = resources.flatMap(({ create, updates, remove }) =>
    [create, ...updates, remove].flatMap((call) => call?.follow ?? []),
  );
  const groups = [...new Map([...resources, ...guess.dataSources].map(({ group }) => [group.path, group])).values()];
  return {
    name: guess.name,
    document,
    access: accessOf(guess),
    environment: environmentOf(guess),
    message: guess.errors.message[0] ?? '/message',
    kinds: groups.map((group) =>
      kindOf(
        guess,
        group,
        groups,
        resources.find((resource) => resource.group === group),
      ),
    ),
    works: Object.fromEntries(
      follows.flatMap((follow) => (follow.status === undefined ? [] : [[follow.status.id, workOf(guess, follow)]])),
    ),
    canned: Object.fromEntries(
      [...others, ...readAlone(guess)].map((operation) => [operation.id, cannedOf(guess, operation)]),
    ),
  };
}

function accessOf({ security }: ProviderGuess) {
  switch (security.scheme) {
    case 'none':
      return { scheme: 'none' as const };
    case 'basic':
      return { scheme: 'header' as const, header: 'authorization', value: `Basic ${btoa(`sandbox:${SANDBOX_TOKEN}`)}` };
    case 'query':
      return { scheme: 'query' as const, parameter: security.parameter, value: SANDBOX_TOKEN };
    case 'header':
      return {
        scheme: 'header' as const,
        header: security.header.toLowerCase(),
        value: `${security.prefix ?? ''}${SANDBOX_TOKEN}`,
      };
  }
}

function environmentOf(guess: ProviderGuess): Record<string, string> {
  const values: Readonly<Record<string, string>> = {
    endpoint: '{url}',
    token: SANDBOX_TOKEN,
    user: 'sandbox',
    password: SANDBOX_TOKEN,
  };
  return Object.fromEntries(settingsOf(guess).map(({ name, environment }) => [environment, values[name] ?? '']));
}

function kindOf(guess: ProviderGuess, group: Group, groups: readonly Group[], resource: ResourceGuess | undefined) {
  const { document } = guess;
  const depth = group.parents.length;
  const parent = parentOf(group, groups);
  const list = resource?.list ?? (group.list && guessList(document, group.list));
  const key = resource?.identity === undefined ? undefined : keyOf(resource);
  return {
    name: group.plural,
    depth,
    ...(parent === undefined ? {} : { parent: parent.plural }),
    ...(key === undefined ? {} : { key }),
    updates: (resource?.updates ?? []).map((update) => ({
      ...callOf(guess, update, group),
      mode: update.send === 'all' ? ('replace' as const) : ('merge' as const),
    })),
    made: resource === undefined ? [] : madeOf(document, resource),
    hidden: resource === undefined ? [] : hiddenOf(guess, resource),
    ...(resource === undefined
      ? {}
      : { create: { ...callOf(guess, resource.create, group), byPath: resource.create.operation.method === 'put' } }),
    ...(group.read === undefined || group.read === group.list
      ? {}
      : { read: callOf(guess, { operation: group.read }, group) }),
    ...(resource?.remove === undefined ? {} : { remove: callOf(guess, resource.remove, group) }),
    ...(list === undefined ? {} : { list: listOf(guess, list) }),
  };
}

/** The kind a thing lies in, when things of that kind can be made: otherwise nothing could lie anywhere. */
function parentOf({ path }: Group, groups: readonly Group[]): Group | undefined {
  const above = path.slice(0, path.lastIndexOf('}') + 1);
  const form = (text: string): string => text.replaceAll(/\{[^}]+\}/g, '{}');
  return groups.find(
    (group) => group.create !== undefined && group.kind === 'items' && form(`${group.path}/{}`) === form(above),
  );
}

function keyOf({ identity, attributes, reply }: ResourceGuess): { at: string; type: 'text' | 'number' } | undefined {
  const attribute = attributes.find(({ name }) => name === identity)!;
  return { at: reply.get(identity!) ?? `/${identity!}`, type: attribute.shape.kind === 'number' ? 'number' : 'text' };
}

function callOf(
  { document }: ProviderGuess,
  { operation, follow }: Pick<CallGuess, 'operation' | 'follow'>,
  group: Group,
) {
  const reply = follow === undefined ? successOf(operation) : operation.replies.find(({ status }) => status === '202');
  const at = (pointer: string | undefined): string | undefined =>
    pointer === undefined ? undefined : envelopeOf(memberAt(document, pointer), group.noun).at;
  const shows = at(reply?.content?.pointer);
  const status = statusNumber(reply);
  return {
    operation: operation.id,
    status,
    body: at(operation.request?.pointer) ?? '',
    ...(shows === undefined || (follow !== undefined && !showsObject(document, reply, follow)) ? {} : { shows }),
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

const statusNumber = (reply: ApiReply | undefined): number =>
  /^\d+$/.test(reply?.status ?? '') ? Number(reply!.status) : 200;

/** Fields that are sent and never shown. */
function hiddenOf({ document }: ProviderGuess, { create, updates, reply, group }: ResourceGuess): string[] {
  const shown = new Set(reply.values());
  const sent = [create, ...updates].flatMap(({ body, operation }) => {
    const pointer = operation.request?.pointer;
    const at = pointer === undefined ? '' : envelopeOf(memberAt(document, pointer), group.noun).at;
    return [...(body?.keys() ?? [])].map((place) => place.slice(at.length));
  });
  return [...new Set(sent)].filter((place) => !shown.has(place));
}

function listOf({ document }: ProviderGuess, { operation, paging }: ListGuess) {
  const reply = successOf(operation)!;
  const page = memberAt(document, reply.content!.pointer);
  const taken = new Set(
    ['items', 'total', 'last'].map((name) => (paging as unknown as Readonly<Record<string, Json>>)[name]),
  );
  const made =
    membersOf(page).length === 0 ? [] : leavesOf(page).filter(({ place, required }) => required && !taken.has(place));
  return { operation: operation.id, status: statusNumber(reply), paging, at: '', made: made.flatMap(pageField) };
}

function pageField({ place: at, name, member, nullable }: Leaf): Made[] {
  if (/(has_?more|has_?next)/.test(name)) return [{ at, value: { kind: 'more' } }];
  const value = nullable
    ? null
    : member.shape.kind === 'string'
      ? ''
      : sampleOf(member.shape, member.schema, member.name);
  return [{ at, value: { kind: 'fixed', value } }];
}

function workOf({ document }: ProviderGuess, { status, field, pending, ready, gives }: FollowGuess) {
  const leaves = leavesOf(memberAt(document, successOf(status!)!.content!.pointer));
  const own = snakeCase(status!.keys.at(-1)!);
  const made = leaves
    .filter(({ place, required }) => required && place !== field && place !== gives)
    .flatMap((leaf): Made[] =>
      leaf.name === own || leaf.name === 'id' ? [{ at: leaf.place, value: { kind: 'key' } }] : serviceMade(leaf, true),
    );
  return {
    path: status!.path,
    field,
    pending: pending[0] ?? 'running',
    ended: ready[0] ?? 'succeeded',
    ...(gives === undefined ? {} : { gives }),
    made,
  };
}

/** What is only read, and is there from the start. */
function readAlone({ dataSources }: ProviderGuess): ApiOperation[] {
  return dataSources.flatMap(({ group, one }) =>
    group.kind === 'single' && group.create === undefined && one !== undefined ? [one.call.operation] : [],
  );
}

function cannedOf({ document }: ProviderGuess, operation: ApiOperation) {
  const reply = successOf(operation);
  const status = statusNumber(reply);
  if (reply?.content === undefined) return { status };
  const member = memberAt(document, reply.content.pointer);
  return { status, body: sampleOf(member.shape, member.schema, member.name) };
}
