import { applyIgnoreChanges } from '../engine/index.js';
import {
  EMPTY_BLOCK,
  errorDiagnostic,
  formatPath,
  isTupleValue,
  partsOf,
  starSource,
  unmarkDeep,
  valuesEqual,
  warningDiagnostic,
  type Diagnostic,
  type IgnoredDrift,
  type Path,
  type Plan,
  type ResourceChange,
  type Value,
} from '../model/index.js';
import { DRIFT_FILE, type DriftPath, type DriftRule } from '../program/index.js';
import { splitAddress } from './stacks/stack-address.js';

/** The drift of a stack, divided by the rules. */
export interface JudgedDrift {
  /** The plan with the drift that no rule ignores. */
  readonly plan: Plan;
  readonly ignored: readonly IgnoredDrift[];
}

interface Compiled {
  readonly rule: DriftRule;
  readonly stack: RegExp | undefined;
  readonly address: RegExp;
  readonly attribute: readonly Step[] | undefined;
  readonly expired: boolean;
  /** Whether it ignores something, or would if it had not expired. */
  matched: boolean;
}

type Step = number | RegExp;

/** The rules of `drift.json` on one day, applied to the drift of one stack after another. */
export class DriftRuleBook {
  readonly #rules: readonly Compiled[];

  /** `today` as in rules: `2027-01-31`. */
  constructor(rules: readonly DriftRule[], today: string) {
    this.#rules = rules.map((rule) => {
      const { stack, address } = splitAddress(rule.address);
      return {
        rule,
        stack: stack === undefined ? undefined : new RegExp(`^${starSource(stack)}$`),
        // The address of a resource or a module is that of all instances and of all that is inside.
        address: new RegExp(`^${starSource(address)}(?=$|[.[])`, 's'),
        attribute: rule.attribute === undefined ? undefined : stepsOf(rule.attribute),
        expired: rule.until < today,
        matched: false,
      };
    });
  }

  judge(stack: string, plan: Plan): JudgedDrift {
    const rules = this.#rules.filter((rule) => isOfStack(rule, stack));
    if (rules.length === 0 || plan.drift.length === 0) return { plan, ignored: [] };
    const ignored: IgnoredDrift[] = [];
    const drift = plan.drift.flatMap((change) => judgeChange(change, rules, ignored) ?? []);
    const applyable = drift.length > 0 || plan.outputs.some(({ action }) => action !== 'no-op');
    return { plan: { ...plan, drift, applyable: plan.applyable && applyable }, ignored };
  }

  /** Rules that are about no stack in particular, in a project of several. */
  problems(names: readonly string[]): readonly Diagnostic[] {
    if (names.length < 2) return [];
    return this.#rules
      .filter(({ stack }) => stack === undefined)
      .map(({ rule }) =>
        errorDiagnostic('invalid-value', `The rule for ${rule.address} names no stack`, {
          detail: `The project has several: write "${names[0] ?? ''}:${rule.address}", or "*:${rule.address}" for all.`,
          source: { file: DRIFT_FILE, path: [...rule.path, 'address'] },
        }),
      );
  }

  /**
   * Rules that have expired, and those that match no drift of the `checked` stacks. A rule for other stacks of the project is left
   * alone, and all are if the check was not `complete`.
   */
  findings(names: readonly string[], checked: readonly string[], complete: boolean): readonly Diagnostic[] {
    const others = names.filter((name) => !checked.includes(name));
    const isElsewhere = (one: Compiled): boolean =>
      others.some((name) => isOfStack(one, name)) && !checked.some((name) => isOfStack(one, name));
    return this.#rules.flatMap((one) => {
      if (one.expired) return expired(one);
      return one.matched || !complete || isElsewhere(one) ? [] : unused(one);
    });
  }
}

const isOfStack = ({ stack }: Compiled, name: string): boolean => stack === undefined || stack.test(name);

const subjectOf = ({ address, attribute }: DriftRule): string =>
  attribute === undefined ? address : `${address}: ${formatPath(attribute)}`;

function expired({ rule, matched }: Compiled): Diagnostic {
  const now = matched ? ' What it ignored counts again.' : '';
  return warningDiagnostic('drift-rule-expired', `A rule of ${DRIFT_FILE} expired on ${rule.until}`, {
    detail: `It is for ${subjectOf(rule)} (${rule.reason}).${now} Repair the drift and remove the rule, or give it a later day.`,
    source: { file: DRIFT_FILE, path: [...rule.path, 'until'] },
  });
}

const unused = ({ rule }: Compiled): Diagnostic =>
  warningDiagnostic('drift-rule-unused', `A rule of ${DRIFT_FILE} matches no drift`, {
    detail: `It is for ${subjectOf(rule)}, until ${rule.until}. Remove it if the drift is repaired; otherwise, correct it.`,
    source: { file: DRIFT_FILE, path: [...rule.path, rule.attribute === undefined ? 'address' : 'attribute'] },
  });

/** What is left of a change after the rules; undefined if nothing is. What they ignore is added to `ignored`. */
function judgeChange(
  change: ResourceChange,
  rules: readonly Compiled[],
  ignored: IgnoredDrift[],
): ResourceChange | undefined {
  if (change.action === 'no-op') return change;
  let { after } = change;
  const ofObject = rules.filter(({ address }) => address.test(change.address));
  // A rule for the whole object comes first: what it ignores is then in one place.
  for (const one of ofObject.sort((left, right) => Number(isPart(left)) - Number(isPart(right)))) {
    const rest = one.attribute === undefined ? change.before : restored(change.before, after, one.attribute);
    if (same(rest, after)) continue;
    one.matched = true;
    if (one.expired) continue;
    const { reason, until } = one.rule;
    ignored.push({ change: { ...change, before: rest, after }, reason, until });
    after = rest;
  }
  if (after === change.after) return change;
  if (!same(change.before, after)) return { ...change, after };
  // It is reported that the object has moved, which is not drift.
  return change.previousAddress === undefined ? undefined : { ...change, action: 'no-op', after: change.before };
}

const isPart = ({ attribute }: Compiled): boolean => attribute !== undefined;

const same = (left: Value, right: Value): boolean => left === right || valuesEqual(left, right);

/** The object as found, with the attributes that a rule ignores as in state. */
function restored(before: Value, after: Value, steps: readonly Step[]): Value {
  if (before === null || after === null) return after;
  const paths = pathsOf([unmarkDeep(before), unmarkDeep(after)], steps, []);
  return applyIgnoreChanges(after, before, paths, EMPTY_BLOCK);
}

const stepsOf = (path: DriftPath): readonly Step[] =>
  path.map((step) => (typeof step === 'number' ? step : new RegExp(`^${starSource(step)}$`, 's')));

/** The paths in one of the values that fit. */
function pathsOf(values: readonly Value[], steps: readonly Step[], above: Path): readonly Path[] {
  const [step, ...rest] = steps;
  if (step === undefined) return [above];
  const found = new Map<string | number, Value[]>();
  for (const value of values) {
    const parts = partsOf(value);
    if (parts === undefined) continue;
    const entries: readonly (readonly [string | number, Value])[] = isTupleValue(parts)
      ? parts.map((part, index) => [index, part] as const)
      : Object.entries(parts);
    for (const [name, part] of entries) {
      if (typeof step === 'number' ? name !== step : !step.test(String(name))) continue;
      const known = found.get(name);
      if (known === undefined) found.set(name, [part]);
      else known.push(part);
    }
  }
  return [...found].flatMap(([name, parts]) => pathsOf(parts, rest, [...above, name]));
}
