import { successOf } from './api.js';
import { leavesOf, type Leaf } from './attributes.js';
import { envelopeOf } from './envelope.js';
import type { AttributeGuess, ProviderGuess, ResourceGuess } from './guess.js';
import { sampleOf } from './sample.js';
import { memberAt, type Member } from './schemas.js';
import { snakeCase } from './words.js';

/** A field and what an emulator puts there; the form is that of the sandbox. */
export type Made = {
  readonly at: string;
  readonly value: MadeValue;
  readonly changes?: boolean;
  readonly optional?: boolean;
};

type MadeValue =
  | { readonly kind: 'fixed'; readonly value: unknown }
  | { readonly kind: 'time' | 'id' | 'count' | 'key' | 'more' }
  | { readonly kind: 'parent'; readonly index: number }
  | { readonly kind: 'state'; readonly pending: string; readonly ready: string }
  | { readonly kind: 'each'; readonly made: readonly Made[] };

export function madeOf(document: ProviderGuess['document'], resource: ResourceGuess): Made[] {
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
  return [...reply].flatMap(([name, at]): Made[] => {
    const attribute = attributes.find((each) => each.name === name)!;
    const leaf = shown.get(at);
    if (name === identity) return [{ at, value: { kind: 'key' } }];
    if (parents.includes(name)) return [{ at, value: { kind: 'parent', index: parents.indexOf(name) } }];
    if (create.wait?.field === at) {
      const { pending, ready } = create.wait;
      return [{ at, value: { kind: 'state', pending: pending[0]!, ready: ready[0]! } }];
    }
    if (leaf === undefined) return [];
    return attribute.required || attribute.optional
      ? fallbackOf(attribute, leaf)
      : [serviceMade(leaf, leaf.required || attribute.changes === true)].flat();
  });
}

/** What a field holds when the client gives nothing. */
function fallbackOf(attribute: AttributeGuess, { place: at, member, required, nullable }: Leaf): Made[] {
  const { shape } = member;
  if (shape.kind === 'list' && shape.element.kind === 'object') {
    const made = shape.element.members.flatMap((inner) => memberMade(inner));
    const whole = required && !attribute.required ? [fixed(at, [])] : [];
    return made.length === 0 ? whole : [...whole, { at, value: { kind: 'each', made } }];
  }
  if (attribute.default !== undefined) return [fixed(at, attribute.default)];
  if (attribute.required || !required) return [];
  return [fixed(at, nullable ? null : sampleOf(shape, member.schema, member.name))];
}

function memberMade(member: Member): Made[] {
  const at = `/${member.name}`;
  if (member.readOnly)
    return serviceMade(
      {
        place: at,
        name: snakeCase(member.name),
        member,
        required: true,
        readOnly: true,
        writeOnly: false,
        nullable: false,
      },
      true,
    );
  return member.schema['default'] === undefined ? [] : [fixed(at, member.schema['default'])];
}

const fixed = (at: string, value: unknown): Made => ({ at, value: { kind: 'fixed', value }, optional: true });

export function serviceMade({ place: at, name, member }: Leaf, needed: boolean): Made[] {
  const changes = /updated|modified|changed|last|etag|revision|version|generation/.test(name) ? { changes: true } : {};
  const { shape, schema } = member;
  if (shape.kind === 'string' && schema['enum'] === undefined) {
    if (schema['format'] === 'date-time') return [{ at, value: { kind: 'time' }, ...changes }];
    if (schema['format'] === 'uuid' || /(^|_)(id|uid|uuid|etag)$/.test(name))
      return [{ at, value: { kind: 'id' }, ...changes }];
  }
  if (shape.kind === 'number' && 'changes' in changes) return [{ at, value: { kind: 'count' }, ...changes }];
  return needed ? [{ at, value: { kind: 'fixed', value: sampleOf(shape, schema, member.name) } }] : [];
}
