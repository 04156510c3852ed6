import {
  DiagnosticError,
  errorDiagnostic,
  JsonSyntaxError,
  shellWord,
  warningDiagnostic,
  type Diagnostic,
} from '../../model/index.js';

/** The plan of a run that found no stack to plan. */
export const planOfNoStack = (name: string): Diagnostic =>
  warningDiagnostic('no-stack-changed', `${name} is a plan of no stack`, {
    detail: 'No stack had changed when it was made. Applying it does nothing.',
  });

export const unreadable = (name: string, why: string): DiagnosticError =>
  new DiagnosticError([
    errorDiagnostic('unreadable-plan', `The plan file ${name} cannot be read`, { detail: `${why}.` }),
  ]);

export function invalid(name: string, problem: Error): DiagnosticError {
  const place = problem instanceof JsonSyntaxError ? ` (byte ${problem.offset + 1})` : '';
  return new DiagnosticError([
    errorDiagnostic('invalid-plan-file', `${name} is not a plan`, {
      detail: `The document is not a valid plan: ${problem.message}${place}. Create a plan with:  landform plan --out ${shellWord(name)}`,
    }),
  ]);
}

export const binary = (name: string): DiagnosticError =>
  new DiagnosticError([
    errorDiagnostic('invalid-plan-file', `${name} is a plan file in Terraform's binary format`, {
      detail: `Only Terraform can read it. To show it here, convert it to JSON:  terraform show -json ${shellWord(name)}`,
    }),
  ]);

export const edited = (name: string): DiagnosticError =>
  new DiagnosticError([
    errorDiagnostic('edited-plan', `${name} was changed after it was written`, {
      detail: 'A plan is only applied exactly as reviewed. Plan again.',
    }),
  ]);

export const contradicting = (name: string, key: string): DiagnosticError =>
  new DiagnosticError([
    errorDiagnostic('edited-plan', `${name} contradicts itself in "${key}"`, {
      detail: 'It shows changes other than those it would apply, so it was edited. Nothing was changed. Plan again.',
    }),
  ]);
