import { toDouble, type Path } from '../../model/index.js';
import type { Look } from './look.js';

/** Plain JSON, as validators expect it. */
export type Plain = null | boolean | number | string | Plain[] | PlainObject;

export interface PlainObject {
  [name: string]: Plain;
}

/** The state of reading a body. */
export class Track {
  /** False after anything that a validator should check. */
  plain = true;
  /** The places of unknown values, which are null in the JSON. */
  readonly open: Path[] = [];
  /** The places of values that must be hidden. */
  readonly secret: Path[] = [];
  readonly #path: (string | number)[] = [];

  inside<T>(step: string | number, read: () => T): T {
    this.enter(step);
    const result = read();
    this.leave();
    return result;
  }

  /** For code that runs very often: each `enter` has a matching `leave`. */
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

  /** The shape of an invalid value, which is enough for the validator to reject it. */
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

  /** Adds a name that does not belong at this place. */
  stray(json: PlainObject, name: string): void {
    this.plain = false;
    define(json, name, true);
  }
}

/** Represents an expression where none is allowed. */
export const AN_EXPRESSION = 'an expression';

/** Allows `__proto__` as a key. */
export function define(json: PlainObject, name: string, value: Plain): void {
  if (name === '__proto__')
    Object.defineProperty(json, name, { value, enumerable: true, configurable: true, writable: true });
  else json[name] = value;
}
