import { isJsonList, type Json, type JsonObject, isJsonObject } from '../json.js';
import {
  formatKey,
  formatResource,
  modernProviderConfig,
  parseAddress,
  type InstanceKey,
  type ResourceAddress,
} from '../address.js';
import type { Mutable } from '../mutable.js';
import type { Path } from '../path.js';
import type { InstanceState, ObjectState, OutputState, ResourceState, State } from '../state.js';
import { typeFromJson } from '../type.js';
import { expectedText, expectedWords, foundText } from './found.js';
import { valueAloneFromJson, ValueShapeError } from './value.js';

export interface StateProblem {
  readonly message: string;
  readonly path: Path;
}

type ResourcePath = ['resources', number];

const NO_OBJECTS: ReadonlyMap<string, ObjectState> = new Map();
const NO_ITEMS: readonly Json[] = [];

/** Collects problems and continues, to report all of them at once. */
export class StateReader {
  readonly problems: StateProblem[] = [];
  /** Of the instance that is being read: one array for all of them, which problems copy. */
  readonly #instancePath: (string | number)[] = ['resources', 0, 'instances', 0];
  /** Parsed once each, since many resources share few modules. */
  readonly #modules = new Map<string, string | undefined>([['', '']]);

  state(json: Json): State {
    const root = this.object(json, []) ?? {};
    return {
      terraformVersion: this.text(root, 'terraform_version', [], ''),
      serial: this.count(root, 'serial', [], 0),
      lineage: this.text(root, 'lineage', [], ''),
      outputs: this.outputs(root['outputs']),
      resources: this.resources(root),
      checkResults: root['check_results'] ?? null,
    };
  }

  outputs(json: Json | undefined): Map<string, OutputState> {
    const outputs = new Map<string, OutputState>();
    if (json === undefined || json === null) return outputs;
    for (const [name, entry] of Object.entries(this.object(json, ['outputs']) ?? {})) {
      const output = this.output(entry, ['outputs', name]);
      if (output !== undefined) outputs.set(name, output);
    }
    return outputs;
  }

  output(json: Json, path: Path): OutputState | undefined {
    const entry = this.object(json, path);
    if (entry === undefined) return undefined;
    const type = typeFromJson(entry['type']);
    if (type === undefined)
      return this.problem(`expected a type, such as "string", found ${foundText(entry['type'])}`, [...path, 'type']);
    try {
      return {
        value: valueAloneFromJson(entry['value'] ?? null, type),
        type,
        sensitive: this.flag(entry, 'sensitive', path),
      };
    } catch (error) {
      if (!(error instanceof ValueShapeError)) throw error;
      return this.problem(`it does not have the type of the output: ${error.message}`, [...path, 'value']);
    }
  }

  resources(root: JsonObject): Map<string, ResourceState> {
    const resources = new Map<string, ResourceState>();
    const list = this.list(root, 'resources', []);
    const path: ResourcePath = ['resources', 0];
    for (const [index, entry] of list.entries()) {
      path[1] = index;
      const resource = this.resource(entry, path);
      if (resource === undefined) continue;
      // Terraform drops a resource without instances when it writes the state.
      if (resource.instances.size === 0) continue;
      const address = formatResource(resource.address);
      const { size } = resources;
      if (resources.set(address, resource).size === size) this.problem(`${address} occurs a second time`, path);
    }
    return resources;
  }

  resource(json: Json, path: ResourcePath): ResourceState | undefined {
    const entry = this.object(json, path);
    if (entry === undefined) return undefined;
    const address = this.address(entry, path);
    const provider = modernProviderConfig(this.text(entry, 'provider', path));
    const instances = new Map<string, InstanceState>();
    const list = this.list(entry, 'instances', path);
    const inner = this.#instancePath;
    inner[1] = path[1];
    for (const [index, instance] of list.entries()) {
      inner[3] = index;
      this.addObject(instances, instance, inner);
    }
    return address === undefined ? undefined : { address, provider, instances };
  }

  address(entry: JsonObject, path: Path): ResourceAddress | undefined {
    const mode = entry['mode'];
    if (mode !== 'managed' && mode !== 'data') {
      return this.problem(expectedWords(['managed', 'data'], mode), [...path, 'mode']);
    }
    const module = this.module(this.text(entry, 'module', path, ''), path);
    const type = this.text(entry, 'type', path);
    const name = this.text(entry, 'name', path);
    if (type === '' || name === '') return this.problem('a resource needs a type and a name', path);
    return module === undefined ? undefined : { module, mode, type, name };
  }

  module(text: string, path: Path): string | undefined {
    if (!this.#modules.has(text)) this.#modules.set(text, parseAddress(`${text}.t.n`)?.resource.module);
    const module = this.#modules.get(text);
    return module ?? this.problem(`"${text}" is not the address of a module`, [...path, 'module']);
  }

  /** Current and deposed objects of one instance are separate items of the list. */
  addObject(instances: Map<string, InstanceState>, json: Json, path: Path): void {
    const entry = this.object(json, path);
    if (entry === undefined) return;
    const key = this.key(entry, path);
    const object = this.objectState(entry, path);
    const id = formatKey(key);
    const { current, deposed } = instances.get(id) ?? { current: undefined, deposed: NO_OBJECTS };
    const deposedKey = this.text(entry, 'deposed', path, '');
    if (deposedKey === '' ? current !== undefined : deposed.has(deposedKey)) {
      this.problem(
        `the ${deposedKey === '' ? 'current' : `deposed (${deposedKey})`} object of this instance occurs a second time`,
        path,
      );
    } else if (deposedKey === '') instances.set(id, { key, current: object, deposed });
    else
      instances.set(id, {
        key,
        ...(current === undefined ? {} : { current }),
        deposed: new Map(deposed).set(deposedKey, object),
      });
  }

  key(entry: JsonObject, path: Path): InstanceKey {
    const key = entry['index_key'];
    if (key === undefined || key === null) return undefined;
    if (typeof key === 'string') return key;
    if (typeof key === 'number' && Number.isSafeInteger(key)) return key;
    return this.problem(expectedText('a whole number or a string', key), [...path, 'index_key']);
  }

  objectState(entry: JsonObject, path: Path): ObjectState {
    if (entry['attributes_flat'] !== undefined) {
      this.problem('this object has the form of Terraform 0.11; let Terraform 1.x refresh it once', [
        ...path,
        'attributes_flat',
      ]);
    }
    const status = entry['status'] ?? '';
    if (status !== '' && status !== 'tainted')
      this.problem(expectedWords(['tainted', ''], status), [...path, 'status']);
    const secret = this.text(entry, 'private', path, '');
    // All objects share one hidden class; rare members are added last.
    const object: Mutable<ObjectState> = {
      status: status === 'tainted' ? 'tainted' : 'ready',
      schemaVersion: this.count(entry, 'schema_version', path, 0),
      attributes: this.objectAt(entry, 'attributes', path) ?? {},
      sensitivePaths: [],
      dependencies: this.dependencies(entry, path),
      createBeforeDestroy: this.flag(entry, 'create_before_destroy', path),
    };
    this.addSensitive(object, entry, path);
    if (secret !== '') object.private = secret;
    const identity = this.objectAt(entry, 'identity', path);
    if (identity !== undefined) object.identity = identity;
    if (entry['identity_schema_version'] !== undefined)
      object.identitySchemaVersion = this.count(entry, 'identity_schema_version', path, 0);
    return object;
  }

  dependencies(entry: JsonObject, path: Path): readonly string[] {
    const list = this.list(entry, 'dependencies', path);
    if (!list.every((one): one is string => typeof one === 'string')) {
      this.problem('expected a list of addresses of resources', [...path, 'dependencies']);
      return [];
    }
    // Terraform and Landform write them sorted, so usually no copy is needed.
    return isAscending(list) ? list : [...new Set(list)].sort();
  }

  addSensitive(object: Mutable<ObjectState>, entry: JsonObject, above: Path): void {
    const list = this.list(entry, 'sensitive_attributes', above);
    if (list.length === 0) return;
    const path = [...above, 'sensitive_attributes'];
    const mapKeys = new Map<string, Path>();
    object.sensitivePaths = list.map((steps, index) => {
      const read: (string | number)[] = [];
      for (const [position, step] of this.items(steps, [...path, index]).entries()) {
        const { name, isMapKey } = this.step(step, [...path, index, position]);
        read.push(name);
        if (isMapKey) mapKeys.set(JSON.stringify(read), [...read]);
      }
      return read;
    });
    if (mapKeys.size > 0) object.sensitiveMapKeys = [...mapKeys.values()];
  }

  step(json: Json, path: Path): { readonly name: string | number; readonly isMapKey: boolean } {
    const step = this.object(json, path);
    if (step?.['type'] === 'get_attr' && typeof step['value'] === 'string')
      return { name: step['value'], isMapKey: false };
    if (step?.['type'] === 'index') {
      const name = this.object(step['value'] ?? null, [...path, 'value'])?.['value'];
      if (typeof name === 'string' || typeof name === 'number') return { name, isMapKey: typeof name === 'string' };
    }
    this.problem('expected a step of a path: "get_attr" with the name of an attribute, or "index" with a key', path);
    return { name: '', isMapKey: false };
  }

  object(json: Json, path: Path, name?: string): JsonObject | undefined {
    if (isJsonObject(json)) return json;
    return this.problem(expectedText('an object', json), name === undefined ? path : [...path, name]);
  }

  /** A member that may be missing. Here and below, paths are only built for problems. */
  objectAt(holder: JsonObject, name: string, path: Path): JsonObject | undefined {
    const json = holder[name] ?? null;
    return json === null ? undefined : this.object(json, path, name);
  }

  list(holder: JsonObject, name: string, path: Path): readonly Json[] {
    const json = holder[name] ?? null;
    if (json === null) return NO_ITEMS;
    return isJsonList(json) ? json : this.items(json, [...path, name]);
  }

  items(json: Json, path: Path): readonly Json[] {
    if (isJsonList(json)) return json;
    this.problem(expectedText('a list', json), path);
    return NO_ITEMS;
  }

  text(object: JsonObject, name: string, path: Path, missing?: string): string {
    const text = object[name] ?? missing;
    if (typeof text === 'string') return text;
    this.problem(expectedText('a string', object[name]), [...path, name]);
    return '';
  }

  count(object: JsonObject, name: string, path: Path, missing: number): number {
    const count = object[name] ?? missing;
    if (typeof count === 'number' && Number.isSafeInteger(count) && count >= 0) return count;
    this.problem(expectedText('a whole number', object[name]), [...path, name]);
    return 0;
  }

  flag(object: JsonObject, name: string, path: Path): boolean {
    const flag = object[name] ?? false;
    if (typeof flag === 'boolean') return flag;
    this.problem(expectedText('true or false', object[name]), [...path, name]);
    return false;
  }

  problem(message: string, path: Path): undefined {
    this.problems.push({ message, path: [...path] });
    return undefined;
  }
}

/** Sorted, each once. */
function isAscending(list: readonly string[]): boolean {
  let last: string | undefined;
  for (const one of list) {
    if (last !== undefined && last >= one) return false;
    last = one;
  }
  return true;
}
