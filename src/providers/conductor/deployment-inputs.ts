import { isNull, type Json, type JsonObject, objectIn, plainJson, Unknown, type Value } from '../../model/index.js';
import { inputDefinitions } from './deployment-replies.js';

type Values = Readonly<Record<string, Value>>;

/**
 * The inputs that an update sends. The service merges them with the deployment's, so a removed one is sent with its
 * default from the target blueprint.
 */
export function allInputs(...[given, before, deployment]: readonly (Json | undefined)[]): Json | undefined {
  const definitions = inputDefinitions(deployment ?? null);
  const defaults = takenOut(objectIn(before), objectIn(given)).flatMap((name): [string, Json][] => {
    const fallback = objectIn(definitions[name])['default'];
    return fallback === undefined ? [] : [[name, fallback]];
  });
  return given === undefined && defaults.length === 0
    ? undefined
    : { ...Object.fromEntries(defaults), ...objectIn(given) };
}

export function takesInputOut(prior: Values, planned: Values): boolean {
  return takenOut(inputsIn(prior['inputs']), inputsIn(planned['inputs'])).length > 0;
}

/** Why an input cannot be removed: the blueprint requires it and has no default for it. */
export function withoutDefault(
  deployment: Json,
  { inputs: before }: Values,
  { inputs: given, blueprint_id: blueprint }: Values,
): string | undefined {
  const definitions = inputDefinitions(deployment);
  const wanted = takenOut(inputsIn(before), inputsIn(given)).filter(
    (name) => Object.hasOwn(definitions, name) && !Object.hasOwn(objectIn(definitions[name]), 'default'),
  );
  if (wanted.length === 0) return undefined;
  const target = typeof blueprint === 'string' ? `the blueprint ${blueprint}` : 'the blueprint';
  const has = wanted.length === 1 ? 'has' : 'have';
  return `${wanted.join(', ')} ${has} no default in ${target}. Set a value for each in inputs.`;
}

function takenOut(before: JsonObject, given: JsonObject): readonly string[] {
  return Object.keys(before).filter((name) => !Object.hasOwn(given, name));
}

function inputsIn(value: Value | undefined): JsonObject {
  return value === undefined || isNull(value) || value instanceof Unknown ? {} : objectIn(plainJson(value));
}
