import { createHash } from 'node:crypto';
import { errorDiagnostic, type ConfigurationFile, type Diagnostic, type Seal } from '../../model/index.js';
import type { Session } from '../../state/index.js';
import type { StackPlan } from '../plan-stack.js';
import { DEFAULT_WORKSPACE } from '../backend/workspace.js';

/** The seal that binds a plan to its inputs. */
export function sealOf(
  { name, stack, providers }: Pick<StackPlan, 'name' | 'stack' | 'providers'>,
  { state, digest }: Pick<Session, 'state' | 'digest'>,
  program: string,
  workspace: string,
): Seal {
  const { lineage, serial } = state;
  return {
    program,
    stack: name,
    ...(workspace === DEFAULT_WORKSPACE ? {} : { workspace }),
    lineage,
    serial,
    digest,
    configuration: configurationHash(stack.files),
    providers,
  };
}

/** A single hash of the configuration's documents. */
function configurationHash(files: readonly ConfigurationFile[]): string {
  const hash = createHash('sha256');
  for (const file of [...files].sort((left, right) => (left.name < right.name ? -1 : 1)))
    hash.update(`${JSON.stringify(file.name)} ${file.digest ?? digestOf(file.text)}\n`);
  return hash.digest('hex');
}

const digestOf = (text: string): string => createHash('sha256').update(text).digest('hex');

/** Reasons why a saved plan no longer matches its inputs; empty if it does. */
export function sealProblems(seal: Seal, now: Seal): readonly Diagnostic[] {
  const name = seal.stack === '' ? '' : ` of ${seal.stack}`;
  const stale = (what: string, detail: string): Diagnostic =>
    errorDiagnostic('stale-plan', `The plan${name} is stale: ${what} changed since it was created`, {
      detail: `${detail} Nothing was changed. Plan again and review the new plan.`,
    });
  if (seal.workspace !== now.workspace) return [otherWorkspace(seal.workspace, now.workspace)];
  const problems: Diagnostic[] = [];
  if (seal.program !== now.program)
    problems.push(
      stale('Landform', `The plan was created by version ${seal.program}; this is version ${now.program}.`),
    );
  const state = stateProblem(seal, now);
  if (state !== undefined) problems.push(stale('the state', state));
  if (seal.configuration !== now.configuration)
    problems.push(stale('the configuration', 'Its files differ from those that were planned.'));
  for (const source of new Set([...Object.keys(seal.providers), ...Object.keys(now.providers)])) {
    const [then, today] = [seal.providers, now.providers].map((versions) =>
      Object.hasOwn(versions, source) ? versions[source] : undefined,
    );
    if (then !== today)
      problems.push(stale('a provider', `${source} was ${then ?? 'not used'} and is ${today ?? 'missing'}.`));
  }
  return problems;
}

/** The states of two new workspaces are alike, so nothing else would tell them apart. */
function otherWorkspace(then = DEFAULT_WORKSPACE, now = DEFAULT_WORKSPACE): Diagnostic {
  return errorDiagnostic('other-workspace', `The plan was created for the workspace ${then}, and ${now} is selected`, {
    detail: `Nothing was changed. To apply this plan, select its workspace:  landform workspace select ${then}`,
  });
}

function stateProblem(seal: Seal, now: Seal): string | undefined {
  if (seal.lineage !== now.lineage)
    return `The plan was created for the state ${seal.lineage || '(none)'}, but this is the state ${now.lineage || '(none)'}.`;
  if (seal.serial !== now.serial)
    return `The plan was created for serial ${seal.serial}, and the state is at ${now.serial}.`;
  if (seal.digest !== now.digest)
    return 'The state has the same serial but different content: it was edited or copied.';
  return undefined;
}
