import {
  DiagnosticError,
  errorDiagnostic,
  formatResource,
  parseAddress,
  warningDiagnostic,
  type Diagnostic,
  configuredResource,
} from '../model/index.js';
import type { OperationEnvironment, PlanningOptions } from './environment.js';
import { stacksToInvoke } from './plan-stack.js';
import type { OpenProject, Stack } from './project.js';
import { readState } from './read-states.js';

/**
 * The stacks to plan, in dependency order: those with the action to invoke, or with the addresses of --target and --replace.
 * Throws a DiagnosticError if an address is in several stacks.
 */
export async function stacksToPlan(
  env: OperationEnvironment,
  project: OpenProject,
  options: PlanningOptions,
): Promise<readonly Stack[]> {
  const stacks = stacksToInvoke(project.stacks, options);
  const addresses = [...(options.targets ?? []), ...(options.replace ?? [])];
  if (stacks.length < 2 || addresses.length === 0) return stacks;
  const states = await Promise.all(
    stacks.map(async (stack) => ({ stack, state: await readState(env, project, stack) })),
  );
  const having = new Set<Stack>();
  const problems: Diagnostic[] = [];
  for (const address of addresses) {
    const resource = parseAddress(address)?.resource;
    if (resource === undefined) return stacks; // planning reports the invalid address
    const key = formatResource(resource);
    const found = states.flatMap(({ stack, state }) =>
      configuredResource(stack.configuration, key) !== undefined || state.resources.has(key) ? stack : [],
    );
    if (found.length > 1) problems.push(inSeveral(address, found));
    for (const stack of found) having.add(stack);
  }
  if (problems.length > 0) throw new DiagnosticError(problems);
  return having.size === 0 ? stacks : stacks.filter((stack) => having.has(stack));
}

/** An error about an address that several stacks have. */
export const inSeveral = (address: string, stacks: readonly { readonly name: string }[]): Diagnostic =>
  errorDiagnostic('choose-stack', `Several stacks have ${address}`, {
    detail: `Select one with --stack: ${stacks.map(({ name }) => name).join(', ')}.`,
  });

/** Problems with stacks that were not selected: a selected one needs their outputs, or would destroy objects that they use. */
export async function neighbourProblems(
  env: OperationEnvironment,
  project: OpenProject,
  destroy: boolean,
): Promise<readonly Diagnostic[]> {
  const found: Diagnostic[] = [];
  for (const other of project.others) {
    const concerned = project.stacks.filter((stack) =>
      destroy ? other.dependencies.includes(stack.name) : readsOutputsOf(stack, other.name),
    );
    // The state of an unrelated stack is not read, since it may be damaged or unreachable.
    if (concerned.length === 0) continue;
    const { resources, outputs } = await readState(env, project, other);
    if (destroy && resources.size > 0) found.push(...concerned.map(({ name }) => stillUsed(name, other.name)));
    if (!destroy && outputs.size === 0) found.push(...concerned.map(({ name }) => notApplied(name, other.name)));
  }
  return found;
}

/** Whether the configuration has the data source that references to the other stack become. */
const readsOutputsOf = ({ configuration }: Stack, other: string): boolean =>
  configuration.resources.has(`data.terraform_remote_state.cross-stack-reference-input-${other}`);

const stillUsed = (stack: string, user: string): Diagnostic =>
  warningDiagnostic('stack-in-use', `Destroying stack ${stack}, which stack ${user} depends on`, {
    detail: `Stack ${user} still has objects. Destroy it first (landform destroy --stack ${user}), or both together with "landform destroy".`,
  });

const notApplied = (stack: string, needed: string): Diagnostic =>
  errorDiagnostic('stack-not-applied', `Stack ${stack} needs stack ${needed}, which is not applied yet`, {
    detail: `Apply it first (landform apply --stack ${needed}), or both together without --stack.`,
  });
