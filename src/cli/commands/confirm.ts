import { toned } from '../../render/index.js';
import type { Context } from '../context.js';
import { UsageError } from '../usage-error.js';

export interface Confirmation {
  readonly question: string;
  readonly warning: string;
  /** Said beforehand, with `flag`. */
  readonly approved: boolean;
  readonly flag: string;
  readonly input: boolean;
}

/** True when the user wants it. Where nobody can be asked, the flag is named that says so. */
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
  if (await context.approved()) return true;
  present.say([toned('warning', 'Cancelled. Nothing was changed.')]);
  return false;
}
