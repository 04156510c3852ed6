import { DiagnosticError, errorDiagnostic, typeName } from '../../model/index.js';
import type { AskVariable } from '../../operations/index.js';
import { toned, type Line } from '../../render/index.js';
import type { Context } from '../context.js';
import { ENTER } from '../prompt.js';

/** Asks for missing variables at a terminal; undefined without one, with --json, and if the user wants no questions. */
export function askingFor(context: Context, input: boolean): AskVariable | undefined {
  const { present, terminal, globals, environment } = context;
  if (!input || !terminal.interactive || globals.json) return undefined;
  return async ({ name, type, writtenAny, description, sensitive, ephemeral }, stack) => {
    const hidden = sensitive || ephemeral === true;
    const where = stack === '' ? '' : ` of stack ${stack}`;
    // Text needs no explanation; other values are written as in --var.
    const form = type === 'string' && writtenAny !== true ? '' : `  ${typeName(type)}`;
    const about = (description ?? '').split('\n').filter((line) => line !== '');
    present.say([toned('strong', `var.${name}`), `${where}${form}`], ...about.map((line): Line => [`  ${line}`]));
    const answer = await context.ask(hidden ? '  Enter a value (hidden): ' : ENTER, { hidden });
    present.say([]);
    if (environment.stopping()) throw new DiagnosticError([STOPPED]);
    return answer;
  };
}

const STOPPED = errorDiagnostic('interrupted', 'Stopped while asking for variables', {
  detail: 'Nothing was changed. Run the command again.',
});
