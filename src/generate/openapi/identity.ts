import { listIn, objectIn, type JsonObject } from '../../model/index.js';
import { typeOfShape, type FieldGuess, type Leaf } from './attributes.js';
import type { ApiOperation, ApiParameter } from './api.js';
import { operationsIn, type Group } from './group.js';
import type { ParameterSource, ResourceGuess } from './guess.js';
import { isOwnHeader } from './own-headers.js';
import { fixedValue, settingParameters, type SharedHeader } from './shared-headers.js';
import type { Shape } from './schemas.js';
import { firstSentence, snakeCase, spoken } from './words.js';

const USUAL = ['id', 'uid', 'uuid', 'guid', 'identity', 'metadata_id', 'metadata_uid', 'metadata_uuid'];
const NAMES = ['name', 'key', 'slug', 'code', 'handle', 'metadata_name'];
const LABELS = ['name', 'display_name', 'title', 'label', 'key', 'slug', 'metadata_name', 'email', 'hostname'];

/** The object's field that becomes its path parameter. */
export function identityField(group: Group, key: string, shown: readonly Leaf[]): Leaf | undefined {
  const hole = snakeCase(key);
  const last = group.noun.split('_').at(-1)!;
  const bare = hole.replace(new RegExp(`^(${group.noun}|${last})_`), '');
  const own = [`${group.noun}_id`, `${last}_id`, `${group.noun}_uuid`, `${last}_uuid`];
  const byName = NAMES.includes(bare) || bare === group.noun || bare === last;
  const wanted =
    byName && NAMES.includes(bare) ? [hole, bare, ...NAMES] : [hole, bare, ...USUAL, ...own, ...NAMES, last];
  const scalars = shown.filter(({ member }) => member.shape.kind === 'string' || member.shape.kind === 'number');
  return wanted.map((name) => scalars.find((leaf) => leaf.name === name)).find((leaf) => leaf !== undefined);
}

/** Configured fields, one for each of several identifying path parameters; undefined if one has none. */
function fieldsForHoles(
  group: Group,
  keys: readonly string[],
  fields: readonly FieldGuess[],
): FieldGuess[] | undefined {
  const found = keys.flatMap((key) => {
    const words = snakeCase(key).split('_');
    const names = [words.join('_'), words.slice(1).join('_'), words.at(-1)!];
    return names.flatMap((name) => fields.find((field) => field.name === name && field.required) ?? []).slice(0, 1);
  });
  return new Set(found).size === keys.length ? found : undefined;
}

/** The attribute with the object's display name. */
export const labelAmong = (names: readonly string[]): string | undefined => LABELS.find((name) => names.includes(name));

/** `project_id` for the parameter `{id}` after `/projects`. */
export function parentAttribute(key: string, parent: string): string {
  const name = snakeCase(key);
  return /^(id|uid|uuid|name|key|slug)$/.test(name) ? `${parent}_${name}` : name;
}

/** What identifies an object, and the sources of its path parameters. */
export interface Identity {
  readonly attribute: string | undefined;
  readonly place: string | undefined;
  /** Additional identifying attributes, if its path has several parameters of its own. */
  readonly beside: readonly string[];
  /** Assigned by the configuration, not by the service. */
  readonly given: boolean;
  readonly attributes: readonly FieldGuess[];
  readonly parameters: ResourceGuess['parameters'];
  readonly parents: readonly string[];
}

/** Undefined if no field corresponds to its path parameter. */
export function guessIdentity(
  group: Group,
  fields: readonly FieldGuess[],
  shown: readonly Leaf[],
  shared: readonly SharedHeader[] = [],
): Identity | undefined {
  const item = [group.read, group.remove, ...group.updates].find((operation) => operation !== undefined);
  const keys = (item ?? group.create!).keys;
  const holes = group.kind === 'items' ? keys.slice(group.parents.length) : [];
  const own = holes.at(-1);
  const parameters = new Map<string, ParameterSource>(settingParameters(shared));
  const parents = group.parents.map((parent, index) => parentAttribute(keys[index] ?? parent, parent));
  for (const operation of [group.create, group.read, group.list, ...group.updates, group.remove]) {
    operation?.keys.forEach((key, index) => {
      const parent = parents[index];
      if (parent !== undefined) parameters.set(key, parent);
    });
  }
  const operations = operationsIn(group);
  const demanded = addDemanded(group, fields, parameters);
  const attributes = [
    ...parents.map((parent, index) =>
      given(parent, `Of the ${spoken(group.parents[index]!)} it belongs to.`, parameterAt(operations, index)),
    ),
    ...demanded,
  ];
  // Parameters that a read requires are part of the identity.
  const finding = demanded.filter(({ name }) =>
    group.read?.parameters.some((each) => parameters.get(each.name) === name),
  );
  const whole = [...parents, ...finding.map(({ name }) => name)];
  if (own === undefined)
    return { attribute: undefined, place: undefined, beside: [], given: true, attributes, parameters, parents: whole };
  if (holes.length > 1) {
    const several = fieldsForHoles(group, holes, fields);
    if (several === undefined) return undefined;
    for (const operation of operations)
      operation.keys.slice(parents.length).forEach((key, index) => parameters.set(key, several[index]!.name));
    const beside = several.slice(0, -1).map(({ name }) => name);
    const { name, place } = several.at(-1)!;
    return { attribute: name, place, beside, given: true, attributes, parameters, parents: [...whole, ...beside] };
  }
  const field = identityField(group, own, shown);
  const found = fields.find(({ place }) => place === field?.place);
  // A PUT on the object's own path creates it under the name in the path.
  const byPath = group.create!.method === 'put';
  if (found === undefined && !byPath) return undefined;
  const name = found?.name ?? parentAttribute(own, group.noun).replace(`${group.noun}_`, '');
  for (const operation of [group.create, group.read, ...group.updates, group.remove]) {
    const key = operation?.keys[parents.length];
    if (key !== undefined) parameters.set(key, name);
  }
  if (byPath) {
    const named = {
      ...given(
        name,
        found?.description ?? `Its ${spoken(name)}, unique among the ${spoken(group.noun)} objects there.`,
        parameterAt(operations, parents.length),
      ),
      ...(found === undefined
        ? {}
        : { schema: found.schema, pointer: found.pointer!, shape: found.shape, type: found.type }),
    };
    return {
      attribute: name,
      place: found?.place,
      beside: [],
      given: true,
      attributes: [...attributes, named],
      parameters,
      parents: whole,
    };
  }
  const { place, required } = found!;
  return { attribute: name, place, beside: [], given: required, attributes, parameters, parents: whole };
}

/**
 * Query and header parameters that some operation requires: with their only possible value, or from an attribute, an
 * existing or a new one, which is returned.
 */
function addDemanded(
  { create, read, list, updates, remove }: Group,
  fields: readonly FieldGuess[],
  parameters: Map<string, ParameterSource>,
): FieldGuess[] {
  const added: FieldGuess[] = [];
  for (const operation of [create, read, remove, ...updates, list]) {
    for (const parameter of operation?.parameters ?? []) {
      if (parameter.in === 'path' || !parameter.required || parameters.has(parameter.name)) continue;
      const value = fixedValue(parameter);
      const name = snakeCase(parameter.name.replace(/^x-/i, ''));
      if (value !== undefined) parameters.set(parameter.name, { value });
      else if (operation !== list && !(parameter.in === 'header' && isOwnHeader(parameter.name))) {
        parameters.set(parameter.name, name);
        if (fields.some((field) => field.name === name && field.required)) continue;
        added.push(
          given(
            name,
            firstSentence(parameter.description) ?? `The ${parameter.in} parameter ${parameter.name}.`,
            parameter,
          ),
        );
      }
    }
  }
  return added;
}

/** Required parameters of a list that have no value here: such a list cannot be requested. */
export const unknownIn = ({ parameters }: ApiOperation, known: ReadonlyMap<string, unknown>): boolean =>
  parameters.some(
    ({ name, required, in: place }) => place !== 'path' && required && !known.has(name) && !isOwnHeader(name),
  );

/**
 * What the operations say about the path parameter of this index: the first informative one, or otherwise the first.
 */
export function parameterAt(operations: readonly ApiOperation[], index: number): ApiParameter | undefined {
  const found = operations.flatMap(({ keys, parameters }) =>
    parameters.filter((parameter) => parameter.in === 'path' && parameter.name === keys[index]),
  );
  return found.find(({ schema }) => ['format', 'pattern', 'enum'].some((word) => word in schema)) ?? found[0];
}

/** A required, unchangeable attribute of the parameter's type. */
export function given(name: string, description: string, parameter: ApiParameter | undefined): FieldGuess {
  const shape = shapeOf(parameter?.schema);
  return {
    place: '',
    name,
    shape,
    type: typeOfShape(shape, true),
    required: true,
    optional: false,
    computed: false,
    sensitive: false,
    writeOnly: false,
    replaces: true,
    description,
    schema: parameter?.schema ?? {},
    ...(parameter === undefined ? {} : { pointer: parameter.pointer }),
    doubts: [],
  };
}

function shapeOf(schema: JsonObject | undefined): Shape {
  switch (listIn([schema?.['type']].flat()).find((type) => type !== 'null')) {
    case 'integer':
    case 'number':
      return { kind: 'number' };
    case 'boolean':
      return { kind: 'bool' };
    case 'array':
      return { kind: 'list', element: shapeOf(objectIn(schema?.['items'])) };
    default:
      return { kind: 'string' };
  }
}
