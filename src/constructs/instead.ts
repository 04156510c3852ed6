import { ConstructError } from './error.js';
import { captureLocation } from './origin.js';

/** Members that JavaScript itself reads from a class, for example to extend it. */
const ASKED = new Set(['prototype', 'name', 'length', 'then', 'toJSON', 'constructor', 'default', '__esModule']);

/** A CDKTF name without a counterpart. It can be imported, and its first use throws an error with an alternative. */
export function instead(name: string, hint: string): never {
  const refuse = (): never => {
    throw new ConstructError('not-in-landform', `Landform does not have ${name}`, hint, {
      location: captureLocation(),
    });
  };
  return new Proxy(function missing() {}, {
    construct: refuse,
    apply: refuse,
    get: (target, key) => (typeof key === 'symbol' || ASKED.has(key) ? Reflect.get(target, key) : refuse()),
  }) as never;
}
