import {
  type ConfigurationFile,
  convert,
  type Diagnostic,
  isJsonObject,
  normalized,
  type Type,
  typeName,
  type Value,
} from '../model/index.js';
import { readDocument } from './document.js';
import { checkName } from './names.js';
import { parseExpression } from './parser.js';
import { JsonBody } from './json-body.js';
import { Scope } from './report.js';

/** Reads a `*.tfvars.json` file: values of variables by name. They are constants without templates. */
export function readVariableFile(file: ConfigurationFile): {
  readonly values: Map<string, Value>;
  readonly diagnostics: readonly Diagnostic[];
} {
  const diagnostics: Diagnostic[] = [];
  const values = new Map<string, Value>();
  const json = readDocument(file, {}, diagnostics);
  if (json === undefined) return { values, diagnostics };
  const scope = new Scope(
    { file: file.name, diagnostics },
    new JsonBody(isJsonObject(json) ? json : {}),
    [],
    '',
    undefined,
  );
  if (!isJsonObject(json))
    scope.error('wrong-shape', `${file.name} must contain a JSON object with variable values`, []);
  for (const name of scope.body.names()) {
    checkName(scope, name, 'a variable', [name]);
    values.set(name, scope.body.value(name).constant()!);
  }
  return { values, diagnostics };
}

export type VariableText =
  { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly message: string };

/**
 * Reads the text of `-var` and `TF_VAR_…`: literally for strings, numbers, booleans and variables without a type, as an
 * expression without references for all other types.
 */
export function parseVariableText(
  text: string,
  { type, writtenAny = false }: { readonly type: Type; readonly writtenAny?: boolean },
): VariableText {
  if (typeof type === 'string' && !writtenAny) {
    const converted = convert(normalized(text), type);
    return converted.ok ? converted : { ok: false, message: `Its type is ${typeName(type)}.` };
  }
  const { expression, problems } = parseExpression(text);
  const [problem] = problems;
  const wanted = `Write a value of type ${typeName(type)} like this: ${exampleOf(type)}.`;
  if (problem !== undefined) return { ok: false, message: `${problem.message}. ${wanted}` };
  if (expression.kind === 'literal') return { ok: true, value: expression.value };
  return { ok: false, message: `It must be a constant, without references, function calls or calculations. ${wanted}` };
}

function exampleOf(type: Type): string {
  if (typeof type === 'string') return '"a"';
  switch (type.kind) {
    case 'list':
    case 'set':
    case 'tuple':
      return '["a", "b"]';
    case 'map':
    case 'object':
      return '{ a = "x", b = "y" }';
  }
}
