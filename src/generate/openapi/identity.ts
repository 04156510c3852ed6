import { typesIn } from './pointer.js';
import { objectIn, type JsonObject } from '../../model/index.js';
import { typeOfShape, type FieldGuess, type Leaf } from './attributes.js';
import type { ApiOperation, ApiParameter } from './api.js';
import { operationsIn, type CreatableGroup, type Group } from './group.js';
import type { ParameterSource, ResourceGuess } from './guess.js';
import { isOwnHeader } from './own-headers.js';
import { fixedValue, settingParameters, type SharedHeader } from './shared-headers.js';
import type { Shape } from './schemas.js';
import { firstSentence, snakeCase, spoken, lastWord } from './words.js';

const USUAL = ['id', 'uid', 'uuid', 'guid', 'identity', 'metadata_id', 'metadata_uid', 'metadata_uuid'];
const NAMES = ['name', 'key', 'slug', 'code', 'handle', 'metadata_name'];
const LABELS = ['name', 'display_name', 'title', 'label', 'key', 'slug', 'metadata_name', 'email', 'hostname'];

/** The object's field that becomes its path parameter. */
export function identityField(group: Group, key: string, shown: readonly Leaf[]): Leaf | undefined {
  const hole = snakeCase(key);
  const last = lastWord(group.noun);
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
    const names = [words.join('_'), words.slice(1).join('_'), ...words.slice(-1)];
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

/** What the group of an object says before the path parameters of its own. */
interface Surroundings {
  readonly group: CreatableGroup;
  readonly fields: readonly FieldGuess[];
  /** Attributes for parents and for demanded parameters. */
  readonly attributes: readonly FieldGuess[];
  /** Names of the attributes that precede its own in its identity. */
  readonly before: readonly string[];
  /** Completed with the path parameters of its own. */
  readonly parameters: Map<string, ParameterSource>;
}

/** Undefined if no field corresponds to its path parameter. */
export function guessIdentity(
  group: CreatableGroup,
  fields: readonly FieldGuess[],
  shown: readonly Leaf[],
  shared: readonly SharedHeader[] = [],
): Identity | undefined {
  const { keys } = group.read ?? group.remove ?? group.updates[0] ?? group.create;
  const around = surroundingsOf(group, keys, fields, shared);
  const holes = group.kind === 'items' ? keys.slice(group.parents.length) : [];
  const own = holes.at(-1);
  if (own === undefined) {
    const { attributes, parameters, before: parents } = around;
    return { attribute: undefined, place: undefined, beside: [], given: true, attributes, parameters, parents };
  }
  return holes.length > 1 ? severalParameters(around, holes) : oneParameter(around, own, shown);
}

function surroundingsOf(
  group: CreatableGroup,
  keys: readonly string[],
  fields: readonly FieldGuess[],
  shared: readonly SharedHeader[],
): Surroundings {
  const { create, read, list, updates, remove } = group;
  const operations = operationsIn(group);
  const parents = parentAttributes(group, keys);
  const parameters = new Map<string, ParameterSource>([
    ...settingParameters(shared),
    ...parentParameters([create, read, list, ...updates, remove], parents),
  ]);
  const demanded = addDemanded(group, fields, parameters);
  // Parameters that a read requires are part of the identity.
  const finding = demanded.filter(({ name }) => read?.parameters.some((each) => parameters.get(each.name) === name));
  return {
    group,
    fields,
    attributes: [
      ...parents.map(({ noun, name }, index) =>
        given(name, `Of the ${spoken(noun)} it belongs to.`, parameterAt(operations, index)),
      ),
      ...demanded,
    ],
    before: [...parents, ...finding].map(({ name }) => name),
    parameters,
  };
}

/** An object that several path parameters identify, each of them a field. */
function severalParameters(around: Surroundings, holes: readonly string[]): Identity | undefined {
  const { group, fields, attributes, parameters, before } = around;
  const several = fieldsForHoles(group, holes, fields);
  const own = several?.at(-1);
  if (several === undefined || own === undefined) return undefined;
  for (const { keys } of operationsIn(group))
    for (const [index, { name }] of several.entries()) {
      const key = keys[group.parents.length + index];
      if (key !== undefined) parameters.set(key, name);
    }
  const beside = several.slice(0, -1).map(({ name }) => name);
  const { name, place } = own;
  return { attribute: name, place, beside, given: true, attributes, parameters, parents: [...before, ...beside] };
}

function oneParameter(around: Surroundings, own: string, shown: readonly Leaf[]): Identity | undefined {
  const { group, fields, attributes, parameters, before: parents } = around;
  const field = identityField(group, own, shown);
  const found = fields.find(({ place }) => place === field?.place);
  // A PUT on the object's own path creates it under the name in the path.
  const byPath = group.create.method === 'put';
  if (found === undefined && !byPath) return undefined;
  const name = found?.name ?? parentAttribute(own, group.noun).replace(`${group.noun}_`, '');
  for (const operation of [group.create, group.read, ...group.updates, group.remove]) {
    const key = operation?.keys[group.parents.length];
    if (key !== undefined) parameters.set(key, name);
  }
  const identity = { attribute: name, place: found?.place, beside: [], parameters, parents };
  if (found !== undefined && !byPath) return { ...identity, given: found.required, attributes };
  return { ...identity, given: true, attributes: [...attributes, namedInPath(group, name, found)] };
}

/** The attribute with the name in an object's path, as far as the field that shows it tells. */
function namedInPath(group: Group, name: string, shown: FieldGuess | undefined): FieldGuess {
  const description = `Its ${spoken(name)}, unique among the ${spoken(group.noun)} objects there.`;
  const inPath = parameterAt(operationsIn(group), group.parents.length);
  const named = given(name, shown?.description ?? description, inPath);
  if (shown === undefined) return named;
  const { schema, pointer, shape, type } = shown;
  return { ...named, schema, shape, type, ...(pointer === undefined ? {} : { pointer }) };
}

/** An attribute for each parent of a kind, from the path parameters of one of its operations. */
export function parentAttributes(
  { parents }: Group,
  keys: readonly string[],
): readonly { readonly noun: string; readonly name: string }[] {
  return parents.map((noun, index) => ({ noun, name: parentAttribute(keys[index] ?? noun, noun) }));
}

/** The path parameters of these operations that identify the parents. */
export function parentParameters(
  operations: readonly (ApiOperation | undefined)[],
  parents: readonly { readonly name: string }[],
): ReadonlyMap<string, string> {
  const parameters = new Map<string, string>();
  for (const operation of operations)
    for (const [index, { name }] of parents.entries()) {
      const key = operation?.keys[index];
      if (key !== undefined) parameters.set(key, name);
    }
  return parameters;
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
  switch (typesIn(schema?.['type']).find((type) => type !== 'null')) {
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
