import { toned } from '../../render/index.js';
import type { Context } from '../context.js';
import { ENTER, isYes } from '../prompt.js';
import { UsageError } from '../usage-error.js';

export interface Confirmation {
  readonly question: string;
  readonly warning: string;
  /** Approved in advance, with `flag`. */
  readonly approved: boolean;
  readonly flag: string;
  readonly input: boolean;
}

/** Whether the user approves. Throws a UsageError that names the flag where Landform cannot ask. */
export async function confirm(
  context: Context,
  { question, warning, approved, flag, input }: Confirmation,
): Promise<boolean> {
  const { present, terminal } = context;
  if (approved) return true;
  if (!input || !terminal.interactive || context.globals.json) {
    throw new UsageError(
      'approval-needed',
      'Approval needs a terminal',
      `${warning}\nTo approve in advance, use ${flag}.`,
    );
  }
  present.say([toned('strong', question)], [`  ${warning}`], ['  Only "yes" is accepted.'], []);
  if (isYes(await context.ask(ENTER))) return true;
  present.say([toned('warning', 'Cancelled. Nothing was changed.')]);
  return false;
}
