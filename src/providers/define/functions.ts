import { unmarkDeep, type Value } from '../../model/index.js';
import type { FunctionParameter, Functions, FunctionSignature } from '../provider.js';
import type { FunctionResult } from '../requests.js';
import type { Definition } from './attributes.js';
import { ProviderError } from './definition.js';
import type { AnyFunction } from './function.js';
import { fromPlain, ResultError, toPlain } from './plain.js';

/** The contract's functions, for those that an author defined; undefined if there are none. */
export function definedFunctions(definitions: Readonly<Record<string, AnyFunction>>): Functions | undefined {
  const functions = new Map(
    Object.entries(definitions).map(([name, definition]) => [name, { definition, signature: signatureOf(definition) }]),
  );
  if (functions.size === 0) return undefined;
  return {
    names: [...functions.keys()].sort(),
    signature: (name) => functions.get(name)?.signature,
    prepare: async () => {},
    call: (name, args) => {
      const found = functions.get(name);
      return found === undefined
        ? { problem: `there is no function ${name}` }
        : callDefined(found.definition, found.signature, args);
    },
  };
}

function signatureOf({ parameters = {}, variadic, result, summary, description }: AnyFunction): FunctionSignature {
  return {
    parameters: Object.entries(parameters).map(([name, parameter]) => parameterOf(name, parameter)),
    ...(variadic !== undefined && { variadic: parameterOf('rest', variadic) }),
    result: result.attribute.type,
    ...(summary !== undefined && { summary }),
    ...(description !== undefined && { description }),
  };
}

const parameterOf = (name: string, { attribute }: Definition): FunctionParameter => ({
  name,
  type: attribute.type,
  ...(attribute.description !== undefined && { description: attribute.description }),
  ...(attribute.required !== true && { allowsNull: true }),
});

function callDefined(
  definition: AnyFunction,
  { parameters, result }: FunctionSignature,
  args: readonly Value[],
): FunctionResult {
  const given = args.map((value) => toPlain(unmarkDeep(value), null) ?? null);
  const named = Object.fromEntries(parameters.map(({ name }, index) => [name, given[index] ?? null]));
  try {
    const answer = definition.call(named, given.slice(parameters.length));
    if (answer instanceof Promise) {
      // Its own failure would end the process.
      answer.catch(() => undefined);
      return { problem: 'it returned a promise', advice: ASYNCHRONOUS };
    }
    // An argument that is returned keeps the digits that a number in JavaScript does not have.
    return { value: fromPlain(answer, result, [], args[given.findIndex((one) => one === answer)]) };
  } catch (error) {
    return problemOf(error, parameters);
  }
}

const ASYNCHRONOUS = "This is a bug in the provider: a function's result must be available at once.";

function problemOf(error: unknown, parameters: readonly FunctionParameter[]): FunctionResult {
  if (ProviderError.is(error)) {
    const argument = parameters.findIndex(({ name }) => name === error.path?.[0]);
    return {
      problem: error.message,
      ...(argument >= 0 && { argument }),
      ...(error.detail !== undefined && { advice: error.detail }),
    };
  }
  if (error instanceof ResultError) {
    const at = error.path.length === 0 ? 'it' : '';
    return {
      problem: `its result is not valid: ${at}${error.message}`,
      advice: "This is a bug in the provider: a function's result must have the type it declares.",
    };
  }
  return {
    problem: error instanceof Error ? error.message : String(error),
    advice:
      "The provider's code threw this error. If a user can fix it, the provider should throw a ProviderError that says how.",
  };
}
