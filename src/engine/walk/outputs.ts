import {
  hasErrors,
  containsSensitive,
  errorDiagnostic,
  isNull,
  isWhollyKnown,
  sensitive,
  unmarkDeep,
  valuesEqual,
  type Diagnostic,
  type OutputChange,
  type OutputConfiguration,
  type State,
  type Value,
} from '../../model/index.js';
import { sensitiveOutput } from '../diagnostics.js';
import { evaluate } from '../evaluate/evaluate.js';
import { INFINITE, infinityIn } from '../evaluate/infinite.js';
import { checkOutputConditions, type CheckRecorder } from './conditions.js';
import type { Values } from './values.js';

/**
 * The prefix of outputs that programs generate for references from other stacks; CDKTF uses the same names. All of them
 * are declared sensitive because only the value shows whether they are; so sensitivity depends on the value alone.
 */
const CROSS_STACK = 'cross-stack-output-';

/** Whether an output with this value must be hidden. */
export function isSensitiveOutput(
  { name, sensitive: declared }: OutputConfiguration,
  value: Value | undefined,
): boolean {
  if (value === undefined || !name.startsWith(CROSS_STACK)) return declared;
  return containsSensitive(value);
}

/**
 * Whether an output is stored in state as sensitive. Terraform stores what the configuration declares. So does Landform
 * for configurations that CDKTF generated, because both tools may use the state; only outputs of Landform's own programs
 * name their construct.
 */
export const isStoredSensitive = (output: OutputConfiguration, value: Value): boolean =>
  output.origin === undefined ? output.sensitive : isSensitiveOutput(output, value);

/** The value of one output, marked if it is sensitive. */
export function evaluateOutput(
  output: OutputConfiguration,
  walk: { readonly values: Values; readonly checks: CheckRecorder },
): { readonly value?: Value; readonly diagnostics: readonly Diagnostic[] } {
  const diagnostics: Diagnostic[] = [...checkOutputConditions(walk, output)];
  if (hasErrors(diagnostics)) return { diagnostics };
  const source = { file: output.source.file, path: [...output.source.path, 'value'] };
  const result = evaluate(output.value, walk.values.scope(), source);
  diagnostics.push(...result.diagnostics.map((diagnostic) => ({ address: `output.${output.name}`, ...diagnostic })));
  if (hasErrors(diagnostics)) return { diagnostics };
  const isSensitive = isSensitiveOutput(output, result.value);
  if (!isSensitive && containsSensitive(result.value)) {
    return { diagnostics: [...diagnostics, sensitiveOutput(output.name, source)] };
  }
  if (infinityIn(result.value) !== undefined) {
    const problem = errorDiagnostic('infinite-number', `Output "${output.name}" contains an infinite number`, {
      detail: INFINITE,
      address: `output.${output.name}`,
      source,
    });
    return { diagnostics: [...diagnostics, problem] };
  }
  return { value: isSensitive ? sensitive(unmarkDeep(result.value)) : result.value, diagnostics };
}

/**
 * The changes to outputs, compared with those in state. Outputs that were not evaluated keep their values; `dropped`
 * says which are removed: those no longer configured, all, or none.
 */
export function outputChanges(
  outputs: ReadonlyMap<string, OutputConfiguration>,
  values: ReadonlyMap<string, Value>,
  state: State,
  dropped: 'removed' | 'all' | 'none',
): readonly OutputChange[] {
  const changes: OutputChange[] = [];
  for (const name of [...new Set([...outputs.keys(), ...state.outputs.keys()])].sort()) {
    const known = state.outputs.get(name);
    const before: Value = known === undefined ? null : known.sensitive ? sensitive(known.value) : known.value;
    const output = outputs.get(name);
    const after = values.get(name);
    if (dropped === 'all' || output === undefined) {
      if (known !== undefined && dropped !== 'none')
        changes.push({ name, action: 'delete', before, after: null, sensitive: known.sensitive });
      continue;
    }
    if (after === undefined) continue;
    const isSensitive = isSensitiveOutput(output, after);
    const plain = unmarkDeep(after);
    const same =
      known !== undefined &&
      known.sensitive === isStoredSensitive(output, after) &&
      isWhollyKnown(plain) &&
      valuesEqual(known.value, plain);
    // State does not keep a null output, so a new one that is null is not a change.
    const action = known === undefined ? (isNull(plain) ? 'no-op' : 'create') : same ? 'no-op' : 'update';
    changes.push({ name, action, before, after, sensitive: isSensitive || known?.sensitive === true });
  }
  return changes;
}
