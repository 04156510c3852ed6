import type { Json } from '../../model/index.js';
import { entryOf } from '../../model/index.js';
import { successOf } from './api.js';
import { leavesOf, type Leaf } from './attributes.js';
import { envelopeOf } from './envelope.js';
import type { AttributeGuess, ProviderGuess, ResourceGuess } from './guess.js';
import { at as valueAt } from './pointer.js';
import type { Sampler } from './sampler.js';
import { memberAt, type Member } from './schemas.js';
import { snakeCase } from './words.js';

/** A field and the emulator's value for it, in the form that the sandbox takes. */
export type Made = {
  readonly at: string;
  readonly value: MadeValue;
  readonly changes?: boolean;
  readonly optional?: boolean;
};

type MadeValue =
  | { readonly kind: 'fixed'; readonly value: unknown }
  | { readonly kind: 'time' | 'id' | 'count' | 'key' | 'more' }
  | { readonly kind: 'page'; readonly says: 'number' | 'size' | 'total' | 'pages' | 'next' | 'previous' }
  | { readonly kind: 'parent'; readonly index: number }
  | { readonly kind: 'state'; readonly pending: string; readonly ready: string }
  | { readonly kind: 'each'; readonly made: readonly Made[] };

export function madeOf(
  document: ProviderGuess['document'],
  resource: ResourceGuess,
  sampler: Sampler,
  base: Json,
): Made[] {
  const { attributes, reply, identity, parents, create } = resource;
  const read = resource.read?.operation ?? create.operation;
  const content = successOf(read)?.content;
  const shown: ReadonlyMap<string, Leaf> =
    content === undefined
      ? new Map()
      : new Map(
          leavesOf(envelopeOf(memberAt(document, content.pointer), resource.group.noun).object).map((leaf) => [
            leaf.place,
            leaf,
          ]),
        );
  const byName = new Map(attributes.map((each) => [each.name, each]));
  return [...reply].flatMap(([name, at]): Made[] => {
    const attribute = entryOf(byName, name);
    const leaf = shown.get(at);
    if (name === identity) return [{ at, value: { kind: 'key' } }];
    if (parents.includes(name) && !resource.beside.includes(name))
      return [{ at, value: { kind: 'parent', index: parents.indexOf(name) } }];
    if (create.wait?.field === at) {
      const {
        pending: [pending = ''],
        ready: [ready = ''],
      } = create.wait;
      return [{ at, value: { kind: 'state', pending, ready } }];
    }
    if (leaf === undefined) return [];
    if (attribute.required || attribute.optional) return fallbackOf(attribute, leaf, sampler);
    // A member of an optional object is not set by itself.
    return leaf.required || isThere(base, at)
      ? serviceMade(leaf, leaf.required || attribute.changes === true, sampler)
      : [];
  });
}

function isThere(base: Json, place: string): boolean {
  const above = place.slice(0, place.lastIndexOf('/'));
  return above === '' || valueAt(base, above) !== undefined;
}

/** The value of a field that the client does not set. */
function fallbackOf(attribute: AttributeGuess, { place: at, member }: Leaf, sampler: Sampler): Made[] {
  const { shape } = member;
  if (shape.kind === 'list' && shape.element.kind === 'object') {
    const made = shape.element.members.flatMap((inner) => memberMade(inner, sampler));
    return made.length === 0 ? [] : [{ at, value: { kind: 'each', made } }];
  }
  return attribute.default === undefined
    ? []
    : [fixed(at, shape.kind === 'json' ? member.schema['default'] : attribute.default)];
}

/** The values of each object in a list in addition to the client's. */
function memberMade(member: Member, sampler: Sampler): Made[] {
  const at = `/${member.name}`;
  if (member.readOnly)
    return serviceMade(
      {
        place: at,
        name: snakeCase(member.name),
        member,
        required: true,
        within: '',
        readOnly: true,
        writeOnly: false,
        nullable: false,
        nullAt: undefined,
      },
      true,
      sampler,
    );
  if (member.schema['default'] !== undefined) return [fixed(at, member.schema['default'])];
  return member.required
    ? [fixed(at, member.nullable ? null : sampler.sample(member.pointer, member.name, 'shown'))]
    : [];
}

const fixed = (at: string, value: unknown): Made => ({ at, value: { kind: 'fixed', value }, optional: true });

export function serviceMade({ place: at, name, member }: Leaf, needed: boolean, sampler: Sampler): Made[] {
  const changes = /updated|modified|changed|last|etag|revision|version|generation/.test(name) ? { changes: true } : {};
  const { shape, schema } = member;
  if (shape.kind === 'string' && schema['enum'] === undefined) {
    if (schema['format'] === 'date-time') return [{ at, value: { kind: 'time' }, ...changes }];
    if (schema['format'] === 'uuid' || (/(^|_)(id|uid|uuid|etag)$/.test(name) && schema['pattern'] === undefined))
      return [{ at, value: { kind: 'id' }, ...changes }];
  }
  if (shape.kind === 'number' && 'changes' in changes) return [{ at, value: { kind: 'count' }, ...changes }];
  return needed ? [{ at, value: { kind: 'fixed', value: sampler.sample(member.pointer, member.name, 'shown') } }] : [];
}
