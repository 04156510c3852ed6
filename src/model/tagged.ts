/** The tag of all values with their own class, so that one check distinguishes them from plain objects. */
export abstract class Tagged {
  abstract readonly kind: 'list' | 'set' | 'map' | 'null' | 'unknown' | 'sensitive' | 'number';
}
