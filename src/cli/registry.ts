import { command, type Command } from './command.js';
import { EVERYDAY } from './registry/everyday.js';
import { INSPECTION } from './registry/inspection.js';
import { STATE } from './registry/state.js';
import { WORKSPACES } from './registry/workspaces.js';
import { TOOLS } from './registry/tools.js';

/** Every command as data, in the order in which help lists them. */
export const COMMANDS: readonly Command[] = [
  ...EVERYDAY,
  ...INSPECTION,
  ...STATE,
  ...WORKSPACES,
  ...TOOLS,
  command({
    name: 'complete',
    group: 'Internal',
    summary: 'Print candidates for a command line',
    description: 'The scripts of "landform completion" run it.',
    arguments: [{ name: 'WORD', summary: 'Words after "landform"; the last one is incomplete', variadic: true }],
    options: {},
    json: 'document',
    examples: [['landform complete -- state l', 'commands that begin with "state l"']],
    // Its code needs this table, so the table hands itself over.
    load: async () => (await import('./commands/complete.js')).completeOf(COMMANDS),
  }),
];

/** Commands that have commands of their own, and what they do. */
export const FAMILIES: Readonly<Record<string, string>> = {
  state: 'Inspect and edit the state',
  workspace: 'Keep several states of one configuration',
  providers: 'List, pack and serve providers, and print their schemas',
  policy: 'Check saved plans with policies',
  generate: 'Generate providers and emulators from OpenAPI descriptions',
};
