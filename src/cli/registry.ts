import { command, type Command } from './command.js';
import { EVERYDAY } from './registry/everyday.js';
import { INSPECTION } from './registry/inspection.js';
import { STATE } from './registry/state.js';
import { TOOLS } from './registry/tools.js';

/** Every command as data, in the order in which help lists them. */
export const COMMANDS: readonly Command[] = [
  ...EVERYDAY,
  ...INSPECTION,
  ...STATE,
  ...TOOLS,
  // Its code needs this table, so the table hands itself over.
  command({
    name: 'completion',
    group: 'Other',
    summary: 'Print a completion script for a shell',
    arguments: [{ name: 'SHELL', summary: 'bash, zsh or fish', required: true, completion: ['bash', 'zsh', 'fish'] }],
    options: {},
    json: 'document',
    examples: [
      ['source <(landform completion bash)', 'for this bash session'],
      ['source <(landform completion zsh)', 'for this zsh session'],
      ['landform completion fish | source', 'for this fish session'],
    ],
    load: async () => (await import('./commands/completion.js')).completionOf(COMMANDS),
  }),
];

/** Commands that have commands of their own, and what they do. */
export const FAMILIES: Readonly<Record<string, string>> = {
  state: 'Inspect and edit the state',
  providers: 'List providers and print their schemas',
  generate: 'Generate providers and emulators from OpenAPI descriptions',
};
