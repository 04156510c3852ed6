import { isRecord } from '../description.js';
import { Refused } from './refusal.js';

type Named = Readonly<Record<string, unknown>>;

/** A workflow of a deployment, with its declared parameters by name. */
export interface PlannedWorkflow {
  readonly name: string;
  readonly parameters: Named;
}

const NODES = {
  type_names: { default: [] },
  node_ids: { default: [] },
  node_instance_ids: { default: [] },
};

const OPERATION = { operation_parms: { default: {} }, run_by_dependency_order: { default: true }, ...NODES };

/** Workflows of every deployment, with the parameters of the manager's own types. */
const BUILT_IN: Readonly<Record<string, Named>> = {
  install: {},
  uninstall: { ignore_failure: { default: false } },
  update: {},
  heal: {
    node_instance_id: { default: '' },
    diagnose_value: { default: 'Not provided' },
    ignore_failure: { default: true },
  },
  scale: {
    scalable_entity_name: {},
    delta: { default: 1 },
    scale_compute: { default: false },
    ignore_failure: { default: false },
  },
  start: OPERATION,
  stop: OPERATION,
  restart: {
    stop_parms: { default: {} },
    start_parms: { default: {} },
    run_by_dependency_order: { default: true },
    ...NODES,
  },
  execute_operation: {
    operation: {},
    operation_kwargs: { default: {} },
    allow_kwargs_override: { default: null },
    run_by_dependency_order: { default: false },
    ...NODES,
  },
};

/** The common workflows, followed by those in a blueprint's main file, which override them. */
export function plannedWorkflows(declared: Named): readonly PlannedWorkflow[] {
  const all = {
    ...BUILT_IN,
    ...Object.fromEntries(Object.entries(declared).map(([name, own]) => [name, parametersIn(own)])),
  };
  return Object.entries(all).map(([name, parameters]) => ({ name, parameters }));
}

function parametersIn(workflow: unknown): Named {
  const parameters = isRecord(workflow) ? workflow['parameters'] : undefined;
  return isRecord(parameters) ? parameters : {};
}

/**
 * The parameters of an execution: the given ones, and defaults for the rest. Refuses an unknown workflow, undeclared
 * parameters unless these are allowed, and a missing one without a default.
 */
export function parametersOf(
  workflows: readonly PlannedWorkflow[],
  deployment: string,
  asked: { readonly workflow: string; readonly parameters: Named; readonly custom: boolean },
): Named {
  const workflow = workflows.find(({ name }) => name === asked.workflow);
  if (workflow === undefined)
    throw new Refused(
      400,
      `Workflow ${asked.workflow} does not exist in deployment ${deployment}`,
      'nonexistent_workflow_error',
    );
  const declared = workflow.parameters;
  const unknown = Object.keys(asked.parameters).filter((name) => !Object.hasOwn(declared, name));
  if (unknown.length > 0 && !asked.custom)
    throw illegal(
      `Workflow "${asked.workflow}" does not have the following parameters declared: ${unknown.join(',')}. ` +
        'Remove these parameters or use the flag for allowing custom parameters',
    );
  const defaults = Object.entries(declared).flatMap(([name, definition]) =>
    isRecord(definition) && 'default' in definition ? [[name, definition['default']] as const] : [],
  );
  const given = { ...Object.fromEntries(defaults), ...asked.parameters };
  const missing = Object.keys(declared).filter((name) => isRequired(declared[name]) && !Object.hasOwn(given, name));
  if (missing.length > 0)
    throw illegal(`Workflow "${asked.workflow}" must be provided with the following parameters: ${missing.join(',')}`);
  return given;
}

function isRequired(definition: unknown): boolean {
  return !isRecord(definition) || definition['required'] !== false;
}

function illegal(why: string): Refused {
  return new Refused(400, why, 'illegal_execution_parameters_error');
}
