import { command, type Command } from '../command.js';
import { CONSOLE_OPTIONS, GRAPH_OPTIONS, OUTPUT_OPTIONS, PROVIDERS_SCHEMA_OPTIONS, STACK_OPTIONS } from '../options.js';

/** Commands that only read. */
export const INSPECTION: readonly Command[] = [
  command({
    name: 'output',
    group: 'Main commands',
    summary: 'Show outputs',
    description: 'Sensitive values are shown with --raw and --json only.',
    arguments: [{ name: 'NAME', summary: 'Only this output', completion: 'output' }],
    options: OUTPUT_OPTIONS,
    json: 'document',
    examples: [
      ['landform output --raw url', 'the value of one output, for scripts'],
      ['landform output --json', 'all outputs with their types'],
    ],
    load: async () => (await import('../commands/output.js')).run,
  }),
  command({
    name: 'show',
    group: 'Main commands',
    summary: 'Show the state, a state file or a saved plan',
    arguments: [{ name: 'FILE', summary: 'A saved plan or a state file', completion: 'file' }],
    options: STACK_OPTIONS,
    json: 'document',
    examples: [
      ['landform show', 'everything in state'],
      ['landform show plan.json', 'a saved plan'],
      ['landform show --json plan.json', "in Terraform's JSON format"],
    ],
    load: async () => (await import('../commands/show.js')).run,
  }),
  command({
    name: 'graph',
    group: 'More',
    summary: 'Show the dependency graph',
    arguments: [],
    options: GRAPH_OPTIONS,
    json: 'document',
    examples: [
      ['landform graph | dot -Tsvg > graph.svg', 'draw it with Graphviz'],
      ['landform graph --format mermaid', 'for a Markdown page'],
    ],
    load: async () => (await import('../commands/graph.js')).run,
  }),
  command({
    name: 'console',
    group: 'Main commands',
    summary: 'Evaluate expressions',
    description: 'Expressions may refer to the configuration and the state of one stack.',
    arguments: [],
    options: CONSOLE_OPTIONS,
    json: 'document',
    examples: [
      ['landform console', 'start an interactive session'],
      ['landform console < expressions.txt', 'evaluate one expression per line'],
    ],
    load: async () => (await import('../commands/console.js')).run,
  }),
  command({
    name: 'providers',
    group: 'More',
    summary: 'List the providers that configuration and state require',
    arguments: [],
    options: STACK_OPTIONS,
    json: 'document',
    examples: [['landform providers', 'with their version constraints']],
    load: async () => (await import('../commands/providers.js')).run,
  }),
  command({
    name: 'providers schema',
    group: 'More',
    summary: 'Print provider schemas as JSON',
    arguments: [],
    options: PROVIDERS_SCHEMA_OPTIONS,
    json: 'document',
    examples: [['landform providers schema --json', 'the format of "terraform providers schema"']],
    load: async () => (await import('../commands/providers-schema.js')).run,
  }),
];
