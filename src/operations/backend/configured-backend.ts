import { earlySettings } from '../../engine/index.js';
import { references } from '../../language/index.js';
import {
  containsSensitive,
  errorDiagnostic,
  isWhollyKnown,
  markedTexts,
  plainJson,
  type Configuration,
  type Diagnostic,
  type Expression,
  type Json,
} from '../../model/index.js';
import { LOCAL, type StackBackend } from './backend-choice.js';
import { earlyValues, knownVariables } from '../early-values.js';
import type { OperationEnvironment, StackOptions } from '../environment.js';
import type { WrittenStack } from '../written-stack.js';

/** The backend that the configuration of a stack names, with its settings evaluated; `local` if it names none. */
export async function configuredBackend(
  env: OperationEnvironment,
  stack: WrittenStack,
  configuration: Configuration,
  options: Pick<StackOptions, 'variables' | 'saved'> & { readonly workspace: string },
): Promise<{ readonly backend: StackBackend; readonly diagnostics: readonly Diagnostic[] }> {
  const { backend } = configuration.terraform;
  if (backend === undefined) return { backend: { type: LOCAL, config: {} }, diagnostics: [] };
  const { type, config, computed, source, origin } = backend;
  const constant: StackBackend = { type, config, source, ...(origin && { origin }) };
  if (computed === undefined) return { backend: constant, diagnostics: [] };
  const variables = await knownVariables(env, stack, configuration, options);
  const early = earlyValues(env, stack, configuration, variables, options.workspace);
  const { values, diagnostics } = earlySettings(computed, early);
  if (diagnostics.length > 0) return { backend: { ...constant, unknown: {} }, diagnostics };
  const known: Record<string, Json> = { ...config };
  const unknown: Record<string, Diagnostic> = {};
  const problems: Diagnostic[] = [];
  for (const [name, value] of Object.entries(values)) {
    const place = { source: { ...source, path: [...source.path, name] }, ...(origin && { origin }) };
    if (containsSensitive(value)) {
      env.learn?.(() => markedTexts(value));
      problems.push(sensitiveSetting(type, name, place));
    } else if (isWhollyKnown(value)) known[name] = plainJson(value);
    else unknown[name] = unknownSetting(type, name, computed.content[name], place);
  }
  return { backend: { ...constant, config: known, unknown }, diagnostics: problems };
}

type Place = Pick<Diagnostic, 'source' | 'origin'>;

const sensitiveSetting = (type: string, name: string, place: Place): Diagnostic =>
  errorDiagnostic('invalid-backend', `The setting "${name}" of the backend "${type}" is sensitive`, {
    ...place,
    detail:
      'Settings are stored in plain text. Give this one in an environment variable of the backend: docs/state.md names them.',
  });

function unknownSetting(type: string, name: string, expression: Expression | undefined, place: Place): Diagnostic {
  const [variable] = (expression === undefined ? [] : references(expression)).flatMap(({ subject }) =>
    subject.kind === 'variable' ? subject.name : [],
  );
  const what = variable === undefined ? 'A variable' : `var.${variable}`;
  return errorDiagnostic('invalid-backend', `The setting "${name}" of the backend "${type}" is unknown`, {
    ...place,
    detail:
      `${what} has no value. Give it with --var, in TF_VAR_${variable ?? 'NAME'} or in a *.tfvars file. ` +
      '"landform init" stores settings for later commands.',
  });
}
