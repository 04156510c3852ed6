import {
  forecastOf,
  formatConfigured,
  invocationAddress,
  parseAddress,
  type CheckResult,
  type Diagnostic,
  type IgnoredDrift,
  type OutputChange,
  type Plan,
  type PolicyFinding,
  type ResourceChange,
} from '../../model/index.js';
import { invocationNode, invocationsByResource, triggeredNodes } from '../reports/actions.js';
import { planSummary } from '../reports/counts.js';
import { waitingText } from '../reports/deferred.js';
import { driftNode, driftWords, ignoredWords } from '../reports/drift.js';
import {
  changeParts,
  described,
  driftSentence,
  hidden,
  isDangerous,
  noDriftSentence,
  nothingSentence,
  outputNode,
  shownChanges,
  subject,
} from '../reports/plan.js';
import { forecastText, timeText } from '../reports/forecast.js';
import { reasonText } from '../reports/reasons.js';
import { stateKinds } from '../reports/state-edits.js';
import { SIGNS } from '../theme.js';
import type { Edge, Entry, EntryAction, Finding, Review, StackReview } from './review.js';

export interface NamedPlan {
  /** Name of the stack; empty in a plain folder. */
  readonly name: string;
  readonly plan: Plan;
  /** Drift that rules ignore, which is not in the plan. */
  readonly ignored?: readonly IgnoredDrift[];
  /** The command that plans the repair of drift. */
  readonly repair?: string;
}

/** The review of plans, or of the drift in them, with what else was found, without secrets. */
export function planReview(
  plans: readonly NamedPlan[],
  of: 'plan' | 'drift' = 'plan',
  diagnostics: readonly Diagnostic[] = [],
  policies: readonly PolicyFinding[] = [],
): Review {
  const found = [
    ...diagnosticFindings(diagnostics),
    ...policies.map(policyFinding),
    ...plans.flatMap(({ name, plan }) => failedChecks(name, plan.checks)),
  ];
  return {
    subject: of,
    stacks: plans.map((one) => stackReview(one, of)),
    findings: found.sort((left, right) => LEVELS[left.level] - LEVELS[right.level]),
  };
}

const LEVELS: Readonly<Record<Finding['level'], number>> = { error: 0, warning: 1, note: 2 };

/** Codes of warnings that ask for nothing. */
const REMARKS: ReadonlySet<string> = new Set(['drift-rule-unused']);

function diagnosticFindings(diagnostics: readonly Diagnostic[]): Finding[] {
  return diagnostics.map(({ severity, code, summary, detail, stack, address, origin, range }) => {
    const location = origin?.location ?? (range && `${range.file}:${range.start.line}:${range.start.column}`);
    return {
      level: REMARKS.has(code) ? 'note' : severity,
      rule: code,
      summary,
      ...(detail === undefined ? {} : { detail }),
      ...(stack === undefined ? {} : { stack }),
      ...(address === undefined ? {} : { address }),
      ...(location === undefined ? {} : { location }),
    };
  });
}

const POLICY_FINDINGS: Readonly<Record<PolicyFinding['level'], Finding['level']>> = {
  mandatory: 'error',
  'needs-approval': 'warning',
  advisory: 'note',
};

function policyFinding({ policy, level, message, remediation, stack, address, location }: PolicyFinding): Finding {
  return {
    level: POLICY_FINDINGS[level],
    rule: policy,
    summary: message,
    ...(remediation === undefined ? {} : { detail: remediation }),
    ...(stack === '' ? {} : { stack }),
    ...(address === undefined ? {} : { address }),
    ...(location === undefined ? {} : { location }),
  };
}

function stackReview({ name, plan, ignored = [], repair }: NamedPlan, of: 'plan' | 'drift'): StackReview {
  const drift = plan.drift.map((change) => driftEntry(change));
  const outputs = plan.outputs.filter(({ action }) => action !== 'no-op').map(outputEntry);
  if (of === 'drift' || plan.mode === 'refresh-only') {
    const sentence = drift.length === 0 ? noDriftSentence(ignored.length) : driftSentence(drift.length, ignored.length);
    const advice = drift.length === 0 || repair === undefined ? [] : [repairText(repair)];
    const entries = [...drift, ...outputs, ...ignored.map(ignoredEntry)];
    return { name, sentence, notes: [...notesOf(plan), ...advice], entries, edges: [] };
  }
  const entries = [
    ...changeEntries(plan),
    ...drift,
    ...plan.invocations.filter(({ trigger, owed }) => trigger.kind === 'invoke' || owed === true).map(invocationEntry),
    ...outputs,
    ...plan.deferred.map(deferredEntry),
  ];
  const changed = entries.some(({ action }) => action !== 'drift');
  return {
    name,
    sentence: changed ? planSummary(plan) : nothingSentence(plan.mode),
    notes: notesOf(plan),
    entries,
    edges: edgesOf(plan),
  };
}

function notesOf(plan: Plan): readonly string[] {
  const { errored, targets, complete } = plan;
  const forecast = forecastText(forecastOf(plan));
  return [
    ...(errored ? ['Planning failed: this plan is incomplete and cannot be applied.'] : []),
    ...(targets.length === 0
      ? []
      : [`Only ${targets.join(', ')} and their dependencies: everything else was excluded.`]),
    ...(complete || errored || targets.length > 0 ? [] : ['Part of the configuration is left for a later plan.']),
    ...(forecast === undefined ? [] : [forecast]),
    ...(plan.forecast === undefined ? [] : [timeText(plan.forecast)]),
  ];
}

function changeEntries(plan: Plan): Entry[] {
  const shown = shownChanges(plan);
  const changed: ReadonlySet<string> = new Set(
    shown.filter(({ action }) => action !== 'no-op').map(({ resource }) => formatConfigured(resource)),
  );
  const triggered = invocationsByResource(plan.invocations);
  return shown.map((change): Entry => {
    const { mode } = plan;
    const reason = reasonText(change, mode);
    const actions = change.deposed === undefined ? triggered.get(change.address) : undefined;
    return {
      ...placed(change),
      action: entryAction(change),
      sign: SIGNS[change.action],
      address: subject(change),
      words: described(hidden(change), mode),
      ...(reason === undefined ? {} : { reason }),
      dangerous: isDangerous(change),
      causes: change.dependencies.filter((one) => changed.has(one)),
      tree: () => [...changeParts(hidden(change), mode), ...(actions === undefined ? [] : triggeredNodes(actions))],
    };
  });
}

function entryAction(change: ResourceChange): EntryAction {
  if (change.action !== 'no-op') return change.action;
  return change.importing === undefined ? (stateKinds(change)[0] ?? 'move') : 'import';
}

function placed({ resource, origin }: ResourceChange): Pick<Entry, 'type' | 'module' | 'location' | 'resource'> {
  const location = origin?.location;
  return {
    resource: formatConfigured(resource),
    type: resource.type,
    module: resource.module,
    ...(location === undefined ? {} : { location }),
  };
}

function driftEntry(change: ResourceChange): Entry {
  const node = driftNode(change);
  return {
    ...placed(change),
    action: 'drift',
    sign: node.sign,
    address: subject(change),
    words: `${driftWords(change)} outside Landform`,
    dangerous: false,
    causes: [],
    tree: () => node.children ?? [],
  };
}

const ignoredEntry = (one: IgnoredDrift): Entry => ({
  ...driftEntry(one.change),
  action: 'ignored',
  sign: ' ',
  words: ignoredWords(one),
  reason: one.reason,
});

/** What restores the configuration, in one sentence. */
const repairText = (command: string): string => `To plan the repair: ${command}`;

function outputEntry(change: OutputChange): Entry {
  return {
    ...UNPLACED,
    action: 'output',
    sign: change.action === 'no-op' ? ' ' : SIGNS[change.action],
    address: `output.${change.name}`,
    words: `${change.action} output`,
    tree: () => [outputNode(change)],
  };
}

const UNPLACED = { type: '', module: '', dangerous: false, causes: [] } as const;

function invocationEntry(invocation: Plan['invocations'][number]): Entry {
  const location = invocation.origin?.location;
  return {
    ...UNPLACED,
    action: 'invoke',
    sign: ' ',
    address: invocationAddress(invocation),
    words: invocation.owed === true ? 'invoke, pending from an earlier run' : 'invoke',
    ...(location === undefined ? {} : { location }),
    tree: () => invocationNode(invocation).children ?? [],
  };
}

function deferredEntry(deferred: Plan['deferred'][number]): Entry {
  const resource = parseAddress(deferred.address)?.resource;
  return {
    ...UNPLACED,
    action: 'defer',
    sign: ' ',
    address: deferred.address,
    type: resource?.type ?? '',
    module: resource?.module ?? '',
    words: `planned after this apply: ${waitingText(deferred)}`,
    tree: () => [],
  };
}

/** Dependencies between resources that the plan changes. */
function edgesOf(plan: Plan): readonly Edge[] {
  const changed: ReadonlySet<string> = new Set(shownChanges(plan).map(({ resource }) => formatConfigured(resource)));
  const edges = new Map<string, Edge>();
  for (const { resource, dependencies } of plan.changes) {
    const from = formatConfigured(resource);
    if (!changed.has(from)) continue;
    for (const to of dependencies) if (changed.has(to)) edges.set(`${from} ${to}`, { from, to });
  }
  return [...edges.values()];
}

function failedChecks(stack: string, checks: readonly CheckResult[]): Finding[] {
  return checks.flatMap(({ instances }) =>
    instances.flatMap(({ address, status, problems }) =>
      status === 'fail' || status === 'error'
        ? problems.map((summary): Finding => ({
            level: status === 'error' ? 'error' : 'warning',
            rule: 'check',
            summary,
            address,
            ...(stack === '' ? {} : { stack }),
          }))
        : [],
    ),
  );
}
