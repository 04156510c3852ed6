import { readFileSync } from 'node:fs';
import path from 'node:path';
import { resolveDiagnostics } from '../language/index.js';
import {
  errorDiagnostic,
  markedTexts,
  SecretTexts,
  warningDiagnostic,
  type Diagnostic,
  type Json,
  type Plan,
  type PolicyFinding,
} from '../model/index.js';
import { runPolicies, type CheckedPolicy, type PolicyProblem } from '../policy/index.js';
import { rangeAt, SETTINGS_FILE, type PolicySettings } from '../program/index.js';

/** A plan to check. */
export interface PlanToCheck {
  /** Empty in a plain folder. */
  readonly name: string;
  readonly plan: Plan;
  /** The `configuration` part of its JSON. */
  readonly configuration: () => Json | undefined;
}

export interface PolicyVerdict {
  readonly policies: readonly CheckedPolicy[];
  readonly findings: readonly PolicyFinding[];
  /** Why policies were not checked: errors, whatever their level. */
  readonly problems: readonly Diagnostic[];
}

const NOTHING: PolicyVerdict = { policies: [], findings: [], problems: [] };

/** Checks plans with the policies of a project. No secret of the plans is in what is found. */
export async function checkPolicies(
  directory: string,
  sources: readonly PolicySettings[],
  plans: readonly PlanToCheck[],
): Promise<PolicyVerdict> {
  if (sources.length === 0 || plans.length === 0) return NOTHING;
  const { policies, findings, problems } = await runPolicies({
    directory: path.resolve(directory),
    sources,
    plans: plans.map(({ name, plan, configuration }) => ({ name, plan, configuration: configuration() })),
  });
  if (findings.length === 0 && problems.length === 0) return { policies, findings: [], problems: [] };
  const secrets = new SecretTexts(plans.flatMap(({ plan }) => secretsOf(plan)));
  const clean = (text: string): string => secrets.clean(text);
  return {
    policies,
    findings: findings.map(({ message, remediation, ...finding }) => ({
      ...finding,
      message: clean(message),
      ...(remediation === undefined ? {} : { remediation: clean(remediation) }),
    })),
    problems: problemDiagnostics(problems, path.resolve(directory), clean),
  };
}

/** Policies see no secrets, but an object may repeat one where it is not marked. */
function secretsOf(plan: Plan): string[] {
  const values = [...plan.changes, ...plan.drift, ...plan.outputs].flatMap(({ before, after }) => [before, after]);
  return [...values, ...plan.variables.values()].flatMap(markedTexts);
}

function problemDiagnostics(
  problems: readonly PolicyProblem[],
  directory: string,
  clean: (text: string) => string,
): readonly Diagnostic[] {
  const found = problems.map(({ code, summary, detail, place, setting }) =>
    errorDiagnostic(code, clean(summary), {
      detail: clean(detail),
      ...(place === undefined ? {} : rangeOf(place, directory)),
      ...(setting === undefined ? {} : { source: { file: SETTINGS_FILE, path: ['policies', ...setting] } }),
    }),
  );
  const settings = textOf(path.join(directory, SETTINGS_FILE));
  return settings === undefined ? found : resolveDiagnostics(found, [{ name: SETTINGS_FILE, text: settings }]);
}

function rangeOf(
  { file, line }: { readonly file: string; readonly line: number },
  directory: string,
): Pick<Diagnostic, 'range'> {
  const text = textOf(file);
  if (text === undefined) return {};
  // Transformed code keeps its lines, not its columns.
  const indent = /\S/.exec(text.split('\n')[line - 1] ?? '')?.index ?? 0;
  const name = path.relative(directory, file).split(path.sep).join('/');
  return { range: { file: name, ...rangeAt(text, line, indent + 1) } };
}

function textOf(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

/** Findings as messages: what a mandatory policy found is an error. */
export const findingDiagnostics = (findings: readonly PolicyFinding[]): readonly Diagnostic[] =>
  findings.map((finding) => {
    const { policy, level, message, remediation, stack, address, location } = finding;
    const more = {
      ...(remediation === undefined ? {} : { detail: remediation }),
      ...(stack === '' ? {} : { stack }),
      ...(address === undefined ? {} : { address }),
      ...(location === undefined ? {} : { origin: { constructPath: '', location } }),
    };
    const summary = `${policy}: ${message}`;
    switch (level) {
      case 'mandatory':
        return errorDiagnostic('policy-violation', summary, more);
      case 'needs-approval':
        return warningDiagnostic('policy-approval', `${summary} (needs approval)`, more);
      case 'advisory':
        return warningDiagnostic('policy-advice', summary, more);
    }
  });
