import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { parseTemplate, parseVariableText, readVariableFile } from '../language/index.js';
import {
  DiagnosticError,
  errorDiagnostic,
  nearest,
  valueFromUntyped,
  warningDiagnostic,
  type Configuration,
  type ConfigurationFile,
  type Diagnostic,
  type Value,
  reasonOf,
} from '../model/index.js';
import { decodeText } from '../program/index.js';
import { constantValue, settleVariables, type GivenVariable } from '../engine/index.js';
import type { AskVariable, OperationEnvironment, VariableOptions } from './environment.js';
import { projectFiles } from './expression-files.js';
import type { StackSource } from './project.js';

/**
 * Resolves the variables of a stack. Later sources win: `landform.json`, `TF_VAR_*`, `terraform.tfvars`, `*.auto.tfvars` (both also
 * with `.json`), then `--var` and `--var-file` in the order given. If `ask` is given, it is called for required variables without a value.
 */
export async function resolveVariables(
  env: OperationEnvironment,
  stack: StackSource,
  configuration: Configuration,
  options: VariableOptions,
): Promise<ReturnType<typeof settleVariables>> {
  const diagnostics: Diagnostic[] = [];
  const given = new Map<string, GivenVariable>();
  const fromValues = (values: Iterable<readonly [string, Value]>, from: string): void => {
    for (const [name, value] of values) {
      if (configuration.variables.has(name)) given.set(name, { value, from });
      else diagnostics.push(undeclared(name, from, configuration));
    }
  };
  const settings = Object.entries(stack.variables).map(([name, json]) => [name, valueFromUntyped(json)] as const);
  fromValues(settings, 'landform.json');
  for (const variable of configuration.variables.values()) {
    const text = env.environment[`TF_VAR_${variable.name}`];
    if (text !== undefined) fromText(variable.name, text, `TF_VAR_${variable.name}`);
  }
  for (const file of stack.variableFiles) readFileValues(file);
  for (const input of options.variables ?? []) {
    if ('file' in input) {
      const file = await readGivenFile(env, input.file);
      if ('summary' in file) diagnostics.push(file);
      else readFileValues(file);
    } else if (configuration.variables.has(input.name)) fromText(input.name, input.text, '--var');
    else diagnostics.push({ ...undeclared(input.name, '--var', configuration), severity: 'error' });
  }
  if (options.ask !== undefined && diagnostics.every(({ severity }) => severity !== 'error'))
    await askForMissing(options.ask);
  const settled = settleVariables(configuration, given, { files: projectFiles(env, env.directory), parseTemplate });
  // The unreadable value is already an error; a missing value would be reported on top of it.
  const unread = new Set(
    diagnostics.flatMap(({ code, address }) => (code === 'invalid-variable' ? (address ?? []) : [])),
  );
  const others = settled.diagnostics.filter(
    ({ code, address = '' }) => code !== 'missing-variable' || !unread.has(address),
  );
  return { ...settled, diagnostics: [...diagnostics, ...others] };

  async function askForMissing(ask: AskVariable): Promise<void> {
    for (const variable of configuration.variables.values()) {
      if (given.has(variable.name) || variable.default !== undefined) continue;
      const text = await ask(variable, stack.name);
      if (text !== undefined) fromText(variable.name, text, 'the prompt');
    }
  }

  function readFileValues(file: ConfigurationFile): void {
    const read = readVariableFile(file);
    file.release?.();
    diagnostics.push(...read.diagnostics);
    const values = Array.from(read.values, ([name, expression]) => {
      const { value, diagnostics: problems } = constantValue(expression, { file: file.name, path: [name] });
      diagnostics.push(...problems);
      return [name, value] as const;
    });
    fromValues(values, file.name);
  }

  function fromText(name: string, text: string, from: string): void {
    const parsed = parseVariableText(text, configuration.variables.get(name)!);
    if (parsed.ok) {
      given.set(name, { value: parsed.value, from });
      return;
    }
    diagnostics.push(
      errorDiagnostic('invalid-variable', `The value of the variable ${name} cannot be read`, {
        address: `var.${name}`,
        detail: `From ${from}: ${parsed.message}`,
      }),
    );
  }
}

function undeclared(name: string, from: string, configuration: Configuration): Diagnostic {
  const near = nearest(name, configuration.variables.keys());
  return warningDiagnostic('undeclared-variable', `There is no variable ${name}`, {
    detail: `${from} sets it, but the configuration does not declare it.${near.length > 0 ? ` Did you mean ${near.join(' or ')}?` : ''}`,
  });
}

async function readGivenFile(env: OperationEnvironment, name: string): Promise<ConfigurationFile | Diagnostic> {
  try {
    return { name, text: decodeText(await readFile(path.resolve(env.directory, name)), name) };
  } catch (error) {
    const [found] = error instanceof DiagnosticError ? error.diagnostics : [];
    if (found !== undefined) return found;
    return errorDiagnostic('unreadable-file', `The variable file ${name} cannot be read`, {
      detail: reasonOf(error),
    });
  }
}
