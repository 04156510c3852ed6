import {
  type ConfigurationFile,
  convert,
  type Diagnostic,
  isJsonObject,
  normalized,
  type Expression,
  type Type,
  typeName,
  type Value,
} from '../model/index.js';
import { readDocument } from './document.js';
import { HclBody } from './hcl-body.js';
import { parseHcl } from './hcl-parser.js';
import { syntaxDiagnostics } from './hcl-problems.js';
import { checkName, isJson } from './names.js';
import { parseExpression } from './parser.js';
import { JsonBody } from './json-body.js';
import { readConstant } from './constant-expression.js';
import { Scope } from './report.js';
import type { SyntaxBody } from './syntax.js';

/**
 * Reads a file with values of variables: `*.tfvars`, or `*.tfvars.json`. JSON contains no templates; in HCL a value may
 * be calculated, but from constants only.
 */
export function readVariableFile(file: ConfigurationFile): {
  readonly values: ReadonlyMap<string, Expression>;
  readonly diagnostics: readonly Diagnostic[];
} {
  const diagnostics: Diagnostic[] = [];
  const values = new Map<string, Expression>();
  const body = bodyOfText(file, isJson(file.name), diagnostics);
  if (body === undefined) return { values, diagnostics };
  const scope = new Scope({ file: file.name, diagnostics }, body, [], '', undefined);
  for (const name of body.names()) {
    checkName(scope, name, 'a variable', [name]);
    const expression = readConstant(scope, name, `The value of the variable ${name}`, 'invalid-variable');
    if (expression !== undefined) values.set(name, expression);
  }
  return { values, diagnostics };
}

/** The body of a text that is not part of the configuration. */
export function bodyOfText(
  file: ConfigurationFile,
  isJsonText: boolean,
  diagnostics: Diagnostic[],
): SyntaxBody | undefined {
  const { name, text } = file;
  if (!isJsonText) {
    const { body, problems } = parseHcl(text);
    diagnostics.push(...syntaxDiagnostics(name, text, problems));
    return new HclBody(body, text);
  }
  const json = readDocument(file, {}, diagnostics);
  if (isJsonObject(json)) return new JsonBody(json);
  if (json !== undefined) {
    const scope = new Scope({ file: name, diagnostics }, new JsonBody({}), []);
    scope.error('wrong-shape', `${name} must contain a JSON object`, []);
  }
  return undefined;
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
    const value = normalized(text);
    // A plan stores the text, as in Terraform.
    return convert(value, type).ok ? { ok: true, value } : { ok: false, message: `Its type is ${typeName(type)}.` };
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
