import {
  configuredResource,
  formatInstance,
  formatKey,
  formatResource,
  impliedType,
  parseAddress,
  sensitive,
  storedProvider,
  stringifyJson,
  unmarkDeep,
  valueFromJson,
  valueFromUntyped,
  ValueShapeError,
  valuesEqual,
  type Configuration,
  type EditedState,
  type InstanceState,
  type Mutable,
  type ObjectState,
  type OutputChange,
  type ResourceChange,
  type ResourceState,
  type SchemaOf,
  type State,
  type Value,
} from '../../model/index.js';
import { markSensitiveAttributes } from '../diff/sensitivity.js';
import { withStateMarks } from '../object-state.js';
import { sortedByAddress } from './sorted.js';

/** An instance with the resource that has it. */
interface Held {
  readonly resource: ResourceState;
  readonly resourceKey: string;
  readonly instance: InstanceState;
}

/** An object in a state. */
interface HeldObject extends Held {
  readonly object: ObjectState;
  readonly deposed: string | undefined;
}

/**
 * What a plan shows of edits of a state: the objects that are moved, forgotten, added, marked or given to another provider. No
 * provider is asked. What only follows, such as the new names of dependencies, is left out.
 */
export function stateChanges(
  before: State,
  edited: EditedState,
  schemaOf: SchemaOf,
  configuration: Configuration,
): readonly ResourceChange[] {
  const maker = new ChangeMaker(schemaOf, configuration);
  const changes: ResourceChange[] = [];
  const kept = new Set<ObjectState | undefined>();
  for (const now of changedInstances(edited.state, before)) {
    const address = addressOf(now);
    const from = edited.moved.get(address);
    const prior = edited.imported.has(address) ? undefined : instanceAt(before, from ?? address);
    for (const object of objectsOf(now)) {
      const earlier = objectsOf(prior).find(({ deposed }) => deposed === object.deposed);
      kept.add(earlier?.object);
      const change = earlier === undefined ? maker.add(object, edited) : maker.change(earlier, object);
      if (change !== undefined) changes.push(change);
    }
  }
  for (const then of changedInstances(before, edited.state))
    for (const object of objectsOf(then)) if (!kept.has(object.object)) changes.push(maker.forget(object));
  return sortedByAddress(changes);
}

/** The instances of resources that are not the same in another state. */
function* changedInstances(state: State, other: State): Iterable<Held> {
  for (const [resourceKey, resource] of state.resources) {
    if (other.resources.get(resourceKey) === resource) continue;
    for (const instance of resource.instances.values()) yield { resource, resourceKey, instance };
  }
}

const addressOf = ({ resourceKey, instance }: Held): string => formatInstance(resourceKey, instance.key);

/** Outputs that another state changes. */
export function stateOutputChanges(before: State, after: State): readonly OutputChange[] {
  if (before.outputs === after.outputs) return [];
  const changes: OutputChange[] = [];
  for (const name of [...new Set([...before.outputs.keys(), ...after.outputs.keys()])].sort()) {
    const [old, now] = [before.outputs.get(name), after.outputs.get(name)];
    const isSame = old !== undefined && now !== undefined && valuesEqual(old.value, now.value);
    if (isSame && old.sensitive === now.sensitive) continue;
    changes.push({
      name,
      action: old === undefined ? 'create' : now === undefined ? 'delete' : 'update',
      before: old?.value ?? null,
      after: now?.value ?? null,
      sensitive: old?.sensitive === true || now?.sensitive === true,
    });
  }
  return changes;
}

function instanceAt(state: State, address: string): Held | undefined {
  const parsed = parseAddress(address);
  if (parsed === undefined) return undefined;
  const resourceKey = formatResource(parsed.resource);
  const resource = state.resources.get(resourceKey);
  const instance = resource?.instances.get(formatKey(parsed.key));
  return resource === undefined || instance === undefined ? undefined : { resource, resourceKey, instance };
}

function objectsOf(held: Held | undefined): readonly HeldObject[] {
  if (held === undefined) return [];
  const { current, deposed } = held.instance;
  return [
    ...(current === undefined ? [] : [{ ...held, object: current, deposed: undefined }]),
    ...[...deposed].map(([key, object]) => ({ ...held, object, deposed: key })),
  ];
}

/** Makes the changes of a plan out of what states have. */
class ChangeMaker {
  readonly #schemaOf: SchemaOf;
  readonly #configuration: Configuration;

  constructor(schemaOf: SchemaOf, configuration: Configuration) {
    this.#schemaOf = schemaOf;
    this.#configuration = configuration;
  }

  forget(held: HeldObject): ResourceChange {
    const protects = configuredResource(this.#configuration, held.resourceKey)?.lifecycle.preventDestroy === true;
    return {
      ...this.#of(held, 'forget', this.#value(held), null),
      ...(protects && held.deposed === undefined ? { preventDestroy: true } : {}),
    };
  }

  add(held: HeldObject, { imported }: EditedState): ResourceChange {
    const value = this.#value(held);
    const change = this.#of(held, 'no-op', value, value);
    const address = addressOf(held);
    if (!imported.has(address)) return { ...change, inState: 'added' };
    return { ...change, importing: { id: imported.get(address) ?? sensitive('') } };
  }

  /** Undefined if it stays as it is. */
  change(before: HeldObject, after: HeldObject): ResourceChange | undefined {
    const [from, to] = [addressOf(before), addressOf(after)];
    const [old, now] = [before, after].map(({ resource }) => storedProvider(resource.provider).source);
    const marks = before.object.status === after.object.status ? undefined : MARKS[after.object.status];
    const isSame = before.object === after.object;
    if (isSame && from === to && before.resource.provider === after.resource.provider) return undefined;
    const value = this.#value(after);
    const prior = isSame ? value : this.#value(before);
    const differs = !isSame && !sameObjects(before.object, prior, after.object, value);
    if (!differs && from === to && before.resource.provider === after.resource.provider && marks === undefined)
      return undefined;
    const change: Mutable<ResourceChange> = differs
      ? { ...this.#of(after, 'update', prior, value), marksOnly: true }
      : this.#of(after, 'no-op', value, value);
    if (from !== to) change.previousAddress = from;
    if (old !== undefined && old !== now) change.previousProvider = old;
    if (marks !== undefined) change.inState = marks;
    return change;
  }

  #of(held: HeldObject, action: ResourceChange['action'], before: Value, after: Value): ResourceChange {
    const { resource, resourceKey, instance, object, deposed } = held;
    const origin = configuredResource(this.#configuration, resourceKey)?.origin;
    return {
      address: addressOf(held),
      resource: resource.address,
      resourceKey,
      key: instance.key,
      ...(deposed === undefined ? {} : { deposed }),
      provider: storedProvider(resource.provider),
      action,
      before,
      after,
      replacePaths: [],
      dependencies: object.dependencies,
      createBeforeDestroy: object.createBeforeDestroy,
      schemaVersion: object.schemaVersion,
      ...(origin === undefined ? {} : { origin }),
    };
  }

  /** Without the schema that it was stored with it is not known what is secret, so everything is. */
  #value({ resource, object }: HeldObject): Value {
    const { type, mode } = resource.address;
    const schema = this.#schemaOf(storedProvider(resource.provider).source, mode, type);
    const hidden = (): Value => sensitive(valueFromUntyped(object.attributes));
    if (schema === undefined || schema.version !== object.schemaVersion) return hidden();
    try {
      const value = valueFromJson(object.attributes, impliedType(schema.block));
      return markSensitiveAttributes(withStateMarks(value, object), schema.block);
    } catch (error) {
      if (error instanceof ValueShapeError) return hidden();
      throw error;
    }
  }
}

const MARKS: Readonly<Record<ObjectState['status'], NonNullable<ResourceChange['inState']>>> = {
  tainted: 'tainted',
  ready: 'untainted',
};

/** Whether two objects differ in nothing but marks and dependencies. */
function sameObjects(left: ObjectState, leftValue: Value, right: ObjectState, rightValue: Value): boolean {
  const rest = ({ attributes: _, status: __, dependencies: ___, ...others }: ObjectState): string =>
    stringifyJson({ ...others });
  const isSame = left.attributes === right.attributes || valuesEqual(unmarkDeep(leftValue), unmarkDeep(rightValue));
  return isSame && rest(left) === rest(right);
}
