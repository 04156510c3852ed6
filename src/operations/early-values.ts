import { settleVariables, type earlySettings } from '../engine/index.js';
import { parseTemplate } from '../language/index.js';
import type { Configuration, Value } from '../model/index.js';
import type { OperationEnvironment, StackOptions } from './environment.js';
import { projectFiles } from './expression-files.js';
import { resolveVariables } from './variables.js';
import { stackDirectory, type WrittenStack } from './written-stack.js';

export type EarlyValues = Parameters<typeof earlySettings>[1];

/** What settings of a stack may refer to that are needed before its state is read. */
export const earlyValues = (
  env: OperationEnvironment,
  stack: Pick<WrittenStack, 'folder'>,
  configuration: Pick<Configuration, 'locals'>,
  variables: ReadonlyMap<string, Value>,
  workspace: string,
): EarlyValues => {
  const directory = stackDirectory(env, stack);
  return {
    configuration,
    variables,
    paths: { module: '.', root: '.', cwd: directory },
    workspace,
    surroundings: { files: projectFiles(env, directory), parseTemplate },
  };
};

/** The variables of a stack, as far as they have values without a question. Problems are reported where all variables are needed. */
export async function knownVariables(
  env: OperationEnvironment,
  stack: WrittenStack,
  configuration: Configuration,
  { variables, saved }: Pick<StackOptions, 'variables' | 'saved'>,
): Promise<ReadonlyMap<string, Value>> {
  const planned = saved?.get(stack.name);
  if (planned !== undefined) {
    const given = new Map(Array.from(planned, ([name, value]) => [name, { value, from: 'the plan' }]));
    return settleVariables(configuration, given).values;
  }
  const options = variables === undefined ? {} : { variables };
  return (await resolveVariables(env, { variables: new Set() }, { ...stack, configuration }, options)).values;
}
