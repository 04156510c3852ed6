import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { parseTemplate, parseVariableText, readVariableFile } from '../language/index.js';
import {
  DiagnosticError,
  errorDiagnostic,
  hasErrors,
  nearest,
  valueFromUntyped,
  warningDiagnostic,
  type Configuration,
  type ConfigurationFile,
  type Diagnostic,
  type Value,
  type VariableConfiguration,
  reasonOf,
} from '../model/index.js';
import { decodeText } from '../program/index.js';
import { constantValue, settleVariables, type GivenVariable } from '../engine/index.js';
import type { AskVariable, OperationEnvironment, VariableOptions } from './environment.js';
import { projectFiles } from './expression-files.js';
import { stackDirectory, type WrittenStack } from './written-stack.js';

/** The values that the variables of a stack are given, before they are converted and checked. */
export interface GivenValues {
  readonly values: ReadonlyMap<string, GivenVariable>;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Resolves the variables of a stack. Later sources win: `landform.json`, `TF_VAR_*`, `terraform.tfvars`, `*.auto.tfvars` (both also
 * with `.json`), then `--var` and `--var-file` in the order given. A value for a variable of another stack is ignored, except in `landform.json`. If `ask` is given, it is called for required variables without a value.
 */
export async function resolveVariables(
  env: OperationEnvironment,
  project: { readonly variables: ReadonlySet<string> },
  stack: WrittenStack & { readonly configuration: Configuration },
  options: VariableOptions,
): Promise<ReturnType<typeof settleVariables>> {
  const given = await givenValues(env, project, stack, options);
  const settled = settleVariables(stack.configuration, given.values, {
    files: projectFiles(env, stackDirectory(env, stack)),
    parseTemplate,
  });
  // The unreadable value is already an error; a missing value would be reported on top of it.
  const unread = new Set(
    given.diagnostics.flatMap(({ code, address }) => (code === 'invalid-variable' ? (address ?? []) : [])),
  );
  const others = settled.diagnostics.filter(
    ({ code, address = '' }) => code !== 'missing-variable' || !unread.has(address),
  );
  return { ...settled, diagnostics: [...given.diagnostics, ...others] };
}

/** The same values, from the same sources, as they are given. */
export async function givenValues(
  env: OperationEnvironment,
  project: { readonly variables: ReadonlySet<string> },
  stack: WrittenStack & { readonly configuration: Configuration },
  options: VariableOptions,
): Promise<GivenValues> {
  const given = new GivenVariables(stack.configuration, project.variables);
  given.fromSettings(stack.variables);
  given.fromEnvironment(env.environment);
  for (const file of stack.variableFiles) given.fromFile(file);
  for (const input of options.variables ?? []) {
    if ('file' in input) await given.fromNamedFile(env.directory, input.file);
    else given.fromOption(input.name, input.text);
  }
  if (options.ask !== undefined && !hasErrors(given.diagnostics)) await given.fromPrompt(options.ask, stack.name);
  return given;
}

/** The values that variables are given, source by source; a later one replaces an earlier one. */
class GivenVariables {
  readonly values = new Map<string, GivenVariable>();
  readonly diagnostics: Diagnostic[] = [];
  readonly #configuration: Configuration;
  /** Those of all stacks. */
  readonly #known: ReadonlySet<string>;

  constructor(configuration: Configuration, known: ReadonlySet<string>) {
    this.#configuration = configuration;
    this.#known = known;
  }

  /** From `landform.json`. */
  fromSettings(settings: WrittenStack['variables']): void {
    const values = Object.entries(settings).map(([name, json]) => [name, valueFromUntyped(json)] as const);
    this.#addAll(values, 'landform.json', new Set(this.#configuration.variables.keys()));
  }

  fromEnvironment(environment: OperationEnvironment['environment']): void {
    for (const variable of this.#configuration.variables.values()) {
      const text = environment[`TF_VAR_${variable.name}`];
      if (text !== undefined) this.#parse(variable, text, `TF_VAR_${variable.name}`);
    }
  }

  fromFile(file: ConfigurationFile): void {
    const read = readVariableFile(file);
    file.release?.();
    this.diagnostics.push(...read.diagnostics);
    const values = Array.from(read.values, ([name, expression]) => {
      const { value, diagnostics: problems } = constantValue(expression, { file: file.name, path: [name] });
      this.diagnostics.push(...problems);
      return [name, value] as const;
    });
    this.#addAll(values, file.name);
  }

  /** `--var-file` */
  async fromNamedFile(directory: string, name: string): Promise<void> {
    const file = await readGivenFile(directory, name);
    if ('summary' in file) this.diagnostics.push(file);
    else this.fromFile(file);
  }

  /** `--var` */
  fromOption(name: string, text: string): void {
    const variable = this.#configuration.variables.get(name);
    if (variable !== undefined) this.#parse(variable, text, '--var');
  }

  /** Asks for required variables without a value. */
  async fromPrompt(ask: AskVariable, stack: string): Promise<void> {
    for (const variable of this.#configuration.variables.values()) {
      if (this.values.has(variable.name) || variable.default !== undefined) continue;
      const text = await ask(variable, stack);
      if (text !== undefined) this.#parse(variable, text, 'the prompt');
    }
  }

  #addAll(values: Iterable<readonly [string, Value]>, from: string, known = this.#known): void {
    for (const [name, value] of values) {
      if (this.#configuration.variables.has(name)) this.values.set(name, { value, from });
      else if (!known.has(name)) this.diagnostics.push(undeclared(name, from, known));
    }
  }

  #parse(variable: VariableConfiguration, text: string, from: string): void {
    const parsed = parseVariableText(text, variable);
    if (parsed.ok) {
      this.values.set(variable.name, { value: parsed.value, from });
      return;
    }
    this.diagnostics.push(
      errorDiagnostic('invalid-variable', `The value of the variable ${variable.name} cannot be read`, {
        address: `var.${variable.name}`,
        detail: `From ${from}: ${parsed.message}`,
      }),
    );
  }
}

/** Errors for each `--var` whose variable no stack declares. */
export const undeclaredVariables = (
  given: NonNullable<VariableOptions['variables']>,
  known: ReadonlySet<string>,
): readonly Diagnostic[] =>
  given.flatMap((one) =>
    'file' in one || known.has(one.name) ? [] : { ...undeclared(one.name, '--var', known), severity: 'error' as const },
  );

function undeclared(name: string, from: string, known: ReadonlySet<string>): Diagnostic {
  const near = nearest(name, known);
  return warningDiagnostic('undeclared-variable', `There is no variable ${name}`, {
    detail: `${from} sets it, but the configuration does not declare it.${near.length > 0 ? ` Did you mean ${near.join(' or ')}?` : ''}`,
  });
}

async function readGivenFile(directory: string, name: string): Promise<ConfigurationFile | Diagnostic> {
  try {
    return { name, text: decodeText(await readFile(path.resolve(directory, name)), name) };
  } catch (error) {
    const [found] = error instanceof DiagnosticError ? error.diagnostics : [];
    if (found !== undefined) return found;
    return errorDiagnostic('unreadable-file', `The variable file ${name} cannot be read`, {
      detail: reasonOf(error),
    });
  }
}
