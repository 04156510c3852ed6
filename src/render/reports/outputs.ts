import { isNull, sensitive, type OutputState, type Value, byFirst } from '../../model/index.js';
import { literal } from '../literal.js';
import { heading, lines, type Block, type Line, type Page } from '../report.js';
import { nameText } from '../values.js';

export type Outputs = Readonly<Record<string, OutputState>>;

/** What may be shown of an output: of a secret one only that it exists. */
export function shownOutput(output: OutputState): Value {
  return output.sensitive && !isNull(output.value) ? sensitive(output.value) : output.value;
}

/** `name = value`, a line or a block each, sorted by name. Strings are cut as in `literal`. */
export function outputLines(outputs: Outputs, longest?: number): Line[] {
  return Object.entries(outputs)
    .sort(byFirst)
    .flatMap(([name, output]) =>
      `${nameText(name)} = ${literal(shownOutput(output), '', longest)}`.split('\n').map((line): Line => [line]),
    );
}

/** The outputs of one or several stacks; empty for a stack without any. */
export function outputsPage(
  stacks: readonly { readonly name: string; readonly outputs: Outputs }[],
  title: string,
): Page {
  return stacks.flatMap(({ name, outputs }): Block[] => {
    const rows = outputLines(outputs);
    if (rows.length === 0) return [];
    return [heading(name === '' ? `${title}:` : `${title} of ${name}:`), lines(...rows)];
  });
}
