import { toDouble, type Path } from '../../model/index.js';
import type { Look } from './look.js';

/** Plain JSON as a validator wants it. */
export type Plain = null | boolean | number | string | Plain[] | PlainObject;

export interface PlainObject {
  [name: string]: Plain;
}

/** What is kept while a body is read. */
export class Track {
  /** False once anything was met that a validator should judge. */
  plain = true;
  /** Places of what is not known yet; in the JSON they hold null. */
  readonly open: Path[] = [];
  /** Places of what must not be shown. */
  readonly secret: Path[] = [];
  readonly #path: (string | number)[] = [];

  inside<T>(step: string | number, read: () => T): T {
    this.enter(step);
    const result = read();
    this.leave();
    return result;
  }

  /** For what is read very often: each `enter` has its `leave`. */
  enter(step: string | number): void {
    this.#path.push(step);
  }

  leave(): void {
    this.#path.pop();
  }

  leaveOpen(): Plain {
    this.open.push([...this.#path]);
    return null;
  }

  keepSecret(): void {
    this.secret.push([...this.#path]);
  }

  /** The shape of something that does not fit, which is all that is needed to refuse it. */
  misfit(found: Look): Plain {
    this.plain = false;
    switch (found.kind) {
      case 'open':
        return AN_EXPRESSION;
      case 'scalar':
        return typeof found.value === 'object' && found.value !== null ? toDouble(found.value) : found.value;
      case 'array':
        return [];
      case 'object':
        return {};
    }
  }

  /** A name that does not belong where it stands. */
  stray(json: PlainObject, name: string): void {
    this.plain = false;
    define(json, name, true);
  }
}

/** Stands for an expression where none can be. */
export const AN_EXPRESSION = 'an expression';

/** A key may be called `__proto__`. */
export function define(json: PlainObject, name: string, value: Plain): void {
  if (name === '__proto__')
    Object.defineProperty(json, name, { value, enumerable: true, configurable: true, writable: true });
  else json[name] = value;
}
