import { constantValue } from '../../engine/index.js';
import { readVariableFile, resolveDiagnostics, valueText, variablesText } from '../../language/index.js';
import {
  errorsOf,
  isIdentifier,
  isObjectValue,
  MapValue,
  objectValue,
  type Diagnostic,
  type Value,
} from '../../model/index.js';
import type { FunctionResult, Functions, FunctionSignature } from '../../providers/index.js';

/** The functions of Terraform's built-in provider, which write and read HCL: `provider::terraform::encode_tfvars(…)`. */
export const TERRAFORM_FUNCTIONS: Functions = {
  names: ['decode_tfvars', 'encode_expr', 'encode_tfvars'],
  signature: (name) => FUNCTIONS.get(name)?.signature,
  prepare: async () => {},
  call: (name, [argument = null]) =>
    FUNCTIONS.get(name)?.call(argument) ?? { problem: `the built-in provider has no function "${name}"` },
};

interface OneFunction {
  readonly signature: FunctionSignature;
  call(argument: Value): FunctionResult;
}

const FUNCTIONS: ReadonlyMap<string, OneFunction> = new Map([
  [
    'encode_tfvars',
    {
      signature: {
        parameters: [{ name: 'value', type: 'dynamic', description: 'Values by the names of variables.' }],
        result: 'string',
        summary: 'Writes the values of variables as a .tfvars file has them.',
      },
      call: encodeVariables,
    },
  ],
  [
    'encode_expr',
    {
      signature: {
        parameters: [{ name: 'value', type: 'dynamic', description: 'Any value.' }],
        result: 'string',
        summary: 'Writes a value as an expression.',
      },
      call: (value) => ({ value: valueText(value) }),
    },
  ],
  [
    'decode_tfvars',
    {
      signature: {
        parameters: [{ name: 'src', type: 'string', description: 'The text of a .tfvars file.' }],
        result: 'dynamic',
        summary: 'Reads the text of a .tfvars file.',
      },
      call: decodeVariables,
    },
  ],
]);

function encodeVariables(given: Value): FunctionResult {
  const values = given instanceof MapValue ? given.entries : isObjectValue(given) ? given : undefined;
  if (values === undefined)
    return { problem: 'the value must be an object, whose attributes are the variables', argument: 0 };
  const wrong = Object.keys(values).find((name) => !isIdentifier(name));
  if (wrong !== undefined) return { problem: `${JSON.stringify(wrong)} cannot be the name of a variable`, argument: 0 };
  return { value: variablesText(values) };
}

function decodeVariables(text: Value): FunctionResult {
  const file = { name: 'src', text: typeof text === 'string' ? text : '' };
  const read = readVariableFile(file);
  const diagnostics: Diagnostic[] = [...read.diagnostics];
  const values = objectValue();
  for (const [name, expression] of read.values) {
    const found = constantValue(expression, { file: file.name, path: [name] });
    diagnostics.push(...found.diagnostics);
    values[name] = found.value;
  }
  const [problem] = resolveDiagnostics(errorsOf(diagnostics), [file]);
  if (problem === undefined) return { value: values };
  const line = problem.range === undefined ? '' : `line ${problem.range.start.line}: `;
  return {
    problem: `${line}${problem.summary}`,
    argument: 0,
    ...(problem.detail !== undefined && { advice: problem.detail }),
  };
}
