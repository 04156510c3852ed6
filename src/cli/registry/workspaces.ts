import { command, type Argument, type Command } from '../command.js';
import {
  WORKSPACE_DELETE_OPTIONS,
  WORKSPACE_LIST_OPTIONS,
  WORKSPACE_NEW_OPTIONS,
  WORKSPACE_SELECT_OPTIONS,
} from '../options.js';

const NAME: Argument = { name: 'NAME', summary: 'Name of the workspace', required: true };
const EXISTING: Argument = { ...NAME, completion: 'workspace' };

/** Commands for several states of one configuration. */
export const WORKSPACES: readonly Command[] = [
  command({
    name: 'workspace list',
    group: 'State',
    summary: 'List the workspaces',
    arguments: [],
    options: WORKSPACE_LIST_OPTIONS,
    json: 'document',
    examples: [['landform workspace list', 'the selected one is marked with *']],
    load: async () => (await import('../commands/workspace/list.js')).run,
  }),
  command({
    name: 'workspace show',
    group: 'State',
    summary: 'Print the name of the selected workspace',
    arguments: [],
    options: {},
    json: 'document',
    examples: [['landform workspace show', '"default" if none was selected']],
    load: async () => (await import('../commands/workspace/show.js')).run,
  }),
  command({
    name: 'workspace new',
    group: 'State',
    summary: 'Create a workspace and select it',
    description: 'A workspace has a state of its own, in each stack. Expressions know its name as terraform.workspace.',
    arguments: [NAME],
    options: WORKSPACE_NEW_OPTIONS,
    json: 'messages',
    examples: [
      ['landform workspace new staging', 'an empty workspace'],
      ['landform workspace new copy --state terraform.tfstate', 'with a copy of a state'],
    ],
    load: async () => (await import('../commands/workspace/new.js')).run,
  }),
  command({
    name: 'workspace select',
    group: 'State',
    summary: 'Select the workspace for all following commands',
    description: 'The environment variable TF_WORKSPACE takes precedence.',
    arguments: [EXISTING],
    options: WORKSPACE_SELECT_OPTIONS,
    json: 'messages',
    examples: [
      ['landform workspace select staging', ''],
      ['landform workspace select --or-create pr-17', 'in a pipeline'],
    ],
    load: async () => (await import('../commands/workspace/select.js')).run,
  }),
  command({
    name: 'workspace delete',
    group: 'State',
    summary: 'Delete a workspace and its state',
    arguments: [EXISTING],
    options: WORKSPACE_DELETE_OPTIONS,
    json: 'messages',
    examples: [['landform workspace delete pr-17', 'after "landform destroy"']],
    load: async () => (await import('../commands/workspace/delete.js')).run,
  }),
];
