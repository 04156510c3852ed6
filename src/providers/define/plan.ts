import {
  isNull,
  ListValue,
  MapValue,
  SetValue,
  Unknown,
  isObjectValue,
  objectValue,
  setValue,
  valuesEqual,
  type ObjectValue,
  type Path,
  type Value,
} from '../../model/index.js';
import { isInput, type Definition, type Definitions } from './attributes.js';
import type { AnyResource } from './definition.js';
import { fromPlain, objectToPlain, toPlain, type Plain, type PlainObject } from './plain.js';

export interface Planned {
  readonly planned: ObjectValue;
  readonly requiresReplace: readonly Path[];
}

/**
 * The plan of a defined resource: defaults filled in, values known only after apply unknown, and replacements
 * determined.
 */
export function planDefined(
  resource: AnyResource,
  prior: ObjectValue | null,
  proposed: ObjectValue,
  config: ObjectValue,
): Planned {
  const { schema } = resource;
  const filled = fillObject(schema, config, proposed);
  const changes = prior === null || !valuesEqual(prior, filled);
  const planned = changes ? markObject(schema, config, filled, prior) : filled;
  const before = prior === null ? null : objectToPlain(prior);
  const adjusted = resource.plan?.(objectToPlain(planned), before, objectToPlain(config)) ?? undefined;
  for (const [name, value] of Object.entries(adjusted?.known ?? {})) {
    const definition = schema[name];
    if (definition?.attribute.computed !== true || !isNull(config[name] ?? null)) continue;
    planned[name] = fromPlain(value, definition.attribute.type, [name], planned[name]);
  }
  if (prior === null) return { planned, requiresReplace: [] };
  const replaces = replacePaths(schema, prior, planned, resource.update === undefined);
  for (const name of adjusted?.replaces ?? []) replaces.push([name]);
  return { planned, requiresReplace: replaces };
}

/** The inputs of a data source or an interrupted create: the configuration with its defaults. */
export function withDefaults(definitions: Definitions, config: ObjectValue): ObjectValue {
  return fillObject(definitions, config, config);
}

function fillObject(definitions: Definitions, config: ObjectValue, proposed: ObjectValue): Record<string, Value> {
  const result = objectValue(proposed);
  for (const [name, definition] of Object.entries(definitions)) {
    result[name] = fill(definition, config[name] ?? null, proposed[name] ?? null);
  }
  return result;
}

function fill(definition: Definition, config: Value, proposed: Value): Value {
  if (definition.attribute.writeOnly === true) return null;
  if (isNull(config) && definition.default !== undefined)
    return fromPlain(definition.default, definition.attribute.type);
  const { inside } = definition;
  if (inside === undefined || isNull(config)) return proposed;
  return mapElements(definition, proposed, (element, step) =>
    fillObject(inside, elementAt(config, step) ?? element, element),
  );
}

/** Computed attributes that are not known before apply become unknown. */
function markObject(
  definitions: Definitions,
  config: ObjectValue,
  filled: ObjectValue,
  prior: ObjectValue | null,
): Record<string, Value> {
  const result = objectValue(filled);
  for (const [name, definition] of Object.entries(definitions)) {
    result[name] = mark(definition, config[name] ?? null, filled[name] ?? null, prior?.[name] ?? null);
  }
  return result;
}

function mark(definition: Definition, config: Value, filled: Value, prior: Value): Value {
  const { attribute, inside } = definition;
  if (isNull(config) && attribute.computed === true && definition.default === undefined) {
    return definition.stable && !isNull(prior) ? filled : new Unknown(attribute.type);
  }
  if (inside === undefined) return filled;
  return mapElements(definition, filled, (element, step) => {
    const before = elementAt(prior, step) ?? null;
    return markObject(inside, elementAt(config, step) ?? inputsOf(inside, element), element, before);
  });
}

/** For an element without a counterpart in the configuration (sets): what may have been configured. */
function inputsOf(definitions: Definitions, element: ObjectValue): ObjectValue {
  const result = objectValue(element);
  for (const [name, definition] of Object.entries(definitions)) if (!isInput(definition)) result[name] = null;
  return result;
}

function replacePaths(definitions: Definitions, prior: ObjectValue, planned: ObjectValue, everything: boolean): Path[] {
  const paths: Path[] = [];
  for (const [name, definition] of Object.entries(definitions)) {
    const before = prior[name] ?? null;
    const after = planned[name] ?? null;
    if (!isInput(definition) || valuesEqual(before, after)) continue;
    if (everything || definition.attribute.replaces === true) paths.push([name]);
    else if (definition.attribute.nested?.nesting === 'single' && isObjectValue(before) && isObjectValue(after)) {
      for (const path of replacePaths(definition.inside ?? {}, before, after, false)) paths.push([name, ...path]);
    }
  }
  return paths;
}

type Step = string | number | undefined;

/** Applies `change` to each object inside an attribute with nested attributes; unknown and null stay unchanged. */
function mapElements(
  definition: Definition,
  value: Value,
  change: (element: ObjectValue, step: Step) => ObjectValue,
): Value {
  const one = (element: Value, step: Step): Value => (isObjectValue(element) ? change(element, step) : element);
  if (value instanceof ListValue) return new ListValue(value.element, value.items.map(one));
  if (value instanceof SetValue)
    return setValue(
      value.element,
      value.items.map((item) => one(item, undefined)),
    );
  if (value instanceof MapValue) {
    const entries = objectValue();
    for (const [name, entry] of Object.entries(value.entries)) entries[name] = one(entry, name);
    return new MapValue(value.element, entries);
  }
  return definition.attribute.nested?.nesting === 'single' ? one(value, '') : value;
}

function elementAt(value: Value, step: Step): ObjectValue | undefined {
  if (step === '' && isObjectValue(value)) return value;
  let element: Value | undefined;
  if (value instanceof ListValue && typeof step === 'number') element = value.items[step];
  else if (value instanceof MapValue && typeof step === 'string') element = value.entries[step];
  return element !== undefined && isObjectValue(element) ? element : undefined;
}

/**
 * The inputs of a handler: as planned, with write-only values from the configuration and null for attributes that are
 * not set.
 */
export function inputsFor(definitions: Definitions, planned: ObjectValue, config: ObjectValue): PlainObject {
  const inputs: Record<string, Plain> = {};
  for (const [name, definition] of Object.entries(definitions)) {
    if (!isInput(definition)) continue;
    const value = definition.attribute.writeOnly === true ? config[name] : planned[name];
    inputs[name] = toPlain(value ?? null, null) ?? null;
  }
  return inputs;
}
