import type { FunctionParameter, Functions, FunctionSignature } from '../../provider.js';
import { writeType } from '../schema/write.js';
import { decodeValue, encodeValue } from '../values/dynamic-value.js';
import { functionSchema, type parameterSchema } from '../wire/common.js';
import type { Sent } from '../wire/message.js';
import type { Handlers } from './handlers.js';
import type { ServedProvider } from './session.js';

/** The functions that expressions call. They need no configuration. */
export function functionHandlers(served: ServedProvider) {
  return {
    GetFunctions: async () => ({ functions: sentFunctions((await served.plain()).abilities.functions) }),

    CallFunction: async ({ name, arguments: sent }) => {
      const { functions } = (await served.plain()).abilities;
      const signature = functions?.signature(name);
      if (functions === undefined || signature === undefined) return failed(`There is no function ${name}.`);
      const { parameters, variadic, result } = signature;
      await functions.prepare();
      const answer = functions.call(
        name,
        sent.map((value, index) => decodeValue(value, (parameters[index] ?? variadic)?.type ?? 'dynamic')),
      );
      if (answer.problem === undefined) return { result: encodeValue(answer.value, result) };
      const { problem, advice, argument } = answer;
      return failed(advice === undefined ? problem : `${problem}. ${advice}`, argument);
    },
  } satisfies Handlers;
}

const failed = (text: string, functionArgument?: number) => ({ error: { text, functionArgument } });

export const sentFunctions = (functions: Functions | undefined): ReadonlyMap<string, Buffer> =>
  new Map(
    (functions?.names ?? []).flatMap((name) => {
      const signature = functions?.signature(name);
      return signature === undefined ? [] : [[name, functionSchema.encode(sentSignature(signature))]];
    }),
  );

const sentSignature = ({
  parameters,
  variadic,
  result,
  summary,
  description,
}: FunctionSignature): Sent<typeof functionSchema> => ({
  parameters: parameters.map(sentParameter),
  ...(variadic !== undefined && { variadicParameter: sentParameter(variadic) }),
  return: { type: writeType(result) },
  summary: summary ?? '',
  description: description ?? '',
});

const sentParameter = ({
  name,
  type,
  description,
  allowsNull,
  allowsUnknown,
}: FunctionParameter): Sent<typeof parameterSchema> => ({
  name,
  type: writeType(type),
  description: description ?? '',
  allowNullValue: allowsNull === true,
  allowUnknownValues: allowsUnknown === true,
});
