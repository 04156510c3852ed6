/** `cloud_account` as a class: `CloudAccount`. */
export const pascalCase = (name: string): string =>
  wordsOf(name)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('');

/** `display_name` as a property: `displayName`. */
export function camelCase(name: string): string {
  const pascal = pascalCase(name);
  return pascal.charAt(0).toLowerCase() + pascal.slice(1);
}

/** Members that every object has, with types of their own. */
const INHERITED: ReadonlySet<string> = new Set(
  'constructor hasOwnProperty isPrototypeOf propertyIsEnumerable toLocaleString toString valueOf'.split(' '),
);

/** `display_name` as a property of an object that a program writes: `displayName`. */
export function propertyName(name: string): string {
  const property = camelCase(name);
  return INHERITED.has(property) ? `${property}Attribute` : property;
}

/** `cloud_account` as a constant: `CLOUD_ACCOUNT`. */
export const constantCase = (name: string): string =>
  name
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replaceAll(/[^A-Za-z0-9]+/g, '_')
    .toUpperCase();

const wordsOf = (name: string): string[] => name.split(/[^A-Za-z0-9]+/).filter((word) => word !== '');

/** Names that constructs already use; an attribute with such a name gets the suffix `Attribute` where it is read. */
const TAKEN = new Set(
  `node stack with toString constructor logicalId overrideLogicalId addOverride overrides fqn declare resourceType inputs provider
  count forEach lifecycle dependsOn attribute instance pluck addPrecondition addPostcondition keyword importFrom moveFrom
  moveFromId moveTo addProvisioner`.split(/\s+/),
);

/** Names for the getters or methods of a class: none hides a member of the class, or another of them. */
export function getterNames(properties: readonly string[], more: readonly string[] = []): ReadonlyMap<string, string> {
  const taken = new Set([...TAKEN, ...more]);
  const free = new Names([...taken, ...properties.filter((property) => !taken.has(property))]);
  return new Map(
    properties.map((property) => [property, taken.has(property) ? free.take(`${property}Attribute`) : property]),
  );
}

/** Returns each name once, as a TypeScript identifier: a duplicate gets a numeric suffix. */
export class Names {
  readonly #used: Set<string>;

  constructor(reserved: Iterable<string> = []) {
    this.#used = new Set(reserved);
  }

  has(name: string): boolean {
    return this.#used.has(name);
  }

  take(wanted: string): string {
    const first = /^[A-Za-z_$]/.test(wanted) ? wanted : `_${wanted}`;
    let name = first;
    for (let count = 2; this.#used.has(name); count += 1) name = `${first}${count}`;
    this.#used.add(name);
    return name;
  }
}
