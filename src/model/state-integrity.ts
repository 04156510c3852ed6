import {
  formatInstance,
  formatKey,
  formatResource,
  isIdentifier,
  parseAddress,
  parseProviderConfig,
  type ResourceAddress,
} from './address.js';
import { isWhollyKnown } from './value-operations.js';
import type { InstanceState, ObjectState, ResourceState, State } from './state.js';

/** A violation of an invariant, and the part of the state that it is about. */
export interface IntegrityProblem {
  /** A sentence that begins with the address. */
  readonly message: string;
  readonly output?: string;
  /** The resource's address, and the printed key of its instance. */
  readonly resource?: string;
  readonly key?: string;
}

/**
 * Checks the invariants of a state from any source. Returns each violation; none if the state is valid.
 *
 *  1. The serial is a whole number, zero or more.
 *  2. An output has a known value.
 *  3. The key of a resource is its address, and the address can be read back.
 *  4. A resource names a provider configuration.
 *  5. A resource has an instance.
 *  6. The key of an instance is its printed key; a number in it is whole and not negative.
 *  7. An instance has an object.
 *  8. A deposed key is eight hex characters.
 *  9. A data resource has neither deposed nor tainted objects.
 * 10. A schema version is a whole number, zero or more.
 * 11. Dependencies are addresses of resources without instance key, sorted, each once.
 * 12. A sensitive path begins with an attribute.
 * 13. Private bytes are base64.
 */
export function integrityProblems(state: State): IntegrityProblem[] {
  const problems: IntegrityProblem[] = [];
  if (!isCount(state.serial)) problems.push({ message: `the serial is ${state.serial}` });
  for (const [output, { value }] of state.outputs) {
    if (!isWhollyKnown(value)) problems.push({ message: `output.${output}: its value is not known`, output });
  }
  const known: Known = { types: new Map(), dependencies: new Map(), providers: new Map() };
  state.resources.forEach((resource, key) => checkResource(key, resource, known, problems));
  return problems;
}

/**
 * Explains why these dependencies and private bytes are invalid; undefined if they are valid. The check is reused for
 * many objects.
 */
export function objectCheck(): (
  object: Pick<ObjectState, 'dependencies'> & { readonly plannedPrivate?: string },
) => string | undefined {
  const known: Known = { types: new Map(), dependencies: new Map(), providers: new Map() };
  return ({ dependencies, plannedPrivate }) => {
    const strange = dependencies.find(
      (text) => !PLAIN_ADDRESS.test(text) && !recall(known.dependencies, text, isResource),
    );
    if (strange !== undefined) return `"${strange}" is not the address of a resource`;
    return plannedPrivate === undefined || isBase64(plannedPrivate) ? undefined : 'Its private bytes are not base64';
  };
}

/** A cached check of a text: many objects name few types, resources and providers, so each text is parsed once. */
interface Known {
  readonly types: Map<string, boolean>;
  readonly dependencies: Map<string, boolean>;
  readonly providers: Map<string, boolean>;
}

/** Takes sentences about one part of the state. */
interface Problems {
  push(message: string): void;
}

const about = (found: IntegrityProblem[], part: Omit<IntegrityProblem, 'message'>): Problems => ({
  push: (message) => void found.push({ message, ...part }),
});

function checkResource(key: string, resource: ResourceState, known: Known, found: IntegrityProblem[]): void {
  const address = formatResource(resource.address);
  const problems = about(found, { resource: key });
  if (address !== key) problems.push(`${key}: its address is ${address}`);
  if (!isReadable(resource.address, address, known)) problems.push(`${address}: its address cannot be read back`);
  if (!recall(known.providers, resource.provider, (text) => parseProviderConfig(text) !== undefined))
    problems.push(`${address}: ${resource.provider} is not the address of a provider configuration`);
  if (resource.instances.size === 0) problems.push(`${address}: it has no instance`);
  resource.instances.forEach((instance, printed) => {
    const problems = about(found, { resource: key, key: printed });
    const place = formatInstance(address, instance.key);
    if (formatKey(instance.key) !== printed)
      problems.push(`${address}${printed}: its key is ${formatKey(instance.key)}`);
    if (typeof instance.key === 'number' && !isCount(instance.key))
      problems.push(`${place}: its key is not a whole number from 0 up`);
    checkInstance(place, resource.address.mode, instance, known, problems);
  });
}

function checkInstance(place: string, mode: string, instance: InstanceState, known: Known, problems: Problems): void {
  if (instance.current === undefined && instance.deposed.size === 0) problems.push(`${place}: it has no object`);
  if (mode === 'data' && instance.deposed.size > 0) problems.push(`${place}: a data resource cannot be deposed`);
  if (mode === 'data' && instance.current?.status === 'tainted')
    problems.push(`${place}: a data resource cannot be tainted`);
  if (instance.current !== undefined) checkObject(place, instance.current, known, problems);
  for (const [key, object] of instance.deposed) {
    if (!/^[0-9a-f]{8}$/.test(key))
      problems.push(`${place}: "${key}" is not a deposed key of eight hexadecimal digits`);
    checkObject(`${place} (deposed ${key})`, object, known, problems);
  }
}

function checkObject(place: string, object: ObjectState, known: Known, problems: Problems): void {
  if (!isCount(object.schemaVersion)) problems.push(`${place}: its schema version is ${object.schemaVersion}`);
  let before = '';
  for (const dependency of object.dependencies) {
    if (dependency <= before)
      problems.push(`${place}: its dependencies are not sorted, or one occurs twice (${dependency})`);
    before = dependency;
    if (!PLAIN_ADDRESS.test(dependency) && !recall(known.dependencies, dependency, isResource))
      problems.push(`${place}: it depends on "${dependency}", which is not the address of a resource`);
  }
  if (object.sensitivePaths.length > 0 && object.sensitivePaths.some((path) => typeof path[0] !== 'string')) {
    problems.push(`${place}: a sensitive path does not begin with an attribute`);
  }
  if (object.private !== undefined && !isBase64(object.private))
    problems.push(`${place}: its private bytes are not base64`);
}

const isCount = (number: number): boolean => Number.isSafeInteger(number) && number >= 0;

function isReadable(address: ResourceAddress, text: string, { types }: Known): boolean {
  // Plain names in the root module, which are nearly all, need no parser.
  if (address.module === '' && recall(types, address.type, isPlainType) && isIdentifier(address.name)) return true;
  const read = parseAddress(text)?.resource;
  return (
    read !== undefined &&
    read.module === address.module &&
    read.mode === address.mode &&
    read.type === address.type &&
    read.name === address.name
  );
}

/** Not the first word of another kind of address. */
const isPlainType = (type: string): boolean => isIdentifier(type) && type !== 'data' && type !== 'module';

/** Of a managed resource in the root module, which needs no parser either. */
const PLAIN_ADDRESS = /^(?!data\.|module\.)[A-Za-z_][A-Za-z0-9_-]*\.[A-Za-z_][A-Za-z0-9_-]*$/;

function isResource(text: string): boolean {
  const parsed = parseAddress(text);
  return parsed !== undefined && parsed.key === undefined;
}

function recall(known: Map<string, boolean>, text: string, ask: (text: string) => boolean): boolean {
  let answer = known.get(text);
  if (answer === undefined) known.set(text, (answer = ask(text)));
  return answer;
}

const isBase64 = (text: string): boolean => text.length % 4 === 0 && /^[A-Za-z0-9+/]*={0,2}$/.test(text);
