import type { Entry } from '../collection.js';
import { collectionOf } from './entries.js';
import type { OwnedEntry } from './entries.js';
import type { Rule } from './recurrence.js';

type Json = Readonly<Record<string, unknown>>;

export interface LabelEntry {
  readonly key: string;
  readonly value: string;
  readonly created_at: string;
  readonly creator_id: number;
}

export interface DeploymentEntry extends OwnedEntry {
  readonly id: string;
  readonly blueprint_id: string;
  readonly display_name: string;
  readonly description: string | null;
  /** The given inputs, and the blueprint's defaults for the rest. */
  readonly inputs: Json;
  readonly site_name: string | null;
  readonly labels: readonly LabelEntry[];
  readonly updated_at: string | null;
  readonly create_execution: string;
  readonly latest_execution: string;
  /** While being deleted: the execution that deletes it. */
  readonly delete_execution?: string;
}

export interface NodeEntry extends OwnedEntry {
  readonly id: string;
  /** The deployment's identity in `deployments`. */
  readonly owner: string;
  readonly deployment_id: string;
  readonly blueprint_id: string;
  readonly type: string;
  readonly properties: Json;
  readonly relationships: readonly Json[];
  readonly instances: number;
}

export interface NodeInstanceEntry extends OwnedEntry {
  readonly id: string;
  readonly owner: string;
  readonly deployment_id: string;
  readonly node_id: string;
  readonly index: number;
  readonly state: string;
  readonly runtime_properties: Json;
  readonly relationships: readonly Json[];
  readonly version: number;
}

export interface ExecutionEntry extends OwnedEntry {
  readonly id: string;
  readonly workflow_id: string;
  readonly deployment_id: string | null;
  readonly blueprint_id: string | null;
  readonly status: string;
  readonly error: string | null;
  readonly parameters: Json;
  readonly is_system_workflow: boolean;
  readonly started_at: string | null;
  readonly ended_at: string | null;
  readonly scheduled_for: string | null;
  readonly total_operations: number;
  readonly execution_group_id: string | null;
  /** Whether it has not ended yet; an index for unfinished executions. */
  readonly open: boolean;
  /** How long it takes, if not the default. */
  readonly seconds?: number;
  /** When it will end, once it is running. */
  readonly due?: string;
  /**
   * The deployment it has exclusive use of while it runs, as identity in `deployments`; null if it may run
   * concurrently.
   */
  readonly occupies?: string;
  /** The schedule that started it. */
  readonly schedule?: string;
}

export interface EventEntry extends OwnedEntry {
  readonly execution_id: string;
  readonly deployment_id: string | null;
  readonly blueprint_id: string | null;
  readonly workflow_id: string;
  readonly type: 'cloudify_event' | 'cloudify_log';
  readonly event_type: string | null;
  readonly level: string | null;
  readonly message: string;
  readonly node_instance_id: string | null;
  readonly node_name: string | null;
  readonly operation: string | null;
  readonly error_causes: readonly Json[] | null;
  readonly timestamp: string;
}

export interface DeploymentUpdateEntry extends OwnedEntry {
  readonly id: string;
  readonly deployment_id: string;
  readonly old_blueprint_id: string;
  readonly new_blueprint_id: string;
  readonly old_inputs: Json;
  readonly new_inputs: Json;
  readonly state: string;
  readonly execution_id: string | null;
}

export interface DependencyEntry extends OwnedEntry {
  readonly id: string;
  readonly dependency_creator: string;
  readonly source_deployment_id: string;
  /** Null once the target is deleted. */
  readonly target_deployment_id: string | null;
}

export interface DeploymentGroupEntry extends OwnedEntry {
  readonly id: string;
  readonly description: string | null;
  readonly default_blueprint_id: string | null;
  readonly default_inputs: Json;
  readonly deployment_ids: readonly string[];
  readonly labels: readonly LabelEntry[];
  /** How many deployments it has created so far. */
  readonly made: number;
}

export interface ExecutionGroupEntry extends OwnedEntry {
  readonly id: string;
  readonly workflow_id: string;
  readonly concurrency: number;
  readonly deployment_group_id: string;
  readonly execution_ids: readonly string[];
  readonly success_group_id: string | null;
  readonly failure_group_id: string | null;
}

export interface ScheduleEntry extends OwnedEntry {
  readonly id: string;
  readonly deployment_id: string;
  readonly workflow_id: string;
  readonly parameters: Json;
  readonly execution_arguments: Json;
  readonly since: string;
  readonly until: string | null;
  readonly rule: Rule;
  readonly slip: number;
  readonly stop_on_fail: boolean;
  readonly enabled: boolean;
  readonly next_occurrence: string | null;
  /** Number of runs. */
  readonly runs: number;
}

/** How executions behave; set by the control of that name. */
export interface PaceEntry extends Entry {
  /** How long an execution takes. */
  readonly seconds: number;
  /** The next executions that fail: which, why, and how many. */
  readonly failing: readonly Failing[];
}

export interface Failing {
  readonly workflow?: string;
  readonly deployment?: string;
  readonly error?: string;
  /** Default: all. */
  readonly times?: number;
}

export const deployments = collectionOf<DeploymentEntry>('deployments');
export const nodes = collectionOf<NodeEntry>('nodes');
export const nodeInstances = collectionOf<NodeInstanceEntry>('nodeInstances');
export const executions = collectionOf<ExecutionEntry>('executions');
export const events = collectionOf<EventEntry>('events');
export const deploymentUpdates = collectionOf<DeploymentUpdateEntry>('deploymentUpdates');
export const dependencies = collectionOf<DependencyEntry>('dependencies');
export const deploymentGroups = collectionOf<DeploymentGroupEntry>('deploymentGroups');
export const executionGroups = collectionOf<ExecutionGroupEntry>('executionGroups');
export const schedules = collectionOf<ScheduleEntry>('schedules');
export const pace = collectionOf<PaceEntry>('pace');
