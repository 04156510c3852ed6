/** What every value with a class of its own has, so that one check tells it from a plain object. */
export abstract class Tagged {
  abstract readonly kind: 'list' | 'set' | 'map' | 'null' | 'unknown' | 'sensitive' | 'number';
}
