import { reasonOf, ValueShapeError, DiagnosticError, type Value } from '../../model/index.js';
import type { FunctionParameter, FunctionSignature, Functions } from '../provider.js';
import type { FunctionResult } from '../requests.js';
import { WireError } from './bytes/reader.js';
import type { PluginHost } from './host.js';
import type { PluginProcess } from './process/plugin-process.js';
import type { PluginDescription } from './schemas.js';
import { readType } from './schema/read.js';
import { decodeValue, encodeValue } from './values/dynamic-value.js';
import { providerCall } from './wire/calls.js';
import { functionSchema, type parameterSchema } from './wire/common.js';
import type { Received } from './wire/message.js';

/** Expressions wait for a call, and the whole process with them. */
const CALL_WITHIN_MS = 30_000;

/** The functions of a plugin; undefined if it has none. */
export const pluginFunctions = (host: PluginHost, description: PluginDescription): Functions | undefined =>
  description.schema.functions.size === 0 ? undefined : new PluginFunctions(host, description);

class PluginFunctions implements Functions {
  readonly names: readonly string[];
  readonly #host: PluginHost;
  readonly #description: PluginDescription;
  readonly #signatures = new Map<string, FunctionSignature>();
  /** By function and encoded arguments: the protocol promises that equal arguments give equal results. */
  readonly #results = new Map<string, FunctionResult>();
  #process: PluginProcess | undefined;

  constructor(host: PluginHost, description: PluginDescription) {
    this.#host = host;
    this.#description = description;
    this.names = [...description.schema.functions.keys()].sort();
  }

  signature(name: string): FunctionSignature | undefined {
    const known = this.#signatures.get(name);
    if (known !== undefined) return known;
    const encoded = this.#description.schema.functions.get(name);
    if (encoded === undefined) return undefined;
    const signature = readSignature(encoded, name);
    this.#signatures.set(name, signature);
    return signature;
  }

  async prepare(): Promise<void> {
    this.#process = await this.#host.shared();
  }

  call(name: string, args: readonly Value[]): FunctionResult {
    const signature = this.signature(name);
    if (signature === undefined || this.#process === undefined) return { problem: 'it cannot be called here' };
    try {
      const sent = args.map((value, index) =>
        encodeValue(value, (signature.parameters[index] ?? signature.variadic)?.type ?? 'dynamic'),
      );
      const key = [name, ...sent.map(({ msgpack }) => Buffer.from(msgpack).toString('base64'))].join(' ');
      const known = this.#results.get(key);
      if (known !== undefined) return known;
      const answer = this.#process.callNow(
        providerCall(this.#description.protocol, 'CallFunction'),
        { name, arguments: sent },
        this.#host.surroundings.functionWithinMs ?? CALL_WITHIN_MS,
      );
      const result = resultOf(answer, signature);
      this.#results.set(key, result);
      return result;
    } catch (error) {
      if (error instanceof DiagnosticError) return failure(error);
      if (!(error instanceof WireError || error instanceof ValueShapeError)) throw error;
      return defect(`it sent a result that is not valid: ${reasonOf(error)}`);
    }
  }
}

function resultOf(
  { result, error }: Received<ReturnType<typeof providerCall<'CallFunction'>>['response']>,
  signature: FunctionSignature,
): FunctionResult {
  if (error !== undefined) {
    const { text, functionArgument } = error;
    const problem = text === '' ? 'it failed without a reason' : text;
    return functionArgument === undefined ? { problem } : { problem, argument: functionArgument };
  }
  if (result === undefined) return defect('it returned neither a result nor an error');
  return { value: decodeValue(result, signature.result) };
}

const defect = (problem: string): FunctionResult => ({
  problem,
  advice: 'This is a defect of the provider: report it to its authors.',
});

function failure({ diagnostics: [first] }: DiagnosticError): FunctionResult {
  const { summary = 'the provider did not answer', detail } = first ?? {};
  return detail === undefined ? { problem: summary } : { problem: summary, advice: detail };
}

function readSignature(encoded: Uint8Array, name: string): FunctionSignature {
  const { parameters, variadicParameter, return: returned, summary, description } = functionSchema.decode(encoded);
  if (returned === undefined) throw new WireError(`the function ${name} has no type of its result`);
  return {
    parameters: parameters.map(readParameter),
    ...(variadicParameter !== undefined && { variadic: readParameter(variadicParameter) }),
    result: readType(returned.type, `the result of ${name}`),
    ...(summary !== '' && { summary }),
    ...(description !== '' && { description }),
  };
}

const readParameter = ({
  name,
  type,
  description,
  allowNullValue,
  allowUnknownValues,
}: Received<typeof parameterSchema>): FunctionParameter => ({
  name,
  type: readType(type, name),
  ...(description !== '' && { description }),
  ...(allowNullValue && { allowsNull: true }),
  ...(allowUnknownValues && { allowsUnknown: true }),
});
