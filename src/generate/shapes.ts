import { typeFromJson, type Type } from '../model/index.js';
import { camelCase, constantCase, Names, pascalCase } from './names.js';
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
}

const plain = (type: string, shape: string): Typed => ({ type, input: type, shape });

const DYNAMIC = plain('Dynamic', quoted('dynamic'));

/** Collects the declarations that bodies need: an interface and a field table for each kind of object. */
export class Declarations {
  readonly lines: string[] = [];
  readonly #names: Names;

  constructor(names: Names) {
    this.#names = names;
  }

  /** The attributes and nested blocks of a body; `owner` is the prefix of the declarations they need. */
  members(block: BlockJson, owner: string): Member[] {
    const properties = new Names();
    const attributes = Object.entries(block.attributes ?? {}).map(([name, attribute]) =>
      this.#attribute(name, properties.take(camelCase(name)), attribute, owner),
    );
    const blocks = Object.entries(block.block_types ?? {}).map(([name, blockType]) =>
      this.#block(name, properties.take(camelCase(name)), blockType, owner),
    );
    return [...attributes, ...blocks];
  }

  /** A field table with a name of its own. */
  fields(members: readonly Member[], owner: string): string {
    const name = this.#names.take(constantCase(owner));
    this.lines.push(`const ${name}: Fields = {`, ...indented(members.map(fieldLine)), '};', '');
    return name;
  }

  #attribute(name: string, property: string, attribute: AttributeJson, owner: string): Member {
    const settable = attribute.required === true || attribute.optional === true;
    return {
      name,
      property,
      typed: this.#attributeType(attribute, owner + pascalCase(name)),
      described: attribute,
      required: attribute.required === true,
      settable,
      readable: attribute.write_only !== true,
      sensitive: attribute.sensitive === true,
      single: false,
    };
  }

  #attributeType(attribute: AttributeJson, owner: string): Typed {
    const nested = attribute.nested_type;
    if (nested === undefined) return this.type(typeFromJson(attribute.type) ?? 'dynamic', owner);
    return collection(nested.nesting_mode, this.#object(this.members({ attributes: nested.attributes }, owner), owner));
  }

  #block(name: string, property: string, blockType: BlockTypeJson, owner: string): Member {
    const inside = owner + pascalCase(name);
    const object = this.#object(this.members(blockType.block, inside), inside);
    const { nesting_mode: nesting, max_items: most, min_items: least = 0 } = blockType;
    const single = (nesting === 'list' || nesting === 'set') && most === 1;
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
    };
  }

  type(type: Type, owner: string): Typed {
    if (type === 'dynamic') return DYNAMIC;
    if (typeof type === 'string') return plain(type === 'bool' ? 'boolean' : type, quoted(type));
    switch (type.kind) {
      case 'list':
      case 'set':
      case 'map':
        return collection(type.kind, this.type(type.element, owner));
      case 'tuple': {
        const items = type.items.map((item, index) => this.type(item, `${owner}${index}`));
        return {
          type: `readonly [${items.map((item) => item.type).join(', ')}]`,
          input: `readonly [${items.map((item) => item.input).join(', ')}]`,
          shape: `shape.tuple(${items.map((item) => item.shape).join(', ')})`,
        };
      }
      case 'object': {
        const attributeOf = (name: string): AttributeJson =>
          type.optional?.includes(name) ? { optional: true } : { required: true };
        const properties = new Names();
        const members = Object.entries(type.attributes).map(([name, of]): Member => ({
          ...this.#attribute(name, properties.take(camelCase(name)), attributeOf(name), owner),
          typed: this.type(of, owner + pascalCase(name)),
        }));
        return this.#object(members, owner);
      }
    }
  }

  #object(members: readonly Member[], owner: string): Typed {
    const type = this.#interface(owner, members, (member) => member.typed.type);
    const settable = members.filter((member) => member.settable);
    const same = settable.length === members.length && members.every(({ typed }) => typed.input === typed.type);
    // A read-only value needs no written form.
    const input =
      same || settable.length === 0 ? type : this.#interface(`${owner}Input`, settable, ({ typed }) => typed.input);
    return { type, input, shape: `shape.object(${this.fields(members, owner)})` };
  }

  #interface(wanted: string, members: readonly Member[], typeOf: (member: Member) => string): string {
    const name = this.#names.take(wanted);
    this.lines.push(`export interface ${name} {`);
    for (const member of members) {
      const declared = member.required ? `: ${typeOf(member)};` : `?: ${typeOf(member)} | undefined;`;
      this.lines.push(...indented([...documentation(member.described), `readonly ${key(member.property)}${declared}`]));
    }
    this.lines.push('}', '');
    return name;
  }
}

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
