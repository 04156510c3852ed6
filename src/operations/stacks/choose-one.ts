import { DiagnosticError, errorDiagnostic } from '../../model/index.js';
import type { OpenProject, Stack } from '../project.js';

/** The one stack of an operation on a single state. Throws a DiagnosticError if there are several. */
export function chooseOne(project: OpenProject): Stack {
  const [stack] = project.stacks;
  if (stack !== undefined && project.stacks.length === 1) return stack;
  const detail = `The project has ${project.stacks.map((candidate) => candidate.name).join(', ')}.`;
  throw new DiagnosticError([errorDiagnostic('choose-stack', 'Select one stack with --stack', { detail })]);
}
