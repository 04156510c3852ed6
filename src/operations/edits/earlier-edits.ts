import { existsSync } from 'node:fs';
import path from 'node:path';
import { DiagnosticError, errorDiagnostic, shellWord, type Seal, type StateEdit } from '../../model/index.js';
import { decryptWith } from '../compose/index.js';
import type { OperationEnvironment, StackOptions } from '../environment.js';
import { PlanFile } from '../plan-file/read.js';
import { sealProblems } from '../plan-file/seal.js';

/**
 * The edits of a saved plan to which others are added; none if the file does not exist. Throws a DiagnosticError if it is not such
 * a plan, or one for another state than that of `now`.
 */
export async function earlierEdits(
  env: OperationEnvironment,
  options: StackOptions,
  file: string,
  now: Seal,
): Promise<readonly StateEdit[]> {
  if (!existsSync(path.resolve(env.directory, file))) return [];
  return PlanFile.open(env.directory, file, decryptWith(env, 'plan', options), (opened) => {
    const [part, ...others] = opened.parts().parts;
    const { seal, plan } = part?.read ?? {};
    if (seal === undefined || plan?.edits === undefined || others.length > 0) throw notOfEdits(file);
    if (seal.stack !== now.stack) throw ofOtherStack(file, seal.stack, now.stack);
    // Each edit may need other providers.
    const problems = sealProblems({ ...seal, providers: {} }, { ...now, providers: {} });
    if (problems.length > 0) throw new DiagnosticError(problems);
    return plan.edits;
  });
}

const notOfEdits = (file: string): DiagnosticError =>
  new DiagnosticError([
    errorDiagnostic('not-a-state-plan', `${file} is not a plan that only changes the state`, {
      detail:
        'Only plans of "landform state", "taint", "untaint" and "import" can be added to. Choose another name for --out.',
    }),
  ]);

const ofOtherStack = (file: string, then: string, now: string): DiagnosticError =>
  new DiagnosticError([
    errorDiagnostic('other-stack', `${file} is a plan for the stack ${then}, and this change is for ${now}`, {
      detail: `A plan changes the state of one stack. Save this one to another file, and apply both:  landform apply ${shellWord(file)}`,
    }),
  ]);
