import { hasErrors } from '../../model/index.js';
import { migrate, prepareMigration } from '../../operations/index.js';
import { countOf, lines, type Line } from '../../render/index.js';
import type { Run } from '../command.js';
import { DONE, FAILED } from '../exit-code.js';
import type { MIGRATE_OPTIONS } from '../options.js';
import { confirm } from './confirm.js';

export const run: Run<typeof MIGRATE_OPTIONS> = async (context, { options }) => {
  const { present, globals, environment } = context;
  const { files, proven, diagnostics } = await prepareMigration(environment);
  const names = [...files.keys()];
  if (hasErrors(diagnostics)) return present.diagnostics(diagnostics, DONE);
  const json = (written: boolean): void =>
    present.json({ files: names, stacks: proven.map((stack) => ({ ...stack })), written });
  if (names.length === 0) {
    if (globals.json) json(false);
    else present.page([lines(['The project is migrated: cdktf is an alias of landform/cdktf.'])]);
    return present.diagnostics(diagnostics, DONE);
  }
  if (!globals.json) {
    present.page([
      lines(['Each stack has the same plan on its state with CDKTF and by alias:'], ...proven.map(stackLine)),
      lines(['To be written:'], ...names.map((name): Line => [`  ${name}`])),
    ]);
  }
  const approved = await confirm(context, {
    question: 'Do you want to let Landform answer for cdktf in this project?',
    warning: 'Programs and cdktf.json stay as they are. No state is changed.',
    approved: options['auto-approve'],
    flag: '--auto-approve',
    input: options.input,
  });
  if (!approved) return FAILED;
  const problems = await migrate(environment, files);
  if (!hasErrors(problems)) {
    if (globals.json) json(true);
    else present.say([`Wrote ${countOf(names.length, 'file')}. Now run "npm install", and then "landform plan".`]);
  }
  return present.diagnostics([...diagnostics, ...problems], DONE);
};

const stackLine = ({ stack, changes }: { readonly stack: string; readonly changes: number }): Line => [
  `  ${stack}: ${changes === 0 ? 'no changes' : `the same ${countOf(changes, 'pending change')}`}`,
];
