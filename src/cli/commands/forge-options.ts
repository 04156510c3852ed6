import { UsageError } from '../usage-error.js';

export type ForgeName = 'github' | 'gitlab';

/** The one forge that options name. `what` it says is for the message. */
export function forgeOf(options: { readonly github: boolean; readonly gitlab: boolean }, what: string): ForgeName {
  if (options.github !== options.gitlab) return options.github ? 'github' : 'gitlab';
  throw new UsageError('missing-option', 'Give --github or --gitlab', `The option says ${what}.`);
}

/** Names are part of a hidden mark, whose end they must not contain. */
export function refuseOtherNames(name: string): void {
  if (!/^[\w.-]{1,100}$/.test(name))
    throw new UsageError('invalid-option', '--name takes letters, digits, ".", "_" and "-"', 'Choose another name.');
}
