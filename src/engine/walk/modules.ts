import {
  addressIn,
  type Configuration,
  configuredResource,
  type Diagnostic,
  hasErrors,
  isNull,
  localResource,
  type ModuleOutput,
  type OutputConfiguration,
  ownEntry,
  type ResourceConfiguration,
  sensitive,
  unmark,
  unmarkDeep,
  type Value,
  type VariableConfiguration,
} from '../../model/index.js';
import { evaluate } from '../evaluate/evaluate.js';
import { settleArgument } from '../variables.js';
import { outputNode } from '../graph/build.js';
import type { Values } from './values.js';

interface Evaluated {
  /** Absent after errors. */
  readonly value?: Value;
  readonly diagnostics: readonly Diagnostic[];
}

/** The value that a call gives to a variable of its module: the argument or the default, converted and marked. */
export function moduleVariable(
  variable: VariableConfiguration,
  { values, call, scope }: NonNullable<Values['caller']>,
): Evaluated {
  const { name } = variable;
  const { content, source } = call.body;
  const address = addressIn(values.instance, `module.${call.name}`);
  const place = { file: source.file, path: [...source.path, name] };
  const argument = ownEntry(content, name);
  const given =
    argument === undefined ? { value: undefined, diagnostics: [] } : evaluate(argument, values.scope(scope), place);
  const diagnostics = given.diagnostics.map((diagnostic) => ({ address, ...diagnostic }));
  if (hasErrors(diagnostics)) return { diagnostics };
  const settled = settleArgument(variable, given.value, { address, source: place });
  if ('summary' in settled) return { diagnostics: [...diagnostics, settled] };
  return { value: settled.value, diagnostics };
}

/** The value of a module's output. What is sensitive in it stays so, also if the output is not declared sensitive. */
export function moduleOutput(output: OutputConfiguration, values: Values): Evaluated {
  const source = { file: output.source.file, path: [...output.source.path, 'value'] };
  const { value, diagnostics } = evaluate(output.value, values.scope(), source);
  const address = addressIn(values.instance, outputNode(output.name));
  const placed = diagnostics.map((diagnostic) => ({ address, ...diagnostic }));
  if (hasErrors(placed)) return { diagnostics: placed };
  return { value: output.sensitive ? sensitive(unmarkDeep(value)) : value, diagnostics: placed };
}

/** A resource of a module as it is in one instance of the module. */
export function instanceOf(
  configuration: Configuration,
  values: Values,
  { address }: ResourceConfiguration,
): ResourceConfiguration {
  const key = values.addressOf(localResource(address));
  const resource = configuredResource(configuration, key);
  if (resource === undefined) throw new Error(`${key} is not in the configuration`);
  return resource;
}

/** The outputs of all module instances that are neither null nor excluded from the walk. */
export function moduleOutputs(root: Values): readonly ModuleOutput[] {
  return allInstances(root).flatMap((values) =>
    values.caller === undefined
      ? []
      : [...values.module.outputs.keys()].flatMap((name) =>
          isNull(unmark(values.outputs.get(name) ?? null)) ? [] : { module: values.instance, name },
        ),
  );
}

/** A module instance and all those that its calls lead to, as far as they are known. */
export function allInstances(values: Values): readonly Values[] {
  const found = [values];
  for (const inside of found)
    for (const name of inside.module.calls.keys())
      for (const called of inside.called(name)?.values() ?? []) found.push(called);
  return found;
}
