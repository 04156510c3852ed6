import { isRecord } from '../description.js';
import type { Store } from '../store.js';
import { lookUpBlueprint } from './blueprint-entries.js';
import { plannedWorkflows } from './workflow-plan.js';
import type { PlannedWorkflow } from './workflow-plan.js';

type Named = Readonly<Record<string, unknown>>;

/** The parts of a blueprint's main file that a deployment uses. */
export interface Plan {
  readonly description: string | null;
  readonly inputs: Named;
  readonly outputs: Named;
  readonly capabilities: Named;
  readonly nodes: readonly PlannedNode[];
  readonly workflows: readonly PlannedWorkflow[];
  /** Labels of its deployments. */
  readonly labels: readonly (readonly [string, string])[];
}

export interface PlannedNode {
  readonly id: string;
  readonly type: string;
  readonly properties: Named;
  readonly relationships: readonly Named[];
  readonly instances: number;
}

export function planOf(store: Store, of: { readonly tenant_name: string; readonly blueprint_id: string }): Plan {
  const main = lookUpBlueprint(store, of.tenant_name, of.blueprint_id)?.plan ?? {};
  return {
    description: typeof main['description'] === 'string' ? main['description'] : null,
    inputs: record(main['inputs']),
    outputs: record(main['outputs']),
    capabilities: record(main['capabilities']),
    nodes: Object.entries(record(main['node_templates'])).map(([id, template]) => plannedNode(id, record(template))),
    workflows: plannedWorkflows(record(main['workflows'])),
    labels: Object.entries(record(main['labels'])).flatMap(([key, label]) => labelValues(key, label)),
  };
}

function plannedNode(id: string, template: Named): PlannedNode {
  const instances = record(record(record(template['capabilities'])['scalable'])['properties'])['default_instances'];
  const relationships = Array.isArray(template['relationships']) ? template['relationships'].filter(isRecord) : [];
  return {
    id,
    type: typeof template['type'] === 'string' ? template['type'] : 'cloudify.nodes.Root',
    properties: record(template['properties']),
    relationships,
    instances: typeof instances === 'number' ? instances : 1,
  };
}

function labelValues(key: string, label: unknown): (readonly [string, string])[] {
  const values = isRecord(label) ? label['values'] : label;
  return [values].flat().map((value) => [key.toLowerCase(), String(value)] as const);
}

function record(value: unknown): Named {
  return isRecord(value) ? value : {};
}
