import { parameter, bodyOf } from '../asked.js';
import type { Entry } from '../collection.js';
import { isRecord } from '../description.js';
import { inTenant } from './domain.js';
import type { Ask, Domain } from './domain.js';
import { collectionOf } from './entries.js';
import { listed, shown } from './list.js';
import { visibleTo } from './owned.js';
import { ok, Refused } from './refusal.js';
import { executions, type ExecutionEntry } from './running-entries.js';

interface MetricEntry extends Entry {
  readonly id: number | string;
}

const metrics = collectionOf<MetricEntry>('metrics');

const FIELDS: readonly string[] = ['id', 'blueprint_id', 'deployment_id', 'execution_id', 'timestamp', 'name', 'value'];

const show = ({ identity: _, ...told }: MetricEntry): Readonly<Record<string, unknown>> => told;

export const measures: Domain = {
  operations: {
    listMetrics: inTenant('metric_list', (ask) =>
      listed(ask, { items: metrics(ask.store).all(), show, fields: FIELDS }),
    ),
    createMetric: inTenant('metric_create', (ask) => {
      const identity = parameter(ask, 'metric_id');
      if (metrics(ask.store).get(identity) !== undefined)
        throw new Refused(409, `Metric with id ${identity} already exists`);
      const made = { ...bodyOf(ask, isRecord), identity, id: /^\d+$/.test(identity) ? Number(identity) : identity };
      metrics(ask.store).put(made);
      return shown(ask, show(made), FIELDS);
    }),
    // Not a page: its pagination is empty.
    listMetricsOverview: inTenant('metric_list', (ask) => ok({ items: overview(ask), metadata: { pagination: {} } })),
  },
  kinds: { metrics: { complete: ({ id = 1, ...values }) => ({ ...values, identity: String(id), id }) } },
};

/** How long each workflow takes, and its success rate. */
function overview(ask: Ask): readonly Readonly<Record<string, unknown>>[] {
  const { workflow_id: workflow, task_name: task, since, until } = ask.query;
  if (task !== undefined) return [];
  const byWorkflow = new Map<string, ExecutionEntry[]>();
  for (const entry of visibleTo(ask, executions(ask.store))) {
    const { workflow_id: id, ended_at: end } = entry;
    if (end === null || (workflow !== undefined && workflow !== id)) continue;
    if ((typeof since === 'string' && end < since) || (typeof until === 'string' && end > until)) continue;
    byWorkflow.set(id, [...(byWorkflow.get(id) ?? []), entry]);
  }
  return [...byWorkflow].map(([id, entries]) => ({
    event_type: 'workflow',
    event_id: id,
    average_duration: mean(entries.map(secondsOf)),
    success_rate: mean(entries.map(({ status }) => (status === 'terminated' ? 1 : 0))),
  }));
}

function secondsOf({ started_at: start, ended_at: end }: ExecutionEntry): number {
  return start === null || end === null ? 0 : (Date.parse(end) - Date.parse(start)) / 1000;
}

function mean(numbers: readonly number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0) / numbers.length;
}
