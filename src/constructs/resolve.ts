import { nearest, emptyRecord } from '../model/index.js';
import { Bare } from './bare.js';
import { WrittenDynamic } from './dynamic.js';
import { ConstructError, type ErrorPlace } from './error.js';
import { writtenTemplate } from './expression.js';
import { EXPRESSION, isReferable } from './referable.js';
import { fieldOf, type Fields, type Shape } from './shape.js';
import { replaceMarkers } from './text.js';
import { holdsToken } from './token.js';

/** JSON in a document. Objects have no prototype. A bigint is an integer that a JavaScript number would round. */
export type Resolved = string | number | bigint | boolean | null | Resolved[] | ResolvedObject;
export interface ResolvedObject {
  [key: string]: Resolved;
}

/** Converts values of a program to JSON, from the perspective of one element. Collects problems, with their paths. */
export class Resolver {
  readonly #place: ErrorPlace;
  readonly #write: (path: string, rest: string) => string;
  readonly #addressOf: (target: unknown) => string;
  readonly #problems: ConstructError[];

  constructor(options: {
    readonly place: ErrorPlace;
    /** Returns the text for a marker, as seen from the element. */
    readonly write: (path: string, rest: string) => string;
    /** Returns the address of an element that must be written without `${}`. */
    readonly addressOf: (target: unknown) => string;
    readonly problems: ConstructError[];
  }) {
    this.#place = options.place;
    this.#write = options.write;
    this.#addressOf = options.addressOf;
    this.#problems = options.problems;
  }

  /** Resolves a body whose attribute names are known (`fields`), or used unchanged. */
  body(body: Readonly<Record<string, unknown>>, fields: Fields | undefined): ResolvedObject {
    return this.#object(body, fields, '');
  }

  value(value: unknown, shape: Shape, path: string): Resolved | undefined {
    switch (typeof value) {
      case 'string':
        this.#expectPrimitive(value, shape, path);
        return this.text(value, path);
      case 'number':
        if (!Number.isFinite(value))
          return this.#report('wrong-type', `${path} is ${value}`, 'Numbers must be finite.');
        this.#expectPrimitive(value, shape, path);
        return value;
      case 'boolean':
      case 'bigint':
        this.#expectPrimitive(value, shape, path);
        return value;
      case 'object':
        return value === null ? null : this.#structure(value, shape, path);
      case 'undefined':
        return undefined;
      default:
        return this.#report('wrong-type', `${path} is a ${typeof value}`, 'Pass a value or a reference.');
    }
  }

  /** Resolves a string, with its references written out. */
  text(text: string, path: string): string {
    return this.#orReport(path, () => replaceMarkers(writtenTemplate(text), this.#write));
  }

  #orReport(path: string, make: () => string): string {
    try {
      return make();
    } catch (error) {
      if (!(error instanceof ConstructError)) throw error;
      this.#report(error.code, path === '' ? error.summary : `${path}: ${error.summary}`, error.hint);
      return '';
    }
  }

  #structure(value: object, shape: Shape, path: string): Resolved | undefined {
    if (Bare.isBare(value)) return this.#bare(value.target, path);
    if (isReferable(value)) return this.text(`\${${value[EXPRESSION]}}`, path);
    if (Array.isArray(value)) return this.#array(value, shape, path);
    if (WrittenDynamic.isDynamic(value))
      return this.#report(
        'wrong-type',
        `${path} cannot be dynamic blocks`,
        'Pass dynamic(…) as all blocks of a name, not inside a list.',
      );
    if (!isPlain(value)) return this.#reportClass(value, path);
    if (typeof shape === 'string') {
      if (shape !== 'dynamic') return this.#mismatch(shape, 'an object', path);
      return this.#object(value, undefined, path);
    }
    if (shape.kind === 'object') {
      const object = this.#object(value, shape.fields, path);
      if (shape.complete === true) for (const { name } of Object.values(shape.fields)) object[name] ??= null;
      return object;
    }
    if (shape.kind === 'map') return this.#entries(value, shape.element, path);
    return this.#mismatch(shape.kind, 'an object', path);
  }

  #array(items: readonly unknown[], shape: Shape, path: string): Resolved | undefined {
    if (typeof shape === 'string' ? shape !== 'dynamic' : shape.kind === 'object' || shape.kind === 'map') {
      return this.#mismatch(typeof shape === 'string' ? shape : shape.kind, 'a list', path);
    }
    return items.map((item, index) => {
      const at = `${path}[${index}]`;
      if (item === undefined)
        this.#report('wrong-type', `${at} is undefined`, 'Remove the element, or set it to null.');
      return this.value(item, elementShape(shape, index), at) ?? null;
    });
  }

  #entries(entries: Readonly<Record<string, unknown>>, element: Shape, path: string): ResolvedObject {
    const result = emptyRecord<Resolved>();
    for (const key of Object.keys(entries)) {
      const given = entries[key];
      if (WrittenDynamic.isDynamic(given)) {
        this.#dynamic(result, key, given, element, joined(path, key));
        continue;
      }
      const resolved = this.value(entries[key], element, joined(path, key));
      if (resolved !== undefined) result[this.text(key, path)] = resolved;
    }
    return result;
  }

  #object(entries: Readonly<Record<string, unknown>>, fields: Fields | undefined, path: string): ResolvedObject {
    if (fields === undefined) return this.#entries(entries, 'dynamic', path);
    const result = emptyRecord<Resolved>();
    for (const name of Object.keys(entries)) {
      if (entries[name] === undefined) continue;
      const field = fieldOf(fields, name);
      const at = joined(path, name);
      if (field === undefined) this.#unknownName(name, fields, at);
      else if (field.computed === true) {
        this.#report(
          'read-only',
          `${at} cannot be set`,
          'The provider sets this attribute. Remove it; it can only be read.',
        );
      } else if (WrittenDynamic.isDynamic(entries[name])) {
        this.#dynamic(result, field.name, entries[name], field.shape, at);
      } else {
        const resolved = this.value(entries[name], field.shape, at);
        if (resolved !== undefined) result[field.name] = resolved;
      }
    }
    return result;
  }

  /** Adds dynamic blocks beside the attributes: the language has them in a block of their own. */
  #dynamic(result: ResolvedObject, name: string, blocks: WrittenDynamic, shape: Shape, path: string): void {
    const inside = typeof shape === 'string' || shape.kind === 'object' ? shape : elementShape(shape, 0);
    const known = result['dynamic'];
    const all = typeof known === 'object' && known !== null && !Array.isArray(known) ? known : emptyRecord<Resolved>();
    all[name] = {
      for_each: this.value(blocks.forEach, 'dynamic', `${path} (forEach)`) ?? null,
      iterator: blocks.iterator,
      content: this.value(blocks.content, inside, path) ?? {},
    };
    result['dynamic'] = all;
  }

  #bare(target: unknown, path: string): string {
    if (typeof target === 'string') return this.text(target, path).replace(/^\$\{(.*)\}$/s, '$1');
    return this.#orReport(path, () => replaceMarkers(this.#addressOf(target), this.#write));
  }

  #unknownName(name: string, fields: Fields, path: string): void {
    const settable = Object.entries(fields).flatMap(([candidate, { computed }]) =>
      computed === true ? [] : candidate,
    );
    const near = nearest(name, settable);
    const hint = near.length > 0 ? `Did you mean ${near.join(' or ')}?` : `The attributes are: ${settable.join(', ')}.`;
    this.#report('unknown-attribute', `There is no attribute ${path}`, hint);
  }

  #expectPrimitive(value: unknown, shape: Shape, path: string): void {
    if (typeof shape === 'string') return;
    if (typeof value === 'string' && (value.includes('${') || holdsToken(value))) return;
    this.#mismatch(shape.kind, `a ${typeof value}`, path);
  }

  #mismatch(expected: string, got: string, path: string): undefined {
    const article = expected === 'object' ? 'an' : 'a';
    return this.#report(
      'wrong-type',
      `${path} must be ${article} ${expected}, not ${got}`,
      `Pass ${article} ${expected}, or a reference to one.`,
    );
  }

  #reportClass(value: object, path: string): undefined {
    const name = value.constructor?.name ?? 'object';
    const hint =
      value instanceof Promise ? 'Await it before passing it to a construct.' : 'Pass plain values or strings.';
    return this.#report('wrong-type', `${path} is a ${name}`, hint);
  }

  #report(code: string, summary: string, hint?: string): undefined {
    this.#problems.push(new ConstructError(code, summary, hint, this.#place));
    return undefined;
  }
}

function elementShape(shape: Shape, index: number): Shape {
  if (typeof shape === 'string' || shape.kind === 'object') return 'dynamic';
  return shape.kind === 'tuple' ? (shape.items[index] ?? 'dynamic') : shape.element;
}

const joined = (path: string, name: string): string => (path === '' ? name : `${path}.${name}`);

/** Whether an object is plain in any realm: its prototype is an Object.prototype or null. */
function isPlain(value: object): value is Record<string, unknown> {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}
