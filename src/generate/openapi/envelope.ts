import { isList, membersOf, type Member } from './schemas.js';
import { snakeCase } from './words.js';

const WRAPPERS = ['data', 'result', 'item', 'attributes', 'resource', 'response', 'payload'];

/** Where the object itself stands in a body: some services wrap it as `{"data": {…}}` or `{"topic": {…}}`. */
export function envelopeOf(body: Member, noun: string): { readonly at: string; readonly object: Member } {
  const members = membersOf(body);
  const last = noun.split('_').at(-1)!;
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
