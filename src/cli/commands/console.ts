import { createInterface } from 'node:readline';
import { hasErrors } from '../../model/index.js';
import { consoleSession, type ConsoleSession } from '../../operations/index.js';
import { hideEchoes, lines, literal, typeText, type Line } from '../../render/index.js';
import type { Run } from '../command.js';
import type { Context } from '../context.js';
import { DONE, FAILED, type ExitCode } from '../exit-code.js';
import type { CONSOLE_OPTIONS } from '../options.js';
import { stackOptions } from './stacks.js';

export const run: Run<typeof CONSOLE_OPTIONS> = async (context, { options }) => {
  const { session, diagnostics } = await consoleSession(context.environment, {
    ...stackOptions(options),
    variables: options.var,
  });
  const code = context.present.diagnostics(diagnostics, DONE);
  if (session === undefined) return FAILED;
  try {
    return hasErrors(diagnostics) ? code : await converse(context, session);
  } finally {
    await session.close();
  }
};

/** One expression per line. On a terminal, errors are shown and the session continues; with a pipe, the first error ends it. */
async function converse(context: Context, session: ConsoleSession): Promise<ExitCode> {
  const { terminal } = context;
  const talks = terminal.interactive;
  const reader = createInterface({
    input: terminal.input,
    terminal: talks,
    prompt: '> ',
    ...(talks ? { output: terminal.screen } : {}),
  });
  reader.on('SIGINT', () => reader.close());
  if (talks) {
    context.present.say(["Write an expression, such as 1 + 1 or var.name. 'exit' or Ctrl-D ends."]);
    reader.prompt();
  }
  for await (const line of reader) {
    const text = line.trim();
    if (text === 'exit' || text === 'quit') break;
    if (text !== '' && !(await answer(context, session, text)) && !talks) {
      reader.close();
      return FAILED;
    }
    if (talks) reader.prompt();
  }
  reader.close();
  return DONE;
}

async function answer({ present }: Context, session: ConsoleSession, text: string): Promise<boolean> {
  const { value, type, beside = [], diagnostics } = await session.evaluate(text);
  present.diagnostics(diagnostics, DONE);
  if (type !== undefined) {
    present.page([
      lines(
        ...typeText(type)
          .split('\n')
          .map((line): Line => [line]),
      ),
    ]);
    return true;
  }
  if (value === undefined) return false;
  present.page([
    lines(
      ...literal(hideEchoes(value, ...beside))
        .split('\n')
        .map((line): Line => [line]),
    ),
  ]);
  return true;
}
