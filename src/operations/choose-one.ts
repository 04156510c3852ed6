import { DiagnosticError, errorDiagnostic } from '../model/index.js';
import type { OpenProject, Stack } from './project.js';

/** The one stack an operation on a single state is about. */
export function chooseOne(project: OpenProject): Stack {
  const [stack] = project.stacks;
  if (stack !== undefined && project.stacks.length === 1) return stack;
  const detail = `Choose one with --stack: ${project.stacks.map((candidate) => candidate.name).join(', ')}.`;
  throw new DiagnosticError([
    errorDiagnostic('choose-stack', 'This is about one stack, and the project has several', { detail }),
  ]);
}
