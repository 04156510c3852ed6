import {
  formatNumber,
  parseNumber,
  toDouble,
  type Attribute,
  type Block,
  type BlockType,
  type Expression,
  type NestedAttributes,
  type Num,
  type Path,
  type Type,
} from '../../model/index.js';
import { accepts, constraintOf, isComputedOnly } from './constraint.js';
import { allowsDynamic, COMMENT } from './json-schema.js';
import { isMarked, look, type Look } from './look.js';

/** Plain JSON as a validator wants it. */
export type Plain = null | boolean | number | string | Plain[] | { [name: string]: Plain };

export type Contents = Readonly<Record<string, Expression>>;

/**
 * A body as JSON for the validator, by the schema: primitives are converted where Terraform would convert them, nulls that
 * mean "not set" are left out, and what only evaluation will tell is a null whose place is kept in `open`.
 *
 * While it reads it looks: when `plain` is still true at the end, nothing was found that a validator could object to, and
 * it need not be asked.
 */
export class Reading {
  readonly json: Plain;
  readonly open: Path[] = [];
  readonly secret: Path[] = [];
  #plain = true;
  readonly #path: (string | number)[] = [];

  constructor(contents: Contents, block: Block) {
    const json: Record<string, Plain> = {};
    this.json = json;
    for (const name in contents) this.#entry(json, name, contents[name]!, block);
    this.#checkPresence(json, block);
  }

  get plain(): boolean {
    return this.#plain;
  }

  #inside<T>(step: string | number, read: () => T): T {
    this.#path.push(step);
    const result = read();
    this.#path.pop();
    return result;
  }

  /** The shape of what does not fit, which is all that is needed to refuse it. */
  #misfit(found: Look): Plain {
    this.#plain = false;
    switch (found.kind) {
      case 'open':
        return 'an expression';
      case 'scalar':
        return typeof found.value === 'object' ? (found.value === null ? null : toDouble(found.value)) : found.value;
      case 'array':
        return [];
      case 'object':
        return {};
    }
  }

  #leaveOpen(): Plain {
    this.open.push([...this.#path]);
    return null;
  }

  #entry(json: Record<string, Plain>, name: string, expression: Expression, block: Block): void {
    const attribute = Object.hasOwn(block.attributes, name) ? block.attributes[name] : undefined;
    if (attribute !== undefined) {
      this.#attributeEntry(json, name, expression, attribute);
      return;
    }
    this.#path.push(name);
    const blockType = Object.hasOwn(block.blockTypes, name) ? block.blockTypes[name] : undefined;
    if (blockType !== undefined) this.#blocksEntry(json, name, expression, blockType);
    else if (name === 'dynamic' && allowsDynamic(block)) json[name] = this.#dynamic(expression, block);
    else if (name !== COMMENT) {
      this.#plain = false;
      json[name] = true;
    }
    this.#path.pop();
  }

  #attributeEntry(json: Record<string, Plain>, name: string, expression: Expression, attribute: Attribute): void {
    const isNull = expression.kind === 'literal' && expression.value === null;
    if (isNull) return;
    this.#path.push(name);
    const value = this.#attribute(expression, attribute);
    if (value !== undefined) json[name] = value;
    this.#path.pop();
  }

  /** Undefined for what counts as not set. */
  #attribute(expression: Expression, attribute: Attribute): Plain | undefined {
    const found = look(expression);
    if (isMarked(expression)) this.secret.push([...this.#path]);
    if (found.kind === 'scalar' && found.value === null) return undefined;
    if (isComputedOnly(attribute)) return this.#misfit(found) ?? true;
    if (found.kind === 'open') return this.#leaveOpen();
    const opened = this.open.length;
    const value = attribute.nested === undefined ? this.#typed(found, attribute.type) : this.#nested(found, attribute.nested);
    const constraint = constraintOf(attribute);
    if (constraint !== undefined && (this.open.length > opened || !accepts(constraint, value))) this.#plain = false;
    return value;
  }

  #typed(found: Look, type: Type): Plain {
    if (found.kind === 'open') return this.#leaveOpen();
    if (found.kind === 'scalar') return found.value === null ? null : this.#scalar(found, found.value, type);
    if (type === 'dynamic') return found.kind === 'array' ? [] : {};
    if (typeof type === 'string') return this.#misfit(found);
    switch (type.kind) {
      case 'list':
      case 'set':
        if (found.kind !== 'array') return this.#misfit(found);
        return this.#items(found.items, () => type.element);
      case 'tuple':
        if (found.kind !== 'array') return this.#misfit(found);
        if (found.items.length !== type.items.length) this.#plain = false;
        return this.#items(found.items, (index) => type.items[index] ?? 'dynamic');
      case 'map':
        if (found.kind !== 'object') return this.#misfit(found);
        return this.#entries(found.entries, () => type.element);
      case 'object': {
        if (found.kind !== 'object') return this.#misfit(found);
        const json = this.#entries(found.entries, (name) => (Object.hasOwn(type.attributes, name) ? type.attributes[name] : undefined));
        const missing = Object.keys(type.attributes).some((name) => !Object.hasOwn(json, name) && type.optional?.includes(name) !== true);
        if (missing) this.#plain = false;
        return json;
      }
    }
  }

  #scalar(found: Look, value: boolean | string | Num, type: Type): Plain {
    const isNumber = typeof value === 'number' || typeof value === 'object';
    switch (type) {
      case 'dynamic':
        return true;
      case 'string':
        return isNumber ? formatNumber(value) : String(value);
      case 'number': {
        const number = isNumber ? value : typeof value === 'string' ? parseNumber(value) : undefined;
        return number === undefined ? this.#misfit(found) : toDouble(number);
      }
      case 'bool':
        if (typeof value === 'boolean') return value;
        if (value === 'true' || value === '1') return true;
        return value === 'false' || value === '0' ? false : this.#misfit(found);
      default:
        return this.#misfit(found);
    }
  }

  #element(expression: Expression, read: (found: Look) => Plain): Plain {
    if (isMarked(expression)) this.secret.push([...this.#path]);
    return read(look(expression));
  }

  #items(items: readonly Expression[], typeAt: (index: number) => Type): Plain[] {
    return items.map((item, index) =>
      this.#inside(index, () => this.#element(item, (found) => this.#typed(found, typeAt(index)))),
    );
  }

  #entries(entries: readonly (readonly [string, Expression])[], typeAt: (name: string) => Type | undefined): Record<string, Plain> {
    const json: Record<string, Plain> = {};
    for (const [name, item] of entries) {
      const type = typeAt(name);
      if (type === undefined) this.#plain = false;
      define(json, name, this.#inside(name, () => this.#element(item, (found) => this.#typed(found, type ?? 'dynamic'))));
    }
    return json;
  }

  #nested(found: Look, nested: NestedAttributes): Plain {
    const object = (inner: Look): Plain => this.#nestedObject(inner, nested.attributes);
    switch (nested.nesting) {
      case 'single':
        return object(found);
      case 'list':
      case 'set':
        if (found.kind !== 'array') return this.#misfit(found);
        return found.items.map((item, index) => this.#inside(index, () => this.#element(item, object)));
      case 'map': {
        if (found.kind !== 'object') return this.#misfit(found);
        const json: Record<string, Plain> = {};
        for (const [key, item] of found.entries) define(json, key, this.#inside(key, () => this.#element(item, object)));
        return json;
      }
    }
  }

  #nestedObject(found: Look, attributes: NestedAttributes['attributes']): Plain {
    if (found.kind === 'open') return this.#leaveOpen();
    if (found.kind === 'scalar' && found.value === null) return null;
    if (found.kind !== 'object') return this.#misfit(found);
    const json: Record<string, Plain> = {};
    for (const [name, item] of found.entries) {
      const attribute = Object.hasOwn(attributes, name) ? attributes[name] : undefined;
      if (attribute !== undefined) this.#attributeEntry(json, name, item, attribute);
      else {
        this.#plain = false;
        define(json, name, true);
      }
    }
    for (const name in attributes) {
      if (attributes[name]!.required === true && !Object.hasOwn(json, name)) this.#plain = false;
    }
    return json;
  }

  #checkPresence(json: Record<string, Plain>, block: Block): void {
    for (const name in block.attributes) {
      if (block.attributes[name]!.required === true && !Object.hasOwn(json, name)) this.#plain = false;
    }
    for (const name in block.blockTypes) {
      if ((block.blockTypes[name]!.minItems ?? 0) > 0 && !Object.hasOwn(json, name)) this.#plain = false;
    }
  }

  #blocksEntry(json: Record<string, Plain>, name: string, expression: Expression, blockType: BlockType): void {
    const found = look(expression);
    if (found.kind === 'scalar' && found.value === null) return;
    if (blockType.nesting === 'group' && isUnset(found)) return;
    // A value may hold unknown blocks; configuration has to say which blocks there are, or use `dynamic`.
    if (found.kind === 'open') json[name] = expression.kind === 'literal' ? this.#leaveOpen() : this.#misfit(found);
    else if (blockType.nesting === 'map') json[name] = this.#oneOrMany(found, (labels) => this.#labelled(labels, blockType.block));
    else json[name] = this.#blocks(found, blockType);
  }

  #blocks(found: Look, { block, nesting, minItems = 0, maxItems = 0 }: BlockType): Plain {
    const json = this.#oneOrMany(found, (inner) => this.#body(inner, block));
    const count = Array.isArray(json) ? json.length : 1;
    const most = nesting === 'single' || nesting === 'group' ? 1 : maxItems === 0 ? count : maxItems;
    if (count < minItems || count > most) this.#plain = false;
    return json;
  }

  #labelled(found: Look, block: Block): Plain {
    if (found.kind !== 'object') return this.#misfit(found);
    const json: Record<string, Plain> = {};
    for (const [label, item] of found.entries) {
      const inner = this.#inside(label, () => this.#oneOrMany(look(item), (one) => this.#body(one, block)));
      if (Array.isArray(inner) && inner.length > 1) this.#plain = false;
      define(json, label, inner);
    }
    return json;
  }

  #oneOrMany(found: Look, read: (found: Look) => Plain): Plain {
    if (found.kind !== 'array') return read(found);
    return found.items.map((item, index) => this.#inside(index, () => read(look(item))));
  }

  #body(found: Look, block: Block): Plain {
    if (found.kind === 'open') return this.#leaveOpen();
    if (found.kind !== 'object') return this.#misfit(found);
    const json: Record<string, Plain> = {};
    for (const [name, item] of found.entries) this.#entry(json, name, item, block);
    this.#checkPresence(json, block);
    return json;
  }

  #dynamic(expression: Expression, block: Block): Plain {
    return this.#oneOrMany(look(expression), (kinds) => {
      if (kinds.kind !== 'object') return this.#misfit(kinds);
      const json: Record<string, Plain> = {};
      for (const [name, item] of kinds.entries) {
        const blockType = Object.hasOwn(block.blockTypes, name) ? block.blockTypes[name] : undefined;
        if (blockType === undefined) {
          this.#plain = false;
          define(json, name, true);
        } else json[name] = this.#inside(name, () => this.#oneOrMany(look(item), (one) => this.#generator(one, blockType.block)));
      }
      return json;
    });
  }

  /** `for_each`, `iterator`, `labels` and `content` of one dynamic block. */
  #generator(found: Look, block: Block): Plain {
    if (found.kind !== 'object') return this.#misfit(found);
    const json: Record<string, Plain> = {};
    for (const [name, item] of found.entries) {
      if (name === 'content') json[name] = this.#inside(name, () => this.#oneOrMany(look(item), (one) => this.#body(one, block)));
      else if (name === 'for_each') json[name] = true;
      else {
        // Seldom, so that a validator may as well look at it.
        this.#plain = false;
        const other = look(item);
        define(json, name, other.kind === 'open' ? this.#inside(name, () => this.#leaveOpen()) : this.#misfit(other));
      }
    }
    if (!Object.hasOwn(json, 'for_each') || !Object.hasOwn(json, 'content')) this.#plain = false;
    return json;
  }
}

/** A group that nobody wrote has only nulls in its value. */
const isUnset = (found: Look): boolean =>
  found.kind === 'object' &&
  found.entries.length > 0 &&
  found.entries.every(([, item]) => item.kind === 'literal' && item.value === null);

/** A key may be called `__proto__`. */
function define(json: Record<string, Plain>, name: string, value: Plain): void {
  if (name === '__proto__') Object.defineProperty(json, name, { value, enumerable: true, configurable: true, writable: true });
  else json[name] = value;
}
