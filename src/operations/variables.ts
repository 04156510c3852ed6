import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { parseVariableText, readVariableFile } from '../language/index.js';
import {
  errorDiagnostic,
  nearest,
  valueFromUntyped,
  warningDiagnostic,
  type Configuration,
  type ConfigurationFile,
  type Diagnostic,
  type Json,
} from '../model/index.js';
import { settleVariables, type GivenVariable } from '../engine/index.js';
import type { OperationEnvironment, VariableOptions } from './environment.js';
import type { StackSource } from './project.js';

/**
 * The variables of a stack. Later wins: `landform.json`, `TF_VAR_*`, `terraform.tfvars.json`, `*.auto.tfvars.json`,
 * `--var-file`, `--var`.
 */
export async function resolveVariables(
  env: OperationEnvironment,
  stack: StackSource,
  configuration: Configuration,
  options: VariableOptions,
): Promise<ReturnType<typeof settleVariables>> {
  const diagnostics: Diagnostic[] = [];
  const given = new Map<string, GivenVariable>();
  const fromJson = (values: Iterable<readonly [string, Json]>, from: string): void => {
    for (const [name, json] of values) {
      if (configuration.variables.has(name)) given.set(name, { value: valueFromUntyped(json), from });
      else diagnostics.push(undeclared(name, from, configuration));
    }
  };
  fromJson(Object.entries(stack.variables), 'landform.json');
  for (const variable of configuration.variables.values()) {
    const text = env.environment[`TF_VAR_${variable.name}`];
    if (text !== undefined) fromText(variable.name, text, `TF_VAR_${variable.name}`);
  }
  for (const file of stack.variableFiles) readFileValues(file);
  for (const name of options.variableFiles ?? []) {
    const file = await readGivenFile(env, name);
    if ('summary' in file) diagnostics.push(file);
    else readFileValues(file);
  }
  for (const { name, text } of options.variables ?? []) {
    if (configuration.variables.has(name)) fromText(name, text, '--var');
    else diagnostics.push({ ...undeclared(name, '--var', configuration), severity: 'error' });
  }
  const settled = settleVariables(configuration, given);
  return { values: settled.values, diagnostics: [...diagnostics, ...settled.diagnostics] };

  function readFileValues(file: ConfigurationFile): void {
    const read = readVariableFile(file);
    diagnostics.push(...read.diagnostics);
    fromJson(read.values, file.name);
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
    detail: `${from} gives it a value, but the configuration does not declare it.${near.length > 0 ? ` Did you mean ${near.join(' or ')}?` : ''}`,
  });
}

async function readGivenFile(env: OperationEnvironment, name: string): Promise<ConfigurationFile | Diagnostic> {
  try {
    return { name, text: await readFile(path.resolve(env.directory, name), 'utf8') };
  } catch (error) {
    return errorDiagnostic('unreadable-file', `The variable file ${name} cannot be read`, {
      detail: (error as Error).message,
    });
  }
}
