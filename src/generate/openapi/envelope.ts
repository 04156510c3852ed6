import { type JsonObject } from '../../model/index.js';
import { successOf } from './api.js';
import type { Group } from './group.js';
import { isList, memberAt, membersOf, type Member } from './schemas.js';
import { snakeCase, lastWord } from './words.js';

const WRAPPERS = ['data', 'result', 'item', 'attributes', 'resource', 'response', 'payload'];

/** A field with information about an object, or about work on it, is not the object. */
const ABOUT = /(^|_)(action|operation|job|task|work|metadata)$/;

interface Enveloped {
  readonly at: string;
  readonly object: Member;
}

/**
 * Where the object is in a body: some services wrap it as `{"data": {…}}` or `{"topic": {…}}`, under a name of their
 * own, or twice.
 */
export function envelopeOf(body: Member, noun: string): Enveloped {
  const outer = named(body, noun);
  const inner = identified(outer.object);
  return inner === undefined ? outer : { at: `${outer.at}/${inner.name}`, object: inner };
}

/** The operations that return an object, if any. */
export type Answering = Pick<Group, 'noun' | 'read'> & Partial<Pick<Group, 'create' | 'updates'>>;

/**
 * The same for a request body. A reference to another object, `{"policy": {"id": …}}`, looks like an envelope: it
 * counts as one only if a reply has it, too.
 */
export function sentEnvelopeOf(document: JsonObject, pointer: string, group: Answering): Enveloped {
  const body = memberAt(document, pointer);
  const envelope = envelopeOf(body, group.noun);
  const outer = named(body, group.noun);
  const replies = [group.read, group.create, ...(group.updates ?? [])].flatMap(
    (operation) => (operation && successOf(operation)?.content) ?? [],
  );
  const isShared = replies.some(
    (reply) => envelopeOf(memberAt(document, reply.pointer), group.noun).at === envelope.at,
  );
  return isShared ? envelope : outer;
}

/** The only member of an object, if that has an ID of its own and the object has none. */
function identified(object: Member): Member | undefined {
  const [only, another] = membersOf(object);
  if (only === undefined || another !== undefined || ABOUT.test(snakeCase(only.name))) return undefined;
  const own = new RegExp(`^((.*_)?${lastWord(snakeCase(only.name))}_)?(id|uid|uuid|guid)$`);
  return membersOf(only).some(({ name }) => own.test(snakeCase(name))) ? only : undefined;
}

function named(body: Member, noun: string): Enveloped {
  const members = membersOf(body);
  const last = lastWord(noun);
  const inner = members.find(
    ({ name, shape }) =>
      shape.kind === 'object' &&
      [noun, last, ...WRAPPERS.slice(0, members.length === 1 ? undefined : 3)].includes(snakeCase(name)),
  );
  const [only, another] = members;
  const list = another === undefined && only !== undefined && isList(only) && WRAPPERS.includes(snakeCase(only.name));
  if (list) return { at: `/${only.name}`, object: only };
  const scalar = members.some(({ name }) => /^(id|uid|uuid|name)$/.test(name));
  if (inner === undefined || scalar) return { at: '', object: body };
  return { at: `/${inner.name}`, object: inner };
}
