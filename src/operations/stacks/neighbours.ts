import {
  DiagnosticError,
  errorDiagnostic,
  formatResource,
  parseAddress,
  type Diagnostic,
  configuredResource,
} from '../../model/index.js';
import { unknownStack } from './choose-stacks.js';
import type { OperationEnvironment, PlanningOptions } from '../environment.js';
import { stacksToInvoke } from '../plan-stack.js';
import type { OpenProject, Stack } from '../project.js';
import { readState } from '../read-states.js';
import { splitAddress } from './stack-address.js';

const LISTS = ['targets', 'excludes', 'replace'] as const;

/**
 * The stacks to plan, each with the addresses of --target, --exclude and --replace that are its own: those with the action to
 * invoke, or with the addresses of --target and --replace. Throws a DiagnosticError if an address is in several stacks.
 */
export async function stacksToPlan(
  env: OperationEnvironment,
  project: OpenProject,
  options: PlanningOptions,
): Promise<ReadonlyMap<Stack, PlanningOptions>> {
  if (options.rollback === true) refuseUnchosen(project, options);
  const { stack: invoking, address: invoke } =
    options.invoke === undefined ? { address: undefined } : splitAddress(options.invoke);
  const invoked = stacksToInvoke(project.stacks, { ...options, ...(invoke === undefined ? {} : { invoke }) });
  const stacks = invoking === undefined ? invoked : namedIn(invoked, invoking);
  const own = new Map(stacks.map((stack) => [stack, noAddresses()]));
  const selected = await assignAddresses(env, project, options, own);
  return new Map(
    [...own].flatMap(([stack, lists]) =>
      selected.size === 0 || selected.has(stack)
        ? [[stack, { ...options, ...lists, ...(invoke === undefined ? {} : { invoke }) }] as const]
        : [],
    ),
  );
}

/** Each stack has a last run of its own, so those to roll back are named. */
function refuseUnchosen({ stacks, others }: OpenProject, { stacks: chosen = [] }: PlanningOptions): void {
  if (chosen.length > 0 || stacks.length + others.length < 2) return;
  throw new DiagnosticError([
    errorDiagnostic('unchosen-stack', 'The project has several stacks, and each has a last run of its own', {
      detail: `Choose those to roll back with --stack: ${stacks.map(({ name }) => name).join(', ')}.`,
    }),
  ]);
}

type OwnLists = Readonly<Record<(typeof LISTS)[number], string[]>>;

const noAddresses = (): OwnLists => ({ targets: [], excludes: [], replace: [] });

/** Gives each address to its stack, or to all if none has it, so that planning reports that. Returns the stacks that are selected. */
async function assignAddresses(
  env: OperationEnvironment,
  project: OpenProject,
  options: PlanningOptions,
  own: ReadonlyMap<Stack, OwnLists>,
): Promise<ReadonlySet<Stack>> {
  const stacks = [...own.keys()];
  const selected = new Set<Stack>();
  const problems: Diagnostic[] = [];
  const given = LISTS.flatMap((list) => (options[list] ?? []).map((text) => ({ list, text, ...splitAddress(text) })));
  const isSearched = stacks.length > 1 && given.some(({ stack }) => stack === undefined);
  const states = isSearched
    ? await Promise.all(stacks.map(async (stack) => ({ stack, state: await readState(env, project, stack) })))
    : [];
  for (const { list, text, stack: name, address } of given) {
    const resource = parseAddress(address)?.resource;
    const key = resource === undefined ? undefined : formatResource(resource);
    const having =
      name !== undefined
        ? namedIn(stacks, name)
        : states.flatMap(({ stack, state }) =>
            key !== undefined &&
            (configuredResource(stack.configuration, key) !== undefined || state.resources.has(key))
              ? stack
              : [],
          );
    if (having.length > 1) problems.push(inSeveral(text, having));
    const isKnown = having.length > 0 && list !== 'excludes';
    for (const stack of having.length > 0 ? having : stacks) {
      own.get(stack)?.[list].push(address);
      if (isKnown) selected.add(stack);
    }
  }
  if (problems.length > 0) throw new DiagnosticError(problems);
  return selected;
}

/** The stack of that name. Throws a DiagnosticError if it is not among them. */
function namedIn(stacks: readonly Stack[], name: string): readonly Stack[] {
  const found = stacks.filter((stack) => stack.name === name);
  if (found.length === 0) throw new DiagnosticError([unknownStack(name, stacks)]);
  return found;
}

/** An error about an address that several stacks have. */
export const inSeveral = (address: string, stacks: readonly { readonly name: string }[]): Diagnostic =>
  errorDiagnostic('choose-stack', `Several stacks have ${address}`, {
    detail: `Write which one: ${stacks.map(({ name }) => `${name}:${address}`).join(' or ')}.`,
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
      destroy ? other.dependencies.includes(stack.name) : stack.dependencies.includes(other.name),
    );
    // The state of an unrelated stack is not read, since it may be damaged or unreachable.
    if (concerned.length === 0) continue;
    const { resources, outputs, lineage } = await readState(env, project, other);
    if (destroy && resources.size > 0) found.push(...concerned.map(({ name }) => stillUsed(name, other.name)));
    if (destroy) continue;
    found.push(
      ...concerned.flatMap((stack) => {
        const isMissing = readsOutputsOf(stack, other.name) ? outputs.size === 0 : lineage === '';
        return isMissing ? notApplied(stack.name, other.name) : [];
      }),
    );
  }
  return found;
}

/** Whether a stack reads the outputs of one that it depends on: folders do, others by the data source that references become. */
const readsOutputsOf = ({ kind, configuration }: Stack, other: string): boolean =>
  kind === 'folder' || configuration.resources.has(`data.terraform_remote_state.cross-stack-reference-input-${other}`);

const stillUsed = (stack: string, user: string): Diagnostic =>
  errorDiagnostic('stack-in-use', `Stack ${stack} cannot be destroyed while stack ${user} depends on it`, {
    detail: `Stack ${user} still has objects. Destroy it first (landform destroy --stack ${user}), or with it all that depend on it:  landform destroy --stack ...${stack}`,
  });

const notApplied = (stack: string, needed: string): Diagnostic =>
  errorDiagnostic('stack-not-applied', `Stack ${stack} needs stack ${needed}, which is not applied yet`, {
    detail: `Apply it first (landform apply --stack ${needed}), or with the stack all that it needs:  landform apply --stack ${stack}...`,
  });
