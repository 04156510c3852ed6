import {
  addressIn,
  configuredResource,
  hasErrors,
  isWhollyKnown,
  sensitivePaths,
  unmarkDeep,
  type ResourceChange,
  type ResourceConfiguration,
} from '../../model/index.js';
import { decodeBody } from '../evaluate/body.js';
import { buildGraph, checkName, checkNode } from '../graph/build.js';
import { readData } from '../plan/data.js';
import { withOrigin } from '../plan/instance.js';
import { dataProblems, judgeCheck, leaveOpen } from '../walk/checks.js';
import { allInstances } from '../walk/modules.js';
import { forEachLimited } from '../walk/schedule.js';
import { recordRead } from './record-read.js';
import { runInside, type ApplyRun } from './run.js';

/**
 * Judges the check blocks that the plan has judged, after all steps: their data sources are read again first. A check
 * that needs something which was not applied stays unknown.
 */
export async function judgeCheckBlocks(run: ApplyRun, broken: ReadonlySet<string>): Promise<void> {
  const planned = new Set(
    run.plan.checks.flatMap(({ kind, instances }) => (kind === 'check' ? instances.map(({ address }) => address) : [])),
  );
  if (planned.size === 0) return;
  const isOpen = openChecks(run, broken);
  await forEachLimited(run.plan.changes, run.context.parallelism, (change) => {
    const { check, resourceKey } = change;
    const resource = check === undefined ? undefined : configuredResource(run.context.configuration, resourceKey);
    if (check === undefined || resource === undefined) return undefined;
    const inside = runInside(run, resource.address);
    return isOpen(addressIn(inside.values.module.path, checkNode(check)))
      ? undefined
      : readAgain(inside, change, resource);
  });
  for (const values of allInstances(run.values)) {
    const inside = { values, checks: run.checks };
    for (const check of values.module.checks.values()) {
      if (!planned.has(addressIn(values.instance, checkName(check.name)))) continue;
      if (isOpen(addressIn(values.module.path, checkNode(check.name)))) leaveOpen(inside, check);
      else run.diagnostics.push(...judgeCheck(inside, check));
    }
  }
}

/** Whether a check, given its node, needs anything that failed or was skipped. */
function openChecks({ context }: ApplyRun, broken: ReadonlySet<string>): (node: string) => boolean {
  if (broken.size === 0) return () => false;
  const graph = buildGraph(context.configuration, context.referencesOf);
  const nodes = [...broken].flatMap((name) => graph.indexOf(name) ?? []);
  const open = graph.closure(nodes, graph.dependents);
  return (name) => {
    const node = graph.indexOf(name);
    return node !== undefined && open.has(node);
  };
}

async function readAgain(run: ApplyRun, change: ResourceChange, resource: ResourceConfiguration): Promise<void> {
  const { provider, diagnostics } = await run.providers.forResource(resource);
  run.diagnostics.push(...diagnostics);
  const schema = provider?.schemas.dataSource(resource.address.type);
  if (provider === undefined || schema === undefined || hasErrors(diagnostics)) return;
  const decoded = decodeBody(resource.body, schema.block, run.values.scope(), change.address);
  run.diagnostics.push(...withOrigin(decoded.diagnostics, resource));
  const config = unmarkDeep(decoded.value);
  if (hasErrors(decoded.diagnostics) || !isWhollyKnown(config)) return;
  const read = await run.limit(() => readData(run.context, resource, change.address, provider, config));
  run.diagnostics.push(...dataProblems(run, resource, read.diagnostics));
  if (!hasErrors(read.diagnostics)) await recordRead(run, change, schema, read.value, sensitivePaths(decoded.value));
}
