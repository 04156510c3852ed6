import { typeFromJson, type Type } from '../model/index.js';
import { constantCase, Names, pascalCase, propertyName } from './names.js';
import { documentation, indented, key, quoted } from './print.js';
import type { AttributeJson, BlockJson, BlockTypeJson, Described } from './schema.js';

/** A type in generated code: when read, when written, and for the library at run time. */
export interface Typed {
  readonly type: string;
  /** Differs from `type` if it contains something that only the provider sets. */
  readonly input: string;
  readonly shape: string;
}

/** One attribute or nested block of a body. */
export interface Member {
  /** The name in the language. */
  readonly name: string;
  readonly property: string;
  readonly typed: Typed;
  readonly described: Described;
  readonly required: boolean;
  readonly settable: boolean;
  readonly readable: boolean;
  readonly sensitive: boolean;
  readonly single: boolean;
  /** How many blocks there may be, as a sentence. */
  readonly limits?: string | undefined;
}

const plain = (type: string, shape: string): Typed => ({ type, input: type, shape });

const DYNAMIC = plain('Dynamic', quoted('dynamic'));

export interface DeclarationsOptions {
  readonly names: Names;
  /** The class, with whose name all declarations begin. */
  readonly root: string;
  /** Whether attributes of objects may be omitted, which are null then: types of Terraform's providers do not say which may. */
  readonly completesObjects?: boolean;
}

/** Longer names of declarations leave out what is between the class and the attribute. */
const LONGEST_NAME = 60;

/** What a declaration is named after: the path to it, and the last name in this path. */
interface Owner {
  readonly path: string;
  readonly last: string;
}

/**
 * Collects the declarations that bodies need: an interface and a field table for each kind of object. Equal objects of the same name share
 * them: providers write recursive structures out, level by level.
 */
export class Declarations {
  readonly lines: string[] = [];
  readonly #options: DeclarationsOptions;
  /** Names by what is declared. */
  readonly #declared = new Map<string, string>();

  constructor(options: DeclarationsOptions) {
    this.#options = options;
  }

  /** The attributes and nested blocks of a body; `owner` is the prefix of the declarations they need. */
  members(block: BlockJson, owner: string, reserved: Iterable<string> = []): Member[] {
    return this.#members(block, { path: owner, last: '' }, reserved);
  }

  #members(block: BlockJson, owner: Owner, reserved: Iterable<string> = []): Member[] {
    const properties = new Names(reserved);
    const attributes = Object.entries(block.attributes ?? {}).map(([name, attribute]) =>
      this.#attribute(name, properties.take(propertyName(name)), attribute, owner),
    );
    const blocks = Object.entries(block.block_types ?? {}).map(([name, blockType]) =>
      this.#block(name, properties.take(propertyName(name)), blockType, owner),
    );
    return [...attributes, ...blocks];
  }

  /** A field table with a name of its own. */
  fields(members: readonly Member[], owner: string): string {
    return this.#fields(members, { path: owner, last: '' });
  }

  #fields(members: readonly Member[], { path, last }: Owner): string {
    const body = [': Fields = {', ...indented(members.map(fieldLine)), '};', ''];
    return this.#declare(`const ${last}`, constantCase(path), body);
  }

  /** The name of a declaration; of an equal one, if there is one already. */
  #declare(kind: string, wanted: string, [start = '', ...rest]: readonly string[]): string {
    const what = [kind, start, ...rest].join('\n');
    const declared = this.#declared.get(what);
    if (declared !== undefined) return declared;
    const name = this.#options.names.take(wanted);
    this.#declared.set(what, name);
    this.lines.push(`${kind.startsWith('const ') ? 'const' : 'export interface'} ${name}${start}`, ...rest);
    return name;
  }

  #inside({ path }: Owner, name: string): Owner {
    const last = pascalCase(name);
    return { path: (path + last).length > LONGEST_NAME ? this.#options.root + last : path + last, last };
  }

  #attribute(name: string, property: string, attribute: AttributeJson, owner: Owner): Member {
    const settable = attribute.required === true || attribute.optional === true;
    return {
      name,
      property,
      typed: this.#attributeType(attribute, this.#inside(owner, name)),
      described: attribute,
      required: attribute.required === true,
      settable,
      readable: attribute.write_only !== true,
      sensitive: attribute.sensitive === true,
      single: false,
    };
  }

  #attributeType(attribute: AttributeJson, owner: Owner): Typed {
    const nested = attribute.nested_type;
    if (nested === undefined) return this.#type(typeFromJson(attribute.type) ?? 'dynamic', owner);
    return collection(
      nested.nesting_mode,
      this.#object(this.#members({ attributes: nested.attributes }, owner), owner),
    );
  }

  #block(name: string, property: string, blockType: BlockTypeJson, owner: Owner): Member {
    const inside = this.#inside(owner, name);
    const object = this.#object(this.#members(blockType.block, inside), inside);
    const { nesting_mode: nesting, max_items: most, min_items: least = 0 } = blockType;
    // The element of a set cannot be referred to by its number.
    const single = nesting === 'list' && most === 1;
    const isCollection = !single && (nesting === 'list' || nesting === 'set');
    return {
      name,
      property,
      typed: single || nesting === 'group' ? object : collection(nesting, object),
      described: blockType.block,
      required: least > 0,
      settable: true,
      readable: true,
      sensitive: false,
      single,
      ...(isCollection && { limits: limitsOf(least, most) }),
    };
  }

  type(type: Type, owner: string): Typed {
    return this.#type(type, { path: owner, last: owner });
  }

  #type(type: Type, owner: Owner): Typed {
    if (type === 'dynamic') return DYNAMIC;
    if (typeof type === 'string') return plain(type === 'bool' ? 'boolean' : type, quoted(type));
    switch (type.kind) {
      case 'list':
      case 'set':
      case 'map':
        return collection(type.kind, this.#type(type.element, owner));
      case 'tuple': {
        const items = type.items.map((item, index) =>
          this.#type(item, { path: `${owner.path}${index}`, last: `${owner.last}${index}` }),
        );
        return {
          type: `readonly [${items.map((item) => item.type).join(', ')}]`,
          input: `readonly [${items.map((item) => item.input).join(', ')}]`,
          shape: `shape.tuple(${items.map((item) => item.shape).join(', ')})`,
        };
      }
      case 'object': {
        const isComplete = this.#options.completesObjects === true && type.optional === undefined;
        const properties = new Names();
        const members = Object.entries(type.attributes).map(([name, of]): Member => ({
          name,
          property: properties.take(propertyName(name)),
          typed: this.#type(of, this.#inside(owner, name)),
          described: {},
          required: !isComplete && type.optional?.includes(name) !== true,
          settable: true,
          readable: true,
          sensitive: false,
          single: false,
        }));
        return this.#object(members, owner, isComplete ? 'complete' : 'object');
      }
    }
  }

  #object(members: readonly Member[], owner: Owner, kind: 'object' | 'complete' = 'object'): Typed {
    const type = this.#interface(owner, members, (member) => member.typed.type);
    const settable = members.filter((member) => member.settable);
    const same = settable.length === members.length && members.every(({ typed }) => typed.input === typed.type);
    // A read-only value needs no written form.
    const input =
      same || settable.length === 0 ? type : this.#interface(inputOf(owner), settable, ({ typed }) => typed.input);
    return { type, input, shape: `shape.${kind}(${this.#fields(members, owner)})` };
  }

  #interface({ path, last }: Owner, members: readonly Member[], typeOf: (member: Member) => string): string {
    const lines = members.flatMap((member) => {
      const declared = member.required ? `: ${typeOf(member)};` : `?: ${typeOf(member)} | undefined;`;
      return [...documentation(member.described, notesOf(member)), `readonly ${key(member.property)}${declared}`];
    });
    return this.#declare(last, path, [' {', ...indented(lines), '}', '']);
  }
}

const inputOf = ({ path, last }: Owner): Owner => ({ path: `${path}Input`, last: `${last}Input` });

function limitsOf(least: number, most: number | undefined): string | undefined {
  if (most === undefined) return least > 1 ? `At least ${least}.` : undefined;
  if (least === most) return `Exactly ${most}.`;
  return least > 1 ? `From ${least} to ${most}.` : `At most ${most}.`;
}

/** What a description does not say. */
export const notesOf = ({ sensitive, limits }: Member): readonly string[] => [
  ...(limits === undefined ? [] : [limits]),
  ...(sensitive ? ['Sensitive: it is never shown.'] : []),
];

function collection(kind: 'single' | 'list' | 'set' | 'map', element: Typed): Typed {
  if (kind === 'single') return element;
  const wrap = (type: string): string => {
    if (kind === 'map') return `Readonly<Record<string, ${type}>>`;
    return `readonly ${type.startsWith('readonly ') ? `(${type})` : type}[]`;
  };
  return { type: wrap(element.type), input: wrap(element.input), shape: `shape.${kind}(${element.shape})` };
}

function fieldLine(member: Member): string {
  const kind = member.single ? 'single' : member.settable ? 'input' : 'computed';
  return `${key(member.property)}: shape.${kind}(${quoted(member.name)}, ${member.typed.shape}),`;
}
