import path from 'node:path';
import { projectNames } from '../../operations/index.js';
import { candidates, type Place } from '../candidates.js';
import type { Command, Run } from '../command.js';
import { DIRECTIVES } from '../completion-scripts.js';
import { DONE } from '../exit-code.js';

/** The command for a table of commands, which contains this command and so hands itself over. */
export function completeOf(commands: readonly Command[]): Run<Record<string, never>> {
  return async (context, { arguments: words }) => {
    const names = ({ chdir = '.', stacks }: Place): ReturnType<typeof projectNames> => {
      const directory = path.resolve(context.environment.directory, chdir);
      return projectNames({ ...context.environment, directory, emit: () => undefined }, stacks);
    };
    const visible = commands.filter(({ group }) => group !== 'Internal');
    const found = await candidates(words, visible, names);
    const lines = found.words.map(({ word, summary }) => (summary === undefined ? word : `${word}\t${summary}`));
    context.present.text([...lines, DIRECTIVES[found.files], ''].join('\n'));
    return DONE;
  };
}
