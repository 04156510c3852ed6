import { hasErrors } from '../../model/index.js';
import { init } from '../../operations/index.js';
import { countOf, lines, toned, type Line } from '../../render/index.js';
import type { Run } from '../command.js';
import { DONE } from '../exit-code.js';
import type { STACK_OPTIONS } from '../options.js';

export const run: Run<typeof STACK_OPTIONS> = async (context, { options }) => {
  const { present } = context;
  const result = await init(context.environment, { stacks: options.stack });
  if (!hasErrors(result.diagnostics)) {
    const named = result.stacks.filter((name) => name !== '');
    const stacks = named.length === 0 ? [] : [`${countOf(named.length, 'stack')}: ${named.join(', ')}`];
    const rows = result.providers.map(({ source, version }): Line => [`  ${source}  `, toned('faint', version)]);
    const made = result.created.length === 0 ? [] : [`Made ${result.created.join(' and ')}, a first program.`];
    const ready: Line = [toned('success', 'Ready.'), ' Next:  landform plan'];
    if (present.messages !== undefined) present.say(['Ready'], ...rows);
    else
      present.page([
        ...(made.length === 0 ? [] : [lines(made)]),
        ...(stacks.length === 0 ? [] : [lines(stacks)]),
        ...(rows.length === 0 ? [] : [lines(['Providers:'], ...rows)]),
        lines(ready),
      ]);
  }
  return present.diagnostics(result.diagnostics, DONE);
};
