import { buffer } from 'node:stream/consumers';
import { hasErrors } from '../../model/index.js';
import { format, formatBytes, type FormattedFile } from '../../operations/index.js';
import { unifiedDiff } from '../../render/index.js';
import type { Run } from '../command.js';
import type { Context } from '../context.js';
import { DONE, FAILED, UNFORMATTED, type ExitCode } from '../exit-code.js';
import type { FMT_OPTIONS } from '../options.js';

type FmtRun = Run<typeof FMT_OPTIONS>;

export const run: FmtRun = async (context, input) => {
  const { options, arguments: paths } = input;
  if (paths.length === 1 && paths[0] === '-') return formatInput(context, input);
  const { present, environment } = context;
  const write = options.write && !options.check;
  const wanted = { paths: paths.length === 0 ? ['.'] : paths, recursive: options.recursive, write };
  const { changed, diagnostics } = await format(environment.directory, wanted);
  if (context.globals.json) {
    present.json({ changed: changed.map(({ name }) => name), diagnostics: diagnostics.length });
  } else {
    for (const file of changed) {
      if (options.list) present.text(`${file.name}\n`);
      if (options.diff) showDiff(context, file);
    }
  }
  return hasErrors(diagnostics) ? present.diagnostics(diagnostics, FAILED) : codeOf(options.check, changed.length > 0);
};

/** Standard input to standard output. */
async function formatInput(context: Context, { options }: Parameters<FmtRun>[1]): Promise<ExitCode> {
  const input = await buffer(context.terminal.input);
  const { before, text: after, diagnostics } = formatBytes('<stdin>', input);
  if (hasErrors(diagnostics)) return context.present.diagnostics(diagnostics, FAILED);
  const isChanged = after !== before;
  if (options.diff) {
    if (isChanged) showDiff(context, { name: '<stdin>', before, after });
  } else if (!options.check) context.present.text(after);
  return codeOf(options.check, isChanged);
}

const showDiff = ({ present }: Context, { name, before, after }: FormattedFile): void =>
  present.text(unifiedDiff(name, before, after));

const codeOf = (isCheck: boolean, isChanged: boolean): ExitCode => (isCheck && isChanged ? UNFORMATTED : DONE);
