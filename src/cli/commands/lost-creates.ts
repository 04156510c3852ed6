import { DiagnosticError, errorDiagnostic } from '../../model/index.js';
import type { AskOutcome, LostCreateOptions } from '../../operations/index.js';
import { toned, type Line } from '../../render/index.js';
import type { OptionValues } from '../command.js';
import type { Context } from '../context.js';
import type { DESTROY_OPTIONS } from '../options.js';
import { ENTER } from '../prompt.js';

type LostValues = Pick<OptionValues<typeof DESTROY_OPTIONS>, 'adopt' | 'give-up' | 'input'>;

export const lostCreateOptions = (context: Context, options: LostValues): LostCreateOptions => ({
  adopt: options.adopt.map(([address, id]) => ({ address, id })),
  giveUp: options['give-up'],
  askOutcome: asking(context, options.input),
});

/** Asks at a terminal; undefined without one, with --json, and if the user wants no questions. */
function asking({ present, terminal, globals, ask, environment }: Context, input: boolean): AskOutcome | undefined {
  if (!input || !terminal.interactive || globals.json) return undefined;
  const answer = async (question: string): Promise<string> => {
    const text = await ask(question);
    present.say([]);
    if (environment.stopping() || text === undefined) throw new DiagnosticError([STOPPED]);
    return text.trim();
  };
  return async ({ address, provider, known, isConfigured }) => {
    present.say(
      [toned('strong', `It is unknown whether ${address} was created`)],
      [`  An earlier run stopped meanwhile, and ${provider} cannot search for it.`],
      ...known.map((line): Line => [`  ${line}`]),
      [],
      ['  1  It exists: adopt it by its import ID'],
      [`  2  It does not exist, or is not wanted: ${isConfigured ? 'create it again' : 'forget it'}`],
      ['  3  Decide later'],
      [],
    );
    for (;;) {
      const choice = await answer(ENTER);
      if (choice === '2') return 'given-up';
      if (choice === '3' || choice === '') return undefined;
      if (choice !== '1') continue;
      const id = await answer('  Import ID: ');
      if (id !== '') return { id };
    }
  };
}

const STOPPED = errorDiagnostic('interrupted', 'Stopped while asking about an interrupted create', {
  detail: 'Nothing was changed. Run the command again.',
});
