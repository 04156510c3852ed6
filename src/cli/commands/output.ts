import {
  convert,
  hasErrors,
  isNull,
  isWhollyKnown,
  nearest,
  plainJson,
  stringifyJson,
  typeToJson,
  unmarkDeep,
  type Json,
  type JsonObject,
  type OutputState,
  byFirst,
  ownEntry,
} from '../../model/index.js';
import { output } from '../../operations/index.js';
import { literal, lines, outputsPage, shownOutput, type Outputs } from '../../render/index.js';
import type { Run } from '../command.js';
import type { Context } from '../context.js';
import { DONE, type ExitCode } from '../exit-code.js';
import type { OUTPUT_OPTIONS } from '../options.js';
import { UsageError } from '../usage-error.js';
import { stackOptions } from './stacks.js';

export const run: Run<typeof OUTPUT_OPTIONS> = async (context, { options, arguments: [name] }) => {
  const { stacks, diagnostics } = await output(context.environment, stackOptions(options));
  if (hasErrors(diagnostics)) return context.present.diagnostics(diagnostics, DONE);
  if (options.raw && name === undefined) {
    throw new UsageError('missing-argument', '--raw needs the name of an output', 'Run "landform output --raw NAME".');
  }
  const code = context.present.diagnostics(diagnostics, DONE);
  if (name !== undefined) return showOne(context, oneOutput(stacks, name), name, options.raw);
  if (context.globals.json) {
    const [only] = stacks;
    const isFolder = stacks.length === 1 && only?.name === '';
    context.present.json(
      isFolder
        ? outputsJson(only.outputs)
        : Object.fromEntries(stacks.map((stack) => [stack.name, outputsJson(stack.outputs)])),
    );
    return code;
  }
  const page = outputsPage(stacks, 'Outputs');
  if (page.length === 0) context.present.say(['The state has no outputs. Apply a configuration that declares some.']);
  else context.present.page(page);
  return code;
};

function outputsJson(outputs: Outputs): JsonObject {
  const json: Record<string, Json> = {};
  for (const [name, { sensitive, type, value }] of Object.entries(outputs).sort(byFirst)) {
    json[name] = { sensitive, type: typeToJson(type), value: plainJson(unmarkDeep(value)) };
  }
  return json;
}

/** The output of that name, or `stack:name`. */
function oneOutput(stacks: readonly { readonly name: string; readonly outputs: Outputs }[], text: string): OutputState {
  const at = text.lastIndexOf(':');
  const name = text.slice(at + 1);
  const wanted = at === -1 ? undefined : text.slice(0, at);
  const found = stacks.flatMap(({ name: stack, outputs }) => {
    if (wanted !== undefined && wanted !== stack) return [];
    const output = ownEntry(outputs, name);
    return output === undefined ? [] : { stack, output };
  });
  const [first, ...others] = found;
  if (first !== undefined && others.length === 0) return first.output;
  if (first !== undefined) {
    const names = found.map(({ stack }) => `${stack}:${name}`).join(' or ');
    throw new UsageError('choose-stack', `Several stacks have an output ${name}`, `Write which one: ${names}.`);
  }
  const near = nearest(
    name,
    stacks.flatMap((stack) => Object.keys(stack.outputs)),
  );
  throw new UsageError(
    'unknown-output',
    `The state has no output ${text}`,
    near.length > 0 ? `Did you mean ${near.join(' or ')}?` : 'Apply the configuration first.',
  );
}

function showOne({ present, globals }: Context, found: OutputState, name: string, raw: boolean): ExitCode {
  const plain = unmarkDeep(found.value);
  if (raw) present.text(rawText(plain, name));
  else if (globals.json) present.text(`${stringifyJson(plainJson(plain))}\n`);
  else present.page([lines([literal(shownOutput(found))])]);
  return DONE;
}

/** Only what has a text of its own; anything else would need quoting rules that the caller does not know. */
function rawText(value: OutputState['value'], name: string): string {
  const converted = convert(value, 'string');
  if (!isNull(value) && isWhollyKnown(value) && converted.ok && typeof converted.value === 'string')
    return converted.value;
  throw new UsageError(
    'no-raw-value',
    `The output ${name} is not a string, number or bool`,
    'Use --json for lists, maps and objects.',
  );
}
